/* Starts the page. */

function update() {
  state.listed = listMarks();
  if (!state.listed.includes(state.current)) state.page = 0;
  drawFacets();
  drawQueue();
  announce(plural(state.listed.length, "passage"));
}

function setView(name) {
  state.view = name;
  state.page = 0;
  state.chosen = {};
  for (const one of ["edits", "kept"]) byId(`view-${one}`).setAttribute("aria-pressed", String(one === name));
  update();
}

function onClick(event) {
  const mark = event.target.closest("[data-mark]");
  const line = event.target.closest(".kept");
  if (!getSelection().isCollapsed) return;
  if (mark) goToMark(shownDoc.marks[Number(mark.dataset.mark)]);
  else if (line) pickLine(line);
}

function start() {
  byId("keys").replaceChildren(...KEYS.flatMap(([key, meaning]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, meaning)]));
  for (const name of ["edits", "kept"]) byId(`view-${name}`).addEventListener("click", () => setView(name));
  byId("open-help").addEventListener("click", () => byId("help").showModal());
  byId("open-decisions").addEventListener("click", () => byId("decisions").showModal());
  byId("download").addEventListener("click", download);
  byId("copy").addEventListener("click", copy);
  byId("search").addEventListener("input", search);
  byId("column").addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  if (!REVIEW) addEventListener("beforeunload", (event) => decisions.length && event.preventDefault());
  loadDecisions(DATA.decided ?? []);
  update();
  drawDecisions();
  const first = state.listed[0];
  if (first) selectMark(first, false).then(drawQueue);
  else if (DOCS.length) showDocument(DOCS[0]).then(drawBar);
  else drawBar();
}

start();
