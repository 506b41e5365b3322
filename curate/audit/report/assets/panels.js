/* Around the text: the facets, the list of passages, the bar of the selected passage, the dialogs. */

const TITLES = { category: "Category", rule: "Rule", document: "Document", language: "Language", confidence: "Confidence", size: "Size", kind: "Why" };
const MEASURES = ["passages", "words", "characters"];
const FEW = 8; // values of a facet that are shown at first
const PAGE = 100; // passages on a page of the list
const expandedFacets = new Set(); // facets that show all their values
const SNIPPET = 160; // characters of a passage in the list

function drawFacets() {
  const sums = countFacets();
  const measure = el("div", { role: "group", "aria-label": "What is counted", class: "measure" },
    ...MEASURES.map((name) => el("button", { type: "button", "aria-pressed": String(state.measure === name), onclick: () => { state.measure = name; drawFacets(); } }, name)));
  const chosen = FACETS[state.view].some((facet) => chosenValues(facet).size);
  const clear = el("button", { type: "button", class: "link clear", disabled: !chosen, onclick: () => { state.chosen = {}; update(); } }, "clear all filters");
  byId("facets").replaceChildren(el("h2", {}, "Filters"), measure, ...FACETS[state.view].map((facet) => facetGroup(facet, sums[facet])), clear);
}

function facetGroup(facet, sums) {
  const values = rankValues(facet, sums);
  const most = Math.max(1, ...values.map(([, sum]) => sum[state.measure]));
  const few = expandedFacets.has(facet) ? values : values.slice(0, FEW);
  const more = values.length > FEW
    ? [el("button", { type: "button", class: "link", onclick: () => { expandedFacets.has(facet) ? expandedFacets.delete(facet) : expandedFacets.add(facet); drawFacets(); } },
        expandedFacets.has(facet) ? "fewer" : `all ${format(values.length)}`)]
    : [];
  return el("fieldset", { "data-facet": facet }, el("legend", {}, TITLES[facet]), ...few.map(([value, sum]) => facetChoice(facet, value, sum, most)), ...more);
}

function rankValues(facet, sums) {
  const bands = DATA.bands[facet]?.map(([, name]) => name);
  for (const value of chosenValues(facet)) if (!sums.has(value)) sums.set(value, { passages: 0, words: 0, characters: 0 });
  return [...sums].sort((a, b) =>
    bands ? bands.indexOf(a[0]) - bands.indexOf(b[0]) : b[1][state.measure] - a[1][state.measure] || (a[0] < b[0] ? -1 : 1));
}

function facetChoice(facet, value, sum, most) {
  const box = el("input", { type: "checkbox", "data-value": value });
  box.checked = chosenValues(facet).has(value);
  box.addEventListener("change", () => { toggleValue(facet, value); update(); });
  const name = value || `${format(DATA.count.documents - DATA.count.listed)} other documents`;
  const bar = el("span", { class: `share${facet === "category" ? ` c-${value}` : ""}` });
  bar.style.inlineSize = `${(100 * sum[state.measure]) / most}%`;
  const all = MEASURES.map((measure) => `${format(sum[measure])} ${measure}`).join(", ");
  return el("label", { class: "choice", title: `${escapeControls(name)}: ${all}` }, box, el("span", { class: "name" }, name),
    el("span", { class: "number", "data-passages": sum.passages, "data-words": sum.words, "data-characters": sum.characters }, format(sum[state.measure])), bar);
}

function drawQueue() {
  const pages = Math.max(1, Math.ceil(state.listed.length / PAGE));
  state.page = Math.min(state.page, pages - 1);
  const here = state.listed.slice(state.page * PAGE, (state.page + 1) * PAGE);
  const orders = state.view === "edits"
    ? [el("button", { type: "button", class: "link", id: "order", onclick: reorder, title: "another order (o)" }, ORDERS[state.order]), " "] : [];
  const turn = (by, name) => el("button", { type: "button", disabled: state.page + by < 0 || state.page + by >= pages, onclick: () => { state.page += by; drawQueue(); } }, name);
  byId("queue").replaceChildren(
    el("h2", {}, plural(state.listed.length, "passage"), " ", ...orders),
    ...sampleNote(),
    el("ol", { start: state.page * PAGE + 1 }, ...here.map(queueEntry)),
    ...(pages > 1 ? [el("p", { class: "pages" }, turn(-1, "←"), `page ${format(state.page + 1)} of ${format(pages)}`, turn(1, "→"))] : []),
    ...(here.length ? [] : [el("p", { class: "note" }, emptyMessage())]));
}

function emptyMessage() {
  if (state.view === "kept") return "Nothing that was kept looks suspicious here.";
  return Object.values(state.chosen).some((set) => set.size) || state.query ? "No passage matches." : "Nothing was removed or changed.";
}

function sampleNote() {
  const { documents, shown: inPage } = DATA.count;
  if (inPage === documents) return [];
  return [el("p", { class: "note" }, `This list holds the passages of ${format(inPage)} of ${format(documents)} documents: the riskiest, and a random sample of the others. The filters count ${state.view === "kept" || state.query ? "only these" : "all documents"}.`)];
}

function queueEntry(mark) {
  const text = mark.before.trim() || showWhitespace(mark.before);
  const snippet = text.length > SNIPPET ? `${text.slice(0, SNIPPET)}…` : text;
  const shape = mark.after && mark.before.length <= 12 && mark.doc ? changeInContext(mark) : [el(mark.view === "edits" ? "del" : "span", {}, snippet)];
  const what = mark.view === "edits" ? `c-${mark.category}` : "suspicion";
  const button = el("button", { type: "button", class: `entry ${what}${decisionAbout(mark) ? " decided" : ""}`, onclick: () => goToMark(mark) },
    el("span", { class: "snippet", dir: "auto" }, ...shape),
    el("span", { class: "meta" }, `${labelOf(mark)}${mark.view === "edits" ? ` · ${mark.certainty}` : ""} · ${mark.document}`));
  if (mark === state.current) button.setAttribute("aria-current", "true");
  return el("li", {}, button);
}

/* A small change with the words around it. */
function changeInContext(mark) {
  const from = mark.doc.starts[mark.at];
  const to = from + mark.before.length;
  const left = mark.doc.text.slice(Math.max(0, from - 24), from).replace(/^\S*\s/u, "").replace(/\s+/gu, " ");
  const right = mark.doc.text.slice(to, to + 24).replace(/\s\S*$/u, "").replace(/\s+/gu, " ");
  return [left, el("del", {}, showWhitespace(mark.before)), el("ins", {}, showWhitespace(mark.after)), right];
}

/* The bar below the text: what was done and why, and the keys. */
function drawBar() {
  const mark = state.current;
  const key = (name, key, act, off) => el("button", { type: "button", disabled: off, "data-key": key, onclick: act }, name, " ", el("kbd", {}, key));
  const says = state.picked ? "A line that was kept." : mark ? `${labelOf(mark)}${mark.rule ? ` · ${mark.rule}` : ""} · ${mark.reason || mark.about}` : "No passage is selected.";
  byId("bar").replaceChildren(
    ...(state.explained && mark ? [explanationList(mark)] : []),
    el("p", { class: "says" }, says),
    el("p", { class: "keys" },
      key("Previous", "k", () => moveMark(-1)), key("Next", "j", () => moveMark(1)),
      key("Restore", "r", restore, !mark || mark.view !== "edits"), key("Drop", "d", dropHere),
      key("Explain", "e", explain, !mark), key("Undo", "u", undoLast, decisions.length === 0)));
}

function explanationList(mark) {
  const rows = [["Where", `${mark.document}:${mark.offset}`], ["Size", `${plural(mark.words, "word")}, ${plural(mark.characters, "character")}`]];
  if (mark.view === "edits") {
    rows.push(["Rule", mark.rule], ["What it is for", mark.about || "this rule is unknown"], ["Confidence", String(mark.certainty)]);
    rows.push(["Risk", `${mark.risk}${mark.grounds.length ? `: ${mark.grounds.join(", ")}` : ""}`]);
  }
  if (mark.reason !== mark.about) rows.push(["Reason", mark.reason || "none given"]);
  for (const one of mark.via) rows.push(["Earlier edit", `${one.rule}: ${showWhitespace(one.before)} → ${showWhitespace(one.after) || "nothing"}`]);
  const list = el("dl", {}, ...rows.flatMap(([title, text]) => [el("dt", {}, title), el("dd", {}, text)]));
  if (mark.original) list.append(el("dt", {}, "The same text"), el("dd", {}, placeLink(mark.original)));
  return list;
}

function drawDecisions() {
  byId("decided").textContent = decisions.length;
  byId("how").textContent = REVIEW
    ? "Each is saved to decisions.toml in the project at once. The next curate run applies them."
    : "Save them as decisions.toml in the project folder; if there is one already, append them. The next curate run applies them.";
  byId("made").replaceChildren(...decisions.map((one) =>
    el("li", {}, `${one.entry.action} `, el("q", {}, one.entry.text.slice(0, SNIPPET)), ` in ${one.entry.document} `,
      el("button", { type: "button", class: "link", onclick: () => finishDecision(undo(one)) }, "undo"))));
  byId("toml").value = toml();
  byId("download").disabled = byId("copy").disabled = decisions.length === 0;
}
