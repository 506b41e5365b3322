"""Print what a command has to say: text, JSON, or a document as it is."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console


def print_result(as_json: bool, values: Any, text: str) -> None:
    """Print the values as JSON, or else the text."""
    print_json(values) if as_json else print(text)


def print_json(values: Any) -> None:
    """Print values as JSON."""
    print(json.dumps(values, ensure_ascii=False, indent=1))


def write_text(text: str) -> None:
    """Write a text to standard output byte for byte, with its own line endings."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def print_warning(message: str) -> None:
    """Print a line to standard error."""
    print(f"curate: {message}", file=sys.stderr)


def new_console() -> Console:
    """Return a console for coloured text; it highlights nothing by itself."""
    from rich.console import Console

    return Console(highlight=False)


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> format_count(1, "document"), format_count(2, "document")
    ('1 document', '2 documents')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def format_first(names: list[str] | tuple[str, ...]) -> str:
    """Return the first of several names, and how many more there are.

    >>> format_first(["a.txt"]), format_first(["a.txt", "b.txt", "c.txt"])
    ('a.txt', 'a.txt and 2 more')
    """
    return f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else names[0]
