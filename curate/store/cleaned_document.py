"""A cleaned document as its readers see it: its text, and every edit that led to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from curate.ledger.edits import Edit
from curate.rules.registry import category_of

_SHOWN = 20_000  # characters of source text that a notebook shows


@dataclass(frozen=True, slots=True)
class Removed:
    """A passage that went: `start` and `end` count code points of the source text of `document`."""

    document: str
    start: int
    end: int
    text: str
    rule: str
    category: str
    reason: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Cleaned:
    """One document after cleaning: `edits`, applied to `source`, give `text`.

    `metadata` holds what is known besides: language, title, url, suggestions …
    A notebook shows it with what went struck through.
    """

    id: str
    text: str
    source: str
    edits: tuple[Edit, ...]
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """ISO 639-1 code, `und` if it cannot be told."""
        return str(self.metadata.get("language", "und"))

    def removed(self) -> list[Removed]:
        """Return what was taken out without anything in its place; mere white space does not count."""
        return [
            Removed(self.id, e.start, e.end, e.before, e.rule, category_of(e.rule), e.reason, e.confidence)
            for e in self.edits
            if not e.after.strip() and e.before.strip()
        ]

    def __repr__(self) -> str:
        return f"<Cleaned {self.id!r}: {len(self.text):,} of {len(self.source):,} characters, {len(self.edits)} edits>"

    def _repr_html_(self) -> str:
        kept = f"{len(self.text):,} of {len(self.source):,} characters left, {len(self.edits)} edits"
        body = "".join(_marked(self.source, self.edits))
        return f'<p><b>{escape(self.id)}</b> ({escape(self.language)}): {kept}</p><pre style="white-space: pre-wrap">{body}</pre>'


def _marked(source: str, edits: tuple[Edit, ...]) -> Iterator[str]:
    """Yield the beginning of the source text as HTML, each edit in its place."""
    at = 0
    for edit in edits:
        if edit.start > _SHOWN:
            break
        title = escape(f"{edit.rule}: {edit.reason}")
        yield escape(source[at : edit.start])
        yield f'<del style="color: #a33" title="{title}">{escape(edit.before[:_SHOWN])}</del>'
        yield f'<ins style="color: #262" title="{title}">{escape(edit.after)}</ins>' if edit.after else ""
        at = edit.end
    yield escape(source[at : max(at, _SHOWN)])
    if len(source) > max(at, _SHOWN):
        yield f"\n… and {len(source) - max(at, _SHOWN):,} characters more"
