"""What a hostile input is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

CLEANED, QUARANTINED, EITHER = "cleaned", "quarantined", ""  # what must become of it; EITHER: one of the two

Made = bytes | Iterable[bytes]
Table = dict[str, tuple[str, Callable[[int], Made]]]  # a seed's name -> what must become of it, and how it is made for a size

SENTENCE = "The rain fell on the harbour all that night, and in the morning the boats were gone from the quay."


@dataclass(frozen=True, slots=True)
class Hostile:
    """An input: the seed's name, how it is made for a size, and the state it must end in."""

    name: str
    make: Callable[[int], Made]
    state: str

    def write(self, folder: Path, n: int) -> Path:
        """Write it below a folder of seeds, in a stream where it is a large one."""
        path = folder / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        made = self.make(n)
        with path.open("wb") as file:
            for block in (made,) if isinstance(made, bytes) else made:
                file.write(block)
        return path


def page(body: str, head: str = "") -> bytes:
    """Return a page of HTML."""
    return f"<!doctype html><html><head><title>A page</title>{head}</head><body>{body}</body></html>".encode("utf-8", "surrogatepass")


def filled(block: bytes, size: int) -> Iterable[bytes]:
    """Yield `size` bytes of a block said again and again, a megabyte at a time."""
    piece = block * max(1, (1 << 20) // len(block))
    while size > 0:
        yield piece[:size]
        size -= len(piece)
