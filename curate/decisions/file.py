"""`decisions.toml`: readable by any TOML reader, and written so that manual changes to it stay.

A new decision is appended.  Deleting one removes its table and leaves all other lines, comments included.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from curate.decisions import ACTIONS, Decision
from curate.errors import UsageError
from curate.files import write_atomically
from curate.store.lock import lock_records

DECISIONS_FILE = "decisions.toml"
_KEYS = tuple(field.name for field in fields(Decision))
_TABLE_HEADER = re.compile(r"[ \t]*\[")
_DECISION_HEADER = re.compile(r"[ \t]*\[\[[ \t]*decision[ \t]*\]\]")


def load_decisions(project: Path) -> tuple[Decision, ...]:
    """Return the decisions of a project in the order of the file, none if there is no file.

    Raises UsageError naming the entry and the key that is wrong.
    """
    return parse_decisions(_read_file(project))


def append_decisions(project: Path, new: Iterable[Decision]) -> list[Decision]:
    """Append the decisions that are not in the file yet, and return those; one that differs only in its note is not new."""
    with lock_records(project):
        text = _read_file(project)
        known = {_identity(one) for one in parse_decisions(text)}
        added = [one for one in dict.fromkeys(new) if _identity(one) not in known]
        if added:
            gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
            _write_file(project, text + gap + "\n".join(map(format_decision, added)))
        return added


def delete_decision(project: Path, number: int) -> Decision:
    """Delete the decision with this number (1 is the first) from the file, and return it.

    Raises UsageError if there is no such number, or if the table cannot be cut out without changing others.
    """
    with lock_records(project):
        text = _read_file(project)
        decisions = parse_decisions(text)
        if not 1 <= number <= len(decisions):
            raise UsageError(f"{DECISIONS_FILE}: there is no decision {number}; `curate decisions` lists all {len(decisions)}")
        remaining = _cut_table(text, number)
        if not _is_toml(remaining) or parse_decisions(remaining) != (*decisions[: number - 1], *decisions[number:]):
            raise UsageError(f"{DECISIONS_FILE}: decision {number} cannot be told from what stands around it; take it out by hand")
        _write_file(project, remaining)
        return decisions[number - 1]


def delete_decisions(project: Path, is_deleted: Callable[[Decision], bool]) -> int:
    """Delete all decisions for which `is_deleted` is true, and return how many.

    If their tables cannot be cut out, the file is written anew, without its comments.
    """
    with lock_records(project):
        text = _read_file(project)
        decisions = parse_decisions(text)
        numbers = [number for number, one in enumerate(decisions, 1) if is_deleted(one)]
        remaining = [one for one in decisions if not is_deleted(one)]
        for number in reversed(numbers):
            text = _cut_table(text, number)
        if not _is_toml(text) or list(parse_decisions(text)) != remaining:
            text = "\n".join(map(format_decision, remaining))
        if numbers:
            _write_file(project, text)
        return len(numbers)


def format_decision(decision: Decision) -> str:
    """Return the decision as a TOML table, without empty keys."""
    values = ((key, getattr(decision, key)) for key in _KEYS)
    return "[[decision]]\n" + "".join(f"{key} = {_quote(value)}\n" for key, value in values if value)


def parse_decisions(text: str) -> tuple[Decision, ...]:
    """Return the decisions written in `text`; raise UsageError naming the entry and the key that is wrong."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{DECISIONS_FILE}: not TOML: {error}") from None
    if unknown := sorted(set(tables) - {"decision"}):
        raise UsageError(f"{DECISIONS_FILE}: unknown key {unknown[0]!r}; the file holds [[decision]] tables only")
    entries = tables.get("decision", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise UsageError(f"{DECISIONS_FILE}: a decision is a table under [[decision]], with two brackets")
    return tuple(_parse_entry(number, one) for number, one in enumerate(entries, 1))


def _parse_entry(number: int, table: dict[str, Any]) -> Decision:
    where = f"{DECISIONS_FILE}: decision {number}"
    if unknown := sorted(set(table) - set(_KEYS)):
        raise UsageError(f"{where}: unknown key {unknown[0]!r}; a decision has {', '.join(_KEYS)}")
    if missing := [key for key in ("action", "document", "text") if not table.get(key)]:
        raise UsageError(f"{where}: {missing[0]} is missing")
    for key, value in table.items():
        if not isinstance(value, str):
            raise UsageError(f"{where}: {key} = {value!r} must be text in quotation marks")
    if table["action"] not in ACTIONS:
        raise UsageError(f"{where}: action = {table['action']!r} is none of {', '.join(ACTIONS)}")
    if table["action"] == "drop" and table.get("rule"):
        raise UsageError(f"{where}: a drop has no rule; remove that line")
    return Decision(**table)


def _find_headers(lines: Sequence[str]) -> list[int]:
    """Return the indexes of the lines that begin a table, without lines inside a multi-line string that look like one."""
    candidates = [index for index, line in enumerate(lines) if _TABLE_HEADER.match(line)]
    if len(candidates) == len(parse_decisions("".join(lines))):
        return candidates
    return [index for index in candidates if _is_toml("".join(lines[:index]))]


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _cut_table(text: str, number: int) -> str:
    """Return the text without its table of this number; blank lines and comments before the next table stay."""
    lines = text.splitlines(keepends=True)
    headers = _find_headers(lines)
    start = [index for index in headers if _DECISION_HEADER.match(lines[index])][number - 1]
    end = next((index for index in headers if index > start), len(lines))
    while not lines[end - 1].partition("#")[0].strip():
        end -= 1
    if end < len(lines) and not lines[end].strip():  # the blank line after the table
        end += 1
    elif end == len(lines) and start and not lines[start - 1].strip():
        start -= 1
    return "".join(lines[:start] + lines[end:])


def _identity(decision: Decision) -> tuple[str, ...]:
    """Return the values that tell decisions apart: all but the note."""
    return tuple(getattr(decision, key) for key in _KEYS if key != "note")


def _quote(text: str) -> str:
    """Return the text as a TOML string on one line, with invisible characters as escapes."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(short.get(c) or (c if c.isprintable() else _escape(c)) for c in text) + '"'


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _read_file(project: Path) -> str:
    path = project / DECISIONS_FILE
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{DECISIONS_FILE}: cannot be read: {error}; it must be UTF-8 text") from None


def _write_file(project: Path, text: str) -> None:
    write_atomically(project / DECISIONS_FILE, text.encode("utf-8"))
