/* The document: one column of source text with its marks. */

const SIGNS = { " ": "␣", "\t": "⇥", "\r": "␍", "\n": "⏎", "\u00a0": "⍽" };
const LABELS = { suggested: "suggestion, not made", alone: "kept, alone", repeated: "kept, repeated" };
let shown = null;

/* Shows a document; where its text is not in the page, a server that is there is asked for it. */
async function show(doc) {
  if (!doc.pieces && REVIEW) await load(doc);
  if (shown === doc) return;
  shown = doc;
  state.picked = null;
  draw();
}

async function load(doc) {
  const answer = await fetch(`/document?id=${encodeURIComponent(doc.id)}`, { redirect: "error" });
  if (!answer.ok) return say(`${safe(doc.id)} could not be read.`, true);
  const got = await answer.json();
  doc.pieces = got.pieces;
  unfold(doc, got);
}

function draw() {
  const column = byId("column");
  column.replaceChildren(head(shown));
  const text = el("div", { class: "source", dir: "auto", lang: shown.language === "und" ? false : shown.language });
  let mark = 0;
  (shown.pieces ?? []).forEach((piece, at) => {
    if (typeof piece === "string") keptLines(text, shown.starts[at], piece);
    else if (typeof piece === "number") text.append(el("span", { class: "gap" }, `… ${format(piece)} characters kept, not shown here …`));
    else text.append(markElement(shown.marks[mark++]));
  });
  if (!shown.pieces) text.append(el("p", { class: "note" }, `The text of this document is not in this page; curate audit ${safe(shown.id)} shows it.`));
  column.append(text);
  column.scrollTop = 0;
}

function head(doc) {
  const { source, removed, replaced } = doc.characters;
  const place = DOCS.indexOf(doc);
  const lines = [
    el("p", { class: "numbers" }, `${doc.language} · ${plural(source, "character")} · ${percent(removed, source)} removed · ${percent(replaced, source)} replaced`),
  ];
  if (doc.review) lines.push(el("p", { class: "note" }, `Look at it: ${doc.review}.`));
  if (doc.duplicate_of) lines.push(el("p", { class: "note" }, "Marked as a duplicate of ", twinLink([doc.duplicate_of, 0])));
  return el(
    "div", { class: "head" },
    el("h2", {}, doc.id), ...lines,
    el("p", { class: "around" },
      el("button", { type: "button", disabled: place <= 0, onclick: () => open(DOCS[place - 1]) }, "← previous document"),
      el("span", {}, `${format(place + 1)} of ${format(DOCS.length)}`),
      el("button", { type: "button", disabled: place < 0 || place >= DOCS.length - 1, onclick: () => open(DOCS[place + 1]) }, "next document →")),
  );
}

function twinLink([id, offset]) {
  const doc = DATA.documents.find((one) => one.id === id);
  if (!doc?.pieces && !REVIEW) return el("span", {}, `${id}:${offset}`);
  return el("button", { type: "button", class: "link", onclick: () => goTo(doc ?? { id }, offset) }, `${id}:${offset}`);
}

/* Kept text, a line an element, so that a line can be pointed at; what the reader dropped of it is struck through. */
function keptLines(text, start, piece) {
  for (const line of piece.split(/(?<=\n)/u)) {
    let from = start;
    const end = start + line.length;
    for (const one of shown.drops.filter((d) => d.from < end && start < d.to).sort((a, b) => a.from - b.from)) {
      appendKept(text, from, Math.max(from, one.from));
      text.append(dropped(one, Math.max(from, one.from), Math.min(end, one.to)));
      from = Math.min(end, one.to);
    }
    appendKept(text, from, end);
    start = end;
  }
}

function appendKept(text, from, to) {
  if (from < to) text.append(el("span", { class: "kept", "data-from": from }, shown.text.slice(from, to)));
}

function dropped(one, from, to) {
  const text = shown.text.slice(from, to);
  const said = text.replace(/\n+$/u, "");
  const label = from === one.from ? [el("span", { class: "label" }, "dropped by you")] : [];
  return el("span", { class: "mark decided-drop" }, el("del", {}, said), ...label, text.slice(said.length));
}

function markElement(mark) {
  const gone = mark.before.replace(/\n+$/u, "");
  const tail = mark.view === "edits" ? mark.before.slice(gone.length) : "";
  const made = el("span", { class: classes(mark), tabindex: "-1", "data-mark": mark.number });
  made.setAttribute("aria-label", spoken(mark));
  if (mark.view === "kept") made.append(el(decisionOn(mark) ? "del" : "span", {}, mark.before));
  else {
    made.append(el("del", {}, mark.after || !gone ? signed(gone || mark.before) : gone));
    if (mark.cut) made.append(el("span", { class: "gap" }, ` … ${format(mark.cut)} characters more …`));
    if (mark.after) made.append(el("ins", {}, signed(mark.after)));
  }
  made.append(el("span", { class: "label" }, labelOf(mark)));
  if (tail) made.append(tail);
  return made;
}

function classes(mark) {
  const tiny = mark.view === "edits" && !/[\p{L}\p{N}]/u.test(mark.before + mark.after) ? " tiny" : "";
  const what = mark.view === "edits" ? `edit c-${mark.category}${mark.after ? " replaced" : ""}${mark.certainty <= DATA.bands.confidence[0][0] ? " doubtful" : ""}` : "suspicion";
  return `mark ${what}${tiny}${decisionOn(mark) ? " decided" : ""}${mark === state.current ? " current" : ""}`;
}

function labelOf(mark) {
  const name = mark.view === "edits" ? mark.category + (mark.certainty <= DATA.bands.confidence[0][0] ? "?" : "") : LABELS[mark.kind] ?? `kept, ${mark.kind}`;
  if (!decisionOn(mark)) return name;
  return mark.view === "edits" ? `${name} · restored by you` : `${name} · dropped by you`;
}

function spoken(mark) {
  const what = mark.view === "kept" ? "kept" : mark.after ? "replaced" : "removed";
  return `${what}, ${labelOf(mark)}: ${safe(mark.before.trim() || signed(mark.before))}${mark.after ? `, now: ${safe(mark.after)}` : ""}`;
}

/* White space at the ends of a text, as signs. */
function signed(text) {
  const sign = (part) => part.replace(/[ \t\r\n\u00a0]/g, (c) => SIGNS[c]);
  return text.replace(/^\s+|\s+$/gu, sign);
}

const elementOf = (mark) => byId("column").querySelector(`[data-mark="${mark.number}"]`);

/* Makes a mark the one at hand: its document is shown, and it stands in view; without `focus`, the page stays where it is. */
async function select(mark, focus = true) {
  const before = state.current;
  state.current = mark;
  state.picked = null;
  if (shown !== mark.doc) await show(mark.doc);
  else if (before?.doc === shown) refresh(before);
  const made = refresh(mark);
  if (focus) {
    made.scrollIntoView({ block: "center" });
    made.focus({ preventScroll: true });
  } else byId("column").scrollTop = made.offsetTop - byId("column").clientHeight / 2;
  bar();
}

/* Draws one mark anew. */
function refresh(mark) {
  const made = elementOf(mark);
  made.className = classes(mark);
  made.querySelector(".label").textContent = labelOf(mark);
  made.setAttribute("aria-label", spoken(mark));
  return made;
}

async function open(doc) {
  const first = state.listed.find((mark) => mark.doc === doc);
  if (first) return goOn(first);
  await show(doc);
  state.current = null;
  bar();
}

/* Goes to a place of a document, given as an offset in its source text. */
async function goTo(doc, offset) {
  await show(doc);
  const units = Array.from(doc.text ?? "").slice(0, offset).join("").length;
  const there = doc.marks?.find((mark) => doc.starts[mark.at] <= units && units < doc.starts[mark.at] + mark.before.length);
  if (there) return select(there);
  const line = [...byId("column").querySelectorAll(".kept")].findLast((one) => Number(one.dataset.from) <= units);
  if (line) pick(line);
}

/* Points at a line of kept text. */
function pick(line) {
  state.picked?.classList.remove("picked");
  state.picked = line;
  line.classList.add("picked");
  line.scrollIntoView({ block: "nearest" });
  bar();
}

function step(by) {
  const lines = [...byId("column").querySelectorAll(".kept")].filter((line) => line.textContent.trim());
  const here = state.picked ?? (state.current && elementOf(state.current));
  const at = lines.indexOf(here);
  const behind = here && at < 0 ? lines.findIndex((line) => here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING) : at + by;
  const next = at < 0 && by < 0 ? behind - 1 : behind;
  if (lines[next]) pick(lines[next]);
}

/* The span of kept text that the reader has selected or pointed at, in the document's text; null if there is none. */
function pointedAt() {
  const selection = getSelection();
  if (!selection.isCollapsed && byId("column").contains(selection.anchorNode)) return spanOf(selection.getRangeAt(0));
  if (!state.picked) return null;
  const from = Number(state.picked.dataset.from);
  return passage(from, from + original(state.picked).replace(/\n+$/u, "").length);
}

/* A line with the line breaks that go with it: passages that were apart by a blank line stay so. */
function passage(from, end) {
  const piece = shown.starts.findLastIndex((start) => start <= from);
  const stop = shown.starts[piece + 1] ?? shown.text.length;
  const breaks = /^\n*/u.exec(shown.text.slice(end, stop))[0].length;
  const gap = Math.min(2, from === 0 ? 2 : /\n*$/u.exec(shown.text.slice(0, from))[0].length);
  return { from, to: end + breaks - Math.max(0, Math.min(2, breaks) - gap) };
}

function spanOf(range) {
  const from = offsetIn(range.startContainer, range.startOffset);
  const to = offsetIn(range.endContainer, range.endOffset);
  const marked = [...byId("column").querySelectorAll(".mark")].some((mark) => range.intersectsNode(mark));
  return marked || from === null || to === null ? undefined : { from, to };
}

/* Where a point of the page lies in the document's text; null outside kept text. */
function offsetIn(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest(".kept");
  if (!line) return null;
  const range = document.createRange();
  range.setStart(line, 0);
  range.setEnd(node, offset);
  return Number(line.dataset.from) + original(range.cloneContents()).length;
}

function original(node) {
  return [...node.childNodes].map((child) => (child.dataset?.character ?? child.textContent)).join("");
}
