"""The laws of the ledger, on drafts that Hypothesis makes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, EditError, apply, revert, veto

TEXTS = st.text("abc \n\U0001f600", max_size=24)


def edits_of(data: st.DataObject, text: str, rule: str) -> list[Edit]:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=10)))
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    afters = [data.draw(st.text("xyé", max_size=3)) for _ in spans]
    return [Edit(a, b, text[a:b], after, rule) for (a, b), after in zip(spans, afters, strict=True) if text[a:b] != after]


def chain(data: st.DataObject, text: str) -> tuple[Draft, str]:
    """A draft revised some times, and its text got by applying one step after another."""
    draft, expected = Draft(text), text
    for step in range(data.draw(st.integers(1, 4))):
        edits = edits_of(data, expected, f"r{step}")
        draft, expected = draft.revise(edits), apply(expected, edits)
    return draft, expected


@given(st.data(), TEXTS)
def test_revert_undoes_apply(data: st.DataObject, text: str) -> None:
    edits = edits_of(data, text, "r")
    assert revert(apply(text, edits), edits) == text


@given(st.data(), TEXTS)
@settings(max_examples=600)
def test_a_chain_flattens_to_one_ledger_in_source_offsets(data: st.DataObject, text: str) -> None:
    draft, expected = chain(data, text)
    assert draft.text == expected
    assert apply(text, draft.edits) == expected
    assert revert(expected, draft.edits) == text
    assert all(e.before == text[e.start : e.end] for e in draft.edits)


@given(st.data(), TEXTS)
@settings(max_examples=300)
def test_any_subset_of_a_ledger_is_a_ledger(data: st.DataObject, text: str) -> None:
    draft, _ = chain(data, text)
    subset = [e for e in draft.edits if data.draw(st.booleans())]
    assert revert(apply(text, subset), subset) == text


@given(st.data(), TEXTS)
@settings(max_examples=300)
def test_vetoing_an_edit_reinstates_what_it_absorbed(data: st.DataObject, text: str) -> None:
    draft, _ = chain(data, text)
    for edit in draft.edits:
        kept = veto(draft.edits, lambda e, unwanted=edit: e == unwanted)  # type: ignore[misc]
        assert edit not in kept
        assert set(edit.via) <= set(kept)
        assert set(draft.edits) - {edit} <= set(kept)
        assert revert(apply(text, kept), kept) == text


@given(st.data(), TEXTS)
@settings(max_examples=600)
def test_vetoing_a_rule_gives_back_the_text_without_it(data: st.DataObject, text: str) -> None:
    first = Draft(text).revise(edits_of(data, text, "first"))
    second = first.revise(edits_of(data, first.text, "second"))
    undone = veto(second.edits, lambda edit: edit.rule == "second")
    assert all(edit.rule == "first" for edit in undone)
    if len(undone) == len(first.edits):  # unless the second exactly undid an edit of the first
        assert apply(text, undone) == first.text


@given(st.data(), TEXTS)
def test_a_span_of_the_text_maps_to_the_source_that_became_it(data: st.DataObject, text: str) -> None:
    draft, cleaned = chain(data, text)
    start, end = sorted((data.draw(st.integers(0, len(cleaned))), data.draw(st.integers(0, len(cleaned)))))
    first, last = draft.map_to_source(start, end)
    assert 0 <= first <= last <= len(text) or start == end
    if start < end:
        inside = [e for e in draft.edits if first <= e.start and e.end <= last]
        moved = [Edit(e.start - first, e.end - first, e.before, e.after, e.rule) for e in inside]
        assert cleaned[start:end] in apply(text[first:last], moved)


def test_a_removal_keeps_the_repairs_inside_it() -> None:
    repaired = Draft("Read more â†’\nText").revise([Edit(10, 13, "â†’", "→", "encoding.mojibake")])
    removed = repaired.revise([Edit(0, 12, "Read more →\n", "", "en.read-more")])
    assert removed.text == "Text"
    (edit,) = removed.edits
    assert apply(removed.source, veto(removed.edits, lambda e: e == edit)) == "Read more →\nText"


def test_two_edits_that_touch_one_earlier_edit_are_taken_back_one_by_one() -> None:
    draft = Draft("ab").revise([Edit(0, 2, "ab", "xyz", "wide")])
    draft = draft.revise([Edit(0, 1, "x", "1", "left"), Edit(2, 3, "z", "3", "right")])
    texts = []
    while draft.edits:
        texts.append((draft.text, [e.rule for e in draft.edits]))
        draft = Draft(draft.source, draft.edits[0].via)
    assert texts == [("1y3", ["right"]), ("1yz", ["left"]), ("xyz", ["wide"])]


def test_an_edit_next_to_a_deletion_does_not_absorb_it() -> None:
    draft = Draft("aXXb").revise([Edit(1, 3, "XX", "", "gone")])
    draft = draft.revise([Edit(0, 1, "a", "A", "left"), Edit(1, 2, "b", "B", "right")])
    assert [(e.rule, e.via) for e in draft.edits] == [("left", ()), ("gone", ()), ("right", ())]
    assert draft.deletion_offsets == [1]


def test_an_edit_that_is_undone_leaves_no_trace() -> None:
    draft = Draft("ab").revise([Edit(0, 1, "a", "x", "there")]).revise([Edit(0, 1, "x", "a", "back")])
    assert draft.edits == () and draft.text == "ab"


@pytest.mark.parametrize(
    "edit",
    [lambda: Edit(0, 0, "", "x", "r"), lambda: Edit(0, 2, "a", "", "r"), lambda: Edit(0, 1, "a", "a", "r")],
    ids=["consumes nothing", "wrong length", "changes nothing"],
)
def test_an_edit_must_consume_and_change_something(edit) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(EditError):
        edit()


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(EditError, match="expected 'x' at 0, found 'a'"):
        apply("ab", [Edit(0, 1, "x", "", "r")])
    with pytest.raises(EditError, match="before the last one ends"):
        apply("abc", [Edit(0, 2, "ab", "", "r"), Edit(1, 3, "bc", "", "r")])
    with pytest.raises(EditError):
        Draft("abc").revise([Edit(0, 2, "ab", "", "r"), Edit(1, 3, "bc", "", "r")])
