/* What the page shows: the marks (edits and suspicions) of its documents, and how their text is put on the screen.
   Texts are only ever put there as text: nothing in this script reads markup from data. */

const DATA = JSON.parse(document.getElementById("data").textContent);
const COMMAND = new RegExp(`([${DATA.commands}])`, "u");
const CONTEXT = 40; // characters on either side that a decision is found again by

const byId = (id) => document.getElementById(id);
const format = (number) => number.toLocaleString("en");
const percent = (part, whole) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
const plural = (number, noun) => `${format(number)} ${noun}${number === 1 ? "" : "s"}`;
const band = (bands, value) => bands.find(([highest]) => highest === null || value <= highest)[1];

/* An element with attributes and children; strings become text, and what commands a screen becomes a code point. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") made.addEventListener("click", value);
    else if (value !== false && value !== undefined) made.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) typeof child === "string" ? put(made, child) : made.append(child);
  return made;
}

function put(parent, text) {
  text.split(COMMAND).forEach((part, at) => {
    if (at % 2 === 0) parent.append(part);
    else parent.append(chip(part));
  });
}

function chip(character) {
  const made = document.createElement("span");
  made.className = "chip";
  made.dataset.character = character;
  made.textContent = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
  return made;
}

function safe(text) {
  return text.split(COMMAND).map((part, at) => (at % 2 ? chip(part).textContent : part)).join("");
}

function categoryOf(rule, rules) {
  return rules[rule] ? rules[rule][0] : rule.split(".")[0];
}

/* Reads the pieces of a document that came with these names of rules and reasons. */
function unfold(doc, { names, rules }) {
  doc.text = "";
  doc.starts = [];
  doc.drops = [];
  doc.marks = [];
  doc.pieces.forEach((piece, at) => {
    doc.starts.push(doc.text.length);
    if (typeof piece === "string") doc.text += piece;
    if (typeof piece !== "object") return;
    doc.text += piece.b ?? piece.s;
    const mark = piece.b === undefined ? suspicion(doc, at, piece, names) : edit(doc, at, piece, names, rules);
    doc.marks.push({ ...mark, number: doc.marks.length });
  });
}

function edit(doc, at, piece, names, rules) {
  const rule = names[piece.r];
  return {
    doc, at, view: "edits", rule, offset: piece.o, before: piece.b, after: piece.a ?? "", reason: names[piece.y ?? 0],
    about: rules[rule] ? rules[rule][1] : "", risk: piece.k, grounds: (piece.n ?? []).map((n) => names[n]), words: piece.w,
    characters: Array.from(piece.b).length + (piece.cut ?? 0), cut: piece.cut ?? 0, twin: piece.t, certainty: piece.c,
    via: (piece.v ?? []).map(([r, before, after]) => ({ rule: names[r], before, after })),
    category: categoryOf(rule, rules), document: doc.id, language: doc.language,
    confidence: band(DATA.bands.confidence, piece.c), size: band(DATA.bands.size, piece.w),
  };
}

function suspicion(doc, at, piece, names) {
  const words = piece.s.split(/\s+/u).filter(Boolean).length;
  return {
    doc, at, view: "kept", kind: names[piece.h], offset: piece.o, before: piece.s, after: "", reason: names[piece.y], risk: 0,
    grounds: [], words, characters: Array.from(piece.s).length, cut: 0, twin: piece.t, via: [],
    document: doc.id, language: doc.language, size: band(DATA.bands.size, words),
  };
}

/* The amounts of documents whose text is not here: rows of the same facets as a mark. */
function amountsOf(rows, doc) {
  return rows.map(([rule, language, confidence, size, passages, words, characters]) => ({
    rule: DATA.names[rule], category: categoryOf(DATA.names[rule], DATA.rules), document: doc, language: DATA.names[language],
    confidence: DATA.names[confidence], size: DATA.names[size], passages, words, characters,
  }));
}

const DOCS = DATA.documents.filter((doc) => doc.pieces);
DOCS.forEach((doc) => unfold(doc, DATA));
const ELSEWHERE = [
  ...DATA.documents.filter((doc) => !doc.pieces).flatMap((doc) => amountsOf(doc.amounts ?? [], doc.id)),
  ...amountsOf(DATA.rest, ""),
];
