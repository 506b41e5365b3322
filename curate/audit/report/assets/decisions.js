/* Decisions of the reader: to restore an edit, or to drop kept text; in the form of decisions.toml. */

const decisions = []; // in the order in which they were made: { mark, entry } or { doc, drop, entry }
const AMBIGUOUS = "The same words occur in the same context elsewhere in this document: decide about a longer span.";
const REVIEW = DATA.review; // the page is served by `curate review`, which saves the decisions
let lastSave = Promise.resolve();

function contextOf(doc, from, to) {
  return {
    before: Array.from(doc.text.slice(Math.max(0, from - 2 * CONTEXT), from)).slice(-CONTEXT).join(""),
    after: Array.from(doc.text.slice(to, to + 2 * CONTEXT)).slice(0, CONTEXT).join(""),
  };
}

function makeEntry(action, doc, from, to, rule) {
  const entry = { action, document: doc.id, text: doc.text.slice(from, to), ...contextOf(doc, from, to) };
  return Object.fromEntries(Object.entries({ ...entry, rule }).filter(([, value]) => value));
}

const decisionAbout = (mark) => decisions.find((one) => one.mark === mark);

/* Restores an edit, or drops a suspicious passage.  Returns a message for the reader. */
function decide(mark) {
  if (decisionAbout(mark)) return "You decided this already; press u to undo.";
  if (mark.rule === "decision.drop") return "A decision dropped this; curate decisions --forget deletes the decision.";
  if (mark.cut) return `Too long to decide here: use curate restore ${escapeControls(mark.document)} --at ${mark.offset}.`;
  const from = mark.doc.starts[mark.at];
  const action = mark.view === "edits" ? "restore" : "drop";
  const entry = makeEntry(action, mark.doc, from, from + mark.before.length, mark.rule);
  if (isAmbiguous(mark.doc, entry)) return AMBIGUOUS;
  addDecision({ mark, entry });
  return action === "restore" ? "Restored." : "Dropped.";
}

/* Loads the decisions that decisions.toml holds already, if their passages are in this page. */
function loadDecisions(entries) {
  for (const values of entries) {
    const entry = Object.fromEntries(Object.entries(values).filter(([, value]) => value));
    const doc = DOCS.find((one) => one.id === entry.document);
    const from = doc ? doc.text.indexOf((entry.before ?? "") + entry.text + (entry.after ?? "")) + (entry.before ?? "").length : -1;
    if (!doc || from < (entry.before ?? "").length) continue;
    const mark = doc.marks.find((one) => doc.starts[one.at] === from && one.before === entry.text);
    if (mark) decisions.push({ mark, entry });
    else if (entry.action === "drop") {
      const span = { from, to: from + entry.text.length };
      doc.drops.push(span);
      decisions.push({ doc, drop: span, entry });
    }
  }
}

/* Does the decision fit another place of the same document, too? */
function isAmbiguous(doc, entry) {
  const whole = (entry.before ?? "") + entry.text + (entry.after ?? "");
  return doc.text.indexOf(whole) !== doc.text.lastIndexOf(whole);
}

/* Drops kept text: `from` and `to` count in the document's text. */
function drop(doc, from, to) {
  if (!doc.text.slice(from, to).trim()) return "There is no text to drop.";
  if (doc.drops.some((one) => one.from < to && from < one.to)) return "You dropped this already; press u to undo.";
  const entry = makeEntry("drop", doc, from, to);
  if (isAmbiguous(doc, entry)) return AMBIGUOUS;
  const span = { from, to };
  doc.drops.push(span);
  addDecision({ doc, drop: span, entry });
  return "Dropped.";
}

function addDecision(one) {
  decisions.push(one);
  if (REVIEW) save("add", one.entry);
}

/* Undoes a decision: this one, or else the last. */
function undo(one = decisions.at(-1)) {
  if (!one) return "There is nothing to undo.";
  decisions.splice(decisions.indexOf(one), 1);
  if (one.drop) one.doc.drops.splice(one.doc.drops.indexOf(one.drop), 1);
  if (REVIEW) save("remove", one.entry);
  return `Undone: ${one.entry.action} in ${escapeControls(one.entry.document)}.`;
}

/* Sends a change to the server after all changes before it: a decision and its undoing must arrive in this order. */
function save(action, entry) {
  lastSave = lastSave.then(() => send(action, entry));
}

async function send(action, entry) {
  try {
    const answer = await fetch("/decisions", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ [action]: entry }), redirect: "error",
    });
    if (!answer.ok) throw new Error((await answer.json()).error);
    document.body.dataset.saved = Number(document.body.dataset.saved ?? 0) + 1;
  } catch (error) {
    announce(`Not saved: ${escapeControls(String(error.message))}. Is curate review still running? You can download the decisions.`, true);
  }
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r" };

function tomlEscape(character) {
  const digits = character.codePointAt(0).toString(16).toUpperCase();
  return digits.length > 4 ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/* A text as a TOML string on one line, with invisible characters escaped. */
function tomlString(text) {
  return `"${text.replace(/[\\"\p{C}\p{Z}]/gu, (c) => (c === " " ? c : ESCAPES[c] ?? tomlEscape(c)))}"`;
}

function toml() {
  return decisions
    .map(({ entry }) => `[[decision]]\n${Object.entries(entry).map(([key, value]) => `${key} = ${tomlString(value)}\n`).join("")}`)
    .join("\n");
}

function download() {
  const link = el("a", { href: URL.createObjectURL(new Blob([toml()], { type: "application/toml" })), download: "decisions.toml" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function copy() {
  byId("toml").select();
  try {
    await navigator.clipboard.writeText(toml());
  } catch {
    document.execCommand("copy"); // a page opened from a file may not be given the clipboard
  }
  announce("Copied.");
}
