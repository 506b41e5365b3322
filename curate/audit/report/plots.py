"""Draw the plots of a report as SVG: bars, a histogram, a scatter plot of lengths.  Equal numbers give equal bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

from curate.audit.report.controls import escape_controls

_WIDTH, _ROW, _LABEL, _VALUE = 350, 22, 154, 92  # pixels
_HEIGHT = 210


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its length from 0 to 1, the label behind it, and the CSS class that colours it."""

    name: str
    share: float
    label: str
    colour: str = ""


def draw_bars(title: str, rows: Sequence[Bar]) -> str:
    """Return a plot of horizontal bars, scaled so that the longest takes the full width."""
    longest = max((row.share for row in rows), default=0) or 1
    room = _WIDTH - _LABEL - _VALUE
    parts = []
    for at, row in zip(count(0, _ROW), rows, strict=False):
        width = max(1.0, round(row.share / longest * room, 1))
        name = f"{_text(_shorten(row.name))}<title>{_text(row.name)}</title>"
        parts.append(
            f'<text class="name" x="{_LABEL - 8}" y="{at + 15}" text-anchor="end">{name}</text>'
            f'<rect class="bar {row.colour}" x="{_LABEL}" y="{at + 4}" width="{width}" height="{_ROW - 8}" rx="2"/>'
            f'<text class="value" x="{_LABEL + width + 6:.1f}" y="{at + 15}">{_text(row.label)}</text>'
        )
    return _figure(title, _ROW * max(1, len(rows)), parts)


def draw_histogram(title: str, shares: Mapping[int, int], bins: int) -> str:
    """Return a plot of how many documents fall into each bin of a share from 0 to 1."""
    most = max(shares.values(), default=1)
    left, bottom, room = 40, _HEIGHT - 30, _HEIGHT - 50
    wide = (_WIDTH - left - 10) / bins
    parts = [f'<line class="axis" x1="{left}" y1="{bottom}" x2="{_WIDTH - 10}" y2="{bottom}"/>']
    for number in range(bins):
        documents = shares.get(number, 0)
        tall = round(documents / most * room, 1)
        label = f"{number * 100 // bins} to {(number + 1) * 100 // bins} %: {documents:,} documents"
        parts.append(
            f'<rect class="bar" x="{left + number * wide + 1:.1f}" y="{bottom - tall:.1f}" width="{wide - 2:.1f}" height="{tall}">'
            f"<title>{label}</title></rect>"
        )
    ticks = ((0, "0 %"), (bins // 2, "50 %"), (bins, "100 %"))
    parts += [f'<text class="tick" x="{left + n * wide:.1f}" y="{bottom + 18}" text-anchor="middle">{label}</text>' for n, label in ticks]
    parts.append(f'<text class="tick" x="{left - 6}" y="{bottom - room + 4}" text-anchor="end">{most:,}</text>')
    return _figure(title, _HEIGHT, parts)


def draw_lengths(title: str, bins: Mapping[tuple[int, int], int]) -> str:
    """Return a scatter plot of documents by length before and after, both in bins: four bins to each doubling."""
    low = min((min(pair) for pair in bins), default=0) // 4 * 4
    high = -(-max((max(pair) for pair in bins), default=4) // 4) * 4 + 1
    left, bottom, room = 56, _HEIGHT - 34, _HEIGHT - 50
    step = min(room, _WIDTH - left - 20) / max(1, high - low)
    across = (_WIDTH - left - 20) / max(1, high - low)
    most = max(bins.values(), default=1)
    parts = [
        f'<line class="axis" x1="{left}" y1="{bottom}" x2="{_WIDTH - 20}" y2="{bottom}"/>'
        f'<line class="axis" x1="{left}" y1="{bottom}" x2="{left}" y2="{bottom - room}"/>'
        f'<line class="equal" x1="{left}" y1="{bottom}" x2="{_WIDTH - 20}" y2="{bottom - room}"><title>nothing removed</title></line>'
    ]
    for (before, after), documents in sorted(bins.items()):
        x, y = left + (before - low) * across, bottom - (after - low) * step
        label = f"about {_format_length(before)} characters before, {_format_length(after)} after: {documents:,} documents"
        radius = round(3 + 6 * (documents / most) ** 0.5, 1) if most > 1 else 4
        parts.append(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="{radius}"><title>{label}</title></circle>')
    for mark in range(low, high, max(4, (high - low) // 4 // 4 * 4)):
        x, y = left + (mark - low) * across, bottom - (mark - low) * step
        parts.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 16}" text-anchor="middle">{_format_length(mark)}</text>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{_format_length(mark)}</text>')
    parts.append(f'<text class="tick" x="{_WIDTH - 20}" y="{bottom + 31}" text-anchor="end">characters before</text>')
    parts.append(f'<text class="tick" x="{left}" y="10">characters after</text>')
    return _figure(title, _HEIGHT, parts)


def _format_length(bin: int) -> str:
    """Return the length, in characters, at the middle of a bin, like 1.2k."""
    characters = 2 ** ((bin - 0.5) / 4)
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if characters >= size:
            return f"{characters / size:.1f}".removesuffix(".0") + unit
    return f"{characters:.0f}"


def _figure(title: str, height: int, parts: Sequence[str]) -> str:
    drawing = f'<svg viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    return f"<figure><figcaption>{escape(title)}</figcaption>{drawing}</figure>"


def _shorten(name: str) -> str:
    return name if len(name) <= 19 else f"{name[:9]}…{name[-8:]}"


def _text(text: str) -> str:
    return escape(escape_controls(text))
