/* The document: one column of source text with its marks. */

const SIGNS = { " ": "␣", "\t": "⇥", "\r": "␍", "\n": "⏎", "\u00a0": "⍽" };
const LABELS = { suggested: "suggestion, not made", alone: "kept, alone", repeated: "kept, repeated" };
let shownDoc = null;

/* Shows a document; in a review, asks the server for a text that is not in the page. */
async function showDocument(doc) {
  if (!doc.pieces && REVIEW) await loadDocument(doc);
  if (shownDoc === doc) return;
  shownDoc = doc;
  state.picked = null;
  drawDocument();
}

async function loadDocument(doc) {
  const answer = await fetch(`/document?id=${encodeURIComponent(doc.id)}`, { redirect: "error" });
  if (!answer.ok) return announce(`${escapeControls(doc.id)} could not be read.`, true);
  const values = await answer.json();
  doc.pieces = values.pieces;
  readPieces(doc, values);
}

function drawDocument() {
  const column = byId("column");
  column.replaceChildren(documentHead(shownDoc));
  const text = el("div", { class: "source", dir: "auto", lang: shownDoc.language === "und" ? false : shownDoc.language });
  let mark = 0;
  (shownDoc.pieces ?? []).forEach((piece, at) => {
    if (typeof piece === "string") appendKeptLines(text, shownDoc.starts[at], piece);
    else if (typeof piece === "number") text.append(el("span", { class: "gap" }, `… ${format(piece)} characters kept, not shown here …`));
    else text.append(markElement(shownDoc.marks[mark++]));
  });
  if (!shownDoc.pieces) text.append(el("p", { class: "note" }, `The text of this document is not in this page; curate audit ${escapeControls(shownDoc.id)} shows it.`));
  column.append(text);
  column.scrollTop = 0;
}

function documentHead(doc) {
  const { source, removed, replaced } = doc.characters;
  const place = DOCS.indexOf(doc);
  const lines = [
    el("p", { class: "numbers" }, `${doc.language} · ${plural(source, "character")} · ${percent(removed, source)} removed · ${percent(replaced, source)} replaced`),
  ];
  if (doc.review) lines.push(el("p", { class: "note" }, `Look at it: ${doc.review}.`));
  if (doc.duplicate_of) lines.push(el("p", { class: "note" }, "Marked as a duplicate of ", placeLink([doc.duplicate_of, 0])));
  return el(
    "div", { class: "head" },
    el("h2", {}, doc.id), ...lines,
    el("p", { class: "around" },
      el("button", { type: "button", disabled: place <= 0, onclick: () => openDocument(DOCS[place - 1]) }, "← previous document"),
      el("span", {}, `${format(place + 1)} of ${format(DOCS.length)}`),
      el("button", { type: "button", disabled: place < 0 || place >= DOCS.length - 1, onclick: () => openDocument(DOCS[place + 1]) }, "next document →")),
  );
}

function placeLink([id, offset]) {
  const doc = DATA.documents.find((one) => one.id === id);
  if (!doc?.pieces && !REVIEW) return el("span", {}, `${id}:${offset}`);
  return el("button", { type: "button", class: "link", onclick: () => goTo(doc ?? { id }, offset) }, `${id}:${offset}`);
}

/* Appends kept text, one element a line, so that lines can be picked; drops of the reader are struck through. */
function appendKeptLines(text, start, piece) {
  for (const line of piece.split(/(?<=\n)/u)) {
    let from = start;
    const end = start + line.length;
    for (const one of shownDoc.drops.filter((d) => d.from < end && start < d.to).sort((a, b) => a.from - b.from)) {
      appendKept(text, from, Math.max(from, one.from));
      text.append(droppedElement(one, Math.max(from, one.from), Math.min(end, one.to)));
      from = Math.min(end, one.to);
    }
    appendKept(text, from, end);
    start = end;
  }
}

function appendKept(text, from, to) {
  if (from < to) text.append(el("span", { class: "kept", "data-from": from }, shownDoc.text.slice(from, to)));
}

function droppedElement(one, from, to) {
  const text = shownDoc.text.slice(from, to);
  const body = text.replace(/\n+$/u, "");
  const label = from === one.from ? [el("span", { class: "label" }, "dropped by you")] : [];
  return el("span", { class: "mark decided-drop" }, el("del", {}, body), ...label, text.slice(body.length));
}

function markElement(mark) {
  const gone = mark.before.replace(/\n+$/u, "");
  const tail = mark.view === "edits" ? mark.before.slice(gone.length) : "";
  const element = el("span", { class: classes(mark), tabindex: "-1", "data-mark": mark.number });
  element.setAttribute("aria-label", describeMark(mark));
  if (mark.view === "kept") element.append(el(decisionAbout(mark) ? "del" : "span", {}, mark.before));
  else {
    element.append(el("del", {}, mark.after || !gone ? showWhitespace(gone || mark.before) : gone));
    if (mark.cut) element.append(el("span", { class: "gap" }, ` … ${format(mark.cut)} characters more …`));
    if (mark.after) element.append(el("ins", {}, showWhitespace(mark.after)));
  }
  element.append(el("span", { class: "label" }, labelOf(mark)));
  if (tail) element.append(tail);
  return element;
}

function classes(mark) {
  const tiny = mark.view === "edits" && !/[\p{L}\p{N}]/u.test(mark.before + mark.after) ? " tiny" : "";
  const what = mark.view === "edits" ? `edit c-${mark.category}${mark.after ? " replaced" : ""}${mark.certainty <= DATA.bands.confidence[0][0] ? " doubtful" : ""}` : "suspicion";
  return `mark ${what}${tiny}${decisionAbout(mark) ? " decided" : ""}${mark === state.current ? " current" : ""}`;
}

function labelOf(mark) {
  const name = mark.view === "edits" ? mark.category + (mark.certainty <= DATA.bands.confidence[0][0] ? "?" : "") : LABELS[mark.kind] ?? `kept, ${mark.kind}`;
  if (!decisionAbout(mark)) return name;
  return mark.view === "edits" ? `${name} · restored by you` : `${name} · dropped by you`;
}

function describeMark(mark) {
  const what = mark.view === "kept" ? "kept" : mark.after ? "replaced" : "removed";
  return `${what}, ${labelOf(mark)}: ${escapeControls(mark.before.trim() || showWhitespace(mark.before))}${mark.after ? `, now: ${escapeControls(mark.after)}` : ""}`;
}

/* A text with a sign for each white space at its ends. */
function showWhitespace(text) {
  const sign = (part) => part.replace(/[ \t\r\n\u00a0]/g, (c) => SIGNS[c]);
  return text.replace(/^\s+|\s+$/gu, sign);
}

const elementOf = (mark) => byId("column").querySelector(`[data-mark="${mark.number}"]`);

/* Selects a mark: shows its document and scrolls to it; without `focus`, the page does not scroll. */
async function selectMark(mark, focus = true) {
  const before = state.current;
  state.current = mark;
  state.picked = null;
  if (shownDoc !== mark.doc) await showDocument(mark.doc);
  else if (before?.doc === shownDoc) redrawMark(before);
  const element = redrawMark(mark);
  if (focus) {
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  } else byId("column").scrollTop = element.offsetTop - byId("column").clientHeight / 2;
  drawBar();
}

/* Draws one mark anew. */
function redrawMark(mark) {
  const element = elementOf(mark);
  element.className = classes(mark);
  element.querySelector(".label").textContent = labelOf(mark);
  element.setAttribute("aria-label", describeMark(mark));
  return element;
}

async function openDocument(doc) {
  const first = state.listed.find((mark) => mark.doc === doc);
  if (first) return goToMark(first);
  await showDocument(doc);
  state.current = null;
  drawBar();
}

/* Goes to a place of a document, given as an offset in its source text. */
async function goTo(doc, offset) {
  await showDocument(doc);
  const units = Array.from(doc.text ?? "").slice(0, offset).join("").length;
  const there = doc.marks?.find((mark) => doc.starts[mark.at] <= units && units < doc.starts[mark.at] + mark.before.length);
  if (there) return selectMark(there);
  const line = [...byId("column").querySelectorAll(".kept")].findLast((one) => Number(one.dataset.from) <= units);
  if (line) pickLine(line);
}

/* Picks a line of kept text. */
function pickLine(line) {
  state.picked?.classList.remove("picked");
  state.picked = line;
  line.classList.add("picked");
  line.scrollIntoView({ block: "nearest" });
  drawBar();
}

function moveLine(by) {
  const lines = [...byId("column").querySelectorAll(".kept")].filter((line) => line.textContent.trim());
  const here = state.picked ?? (state.current && elementOf(state.current));
  const at = lines.indexOf(here);
  const behind = here && at < 0 ? lines.findIndex((line) => here.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING) : at + by;
  const next = at < 0 && by < 0 ? behind - 1 : behind;
  if (lines[next]) pickLine(lines[next]);
}

/* The span of kept text that is selected or picked, in the document's text: null if none, undefined if it is not kept text. */
function selectedSpan() {
  const selection = getSelection();
  if (!selection.isCollapsed && byId("column").contains(selection.anchorNode)) return spanOf(selection.getRangeAt(0));
  if (!state.picked) return null;
  const from = Number(state.picked.dataset.from);
  return lineSpan(from, from + originalText(state.picked).replace(/\n+$/u, "").length);
}

/* The span of a line with the line breaks to remove with it: one blank line stays between the passages around it. */
function lineSpan(from, end) {
  const piece = shownDoc.starts.findLastIndex((start) => start <= from);
  const stop = shownDoc.starts[piece + 1] ?? shownDoc.text.length;
  const breaks = /^\n*/u.exec(shownDoc.text.slice(end, stop))[0].length;
  const gap = Math.min(2, from === 0 ? 2 : /\n*$/u.exec(shownDoc.text.slice(0, from))[0].length);
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
  return Number(line.dataset.from) + originalText(range.cloneContents()).length;
}

function originalText(node) {
  return [...node.childNodes].map((child) => (child.dataset?.character ?? child.textContent)).join("");
}
