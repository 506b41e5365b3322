"""The summary of a report: the figures in a sentence, four plots, and what a person should look at."""

from __future__ import annotations

from html import escape

from curate.audit import counting
from curate.audit.report.collecting import Collected
from curate.audit.report.counts import NAMED, SHARES, Counts, Some
from curate.audit.report.plots import Bar, bars, histogram, lengths
from curate.audit.report.visible import visible

_BARS = 10  # in a plot


def summary(found: Collected) -> str:
    """Return the summary as markup."""
    counts = found.counts
    plots = (_categories(counts), _rules(counts), _documents(found), lengths("Length before and after", counts.lengths))
    lists = "".join(_list(name, some) for name, some in sorted(counts.notable.items()))
    return f'<p class="lead">{_sentence(counts)}</p>\n<div class="plots">{"".join(plots)}</div>\n{lists}'


def _sentence(found: Counts) -> str:
    said, counted = found.characters, counting.facets(found.totals)
    doubtful = counted["confidence"].get(counting.CONFIDENCE[0][1], {"passages": 0})["passages"]
    passages = sum(amount.passages for amount in found.totals.values())
    return (
        f"Of <b>{said.source:,}</b> characters of source text in <b>{found.documents:,}</b> {_plural(found.documents, 'document')}, "
        f"<b>{said.removed:,}</b> ({share(said.removed, said.source)}) were removed and <b>{said.replaced:,}</b> replaced "
        f"by {said.written:,} others; <b>{said.kept:,}</b> stayed as they were. "
        f"<b>{doubtful:,}</b> of {passages:,} changes are doubtful."
    )


def _categories(found: Counts) -> str:
    rows = [
        Bar(name, sums["characters"] / max(1, found.characters.source), _amount(sums["characters"], found), f"c-{name}")
        for name, sums in _most(found, "category")
    ]
    return bars("Characters changed, by category", rows)


def _rules(found: Counts) -> str:
    rows = [
        Bar(name, sums["characters"] / max(1, found.characters.source), _amount(sums["characters"], found))
        for name, sums in _most(found, "rule")
    ]
    return bars("Characters changed, by rule", rows)


def _most(found: Counts, facet: str) -> list[tuple[str, dict[str, int]]]:
    counted: dict[str, dict[str, int]] = counting.facets(found.totals)[facet]
    return sorted(counted.items(), key=lambda item: (-item[1]["characters"], item[0]))[:_BARS]


def _documents(found: Collected) -> str:
    title = "Share removed of each document"
    if found.counts.documents > _BARS:
        return histogram(f"{title}: how many documents", found.counts.shares, SHARES)
    rows = [
        Bar(
            one.id,
            one.characters.removed / max(1, one.characters.source),
            share(one.characters.removed, one.characters.source),
        )
        for one in found.listed
    ]
    return bars(title, sorted(rows, key=lambda row: (-row.share, row.name)))


def _amount(characters: int, found: Counts) -> str:
    return f"{share(characters, found.characters.source)} · {characters:,}"


def _list(name: str, some: Some) -> str:
    more = (
        [f"… and {some.count - len(some.first):,} more; cleaned/metadata and quarantine.jsonl have them all"] if some.count > NAMED else []
    )
    items = "".join(f"<li>{escape(visible(line))}</li>" for line in (*some.first, *more))
    return f"<details><summary>{some.count:,} {name}</summary><ul>{items}</ul></details>\n"


def share(part: int, whole: int) -> str:
    """Return a part of a whole in per cent.

    >>> share(1, 8)
    '12.5 %'
    """
    return f"{100 * part / max(1, whole):.1f} %"


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
