"""What a part found: a table, and a line about each thing that must not be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """`head` names the columns; `bad` is empty if all is as promised."""

    head: Sequence[str]
    rows: list[Sequence[object]] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Return the table in Markdown, with a sum of its numbers."""
        columns = list(zip(*self.rows, strict=True))[1:]
        total = ["all", *(sum(c) if all(isinstance(v, int) for v in c) else "" for c in columns)]  # type: ignore[arg-type]
        lines = [self.head, ["---"] * len(self.head), *self.rows, total]
        return "\n".join(f"| {' | '.join(f'{v:,}' if isinstance(v, int) else str(v) for v in line)} |" for line in lines)


Part = Callable[[int, float], Table]  # of a seed of randomness, and the share of what can be tried
