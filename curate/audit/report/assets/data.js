/* The data of the page: the marks (edits and suspicions) of its documents, and how to put text on the screen.
   Texts are only ever put there as text: nothing in this script reads markup from data. */

const DATA = JSON.parse(document.getElementById("data").textContent);
const CONTROL = new RegExp(`([${DATA.commands}])`, "u");
const CONTEXT = 40; // characters on either side by which a decision finds its passage again

const byId = (id) => document.getElementById(id);
const format = (number) => number.toLocaleString("en");
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const plural = (number, noun) => `${format(number)} ${noun}${number === 1 ? "" : "s"}`;
const bandName = (bands, value) => bands.find(([highest]) => highest === null || value <= highest)[1];

/* An element with attributes and children; strings become text, control characters become code points. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) typeof child === "string" ? appendText(element, child) : element.append(child);
  return element;
}

function appendText(parent, text) {
  text.split(CONTROL).forEach((part, at) => {
    if (at % 2 === 0) parent.append(part);
    else parent.append(makeChip(part));
  });
}

function makeChip(character) {
  const element = document.createElement("span");
  element.className = "chip";
  element.dataset.character = character;
  element.textContent = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return element;
}

function escapeControls(text) {
  return text.split(CONTROL).map((part, at) => (at % 2 ? makeChip(part).textContent : part)).join("");
}

function categoryOf(rule, rules) {
  return rules[rule] ? rules[rule][0] : rule.split(".")[0];
}

/* Reads the pieces of a document into its text and marks; `names` and `rules` belong to the pieces. */
function readPieces(doc, { names, rules }) {
  doc.text = "";
  doc.starts = [];
  doc.drops = [];
  doc.marks = [];
  doc.pieces.forEach((piece, at) => {
    doc.starts.push(doc.text.length);
    if (typeof piece === "string") doc.text += piece;
    if (typeof piece !== "object") return;
    doc.text += piece.b ?? piece.s;
    const mark = piece.b === undefined ? suspicionMark(doc, at, piece, names) : editMark(doc, at, piece, names, rules);
    doc.marks.push({ ...mark, number: doc.marks.length });
  });
}

function editMark(doc, at, piece, names, rules) {
  const rule = names[piece.r];
  return {
    doc, at, view: "edits", rule, offset: piece.o, before: piece.b, after: piece.a ?? "", reason: names[piece.y ?? 0],
    about: rules[rule] ? rules[rule][1] : "", risk: piece.k, grounds: (piece.n ?? []).map((n) => names[n]), words: piece.w,
    characters: Array.from(piece.b).length + (piece.cut ?? 0), cut: piece.cut ?? 0, original: piece.t, certainty: piece.c,
    via: (piece.v ?? []).map(([r, before, after]) => ({ rule: names[r], before, after })),
    category: categoryOf(rule, rules), document: doc.id, language: doc.language,
    confidence: bandName(DATA.bands.confidence, piece.c), size: bandName(DATA.bands.size, piece.w),
  };
}

function suspicionMark(doc, at, piece, names) {
  const words = piece.s.split(/\s+/u).filter(Boolean).length;
  return {
    doc, at, view: "kept", kind: names[piece.h], offset: piece.o, before: piece.s, after: "", reason: names[piece.y], risk: 0,
    grounds: [], words, characters: Array.from(piece.s).length, cut: 0, original: piece.t, via: [],
    document: doc.id, language: doc.language, size: bandName(DATA.bands.size, words),
  };
}

/* Reads the amounts of documents whose text is not in the page; each has the facets of a mark. */
function readAmounts(rows, doc) {
  return rows.map(([rule, language, confidence, size, passages, words, characters]) => ({
    rule: DATA.names[rule], category: categoryOf(DATA.names[rule], DATA.rules), document: doc, language: DATA.names[language],
    confidence: DATA.names[confidence], size: DATA.names[size], passages, words, characters,
  }));
}

const DOCS = DATA.documents.filter((doc) => doc.pieces);
DOCS.forEach((doc) => readPieces(doc, DATA));
const UNLISTED = [
  ...DATA.documents.filter((doc) => !doc.pieces).flatMap((doc) => readAmounts(doc.amounts ?? [], doc.id)),
  ...readAmounts(DATA.rest, ""),
];
