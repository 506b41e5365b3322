"""From seeds to a corpus: the laws, as a user would notice them."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OTHER, STORY, clean_text, put, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.config import Config, Duplicates, Guards
from curate.ledger import jsonl as ledger
from curate.ledger.edits import apply, revert, veto
from curate.pipeline.document import Cleaned, clean, clean_batch
from curate.pipeline.run import Project, run
from curate.readers import SUFFIXES, html
from curate.store.store import Store
from curate.text.document import Document
from curate.upkeep.verify import verify_corpus

GERMAN = "Der Regen fiel die ganze Nacht auf den Hafen, und am Morgen waren die Boote fort von der Mauer, an der sie lagen."
PAGE = f"""\
Skip to main content
Advertisement
A storm

{STORY}

Share on Facebook
{OTHER} He said â€œnoâ€\x9d twice.{"  "}

Photo: A. N. Other / Example

Back to top
"""


def ids(project: Project) -> list[str]:
    return [m.id for m in project.store.load_revisions()]


def test_the_ledger_leads_both_ways() -> None:
    cleaned = clean_text(PAGE)
    source, edits, text = cleaned.document.source, cleaned.draft.edits, cleaned.draft.text
    assert len(edits) > 4
    assert apply(source, edits) == text
    assert revert(text, edits) == source


def test_cleaning_what_is_clean_changes_nothing() -> None:
    once = clean_text(PAGE).draft.text
    assert clean_text(once).draft.edits == ()


FURNITURE = [
    *("Share this", "Anzeige", "Advertisement", "Zurück zur Startseite", "A heading", "10. Januar 2021", "Von Anna Beispiel"),
    *("Fast fertig!", "Bitte klicke auf den Link in der Bestätigungsmail.", "Ein Bild vom Hafen am MorgenBild: A/Getty Images"),
    *("Read more â†’", "MÃ¼ller & SÃ¶hne", "  2. Skip to content", "```", "x  = 1 ,", "- item", "\ufeff", "Soft\u00adhyphen", "Keystone"),
    "Ja.Der Hund lief davon, und es war Abend.",
    "Drei ,  vier , fünf und so weiter ,  wie es in manchen langen Sätzen steht, die niemand je zu Ende liest.",
]
LINES = st.sampled_from([STORY, OTHER, GERMAN, f"{STORY} {OTHER}", *FURNITURE])


@pytest.mark.usefixtures("on_pages")
@given(st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "  \n", "\n\n\n\n", "\x0c"])), max_size=14))
@settings(max_examples=150, deadline=None)
def test_laws_1_and_4_hold_for_any_mixture(lines: list[tuple[str, str]]) -> None:
    source = "".join(map("".join, lines))
    draft = clean_text(source).draft
    assert apply(source, draft.edits) == draft.text
    assert revert(draft.text, draft.edits) == source
    assert clean_text(draft.text).draft.edits == ()


def test_any_rule_may_be_vetoed() -> None:
    cleaned = clean_text(PAGE)
    for rule in {e.rule for e in cleaned.draft.edits}:
        kept = veto(cleaned.draft.edits, lambda edit, rule=rule: edit.rule == rule)  # type: ignore[misc]
        assert revert(apply(PAGE, kept), kept) == PAGE


def test_a_second_run_changes_nothing_and_makes_no_revision(corpus: Project) -> None:
    before = {p: p.read_bytes() for p in corpus.into.rglob("*") if p.is_file()}
    result = run(corpus)
    assert not result.made and not result.changes
    assert {p: p.read_bytes() for p in corpus.into.rglob("*") if p.is_file()} == before


def test_a_run_with_nothing_new_cleans_nothing_and_says_the_same(corpus: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    put(corpus, "e.txt", "")
    (corpus.root / "decisions.toml").write_text('[[decision]]\naction = "restore"\ndocument = "x.txt"\ntext = "Gone"\n')
    full = run(corpus)
    assert full.rulings and full.revision.by_seed["e.txt"].state == "quarantined"
    monkeypatch.setattr("curate.pipeline.run.build_revision", None)
    (corpus.into / "documents" / "a.txt").unlink()
    again = run(corpus)
    assert again.revision.id == full.revision.id and not again.changes and not again.made and again.restored == ("documents/a.txt",)
    assert (again.rulings, again.left_out, again.over) == (full.rulings, full.left_out, full.over)
    for change in (
        lambda: put(corpus, "a.txt", "Another text."),
        lambda: put(corpus, "z.txt", "One more."),
        lambda: (corpus.root / "seeds" / "c.html").unlink(),
        lambda: (corpus.root / "provenance.jsonl").write_text('{"seed": "a.txt", "url": "https://example.org/a"}\n'),
        lambda: (corpus.root / "decisions.toml").unlink(),
        lambda: shutil.rmtree(corpus.root / ".curate" / "cache"),
    ):
        shutil.copytree(corpus.root, corpus.root.with_name("before"))
        change()
        with pytest.raises(TypeError):  # it sets out to clean
            run(corpus)
        shutil.rmtree(corpus.root)
        corpus.root.with_name("before").rename(corpus.root)


def test_the_same_revision_with_any_number_of_workers_in_any_folder_and_without_the_cache(corpus: Project, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else" / "where"
    shutil.copytree(corpus.root / "seeds", elsewhere / "seeds")
    for jobs in (1, 2):
        shutil.rmtree(elsewhere / "cleaned", ignore_errors=True)
        shutil.rmtree(elsewhere / ".curate", ignore_errors=True)
        moved = Project(elsewhere, corpus.config, elsewhere / "cleaned")
        run(moved, jobs=jobs)
        assert ids(moved) == ids(corpus)


def test_a_new_seed_makes_a_minor_revision_and_touches_no_other(corpus: Project) -> None:
    before = {p: p.read_bytes() for p in (corpus.into / "ledgers").rglob("*.jsonl")}
    put(corpus, "0-first-by-name.txt", f"{STORY}\n\n{OTHER} But this one is about something else altogether, and new.\n")
    result = run(corpus)
    assert result.revision.version == "1.1.0" and result.changes.added == ("0-first-by-name.txt",)
    assert {p: p.read_bytes() for p in before} == before
    assert STORY not in text_of(corpus, "0-first-by-name.txt")  # the older document keeps its text
    assert STORY in text_of(corpus, "a.txt")


def test_versions(corpus: Project) -> None:
    put(corpus, "a.txt", f"A storm\n\n{STORY}\n\nThe end of it all.\n")
    assert run(corpus).revision.version == "2.0.0"
    (corpus.root / "seeds" / "c.html").unlink()
    assert run(corpus).revision.version == "3.0.0"
    assert not (corpus.into / "documents" / "c.html.txt").exists()
    put(corpus, "broken.txt", b"\x00\x01\x02" * 100)
    result = run(corpus)
    assert result.revision.version == "3.0.1"
    assert [m.number for m in corpus.store.load_revisions()] == [1, 2, 3, 4]
    assert all(m.parent == p.id for p, m in zip(corpus.store.load_revisions(), corpus.store.load_revisions()[1:], strict=False))


def test_a_copied_passage_goes_and_says_where_it_stays(corpus: Project) -> None:
    assert text_of(corpus, "b/b.txt") == f"Another day\n\n{OTHER}\n"
    edit = ledger.load_ledgers((corpus.into / "ledgers" / "b" / "b.txt.jsonl").read_bytes(), "")["b/b.txt"][-1]
    assert edit.rule == "dup.near" and edit.reason == "100% the same word 5-grams as a.txt:9."


def test_copies_may_be_marked_or_kept(corpus: Project) -> None:
    for policy in ("mark", "keep"):
        project = replace(corpus, config=Config(duplicates=Duplicates(passages=policy)), into=corpus.root / policy)
        run(project)
        assert STORY in text_of(project, "b/b.txt")
        metadata = json.loads((project.into / "metadata" / "b" / "b.txt.jsonl").read_text("utf-8"))
        assert ("copies" in metadata) == (policy == "mark")


def test_a_quotation_after_a_copy_is_marked_where_it_stands_in_the_source(corpus: Project) -> None:
    said = STORY.removesuffix(".")
    text = f"{OTHER}\n\nLater she wrote it all down in a small black book: {said}, and then she went to bed without another word to him.\n"
    put(corpus, "z.txt", text)
    revision = run(corpus).revision
    assert OTHER not in text_of(corpus, "z.txt")  # a copy, taken out
    (about,) = map(json.loads, corpus.store.objects.iter_lines(revision.by_seed["z.txt"].metadata))
    (quotation,) = about["quotations"]
    assert "the boats were gone" in text[quotation["start"] : quotation["end"]]
    assert "Later she" not in text[quotation["start"] : quotation["end"]]


def test_the_evidence_for_what_went_is_in_the_metadata_in_source_offsets(corpus: Project) -> None:
    said = "and then the miller told us how the water had come over the weir in one night"
    put(corpus, "b/q.txt", f"It was late {said}. We went home after that.\n")
    put(corpus, "b/r.txt", f"{STORY.replace('boats', 'ships')}\n\nMuch later I read this {said}. It is true.\n")
    run(replace(corpus, config=Config(duplicates=Duplicates(threshold=0.5))))
    source = (corpus.root / "seeds" / "b" / "r.txt").read_text("utf-8")
    metadata = json.loads((corpus.into / "metadata" / "b" / "r.txt.jsonl").read_text("utf-8"))
    ((copy,), (quotation,)) = metadata["removed_copies"], metadata["quotations"]
    assert source[copy["start"] : copy["end"]].strip() == STORY.replace("boats", "ships")
    assert (copy["document"], copy["at"], copy["here"], copy["there"]) == ("a.txt", 9, ["ships"], ["boats"])
    assert 0.5 <= copy["similarity"] < copy["containment"] < 1
    assert source[quotation["start"] : quotation["end"]] == said and quotation["document"] == "b/q.txt"


def test_quotations_are_marked_and_may_be_dropped(corpus: Project) -> None:
    said = "and then the miller told us how the water had come over the weir in one night"
    for name, before, after in (("q.txt", "It was late", "We went home after that."), ("r.txt", "Much later I read this", "It is true.")):
        put(corpus, name, f"{before} {said}. {after}\n")
    run(corpus)
    metadata = json.loads((corpus.into / "metadata" / "r.txt.jsonl").read_text("utf-8"))
    (quotation,) = metadata["quotations"]
    assert text_of(corpus, "r.txt")[quotation["start"] : quotation["end"]] == said and quotation["document"] == "q.txt"
    dropping = replace(corpus, config=Config(duplicates=Duplicates(quotations="drop")), into=corpus.root / "dropped")
    run(dropping)
    assert said not in text_of(dropping, "r.txt") and said in text_of(dropping, "q.txt")


def test_a_copied_document_may_be_dropped_and_comes_back_whole(corpus: Project) -> None:
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    dropping = replace(corpus, config=Config(duplicates=Duplicates(documents="drop")), into=corpus.root / "dropped")
    entry = run(dropping).revision.by_seed["d.txt"]
    assert (entry.state, entry.duplicate_of, text_of(dropping, "d.txt")) == ("duplicate", "a.txt", "")
    edits = ledger.load_ledgers((dropping.into / "ledgers" / "d.txt.jsonl").read_bytes(), "")["d.txt"]
    assert revert("", edits) == f"Twice told\n\n{STORY}\n" and list(verify_corpus(dropping.store)) == []


def test_a_document_that_is_a_copy_is_marked_and_keeps_its_text(corpus: Project) -> None:
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    entry = run(corpus).revision.by_seed["d.txt"]
    assert (entry.state, entry.duplicate_of) == ("duplicate", "a.txt")
    assert STORY in text_of(corpus, "d.txt")


@pytest.mark.usefixtures("on_pages")
def test_what_leaves_the_text_as_a_date_is_in_the_metadata(project: Project) -> None:
    put(
        project,
        "d.txt",
        f"Zum Inhalt springen\n\nEin Sturm\n\n10. Januar 2021\n\n3 Min. Lesezeit\n\n{GERMAN}\n\n{GERMAN.replace('Hafen', 'Wald')}\n",
    )
    run(project)
    metadata = json.loads((project.into / "metadata" / "d.txt.jsonl").read_text("utf-8"))
    assert metadata["date"] == "10. Januar 2021" and metadata["reading_time"] == "3 Min. Lesezeit"
    assert metadata["title"] == "Ein Sturm" and metadata["language"] == "de"
    assert "2021" not in text_of(project, "d.txt")


def test_every_seed_ends_in_one_state(project: Project) -> None:
    bad: dict[str, str | bytes] = {"empty.txt": "", "pdf.html": b"%PDF-1.4", "bin.txt": bytes(range(32)) * 9, "x.doc": "x"}
    for name, data in {"ok.txt": STORY, **bad}.items():
        put(project, name, data)
    (project.root / "seeds" / "link.txt").symlink_to("ok.txt")
    (project.root / "seeds" / ".hidden").write_text("not a seed")
    entries = run(project).revision.entries
    assert {e.seed: e.reason for e in entries} == {
        "bin.txt": "binary data, not text; remove it or export its text first",
        "empty.txt": "empty; nothing to clean",
        "link.txt": "a symbolic link, which is not followed; put the file itself there",
        "ok.txt": "",
        "pdf.html": "a PDF, not text; export its text first",
        "x.doc": f".doc is not a format that curate reads ({' '.join(filter(None, SUFFIXES))}); convert it or remove it",
    }
    assert list(verify_corpus(project.store)) == [] and not run(project).changes
    lines = [json.loads(line) for line in (project.into / "quarantine.jsonl").read_text("utf-8").splitlines()]
    assert [line["seed"] for line in lines] == ["bin.txt", "empty.txt", "link.txt", "pdf.html", "x.doc"]


def test_a_boilerplate_only_page_is_quarantined_not_emptied(project: Project) -> None:
    put(project, "a.txt", "Share this\n")
    (entry,) = run(project).revision.entries
    assert entry.state == "quarantined" and entry.reason.startswith("nothing is left of it after cleaning")


def test_a_damaged_cache_is_as_good_as_none(corpus: Project) -> None:
    for path in (corpus.root / ".curate" / "cache").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-9] + b"garbage!!")
    assert not run(corpus).changes


@pytest.mark.parametrize("name", ["a.txt", "b/b.txt", "c.html"])
def test_the_source_is_rebuilt(corpus: Project, name: str) -> None:
    store: Store = corpus.store
    current = store.load_current()
    assert current is not None
    entry = current.by_seed[name]
    edits = ledger.load_ledgers(store.objects.read(entry.ledger), "")[name] if entry.edits else ()
    source = revert(store.objects.read(entry.text).decode(), edits)
    if name.endswith(".txt"):
        assert source.encode() == (corpus.root / "seeds" / name).read_bytes()
    else:
        assert source.startswith("# On light\n")


MENU = "\n".join(
    f"{word} {other}" for word in ("News", "Sport", "Shop", "Help", "About", "Contact") for other in ("today", "archive", "team", "links")
)


def test_the_judge_takes_what_no_rule_knows_and_says_why() -> None:
    page = f"{MENU}\n\nA storm over the harbour\n\n{STORY} {OTHER}\n\n{OTHER} It was late by then, and the wind had turned.\n\n{MENU}\n"
    cleaned = clean_text(page, Config())
    assert cleaned.draft.text.strip().startswith("A storm over the harbour")
    judged = [edit for edit in cleaned.draft.edits if edit.rule.startswith("model.")]
    assert len(judged) > 20 and all(edit.reason for edit in judged)
    assert clean_text(page).draft.text.count("News today") == 2  # rules alone know nothing of it


def test_a_page_that_loses_nearly_all_is_named_and_loses_it(project: Project) -> None:
    put(project, "menu.txt", f"{MENU}\n\nA storm\n\n{STORY}\n\n{MENU.replace('News', 'Reise')}\n")
    result = run(replace(project, config=Config(guards=Guards(document=0.4))))
    (entry,) = result.revision.entries
    assert entry.state == "cleaned" and " went by the model's word" in entry.review and not result.withheld
    assert "Sport team" not in text_of(project, "menu.txt") and STORY in text_of(project, "menu.txt")


def test_a_page_whose_markup_is_known_may_be_furniture_for_the_most_part(project: Project) -> None:
    menu = "".join(f"<li><a href='/{number}'>{line}</a></li>" for number in range(14) for line in MENU.splitlines())
    put(project, "page.html", f"<title>A storm</title><nav><ul>{menu}</ul></nav><main><h1>A storm</h1><p>{STORY}</p><p>{OTHER}</p></main>")
    (entry,) = run(project).revision.entries
    assert not entry.review and "Sport team" not in text_of(project, "page.html.txt")
    strict = replace(project, config=Config(guards=Guards(page=0.5)))
    (entry,) = run(strict).revision.entries
    assert " went by the model's word" in entry.review and "Sport team" not in text_of(project, "page.html.txt")


def test_a_batch_is_cleaned_as_its_documents_are_one_by_one() -> None:
    article = "".join(f"<p>{paragraph}</p>" for paragraph in (STORY, OTHER, f"{OTHER} It was late by then, and the wind had turned."))
    menu = "".join(f"<li><a href='/'>{line}</a></li>" for line in MENU.splitlines())
    page = html.read_html("p.html", f"<title>A storm</title><nav><ul>{menu}</ul></nav><h1>A storm</h1>{article}")
    texts = (
        f"{MENU}\n\nA storm\n\n{STORY} {OTHER}\n\n{OTHER} Ja.Der Hund lief davon.\n",
        PAGE,
        f"{MENU}\n\n{MENU.replace('News', 'Shop')}\n",
        " ",
    )
    documents = [Document(f"{number}.txt", text, "text") for number, text in enumerate(texts)]
    documents.insert(1, page)
    config = Config(guards=Guards(document=0.4, page=0.4))
    together = clean_batch(documents, config)
    assert together == [clean(document, config) for document in documents]
    assert any(isinstance(one, Cleaned) and one.review for one in together)
