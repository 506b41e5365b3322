"""Passages tile the text, and what is removed leaves the rest as it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.text.segment import find_removal_spans, segment, trim_span

WRAPPED = """\
It was the best of times, it was the worst of times, it was the age of
wisdom, it was the age of foolishness, it was the epoch of belief, it was
the epoch of incredulity, it was the season of Light."""


def passages(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n\n", ["\n\n"]),
        ("one", ["one"]),
        ("one\ntwo", ["one\n", "two"]),
        ("\n\none\n \n\ntwo\n", ["\n\none\n \n\n", "two\n"]),
        ("a\n\n```\ncode\n\nmore\n```\nb", ["a\n\n", "```\ncode\n\nmore\n```\n", "b"]),
        ("```\nnever closed\n\nx", ["```\nnever closed\n\nx"]),
        (f"{WRAPPED}\n\nNext", [f"{WRAPPED}\n\n", "Next"]),
        ("Rote Grütze kocht man mit viel Zucker ein,\nund Sahne gehört auch dazu.\nFreude!", None),
    ],
)
def test_a_passage_is_a_line_a_wrapped_block_or_a_fence(text: str, expected: list[str] | None) -> None:
    assert passages(text) == (text.splitlines(keepends=True) if expected is None else expected)


@given(st.text("ab. \n`", max_size=200))
def test_passages_tile_the_text(text: str) -> None:
    assert "".join(passages(text)) == text
    assert all(p.strip() for p in passages(text)) or not text.strip()


@given(st.text("a \n", max_size=60), st.data())
def test_what_stays_of_a_removal_are_the_other_passages(text: str, data: st.DataObject) -> None:
    spans = segment(text)
    removed = {i for i in range(len(spans)) if data.draw(st.booleans())}
    left, at = "", 0
    for _, (start, end) in find_removal_spans(text, spans, removed):
        left, at = left + text[at:start], end
    left += text[at:]
    kept = [text[slice(*trim_span(text, span))] for i, span in enumerate(spans) if i not in removed]
    assert [p.strip() for p in left.split("\n") if p.strip()] == [p for k in kept for p in map(str.strip, k.split("\n")) if p]
