/* Filters: the values chosen in the facets, the search, and the marks that match. */

const FACETS = {
  edits: ["category", "rule", "document", "language", "confidence", "size"],
  kept: ["kind", "document", "language", "size"],
};
const ORDERS = { risk: "riskiest first", text: "as in the text" };
const state = { view: "edits", chosen: {}, query: "", order: "risk", measure: "passages", page: 0, listed: [], current: null, picked: null };

const chosenValues = (facet) => state.chosen[facet] ?? new Set();

/* The facets whose chosen values an item does not have. */
function failingFacets(item, facets) {
  return facets.filter((facet) => chosenValues(facet).size > 0 && !chosenValues(facet).has(item[facet]));
}

function matchesSearch(mark) {
  if (!state.query) return true;
  return [mark.before, mark.after, mark.rule ?? mark.kind, mark.document].some((text) => text.toLowerCase().includes(state.query));
}

function searchedMarks() {
  return DOCS.flatMap((doc) => doc.marks).filter((mark) => mark.view === state.view && matchesSearch(mark));
}

/* The marks that match all filters, in the chosen order. */
function listMarks() {
  const matching = searchedMarks().filter((mark) => failingFacets(mark, FACETS[state.view]).length === 0);
  if (state.order === "risk" && state.view === "edits") matching.sort((a, b) => b.risk - a.risk);
  return matching;
}

/* For each facet, its values with their amounts, filtered by the other facets only. */
function countFacets() {
  const facets = FACETS[state.view];
  const sums = Object.fromEntries(facets.map((facet) => [facet, new Map()]));
  const unlisted = state.view === "edits" && !state.query ? UNLISTED : [];
  for (const item of [...searchedMarks(), ...unlisted]) {
    const failed = failingFacets(item, facets);
    for (const facet of failed.length === 0 ? facets : failed.length === 1 ? failed : []) addToSum(sums[facet], item[facet], item);
  }
  return sums;
}

function addToSum(sums, value, item) {
  const sum = sums.get(value) ?? { passages: 0, words: 0, characters: 0 };
  sum.passages += item.passages ?? 1;
  sum.words += item.words;
  sum.characters += item.characters;
  sums.set(value, sum);
}

function toggleValue(facet, value) {
  const chosen = chosenValues(facet);
  chosen.has(value) ? chosen.delete(value) : chosen.add(value);
  state.chosen[facet] = chosen;
}
