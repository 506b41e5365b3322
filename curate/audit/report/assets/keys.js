/* The keys: move, decide, explain, search. */

const KEYS = [
  ["j", "next passage", () => moveMark(1)],
  ["k", "previous passage", () => moveMark(-1)],
  ["r", "restore: the next run puts the passage back", () => restore()],
  ["d", "drop: the suspicious passage, the selection, or the line", () => dropHere()],
  ["e", "show or hide the explanation", () => explain()],
  ["u", "undo the last decision", () => undoLast()],
  ["J", "next kept line", () => moveLine(1)],
  ["K", "previous kept line", () => moveLine(-1)],
  ["o", "order: riskiest first, or as in the text", () => reorder()],
  ["/", "search", () => byId("search").focus()],
  ["?", "these keys", () => byId("help").showModal()],
];

function announce(text, loud = false) {
  byId("status").textContent = text;
  if (loud) byId("bar").append(el("p", { class: "note", role: "alert" }, text));
}

function moveMark(by) {
  if (!state.listed.length) return announce(emptyMessage());
  const at = state.listed.indexOf(state.current);
  const next = at < 0 ? 0 : Math.min(state.listed.length - 1, Math.max(0, at + by));
  return goToMark(state.listed[next]);
}

/* Selects a passage of the list, and turns to its page. */
async function goToMark(mark) {
  const at = state.listed.indexOf(mark);
  const page = Math.floor(at / PAGE);
  await selectMark(mark);
  state.page = at < 0 ? state.page : page;
  drawQueue();
  byId("queue").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  announce(`${format(at + 1)} of ${format(state.listed.length)}: ${describeMark(mark)}`);
}

function restore() {
  if (state.current?.view !== "edits") return announce("Nothing to restore: this text was kept.");
  return finishDecision(decide(state.current));
}

function dropHere() {
  const span = selectedSpan();
  if (span === undefined) return announce("Select kept text between two marks.", true);
  if (span) {
    getSelection().removeAllRanges();
    state.picked = null;
    return finishDecision(drop(shownDoc, span.from, span.to), true);
  }
  if (state.current?.view === "kept") return finishDecision(decide(state.current));
  return announce("Select the text to drop, or click a line.", true);
}

function undoLast() {
  finishDecision(undo(), true);
}

/* Redraws everything that shows decisions, and tells the reader what happened. */
function finishDecision(message) {
  const top = byId("column").scrollTop;
  if (shownDoc) drawDocument();
  byId("column").scrollTop = top;
  if (state.current?.doc === shownDoc) elementOf(state.current)?.focus({ preventScroll: true });
  drawDecisions();
  drawQueue();
  drawBar();
  announce(message, !/^(Restored|Dropped\.|Undone)/.test(message));
}

function explain() {
  state.explained = !state.explained;
  drawBar();
}

function reorder() {
  state.order = state.order === "risk" ? "text" : "risk";
  state.page = 0;
  update();
}

function onKey(event) {
  if (event.key === "Escape" && event.target === byId("search")) return leaveSearch();
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const binding = KEYS.find(([key]) => key === event.key);
  if (!binding) return;
  event.preventDefault();
  binding[2]();
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
