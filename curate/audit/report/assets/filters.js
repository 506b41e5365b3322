/* What is chosen in the facets and the search, and what is left of it. */

const FACETS = {
  edits: ["category", "rule", "document", "language", "confidence", "size"],
  kept: ["kind", "document", "language", "size"],
};
const ORDERS = { risk: "riskiest first", text: "as in the text" };
const state = { view: "edits", chosen: {}, query: "", order: "risk", measure: "passages", page: 0, listed: [], current: null, picked: null };

const chosenIn = (facet) => state.chosen[facet] ?? new Set();

/* The facets in which an item is not among those chosen; more than one counts for nothing. */
function failing(item, facets) {
  return facets.filter((facet) => chosenIn(facet).size > 0 && !chosenIn(facet).has(item[facet]));
}

function found(mark) {
  if (!state.query) return true;
  return [mark.before, mark.after, mark.rule ?? mark.kind, mark.document].some((text) => text.toLowerCase().includes(state.query));
}

function marks() {
  return DOCS.flatMap((doc) => doc.marks).filter((mark) => mark.view === state.view && found(mark));
}

/* The marks that are left, in their order. */
function listed() {
  const left = marks().filter((mark) => failing(mark, FACETS[state.view]).length === 0);
  if (state.order === "risk" && state.view === "edits") left.sort((a, b) => b.risk - a.risk);
  return left;
}

/* For each facet, its values with their amounts, under what is chosen in the other facets. */
function counts() {
  const facets = FACETS[state.view];
  const sums = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
  const elsewhere = state.view === "edits" && !state.query ? ELSEWHERE : [];
  for (const item of [...marks(), ...elsewhere]) {
    const failed = failing(item, facets);
    for (const facet of failed.length === 0 ? facets : failed.length === 1 ? failed : []) tally(sums[facet], item[facet], item);
  }
  return sums;
}

function tally(sums, value, item) {
  const sum = sums.get(value) ?? { passages: 0, words: 0, characters: 0 };
  sum.passages += item.passages ?? 1;
  sum.words += item.words;
  sum.characters += item.characters;
  sums.set(value, sum);
}

function toggle(facet, value) {
  const chosen = chosenIn(facet);
  chosen.has(value) ? chosen.delete(value) : chosen.add(value);
  state.chosen[facet] = chosen;
}
