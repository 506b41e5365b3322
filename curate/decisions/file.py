"""`decisions.toml`: read by any TOML reader, written so that what stands there by hand stays.

New decisions are appended; taking one back cuts its table out and leaves every
other line, comments included.
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
from curate.store.lock import recording

NAME = "decisions.toml"
_KEYS = tuple(field.name for field in fields(Decision))
_HEADER = re.compile(r"[ \t]*\[")
_MINE = re.compile(r"[ \t]*\[\[[ \t]*decision[ \t]*\]\]")


def read(project: Path) -> tuple[Decision, ...]:
    """Return the decisions of a project in the order of the file, none if it has no file.

    Raises UsageError naming the entry and the key that is wrong.
    """
    return parse(_text(project))


def append(project: Path, new: Iterable[Decision]) -> list[Decision]:
    """Add decisions that the file does not hold yet, and return them."""
    with recording(project):
        text = _text(project)
        known = {_anchored(one) for one in parse(text)}
        added = [one for one in dict.fromkeys(new) if _anchored(one) not in known]
        if added:
            gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
            _write(project, text + gap + "\n".join(map(dump, added)))
        return added


def forget(project: Path, number: int) -> Decision:
    """Take the decision with this number (1 is the first) out of the file, and return it."""
    with recording(project):
        text = _text(project)
        known = parse(text)
        if not 1 <= number <= len(known):
            raise UsageError(f"{NAME}: there is no decision {number}; `curate decisions` lists all {len(known)}")
        left = _without(text, number)
        if not _is_whole(left) or parse(left) != (*known[: number - 1], *known[number:]):
            raise UsageError(f"{NAME}: decision {number} cannot be told from what stands around it; take it out by hand")
        _write(project, left)
        return known[number - 1]


def forget_all(project: Path, gone: Callable[[Decision], bool]) -> int:
    """Take all decisions that are `gone` out of the file, and return how many; where one cannot be told, comments go with it."""
    with recording(project):
        text = _text(project)
        known = parse(text)
        numbers = [number for number, one in enumerate(known, 1) if gone(one)]
        left = [one for one in known if not gone(one)]
        for number in reversed(numbers):
            text = _without(text, number)
        if not _is_whole(text) or list(parse(text)) != left:
            text = "\n".join(map(dump, left))
        if numbers:
            _write(project, text)
        return len(numbers)


def dump(decision: Decision) -> str:
    """Return the decision as a TOML table, without the keys that say nothing."""
    values = ((key, getattr(decision, key)) for key in _KEYS)
    return "[[decision]]\n" + "".join(f"{key} = {_quoted(value)}\n" for key, value in values if value)


def parse(text: str) -> tuple[Decision, ...]:
    """Return the decisions written in `text`; raise UsageError naming the entry and the key that is wrong."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{NAME}: not TOML: {error}") from None
    if unknown := sorted(set(tables) - {"decision"}):
        raise UsageError(f"{NAME}: unknown key {unknown[0]!r}; the file holds [[decision]] tables only")
    entries = tables.get("decision", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise UsageError(f"{NAME}: a decision is a table under [[decision]], with two brackets")
    return tuple(_decision(number, one) for number, one in enumerate(entries, 1))


def _decision(number: int, table: dict[str, Any]) -> Decision:
    where = f"{NAME}: decision {number}"
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


def _headers(lines: Sequence[str]) -> list[int]:
    """Return which lines begin a table; not those that only look so, in a text of several lines."""
    looks = [index for index, line in enumerate(lines) if _HEADER.match(line)]
    if len(looks) == len(parse("".join(lines))):
        return looks
    return [index for index in looks if _is_whole("".join(lines[:index]))]


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _without(text: str, number: int) -> str:
    """Return the text without its table of this number; blank lines and comments before the next table stay."""
    lines = text.splitlines(keepends=True)
    headers = _headers(lines)
    start = [index for index in headers if _MINE.match(lines[index])][number - 1]
    end = next((index for index in headers if index > start), len(lines))
    while not lines[end - 1].partition("#")[0].strip():
        end -= 1
    if end < len(lines) and not lines[end].strip():  # the blank line that set it apart
        end += 1
    elif end == len(lines) and start and not lines[start - 1].strip():
        start -= 1
    return "".join(lines[:start] + lines[end:])


def _anchored(decision: Decision) -> tuple[str, ...]:
    return tuple(getattr(decision, key) for key in _KEYS if key != "note")


def _quoted(text: str) -> str:
    """Return the text as a TOML string on one line, with what cannot be seen as escapes."""
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(short.get(c) or (c if c.isprintable() else _escaped(c)) for c in text) + '"'


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


def _text(project: Path) -> str:
    path = project / NAME
    try:
        return path.read_bytes().decode("utf-8").replace("\r\n", "\n") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{NAME}: cannot be read: {error}; it must be UTF-8 text") from None


def _write(project: Path, text: str) -> None:
    write_atomically(project / NAME, text.encode("utf-8"))
