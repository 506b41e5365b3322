/* What the reader does: moving, deciding, explaining, searching. */

const KEYS = [
  ["j", "next passage", () => move(1)],
  ["k", "previous passage", () => move(-1)],
  ["r", "restore: the passage comes back with the next run", () => restore()],
  ["d", "drop more: a suspicious passage, what is selected, or a line", () => dropHere()],
  ["e", "explain, or stop explaining", () => explain()],
  ["u", "undo the last decision", () => undoLast()],
  ["J", "next line that was kept", () => step(1)],
  ["K", "previous line that was kept", () => step(-1)],
  ["o", "order: riskiest first, or as in the text", () => reorder()],
  ["/", "search", () => byId("search").focus()],
  ["?", "these keys", () => byId("help").showModal()],
];

function say(text, loud = false) {
  byId("status").textContent = text;
  if (loud) byId("bar").append(el("p", { class: "note", role: "alert" }, text));
}

function move(by) {
  if (!state.listed.length) return say(nothing());
  const at = state.listed.indexOf(state.current);
  const next = at < 0 ? 0 : Math.min(state.listed.length - 1, Math.max(0, at + by));
  return goOn(state.listed[next]);
}

/* Goes to a passage of the list. */
async function goOn(mark) {
  const at = state.listed.indexOf(mark);
  const page = Math.floor(at / PAGE);
  await select(mark);
  state.page = at < 0 ? state.page : page;
  drawQueue();
  byId("queue").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  say(`${format(at + 1)} of ${format(state.listed.length)}: ${spoken(mark)}`);
}

function restore() {
  if (state.current?.view !== "edits") return say("Nothing to restore here: it was kept.");
  return settle(decide(state.current));
}

function dropHere() {
  const span = pointedAt();
  if (span === undefined) return say("Select text that was kept, between two marks.", true);
  if (span) {
    getSelection().removeAllRanges();
    state.picked = null;
    return settle(drop(shown, span.from, span.to), true);
  }
  if (state.current?.view === "kept") return settle(decide(state.current));
  return say("Select what is to be dropped, or click a line of it.", true);
}

function undoLast() {
  settle(undo(), true);
}

/* After a decision: everything that shows it is drawn anew. */
function settle(said) {
  const top = byId("column").scrollTop;
  if (shown) draw();
  byId("column").scrollTop = top;
  if (state.current?.doc === shown) elementOf(state.current)?.focus({ preventScroll: true });
  drawDecisions();
  drawQueue();
  bar();
  say(said, !/^(Restored|Dropped\.|Undone)/.test(said));
}

function explain() {
  state.explained = !state.explained;
  bar();
}

function reorder() {
  state.order = state.order === "risk" ? "text" : "risk";
  state.page = 0;
  update();
}

function pressed(event) {
  if (event.key === "Escape" && event.target === byId("search")) return leaveSearch();
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const known = KEYS.find(([key]) => key === event.key);
  if (!known) return;
  event.preventDefault();
  known[2]();
}

function leaveSearch() {
  byId("search").value = "";
  byId("search").blur();
  search();
}

function search() {
  state.query = byId("search").value.toLowerCase();
  update();
}
