"""The head and the tail of a text: where a rule with `where = "head"` or `"tail"` may apply."""

from __future__ import annotations

from collections.abc import Sequence

from curate.text.words import is_running_text

_SHORT_HEAD = 3  # passages in the head of a text without running text


class Zones:
    """The head ends at the second passage of running text, or at the only one; the tail begins after the last."""

    def __init__(self, passages: Sequence[str]) -> None:
        running = [index for index, passage in enumerate(passages) if is_running_text(passage)]
        self._head_end = running[min(1, len(running) - 1)] if running else min(_SHORT_HEAD, len(passages))
        self._last_running = running[-1] if running else -1

    def allows(self, where: str, index: int) -> bool:
        """May a rule with this `where` apply to the passage at this index?"""
        if where == "head":
            return index < self._head_end
        if where == "tail":
            return index > self._last_running
        return True
