"""How far a run has come: a bar with its rate, the time that is left, and the share that was removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from curate.pipeline.work import Step


def bar(results: Iterable[Any], what: str, total: int, step: Callable[[Any], Step]) -> Iterator[Any]:
    """Yield the results as they come, with a bar on stderr that goes when all are there."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[said]}"),
        TimeRemainingColumn(),
    )
    done = documents = characters = left = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        shown = progress.add_task(what, total=total, said="")
        for result in results:
            one = step(result)
            done, documents = done + one.done, documents + one.documents
            characters, left = characters + one.characters, left + one.left
            seconds = progress.tasks[0].elapsed or 0
            progress.update(shown, completed=done, said=_said(documents, seconds, characters, left))
            yield result


def _said(documents: int, seconds: float, characters: int, left: int) -> str:
    """Return the counts in words.

    >>> _said(1200, 60, 1000, 870)
    '1,200 documents, 20 a second, 13.0% removed'
    """
    if not documents:
        return ""
    rate = f", {documents / seconds:,.0f} a second" if seconds > 1 else ""
    return f"{documents:,} documents{rate}" + (f", {(characters - left) / characters:.1%} removed" if characters else "")
