"""Decisions: restores and drops apply in every run, or the user is told which ones do not and why."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import OTHER, RULES, STORY, clean_text, put, text_of
from hypothesis import given, settings
from hypothesis import strategies as st
from test_cli import run_cli, run_ok
from test_pipeline import LINES, MENU

from curate.config import Config, Duplicates
from curate.decisions import Decision
from curate.decisions.anchors import extract_context, find_span
from curate.decisions.create import create_drop, create_restore, find_passage_at
from curate.decisions.file import DECISIONS_FILE, append_decisions, delete_decision, format_decision, load_decisions
from curate.ledger.edits import Edit, apply, revert
from curate.pipeline.document import Cleaned, clean
from curate.pipeline.run import Project, run
from curate.text.document import Document

pytestmark = pytest.mark.usefixtures("on_pages")

TYPO = "Wir sollten in dieser Frage enger zusamenarbeiten und das bald, sagte er am Abend im Hafen."


def clean_with(cleaned: Cleaned, *decisions: Decision, config: Config = RULES) -> Cleaned:
    """Clean the document again, with decisions."""
    return clean(cleaned.document, config, decisions)


def restore_edit(cleaned: Cleaned, edit: Edit) -> Decision:
    """Return the decision that takes back an edit."""
    return create_restore("t.txt", cleaned.document.source, edit)


@pytest.mark.parametrize(
    ("source", "config", "rule"),
    [
        (f"A storm\n\nShare this\n\n{STORY}\n", RULES, "any.share-label"),
        (f"{TYPO}\n", RULES, "spelling.typo"),
        (f"{STORY} {OTHER}\n{STORY} {OTHER}\n", RULES, "dup.doubled"),
        (f"{STORY}\n\n\n\n{OTHER}\n", RULES, "whitespace.blank-lines"),
        (f"{MENU}\n\nA storm\n\n{STORY} {OTHER}\n\n{OTHER} It was late, and the wind had turned.\n\n{MENU}\n", Config(), "model."),
    ],
)
def test_a_restore_takes_one_edit_back_and_no_other(source: str, config: Config, rule: str) -> None:
    before = clean_text(source, config)
    edit = next(e for e in before.draft.edits if e.rule.startswith(rule))
    after = clean_with(before, restore_edit(before, edit), config=config)
    assert set(before.draft.edits) - set(after.draft.edits) == {edit}
    assert set(after.draft.edits) <= set(before.draft.edits)
    assert [r.state for r in after.rulings] == ["applied"]


def test_a_restored_passage_keeps_its_repairs() -> None:
    source = f"{STORY}\n\nRead more â†’\n\n{OTHER}\n"
    before = clean_text(source)
    assert "Read more" not in before.draft.text
    (removal,) = (e for e in before.draft.edits if "Read more" in e.before)
    assert clean_with(before, restore_edit(before, removal)).draft.text == f"{STORY}\n\nRead more →\n\n{OTHER}\n"
    without_rule = replace(restore_edit(before, removal), rule="")  # a restore without a rule gives back the source exactly
    assert clean_with(before, without_rule).draft.text == source


def test_no_other_rule_removes_a_restored_passage() -> None:
    source = f"{STORY}\n\nShare this\n\n{OTHER}\n"
    before = clean_text(source)
    decision = restore_edit(before, before.draft.edits[0])
    assert "Share this" in clean_with(before, replace(decision, rule="model.sharing")).draft.text
    assert "Share this" not in clean_with(before, replace(decision, rule="spelling.typo")).draft.text  # a repair only


def test_a_drop_removes_the_passage_and_gives_its_note_as_reason() -> None:
    source = f"{STORY}\n\nThe end of it.\n\n{OTHER}\n"
    span = find_passage_at(source, source.index("The end"))
    decision = create_drop("t.txt", source, span, "not ours")
    after = clean_with(clean_text(source), decision)
    assert after.draft.text == f"{STORY}\n\n{OTHER}\n"
    assert [(e.rule, e.reason) for e in after.draft.edits] == [("decision.drop", "not ours")]


def test_a_drop_over_removals_and_repairs_removes_all_and_can_be_reverted() -> None:
    source = f"{STORY}\n\nShare this\n\nCafÃ© noir\n\n{OTHER}\n"
    start, end = source.index("harbour"), source.index("Ã©") + 1  # in the middle of a mojibake, over a removal
    after = clean_with(clean_text(source), create_drop("t.txt", source, (start, end)))
    assert "harbour" not in after.draft.text and "Share" not in after.draft.text and "noir" in after.draft.text
    (drop,) = (e for e in after.draft.edits if e.rule == "decision.drop")
    assert {e.rule for e in drop.via} == {"any.share-label", "encoding.mojibake"}
    assert revert(after.draft.text, after.draft.edits) == source


def test_if_a_drop_and_a_restore_overlap_the_restore_prevails_and_both_are_reported() -> None:
    source = f"{STORY}\n\nShare this\n\n{OTHER}\n"
    before = clean_text(source)
    restore = restore_edit(before, before.draft.edits[0])
    drop = create_drop("t.txt", source, (source.index("Share"), source.index("this")))
    for order in ((restore, drop), (drop, restore)):
        after = clean_with(before, *order)
        assert after.draft.text == source
        assert {r.decision.action: r.state for r in after.rulings} == {"restore": "applied", "drop": "conflicting"}


def test_a_decision_still_applies_after_changes_elsewhere_in_the_seed() -> None:
    source = f"{STORY}\n\nShare this\n\n{OTHER}\n\nShare this\n"
    before = clean_text(source)
    decision = restore_edit(before, [e for e in before.draft.edits if "Share" in e.before][1])
    changed = f"A new heading\n\n{source.replace('rain fell', 'snow fell')}"
    assert clean(Document("t.txt", changed, "text"), RULES, [decision]).draft.text.endswith(f"{OTHER}\n\nShare this\n")
    assert clean(Document("t.txt", changed, "text"), RULES, [decision]).draft.text.count("Share this") == 1


def test_no_rule_inserts_again_what_was_dropped() -> None:
    for source, dropped in ((f"{STORY} It was that evening.\n", "i"), ("Sie kamen an (AWS). Gerade das ist schwierig.\n", " ")):
        start = source.index("evening") + 4 if dropped == "i" else source.index(" Gerade")
        after = clean_with(clean_text(source), create_drop("t.txt", source, (start, start + 1)))
        assert after.draft.text == source[:start] + source[start + 1 :]


@pytest.mark.parametrize(
    ("decision", "source", "reason"),
    [
        (Decision("restore", "t", "Share this", "", "\n\n"), "Nothing of it.", "its text does not stand"),
        (Decision("restore", "t", "Share this", "x", "x"), "a Share this b Share this c", "2 times"),
        (Decision("restore", "t", "m", "zusa", "enarbeiten"), "Am Morgen kam er um.", "another context"),
        (Decision("restore", "t", "m", "zusa", "enarbeiten"), "Vom Rand her.", "another context"),
        (Decision("drop", "t", "Share this", "some words before ", " some words after"), "Share this", "another context"),
        (Decision("restore", "t", "Anzeige", " ", " "), "Die Kleinanzeigen und die Anzeigen.", "its text does not stand"),
    ],
)
def test_a_decision_whose_place_is_not_found_is_stale_with_a_reason(decision: Decision, source: str, reason: str) -> None:
    place = find_span(source, decision)
    assert isinstance(place, str) and reason in place


MIXTURES = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "  \n", "\n\n\n\n"])), min_size=2, max_size=12)


def draw_restores(data: st.DataObject, cleaned: Cleaned) -> list[Decision]:
    """Return up to three restores, each of an edit of more than a few characters."""
    edits = [e for e in cleaned.draft.edits if len(e.before.strip()) > 4]
    chosen = data.draw(st.lists(st.sampled_from(edits), max_size=3, unique=True)) if edits else []
    return [Decision("restore", "t.txt", e.before, *extract_context(cleaned.document.source, e.start, e.end), e.rule) for e in chosen]


def law_1_holds(source: str, cleaned: Cleaned) -> bool:
    return apply(source, cleaned.draft.edits) == cleaned.draft.text and revert(cleaned.draft.text, cleaned.draft.edits) == source


@given(st.data(), MIXTURES)
@settings(max_examples=60, deadline=None)
def test_laws_1_and_4_hold_with_decisions(data: st.DataObject, lines: list[tuple[str, str]]) -> None:
    source = "".join(map("".join, lines))
    before = clean_text(source)
    start, end = find_passage_at(source, data.draw(st.integers(0, len(source) - 1)))
    drop = Decision("drop", "t.txt", source[start:end], *extract_context(source, start, end))
    restores = draw_restores(data, before)
    assert law_1_holds(source, clean_with(before, *restores, drop))
    for decisions in ([], [drop], *([one] for one in restores)):
        after = clean_with(before, *decisions)
        assert law_1_holds(source, after)
        valid = [one for one in after.rulings if one.state in ("applied", "unused")]
        again = clean(Document("t.txt", after.draft.text, "text"), RULES, [one.decision for one in valid])
        unambiguous = all(after.draft.text.count(one.decision.text.strip()) == 1 for one in valid if one.decision.action == "restore")
        assert again.draft.edits == () or not unambiguous  # where what was restored stands there once, as it stood


def run_command(project: Project, *arguments: str) -> str:
    """Run a command in the project, which must succeed, and return what it prints."""
    return run_ok(*arguments, cwd=project.root)


def test_a_decision_is_added_applied_and_deleted_from_the_command_line(corpus: Project) -> None:
    at = text_of(corpus, "a.txt").index("The end")  # where "Share this" stood
    out = run_command(corpus, "restore", "a.txt", "--at", str(at), "--note", "a title")
    assert out == "restore in a.txt: Share this (any.share-label)\nwritten to decisions.toml; `curate run` applies it\n"
    again = run_command(corpus, "restore", "a.txt", "--at", str(at), "--note", "a title")
    assert again == "decisions.toml holds this decision already\n"
    assert "pending" in run_command(corpus, "decisions")
    first = corpus.store.load_current()
    run_ok("run", cwd=corpus.root)
    assert "Share this" in text_of(corpus, "a.txt")
    assert run_command(corpus, "decisions").split()[:2] == ["1", "applied"]
    second = corpus.store.load_current()
    assert first and second and second.version == "2.0.0" and second.decisions and not first.decisions
    run_command(corpus, "decisions", "--forget", "1")
    run_ok("run", cwd=corpus.root)
    assert "Share this" not in text_of(corpus, "a.txt")


def test_a_passage_that_was_removed_as_a_copy_can_be_restored(corpus: Project) -> None:
    assert STORY not in text_of(corpus, "b/b.txt")
    run_command(corpus, "restore", "b/b.txt", "--rule", "dup.near")
    run(corpus)
    assert STORY in text_of(corpus, "b/b.txt") and STORY in text_of(corpus, "a.txt")
    assert not run(corpus).changes


def test_a_restore_takes_back_the_mark_of_a_duplicate_document(corpus: Project) -> None:
    put(corpus, "d.txt", f"Twice told\n\n{STORY}\n")
    assert run(corpus).revision.by_seed["d.txt"].duplicate_of == "a.txt"
    run_command(corpus, "restore", "d.txt", "--rule", "dup.near")
    entry = run(corpus).revision.by_seed["d.txt"]
    assert (entry.state, entry.duplicate_of) == ("cleaned", "")
    metadata = json.loads((corpus.into / "metadata" / "d.txt.jsonl").read_text("utf-8"))
    assert "copies" not in metadata and metadata["decisions"][0]["state"] == "applied"


def test_a_restore_takes_back_the_mark_of_a_copy(corpus: Project) -> None:
    project = replace(corpus, config=Config(duplicates=Duplicates("mark")), into=corpus.root / "marked")
    run(project)
    run_ok("restore", "b/b.txt", "--rule", "dup.near", "--into", "marked", cwd=corpus.root)
    run(project)
    assert "copies" not in json.loads((project.into / "metadata/b/b.txt.jsonl").read_text("utf-8"))


def test_order_and_notes_of_decisions_do_not_change_the_revision(corpus: Project, tmp_path: Path) -> None:
    run_command(corpus, "restore", "b/b.txt", "--rule", "dup.near")
    run_command(corpus, "drop", "a.txt", "--at", "0")
    one = run(corpus).revision
    elsewhere = Project(tmp_path / "e", corpus.config, tmp_path / "e" / "cleaned")
    shutil.copytree(corpus.root / "seeds", elsewhere.root / "seeds")
    run(elsewhere)  # the same parent
    decisions = load_decisions(corpus.root)
    (elsewhere.root / DECISIONS_FILE).write_text(
        "# by hand\n" + "\n".join(format_decision(replace(d, note="")) for d in reversed(decisions))
    )
    assert run(elsewhere).revision.id == one.id


def test_a_decision_without_effect_is_unused_and_one_whose_place_is_not_found_is_named(corpus: Project) -> None:
    unused = Decision("restore", "a.txt", "The end of it.", "Share this\n\n", "\n")
    without_place = Decision("drop", "a.txt", "Never there", "", "")
    without_document = Decision("restore", "zzz.txt", "Share this", "", "")
    append_decisions(corpus.root, [unused, without_place, without_document])
    code, _, err = run_cli("run", cwd=corpus.root)
    assert code == 0 and err.splitlines() == [
        "curate: decisions.toml: decision 2 (drop in a.txt: Never there) is stale: its text does not stand in the document any more",
        "curate: decisions.toml: decision 3 (restore in zzz.txt: Share this) is stale: there is no such document",
    ]
    states = [one["state"] for one in json.loads(run_command(corpus, "decisions", "--json"))]
    assert states == ["unused", "stale", "stale"]
    assert len(load_decisions(corpus.root)) == 3


BY_HAND = """\
# Our decisions, reviewed every spring.

[[ decision ]]   # the first
action = 'restore'
document = "a.txt"
text = \"\"\"
[[decision]]
Share this\"\"\"
note = "who knows"

# the second is Anna's
[[decision]]
action = "drop"
document = "b.txt"
text = "x"
"""


def test_manual_changes_to_the_file_stay(tmp_path: Path) -> None:
    path = tmp_path / DECISIONS_FILE
    path.write_text(BY_HAND)
    new = Decision("restore", "ü.txt", 'a "quoted"\\ line\r\n\t\u202e\U0001f600\x7f', "\u00a0", "", "de.x", "why")
    assert append_decisions(tmp_path, [new, new]) == [new] and append_decisions(tmp_path, [new]) == []
    assert path.read_text().startswith(BY_HAND) and "\u202e" not in path.read_text()
    assert load_decisions(tmp_path)[2] == new and load_decisions(tmp_path)[0].text == "[[decision]]\nShare this"
    delete_decision(tmp_path, 3)
    assert path.read_text() == BY_HAND
    delete_decision(tmp_path, 2)
    assert path.read_text() == BY_HAND[: BY_HAND.index("[[decision]]\naction")]
    path.write_text(BY_HAND)
    delete_decision(tmp_path, 1)
    assert path.read_text() == BY_HAND.replace(BY_HAND[BY_HAND.index("[[ decision") : BY_HAND.index("# the second")], "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[decision]", "decisions.toml: not TOML:"),
        ("[decision]\naction = 'drop'", "decisions.toml: a decision is a table under [[decision]]"),
        ("[[decisions]]", "decisions.toml: unknown key 'decisions'; the file holds [[decision]] tables only"),
        ("[[decision]]\naction = 'drop'", "decisions.toml: decision 1: document is missing"),
        ("[[decision]]\naction = 'drop'\ndocument = 'a'\ntext = ' '\noffset = 3", "decisions.toml: decision 1: unknown key 'offset'"),
        ("[[decision]]\naction = 'keep'\ndocument = 'a'\ntext = 'x'", "decisions.toml: decision 1: action = 'keep' is none of"),
        ("[[decision]]\naction = 'drop'\ndocument = 'a'\ntext = 5", "decisions.toml: decision 1: text = 5 must be text"),
        ("[[decision]]\naction = 'drop'\ndocument = 'a'\ntext = 'x'\nrule = 'y'", "decisions.toml: decision 1: a drop has no rule"),
    ],
)
def test_a_wrong_file_is_refused_by_entry_and_key(corpus: Project, text: str, message: str) -> None:
    (corpus.root / DECISIONS_FILE).write_text(text)
    code, _, err = run_cli("run", cwd=corpus.root)
    assert code == 2 and err.startswith(f"curate: {message}") and err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("restore a.txt", "a.txt: name one edit with --at OFFSET or all of a rule with --rule ID"),
        ("restore a.txt --at 0", "a.txt: nothing was changed at 0; nothing to restore"),
        ("restore a.txt --rule de.skip-link", "a.txt: no edit of de.skip-link; nothing to restore"),
        ("restore zzz --at 0", "zzz: no such document"),
        ("drop a.txt --at here", "--at here: name a place as OFFSET or START-END, like 120 or 120-160"),
        ("drop a.txt --at 9999", "a.txt:9999: the document has "),
        ("drop a.txt --at 5-5", "--at 5-5: the span ends before it begins"),
        ("drop r.txt --at 200-202", "r.txt:200: its text stands in the document 113 times"),
        ("decisions --forget 1", "decisions.toml: there is no decision 1; `curate decisions` lists all 0"),
    ],
)
def test_each_error_is_one_line(corpus: Project, arguments: str, message: str) -> None:
    put(corpus, "r.txt", "no no " * 70)
    run(corpus)
    code, _, err = run_cli(*arguments.split(), cwd=corpus.root)
    assert (code, err.count("\n")) == (2, 1) and err.startswith(f"curate: {message}"), err
    assert not (corpus.root / DECISIONS_FILE).exists()


def test_a_decision_about_one_document_of_many(project: Project) -> None:
    page = f"A storm\n\nShare this\n\n{STORY}\n"
    other = page.replace("storm", "flood").replace("rain", "snow").replace("harbour", "valley").replace("boats", "barns")
    records = [{"id": "x", "text": page}, {"text": other}, {"id": "y", "text": page.replace("rain", "hail").replace("quay", "pier")}]
    put(project, "many.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    run(project)
    run_command(project, "restore", "many.jsonl#1", "--at", str(other.index("Share")))
    run_command(project, "drop", "many.jsonl#y", "--at", "0")
    result = run(project)
    assert [one.state for one in result.rulings] == ["applied", "applied"]
    texts = {line["id"]: line["text"] for line in map(json.loads, text_of(project, "many.jsonl").splitlines())}
    assert ["Share this" in text for text in texts.values()] == [False, True, False]
    assert ["A storm" in text for text in texts.values()] == [True, False, False]
    assert run_command(project, "decisions").count("applied") == 2 and not run(project).changes
