"""A plot of measured rows as SVG: both axes logarithmic, a line for each series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from pathlib import Path

Point = tuple[float, float]

_WIDTH, _HEIGHT = 640, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 130, 40, 50  # margins
_COLOURS = ("#0b6e4f", "#b3541e", "#1f5fa8", "#6a3d9a")


@dataclass(frozen=True, slots=True)
class Frame:
    """The decades that a plot spans: from 10**left to 10**right, and from 10**low to 10**high."""

    left: int
    right: int
    low: int
    high: int

    @staticmethod
    def around(points: Sequence[Point]) -> Frame:
        across, up = zip(*points, strict=True)
        return Frame(floor(log10(min(across))), ceil(log10(max(across))), floor(log10(min(up))), ceil(log10(max(up))))

    def at(self, x: float, y: float) -> Point:
        """Where a point is drawn."""
        across = (log10(x) - self.left) / (self.right - self.left)
        up = (log10(y) - self.low) / (self.high - self.low)
        return _LEFT + across * (_WIDTH - _LEFT - _RIGHT), _HEIGHT - _BOTTOM - up * (_HEIGHT - _TOP - _BOTTOM)


def plot(path: Path, title: str, axes: tuple[str, str], series: Mapping[str, Sequence[Point]]) -> None:
    """Write a plot; what grows linearly runs beside its dashed line."""
    frame = Frame.around([point for points in series.values() for point in points])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="22" font-size="15">{title}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 10}">{axes[0]}</text>',
        f'<text transform="translate(16 {_HEIGHT - _BOTTOM}) rotate(-90)">{axes[1]}</text>',
        *_grid(frame),
        *(part for one in zip(_COLOURS, series.items(), strict=False) for part in _curve(frame, one[0], *one[1])),
    ]
    path.write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8", newline="\n")


def _grid(frame: Frame) -> Iterator[str]:
    bottom, top, start, stop = 10.0**frame.low, 10.0**frame.high, 10.0**frame.left, 10.0**frame.right
    for decade in (10.0**n for n in range(frame.left, frame.right + 1)):
        yield _line([frame.at(decade, bottom), frame.at(decade, top)], "#ddd")
        yield _label(frame.at(decade, bottom), (0, 18), "middle", f"{decade:,.9g}")
    for decade in (10.0**n for n in range(frame.low, frame.high + 1)):
        yield _line([frame.at(start, decade), frame.at(stop, decade)], "#ddd")
        yield _label(frame.at(start, decade), (-8, 4), "end", f"{decade:,.9g}")
    steps = min(frame.right - frame.left, frame.high - frame.low)
    yield _line([frame.at(start, bottom), frame.at(start * 10**steps, bottom * 10**steps)], "#999", "4 4")


def _curve(frame: Frame, colour: str, name: str, points: Sequence[Point]) -> Iterator[str]:
    drawn = [frame.at(*point) for point in points]
    yield _line(drawn, colour)
    yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in drawn)
    yield _label(drawn[-1], (8, -6), "start", name, colour)


def _label(at: Point, off: Point, anchor: str, text: str, colour: str = "black") -> str:
    return f'<text x="{at[0] + off[0]:.1f}" y="{at[1] + off[1]:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def _line(points: Sequence[Point], colour: str, dashes: str = "") -> str:
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{said}" fill="none" stroke="{colour}" stroke-dasharray="{dashes}"/>'
