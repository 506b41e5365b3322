"""`reviews.jsonl`: the verdicts of people on removals, one a line.

    {"document": "a.txt", "rule": "de.ad-label", "text": "Anzeige", "before": "…", "after": "…", "verdict": "right", "revision": "…"}

`text` is what was removed, `before` and `after` up to 40 code points of source
text around it; `revision` is the one under review.  If a removal has several
lines, the last one counts.  A verdict counts in every revision that removes the
same text in the same context.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from curate.decisions.anchors import extract_context
from curate.digest import sha256
from curate.errors import UsageError
from curate.files import write_atomically
from curate.ledger.edits import Edit
from curate.store.lock import lock_records

NAME = "reviews.jsonl"
VERDICTS = ("right", "wrong")


@dataclass(frozen=True, slots=True)
class RemovalAnchor:
    """What identifies a removal: its text and its context, not its offset."""

    document: str
    rule: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """All verdicts, and the revisions that were reviewed."""

    verdicts: Mapping[RemovalAnchor, str]
    revisions: frozenset[str]


def anchor_removal(document: str, source: str, edit: Edit) -> RemovalAnchor:
    """Return the anchor of a removal from a document's source text."""
    return RemovalAnchor(document, edit.rule, edit.before, *extract_context(source, edit.start, edit.end))


def load_reviews(project: Path) -> Reviews:
    """Return the reviews of a project; raise UsageError that names a line which is wrong."""
    verdicts, revisions = {}, set()
    for number, line in enumerate(_read_text(project).split("\n"), 1):  # not splitlines: a text may hold other line separators
        if line.strip():
            anchor, verdict, revision = _parse_line(line, f"{NAME}, line {number}")
            verdicts[anchor] = verdict
            revisions.add(revision)
    return Reviews(verdicts, frozenset(revisions))


def append_review(project: Path, anchor: RemovalAnchor, verdict: str, revision: str) -> None:
    """Add a verdict; a failure leaves the file as it was."""
    with lock_records(project):
        text = _read_text(project)
        gap = "" if not text or text.endswith("\n") else "\n"
        line = json.dumps({**asdict(anchor), "verdict": verdict, "revision": revision}, ensure_ascii=False)
        write_atomically(project / NAME, f"{text}{gap}{line}\n".encode())


def iter_review_lines(project: Path) -> Iterator[tuple[str, RemovalAnchor]]:
    """Yield the lines of the file that are reviews, each with what it is about."""
    for line in _read_text(project).split("\n"):
        if line.strip():
            yield line, _parse_line(line, NAME)[0]


def delete_reviews(project: Path, digests: Collection[str]) -> None:
    """Delete the lines that have one of these sha256."""
    with lock_records(project):
        text = _read_text(project)
        kept = [line for line in text.split("\n") if sha256(line.encode()) not in digests]
        if (remaining := "\n".join(kept)) != text:
            write_atomically(project / NAME, remaining.encode())


def _parse_line(line: str, place: str) -> tuple[RemovalAnchor, str, str]:
    """Return the anchor, the verdict and the revision; raise UsageError if the line is wrong."""
    try:
        table = json.loads(line)
        values = {field.name: table[field.name] for field in fields(RemovalAnchor)}
        verdict, revision = table["verdict"], table.get("revision", "")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"{place}: not a review ({error}); correct or delete the line") from None
    if not all(isinstance(value, str) for value in (*values.values(), revision)):
        raise UsageError(f"{place}: not a review (a value is not a string); correct or delete the line")
    if verdict not in VERDICTS:
        raise UsageError(f"{place}: verdict {verdict!r} is none of {', '.join(VERDICTS)}")
    return RemovalAnchor(**values), verdict, revision


def _read_text(project: Path) -> str:
    path = project / NAME
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{NAME}: cannot be read: {error}; it must be UTF-8 text") from None
