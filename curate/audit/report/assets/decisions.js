/* Decisions: what the reader takes back or lets go, as they stand in decisions.toml. */

const decided = []; // in the order in which they were made: { mark or doc and drop, entry }
const AMBIGUOUS = "The same words stand in the same context elsewhere in this document: decide about a longer span.";
const REVIEW = DATA.review; // the page is served by `curate review`, which keeps the decisions

function around(doc, from, to) {
  return {
    before: Array.from(doc.text.slice(Math.max(0, from - 2 * CONTEXT), from)).slice(-CONTEXT).join(""),
    after: Array.from(doc.text.slice(to, to + 2 * CONTEXT)).slice(0, CONTEXT).join(""),
  };
}

function entryOf(action, doc, from, to, rule) {
  const entry = { action, document: doc.id, text: doc.text.slice(from, to), ...around(doc, from, to) };
  return Object.fromEntries(Object.entries({ ...entry, rule }).filter(([, value]) => value));
}

const decisionOn = (mark) => decided.find((one) => one.mark === mark);

/* Takes back an edit, or drops a suspicious passage.  Returns what to tell the reader. */
function decide(mark) {
  if (decisionOn(mark)) return "Decided already; u undoes it.";
  if (mark.rule === "decision.drop") return "A decision dropped it: curate decisions --forget takes that back.";
  if (mark.cut) return `Too long to decide here: use curate restore ${safe(mark.document)} --at ${mark.offset}.`;
  const from = mark.doc.starts[mark.at];
  const action = mark.view === "edits" ? "restore" : "drop";
  const entry = entryOf(action, mark.doc, from, from + mark.before.length, mark.rule);
  if (isAmbiguous(mark.doc, entry)) return AMBIGUOUS;
  keep({ mark, entry });
  return action === "restore" ? "Restored." : "Dropped.";
}

/* Takes over the decisions that decisions.toml holds already, where their passages are in this page. */
function takeOver(entries) {
  for (const sent of entries) {
    const entry = Object.fromEntries(Object.entries(sent).filter(([, value]) => value));
    const doc = DOCS.find((one) => one.id === entry.document);
    const from = doc ? doc.text.indexOf((entry.before ?? "") + entry.text + (entry.after ?? "")) + (entry.before ?? "").length : -1;
    if (!doc || from < (entry.before ?? "").length) continue;
    const mark = doc.marks.find((one) => doc.starts[one.at] === from && one.before === entry.text);
    if (mark) decided.push({ mark, entry });
    else if (entry.action === "drop") {
      const made = { from, to: from + entry.text.length };
      doc.drops.push(made);
      decided.push({ doc, drop: made, entry });
    }
  }
}

/* Could the decision be about another place of the same document? */
function isAmbiguous(doc, entry) {
  const whole = (entry.before ?? "") + entry.text + (entry.after ?? "");
  return doc.text.indexOf(whole) !== doc.text.lastIndexOf(whole);
}

/* Drops kept text: `from` and `to` count in the document's text. */
function drop(doc, from, to) {
  if (!doc.text.slice(from, to).trim()) return "There is nothing in it to drop.";
  if (doc.drops.some((one) => one.from < to && from < one.to)) return "Dropped already; u undoes it.";
  const entry = entryOf("drop", doc, from, to);
  if (isAmbiguous(doc, entry)) return AMBIGUOUS;
  const made = { from, to };
  doc.drops.push(made);
  keep({ doc, drop: made, entry });
  return "Dropped.";
}

function keep(one) {
  decided.push(one);
  if (REVIEW) save("add", one.entry);
}

/* Takes back the last decision, or this one. */
function undo(one = decided.at(-1)) {
  if (!one) return "There is nothing to undo.";
  decided.splice(decided.indexOf(one), 1);
  if (one.drop) one.doc.drops.splice(one.doc.drops.indexOf(one.drop), 1);
  if (REVIEW) save("remove", one.entry);
  return `Undone: ${one.entry.action} in ${safe(one.entry.document)}.`;
}

async function save(what, entry) {
  try {
    const answer = await fetch("/decisions", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ [what]: entry }), redirect: "error",
    });
    if (!answer.ok) throw new Error((await answer.json()).error);
    document.body.dataset.saved = Number(document.body.dataset.saved ?? 0) + 1;
  } catch (error) {
    say(`Not saved: ${safe(String(error.message))}. Is curate review still at work? The decisions can be downloaded.`, true);
  }
}

const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r" };

function code(character) {
  const digits = character.codePointAt(0).toString(16).toUpperCase();
  return digits.length > 4 ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/* A text as TOML on one line, with what cannot be seen as escapes. */
function quoted(text) {
  return `"${text.replace(/[\\"\p{C}\p{Z}]/gu, (c) => (c === " " ? c : ESCAPES[c] ?? code(c)))}"`;
}

function toml() {
  return decided
    .map(({ entry }) => `[[decision]]\n${Object.entries(entry).map(([key, value]) => `${key} = ${quoted(value)}\n`).join("")}`)
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
  say("Copied.");
}
