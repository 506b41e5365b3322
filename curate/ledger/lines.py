"""Ledgers as JSON Lines: one edit a line, in the order of the source text.

    {"document": "a.txt", "start": 0, "end": 8, "before": "Anzeige\\n", "after": "", "rule": "de.ad-marker", ...}

`start` and `end` count Unicode code points of the document's source text.
Keys that say nothing (no reason, confidence 1, nothing absorbed) are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from curate.errors import DamageError
from curate.ledger.edits import Edit, EditError

_KEYS = {"document", "start", "end", "before", "after", "rule", "reason", "confidence", "via"}


def dump(document: str, edits: Iterable[Edit]) -> bytes:
    """Return the ledger of one document as JSON Lines in UTF-8; the same edits, the same bytes."""
    lines = (json.dumps({"document": document, **to_json(edit)}, ensure_ascii=False) + "\n" for edit in edits)
    return "".join(lines).encode("utf-8")


def load(data: bytes, where: str) -> dict[str, tuple[Edit, ...]]:
    """Return the ledgers in `data`, by document; raise DamageError naming file and line if one is broken."""
    return dict(read(data.splitlines(keepends=True), where))


def read(lines: Iterable[bytes], where: str) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Yield each document that has edits, with them; raise DamageError naming file and line if one is broken."""
    found: list[Edit] = []
    document = ""
    for number, line in enumerate(lines, 1):
        try:
            table = json.loads(line.decode("utf-8"))  # json itself would let halves of characters pass
            if found and table["document"] != document:
                yield document, tuple(found)
                found = []
            document = table["document"]
            found.append(from_json(table))
        except (ValueError, KeyError, TypeError, EditError, RecursionError) as error:
            raise DamageError(f"{where}, line {number}: not an edit ({error}); try `curate repair`") from None
    if found:
        yield document, tuple(found)


def to_json(edit: Edit) -> dict[str, Any]:
    """Return the edit as plain values."""
    table: dict[str, Any] = {"start": edit.start, "end": edit.end, "before": edit.before, "after": edit.after, "rule": edit.rule}
    if edit.reason:
        table["reason"] = edit.reason
    if edit.confidence != 1.0:
        table["confidence"] = edit.confidence
    if edit.via:
        table["via"] = [to_json(one) for one in edit.via]
    return table


def from_json(table: dict[str, Any]) -> Edit:
    """Return the edit that `to_json` wrote; raise KeyError, TypeError or EditError if it is none."""
    if unknown := set(table) - _KEYS:
        raise KeyError(f"unknown key {min(unknown)}")
    return Edit(
        start=table["start"],
        end=table["end"],
        before=table["before"],
        after=table["after"],
        rule=table["rule"],
        reason=table.get("reason", ""),
        confidence=table.get("confidence", 1.0),
        via=tuple(from_json(one) for one in table.get("via", ())),
    )
