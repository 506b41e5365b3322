"""Ledgers as JSON Lines: one edit per line, in the order of the source text.

    {"document": "a.txt", "start": 0, "end": 8, "before": "Anzeige\\n", "after": "", "rule": "de.ad-marker", ...}

`start` and `end` count Unicode code points of the document's source text.
Keys with a default value (no reason, confidence 1, nothing absorbed) are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from curate.errors import DamageError
from curate.ledger.edits import Edit, EditError

_KEYS = {"document", "start", "end", "before", "after", "rule", "reason", "confidence", "via"}


def dump_ledger(document: str, edits: Iterable[Edit]) -> bytes:
    """Return the ledger of one document as JSON Lines in UTF-8; equal edits give equal bytes."""
    lines = (json.dumps({"document": document, **edit_to_json(edit)}, ensure_ascii=False) + "\n" for edit in edits)
    return "".join(lines).encode("utf-8")


def load_ledgers(data: bytes, where: str) -> dict[str, tuple[Edit, ...]]:
    """Return the edits of each document in `data`; raise DamageError naming file and line if a line is no edit."""
    return dict(iter_ledgers(data.splitlines(keepends=True), where))


def iter_ledgers(lines: Iterable[bytes], where: str) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """Yield (document, edits) for each document that has edits; raise DamageError naming file and line if a line is no edit."""
    edits: list[Edit] = []
    document = ""
    for number, line in enumerate(lines, 1):
        try:
            table = json.loads(line.decode("utf-8"))  # strict, where json.loads would let lone surrogates pass
            if edits and table["document"] != document:
                yield document, tuple(edits)
                edits = []
            document = table["document"]
            edits.append(edit_from_json(table))
        except (ValueError, KeyError, TypeError, EditError, RecursionError) as error:
            raise DamageError(f"{where}, line {number}: not an edit ({error}); try `curate repair`") from None
    if edits:
        yield document, tuple(edits)


def edit_to_json(edit: Edit) -> dict[str, Any]:
    """Return the edit as a dict of plain values."""
    table: dict[str, Any] = {"start": edit.start, "end": edit.end, "before": edit.before, "after": edit.after, "rule": edit.rule}
    if edit.reason:
        table["reason"] = edit.reason
    if edit.confidence != 1.0:
        table["confidence"] = edit.confidence
    if edit.via:
        table["via"] = [edit_to_json(absorbed) for absorbed in edit.via]
    return table


def edit_from_json(table: dict[str, Any]) -> Edit:
    """Return the edit that `edit_to_json` wrote; raise KeyError, TypeError or EditError if the table is no edit."""
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
        via=tuple(edit_from_json(absorbed) for absorbed in table.get("via", ())),
    )
