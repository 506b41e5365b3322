/* Draws everything, and waits for the reader. */

function update() {
  state.listed = listed();
  if (!state.listed.includes(state.current)) state.page = 0;
  drawFacets();
  drawQueue();
  say(plural(state.listed.length, "passage"));
}

function view(name) {
  state.view = name;
  state.page = 0;
  state.chosen = {};
  for (const one of ["edits", "kept"]) byId(`view-${one}`).setAttribute("aria-pressed", String(one === name));
  update();
}

function clicked(event) {
  const mark = event.target.closest("[data-mark]");
  const line = event.target.closest(".kept");
  if (!getSelection().isCollapsed) return;
  if (mark) goOn(shown.marks[Number(mark.dataset.mark)]);
  else if (line) pick(line);
}

function start() {
  byId("keys").replaceChildren(...KEYS.flatMap(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)]));
  for (const name of ["edits", "kept"]) byId(`view-${name}`).addEventListener("click", () => view(name));
  byId("open-help").addEventListener("click", () => byId("help").showModal());
  byId("open-decisions").addEventListener("click", () => byId("decisions").showModal());
  byId("download").addEventListener("click", download);
  byId("copy").addEventListener("click", copy);
  byId("search").addEventListener("input", search);
  byId("column").addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  if (!REVIEW) addEventListener("beforeunload", (event) => decided.length && event.preventDefault());
  takeOver(DATA.decided ?? []);
  update();
  drawDecisions();
  const first = state.listed[0];
  if (first) select(first, false).then(drawQueue);
  else if (DOCS.length) show(DOCS[0]).then(bar);
  else bar();
}

start();
