"""The report in a real browser: it opens quietly, filters, obeys keys, and runs nothing that a text brings along."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import OTHER, RULES, STORY, put, take_every_text_for_a_page, text_of
from test_cli import run_ok
from test_report import HOSTILE
from test_review import run_server

from curate.cli.review import create_server
from curate.decisions.file import format_decision, load_decisions
from curate.pipeline.run import Project, run

GERMAN = "Es regnete die ganze Nacht auf den Hafen, und am Morgen lagen die Boote nicht mehr am Kai, sondern weit draußen."
BROWSER = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
if not BROWSER:
    pytest.skip("no browser: install chromium to test the report in it", allow_module_level=True)
sync_playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install -e .[dev]").sync_playwright
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=BROWSER, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="module", autouse=True)
def pages_everywhere() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        take_every_text_for_a_page(monkeypatch)
        yield


@pytest.fixture(scope="module")
def report_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with a few passages of several kinds, and a hostile seed."""
    root = tmp_path_factory.mktemp("made")
    project = Project(root, RULES, root / "cleaned")
    put(project, "a.txt", f"A storm\n\n{STORY}\n\nShare this\n\nThe end of it.\n")
    put(project, "b.txt", f"Another day\n\n{OTHER}\n\n{STORY}\n\nAdvertisement\n")
    put(project, "c.txt", f"Read more\n\nAdvertisement\n\n{OTHER.replace('mill', 'weir')} He said so ,and left.\n\nAdvertisement\n")
    put(project, "d.txt", f"{GERMAN}\n\nArtikel merken\n\nSo war es, und so blieb es auch noch lange Zeit.\n")
    put(
        project,
        "e.txt",
        f"{OTHER.replace('mill', 'wharf')}\n\nArtikel merken\n\nThe light had gone by the time we came down to the shore.\n",
    )
    put(project, "hostile.txt", HOSTILE)
    run(project)
    return project


class BrowserPage:
    """A page in the browser, with its messages and requests."""

    def __init__(self, browser: Any, url: str, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(5000)
        self.messages: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(url)

    def _dialog(self, dialog: Any) -> None:
        self.messages.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def text(self, selector: str) -> str:
        return str(self.page.locator(selector).inner_text())

    def press(self, keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


@pytest.fixture
def report(browser: Any, report_project: Project) -> Iterator[BrowserPage]:
    opened = BrowserPage(browser, (report_project.into / "report.html").as_uri())
    yield opened
    assert opened.messages == [] and len(opened.requests) == 1, "nothing in the console, and no request but for the page itself"
    opened.context.close()


def load_audit(project: Project) -> Any:
    return json.loads(run_ok("audit", "--json", cwd=project.root))


def read_facet(report: BrowserPage, name: str) -> dict[str, dict[str, int]]:
    """Return the values of a facet with their counts, as the page shows them."""
    rows = report.page.locator(f'[data-facet="{name}"] .choice').all()
    return {
        row.locator("input").get_attribute("data-value"): {
            measure: int(row.locator(".number").get_attribute(f"data-{measure}")) for measure in ("passages", "words", "characters")
        }
        for row in rows
    }


def test_every_number_is_that_of_the_audit(report: BrowserPage, report_project: Project) -> None:
    audit = load_audit(report_project)
    for more in report.page.locator("#facets fieldset > button").all():
        more.click()
    for name, values in audit["facets"].items():
        assert read_facet(report, name) == values
    characters = audit["characters"]
    lead = report.text(".lead")
    for number in (*(characters[name] for name in ("source", "removed", "replaced", "written", "kept")), len(audit["documents"])):
        assert f" {number:,} " in lead
    assert report.text("#queue h2").startswith(f"{sum(len(d['edits']) for d in audit['documents'])} passages")


def test_facets_filter_and_count_each_other(report: BrowserPage, report_project: Project) -> None:
    report.page.locator('[data-value="advertisement"]').check()
    listed = report.page.locator("#queue .entry")
    assert listed.count() == read_facet(report, "category")["advertisement"]["passages"] == 3
    assert set(read_facet(report, "document")) == {"b.txt", "c.txt"} and "sharing" in read_facet(report, "category")
    report.page.locator('[data-value="b.txt"]').check()
    assert listed.count() == 1 and "b.txt" in listed.first.inner_text()
    report.page.get_by_text("clear all filters").click()
    assert listed.count() == sum(len(d["edits"]) for d in load_audit(report_project)["documents"])
    report.page.get_by_role("button", name="characters", exact=True).click()
    assert report.page.locator('[data-facet="category"] .choice').first.inner_text().split()[0] in read_facet(report, "category")


def test_keys_move_explain_search_and_undo(report: BrowserPage) -> None:
    first = report.page.locator("#queue .entry").nth(0)
    second = report.page.locator("#queue .entry").nth(1)
    assert first.get_attribute("aria-current") == "true"
    report.press("j")
    assert second.get_attribute("aria-current") == "true" and report.text("#status").startswith("2 of ")
    assert report.page.evaluate("document.activeElement.classList.contains('current')")
    report.press("k")
    assert first.get_attribute("aria-current") == "true"
    report.press("e")
    assert "Confidence" in report.text("#bar") and "Risk" in report.text("#bar")
    report.press("r")
    assert report.text("#decided") == "1" and "restored by you" in report.text("#column .current")
    report.press("u")
    assert report.text("#decided") == "0" and "restored by you" not in report.text("#column")
    report.press("/")
    report.page.keyboard.type("share THIS")
    assert report.page.locator("#queue .entry").count() == 2
    report.page.keyboard.press("Escape")
    report.press("?")
    assert "next passage" in report.text("#help")
    report.page.keyboard.press("Escape")
    report.press("o")
    assert "as in the text" in report.text("#order")


def test_kept_text_can_be_dropped(report: BrowserPage) -> None:
    report.page.get_by_role("button", name="Suspicious but kept").click()
    report.page.locator("#queue .entry", has_text="removed elsewhere").click()
    assert "The same line was removed in d.txt as sharing" in report.text("#bar")
    report.press("d")
    assert "dropped by you" in report.text("#column .current")
    report.page.locator("#column .kept", has_text="nobody").first.click()
    report.press("dd")
    line = report.page.locator("#column .decided-drop")
    assert report.text("#decided") == "2" and line.first.inner_text().startswith("Nobody in the village")
    report.press("u")
    assert line.count() == 0


def test_a_selection_can_be_dropped_but_not_across_a_mark(report: BrowserPage) -> None:
    report.page.locator("#queue .entry", has_text="c.txt").first.click()
    select = """([from, to]) => {
        const lines = [...document.querySelectorAll('#column .kept')].filter((line) => line.textContent.trim());
        const range = document.createRange();
        range.setStart(lines[0].firstChild, from);
        range.setEnd(lines[to].firstChild, 12);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }"""
    report.page.evaluate(select, [7, 0])
    report.press("d")
    assert report.text("#column .decided-drop del") == "in th"
    report.page.evaluate(select, [0, 1])
    report.press("d")
    assert "between two marks" in report.text("#bar") and report.text("#decided") == "1"


def test_hostile_text_is_shown_and_runs_nothing(report: BrowserPage) -> None:
    report.page.locator('[data-value="hostile.txt"]').check()
    report.page.locator("#queue .entry").first.click()
    shown = report.text("#column .source")
    assert "</script><script>document.title='run'</script>" in shown and '<img src=x onerror="' in shown and "&lt;b&gt;" in shown
    for code in ("U+202E", "U+2066", "U+200B", "U+001B", "U+2028", "U+E0041"):
        assert code in shown
    assert "\u202e" not in report.page.evaluate("document.body.textContent")
    assert report.page.title() == "Audit of revision 1.0.0"
    assert report.page.locator("#column :is(script, img, svg, b, style)").count() == 0


def test_decisions_leave_as_toml(report: BrowserPage) -> None:
    report.page.locator('[data-value="sharing"]').check()
    report.page.locator("#queue .entry", has_text="a.txt").click()
    report.press("r")
    report.page.get_by_role("button", name="Decisions").click()
    with report.page.expect_download() as download:
        report.page.get_by_role("button", name="Download").click()
    text = Path(download.value.path()).read_text("utf-8")
    assert download.value.suggested_filename == "decisions.toml" and text == report.page.locator("#toml").input_value()
    (decision,) = tomllib.loads(text)["decision"]
    assert decision["action"] == "restore" and decision["document"] == "a.txt" and decision["text"].startswith("Share this")
    assert (
        decision["before"].endswith("gone from the quay.\n\n") and len(decision["before"]) == 40 and decision["after"] == "The end of it.\n"
    )


def restore_and_drop(opened: BrowserPage) -> None:
    """Restore the sharing link of a.txt, and drop its last line."""
    opened.page.locator('[data-value="sharing"]').check()
    opened.page.locator("#queue .entry", has_text="a.txt").click()
    opened.press("r")
    opened.page.locator("#column .kept", has_text="The end of it.").click()
    opened.press("d")
    assert opened.text("#decided") == "2"


def expect_both(project: Project) -> None:
    """The next run applies both decisions, and the diff names them as the cause."""
    before = text_of(project, "a.txt")
    assert "Share this" not in before and "The end" in before
    assert all(ruling.reason == "" for ruling in run(project).rulings)
    after = text_of(project, "a.txt")
    assert "Share this" in after and "The end" not in after
    (one,) = json.loads(run_ok("diff", "--json", cwd=project.root))["differences"]
    assert one["document"] == "a.txt" and {change["cause"]["kind"] for change in one["changes"]} == {"decision"}


def test_decisions_made_in_the_report_hold_in_the_next_run(browser: Any, corpus: Project) -> None:
    opened = BrowserPage(browser, (corpus.into / "report.html").as_uri())
    restore_and_drop(opened)
    opened.page.get_by_role("button", name="Decisions").click()
    with opened.page.expect_download() as download:
        opened.page.get_by_role("button", name="Download").click()
    download.value.save_as(corpus.root / "decisions.toml")
    known = {decision.action: decision for decision in load_decisions(corpus.root)}
    assert format_decision(known["restore"]) + "\n" + format_decision(known["drop"]) == (corpus.root / "decisions.toml").read_text("utf-8")
    expect_both(corpus)


def test_a_diff_is_a_page_too(browser: Any, corpus: Project) -> None:
    put(corpus, "hostile.txt", HOSTILE)
    put(corpus, "b/b.txt", f"Another day\n\n{OTHER} <b>New</b> words.\n\n{STORY}\n")
    run_ok("restore", "a.txt", "--at", str(len(f"A storm\n\n{STORY}\n\n")), cwd=corpus.root)
    run(corpus)
    put(corpus, "hostile.txt", f"{HOSTILE}\n\nAnd <i>more</i>.\n")
    run(corpus)
    assert run_ok("diff", "1", "3", "--html", "diff.html", cwd=corpus.root).startswith("diff.html shows what changed from 1.0.0 to ")
    opened = BrowserPage(browser, (corpus.root / "diff.html").as_uri())
    assert opened.messages == [] and len(opened.requests) == 1 and opened.page.locator("script, main b[onclick], main i").count() == 0
    restored = opened.page.locator("article", has_text="a.txt").first
    assert restored.locator("ins").inner_text() == "Share this" and "decision" in restored.inner_text()
    assert "<b>New</b>" in opened.page.locator("article", has_text="b/b.txt").locator("ins").first.inner_text()
    run_ok("diff", "2", "3", "--html", "diff.html", cwd=corpus.root)
    opened.page.reload()
    assert "And <i>more</i>." in opened.text("main") and "U+202E" not in opened.text("main h2")
    opened.context.close()


def test_review_saves_each_decision_as_it_is_made(browser: Any, corpus: Project) -> None:
    manifest = corpus.store.load_current()
    assert manifest
    with run_server(create_server(corpus, manifest, 0)) as server:
        opened = BrowserPage(browser, server.address)
        restore_and_drop(opened)
        opened.page.locator('body[data-saved="2"]').wait_for()
        assert [decision.action for decision in load_decisions(corpus.root)] == ["restore", "drop"]
        opened.press("u")
        opened.page.locator('body[data-saved="3"]').wait_for()
        assert [decision.action for decision in load_decisions(corpus.root)] == ["restore"]
        opened.page.locator("#column .kept", has_text="The end of it.").click()
        opened.press("d")
        opened.page.locator('body[data-saved="4"]').wait_for()
        opened.page.reload()
        assert opened.text("#decided") == "2", "what was decided before is known"
        assert opened.messages == [] and all(url.startswith(server.origin) for url in opened.requests)
        opened.context.close()
    expect_both(corpus)


def test_a_decision_that_is_undone_at_once_is_not_saved(browser: Any, corpus: Project) -> None:
    manifest = corpus.store.load_current()
    assert manifest
    with run_server(create_server(corpus, manifest, 0)) as server:
        opened = BrowserPage(browser, server.address)
        opened.page.locator("#queue .entry").first.click()
        opened.page.evaluate("""[...'ru'.repeat(20)].forEach((key) => document.body.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true })))""")
        opened.page.locator('body[data-saved="40"]').wait_for()
        assert opened.text("#decided") == "0" and not load_decisions(corpus.root) and opened.messages == []
        opened.context.close()


@pytest.mark.parametrize("options", [{"color_scheme": "dark"}, {"viewport": {"width": 360, "height": 700}}], ids=["dark", "narrow"])
def test_it_fits(browser: Any, report_project: Project, options: dict[str, Any]) -> None:
    opened = BrowserPage(browser, (report_project.into / "report.html").as_uri(), **options)
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dark = opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (dark == "rgb(22, 24, 27)") == ("color_scheme" in options)
    assert opened.messages == []
    opened.context.close()
