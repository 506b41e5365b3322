"""The progress bar of a run: its rate, the time left, and the share of text removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from curate.pipeline.progress import Step


def show_progress(results: Iterable[Any], title: str, total: int, step_of: Callable[[Any], Step]) -> Iterator[Any]:
    """Yield the results as they come, and show a bar on stderr until all are there.

    `step_of` tells how far each result brings the run; all steps add up to `total`.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeRemainingColumn(),
    )
    done = documents = characters = left = 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=total, counts="")
        for result in results:
            step = step_of(result)
            done, documents = done + step.done, documents + step.documents
            characters, left = characters + step.characters, left + step.left
            seconds = progress.tasks[0].elapsed or 0
            progress.update(task, completed=done, counts=_format_counts(documents, seconds, characters, left))
            yield result


def _format_counts(documents: int, seconds: float, characters: int, left: int) -> str:
    """Return the counts in words.

    >>> _format_counts(1200, 60, 1000, 870)
    '1,200 documents, 20 a second, 13.0% removed'
    """
    if not documents:
        return ""
    rate = f", {documents / seconds:,.0f} a second" if seconds > 1 else ""
    return f"{documents:,} documents{rate}" + (f", {(characters - left) / characters:.1%} removed" if characters else "")
