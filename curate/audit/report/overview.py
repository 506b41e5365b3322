"""The first section of a report: the totals in a sentence, four plots, and what a person should look at."""

from __future__ import annotations

from html import escape

from curate.audit.highlights import FIRST_KINDS
from curate.audit.report.collector import ReportContent
from curate.audit.report.controls import escape_controls
from curate.audit.report.counts import SHARE_BINS, CappedList, ReportCounts
from curate.audit.report.plots import Bar, draw_bars, draw_histogram, draw_lengths
from curate.audit.totals import CONFIDENCE_BANDS, sum_by_facet

_MAX_BARS = 10  # in a plot


def render_overview(content: ReportContent) -> str:
    """Return the section as HTML."""
    counts = content.counts
    lengths = draw_lengths("Length before and after", counts.lengths)
    plots = (_plot_facet(counts, "category"), _plot_facet(counts, "rule"), _plot_documents(content), lengths)
    first = "".join(_list_highlights(kind, counts.highlights[kind]) for kind in FIRST_KINDS if kind in counts.highlights)
    rest = "".join(_list_highlights(kind, lines) for kind, lines in sorted(counts.highlights.items()) if kind not in FIRST_KINDS)
    return f'<p class="lead">{_describe_totals(counts)}</p>\n{first}<div class="plots">{"".join(plots)}</div>\n{rest}'


def _describe_totals(counts: ReportCounts) -> str:
    characters, by_facet = counts.characters, sum_by_facet(counts.totals)
    doubtful = by_facet["confidence"].get(CONFIDENCE_BANDS[0][1], {"passages": 0})["passages"]
    passages = sum(amount.passages for amount in counts.totals.values())
    share = format_share(characters.removed, characters.source)
    return (
        f"Of <b>{characters.source:,}</b> characters of source text "
        f"in <b>{counts.documents:,}</b> {_pluralise(counts.documents, 'document')}, "
        f"<b>{characters.removed:,}</b> ({share}) were removed and <b>{characters.replaced:,}</b> replaced "
        f"by {characters.written:,} others; <b>{characters.kept:,}</b> stayed as they were. "
        f"<b>{doubtful:,}</b> of {passages:,} changes are doubtful."
    )


def _plot_facet(counts: ReportCounts, facet: str) -> str:
    """Return a plot of the characters changed, by category or by rule."""
    source = max(1, counts.characters.source)
    rows = [
        Bar(name, sums["characters"] / source, _format_amount(sums["characters"], counts), f"c-{name}" if facet == "category" else "")
        for name, sums in _largest(counts, facet)
    ]
    return draw_bars(f"Characters changed, by {facet}", rows)


def _largest(counts: ReportCounts, facet: str) -> list[tuple[str, dict[str, int]]]:
    """Return the values of a facet with most characters, and their sums."""
    sums: dict[str, dict[str, int]] = sum_by_facet(counts.totals)[facet]
    return sorted(sums.items(), key=lambda item: (-item[1]["characters"], item[0]))[:_MAX_BARS]


def _plot_documents(content: ReportContent) -> str:
    """Return a plot of the share removed: of each document, or, if there are many, a histogram."""
    title = "Share removed of each document"
    if content.counts.documents > _MAX_BARS:
        return draw_histogram(f"{title}: how many documents", content.counts.shares, SHARE_BINS)
    rows = []
    for one in content.summaries:
        removed, source = one.characters.removed, one.characters.source
        rows.append(Bar(one.id, removed / max(1, source), format_share(removed, source)))
    return draw_bars(title, sorted(rows, key=lambda row: (-row.share, row.name)))


def _format_amount(characters: int, counts: ReportCounts) -> str:
    return f"{format_share(characters, counts.characters.source)} · {characters:,}"


def _list_highlights(kind: str, lines: CappedList) -> str:
    shown = [line for _, line in lines.first]
    if lines.count > len(shown):
        shown.append(f"… and {lines.count - len(lines.first):,} more; cleaned/metadata and quarantine.jsonl have them all")
    items = "".join(f"<li>{escape(escape_controls(line))}</li>" for line in shown)
    is_open, name = " open" if kind in FIRST_KINDS else "", kind if lines.count > 1 else _singular(kind)
    return f"<details{is_open}><summary>{lines.count:,} {name}</summary><ul>{items}</ul></details>\n"


def _singular(kind: str) -> str:
    """Return the name of a kind of which there is one document.

    >>> _singular("documents that lost most of their text"), _singular("in quarantine")
    ('document that lost most of its text', 'in quarantine')
    """
    return kind.replace("their", "its").replace("documents that stand", "document that stands").replace("documents", "document")


def format_share(part: int, whole: int) -> str:
    """Return a part of a whole as a percentage.

    >>> format_share(1, 8)
    '12.5 %'
    """
    return f"{100 * part / max(1, whole):.1f} %"


def _pluralise(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
