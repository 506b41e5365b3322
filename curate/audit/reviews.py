"""`reviews.jsonl`: what people who read removals found, a line an answer, beside the decisions.

    {"document": "a.txt", "rule": "de.ad-label", "text": "Anzeige", "before": "…", "after": "…", "verdict": "right", "revision": "…"}

`text` is what went, `before` and `after` up to 40 code points of source text
around it; `revision` is the one that was being read.  The last line about a
passage holds.  A review of a sample counts for the passage, whatever revision
it was drawn in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from curate.decisions.anchors import context
from curate.errors import UsageError
from curate.files import write_atomically
from curate.ledger.edits import Edit
from curate.store.lock import recording

NAME = "reviews.jsonl"
VERDICTS = ("right", "wrong")


@dataclass(frozen=True, slots=True)
class Passage:
    """A removal as people know it: by what went and what stood around it, not by its offset."""

    document: str
    rule: str
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """The answers so far: the verdict on each passage, and the revisions of which samples were read."""

    verdicts: Mapping[Passage, str]
    revisions: frozenset[str]


def passage(document: str, source: str, edit: Edit) -> Passage:
    """Return how a removal is known."""
    return Passage(document, edit.rule, edit.before, *context(source, edit.start, edit.end))


def read(project: Path) -> Reviews:
    """Return the answers given in a project; raise UsageError naming the line that is wrong."""
    verdicts, revisions = {}, set()
    for number, line in enumerate(_text(project).split("\n"), 1):  # a passage may hold other ends of lines
        if line.strip():
            found, verdict, revision = _parsed(line, f"{NAME}, line {number}")
            verdicts[found] = verdict
            revisions.add(revision)
    return Reviews(verdicts, frozenset(revisions))


def append(project: Path, about: Passage, verdict: str, revision: str) -> None:
    """Add an answer; the file is written whole or not at all."""
    with recording(project):
        text = _text(project)
        gap = "" if not text or text.endswith("\n") else "\n"
        line = json.dumps({**asdict(about), "verdict": verdict, "revision": revision}, ensure_ascii=False)
        write_atomically(project / NAME, f"{text}{gap}{line}\n".encode())


def forget(project: Path, gone: Callable[[str], bool]) -> None:
    """Take out the answers about documents that are `gone`."""
    with recording(project):
        text = _text(project)
        kept = [line for line in text.split("\n") if not line.strip() or not gone(_parsed(line, NAME)[0].document)]
        if (left := "\n".join(kept)) != text:
            write_atomically(project / NAME, left.encode())


def _parsed(line: str, where: str) -> tuple[Passage, str, str]:
    try:
        table = json.loads(line)
        said = {field.name: table[field.name] for field in fields(Passage)}
        verdict, revision = table["verdict"], table.get("revision", "")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"{where}: not an answer ({error}); mend the line, or take it out") from None
    if not all(isinstance(value, str) for value in (*said.values(), revision)):
        raise UsageError(f"{where}: not an answer (a value is no text); mend the line, or take it out")
    if verdict not in VERDICTS:
        raise UsageError(f"{where}: verdict {verdict!r} is none of {', '.join(VERDICTS)}")
    return Passage(**said), verdict, revision


def _text(project: Path) -> str:
    path = project / NAME
    try:
        return path.read_bytes().decode("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{NAME}: cannot be read: {error}; it must be UTF-8 text") from None
