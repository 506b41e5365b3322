"""Find author and date in the visible lines of a page: short lines in elements with labels like `byline` or `date`.

For pages whose metadata lack them.  The line nearest the main heading wins;
wrong if that names the author of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple


class VisibleLine(NamedTuple):
    """A line of the page, the labels of the elements around it (outermost first), and whether it is a main heading."""

    text: str
    path: tuple[str, ...]
    is_heading: bool


_MONTHS = (
    "jan janu[aá]r j[aä]nner january janvier enero gennaio januari", "feb febr febru[aá]r february février febrero febbraio feber februari",
    "mar mär märz march mars marzo maart mrz", "apr april avril abril aprile", "mai may mayo maggio mei maj",
    "jun juni june juin junio giugno", "jul juli july juillet julio luglio", "aug august août agosto augustus",
    "sep sept september septembre septiembre settembre", "oct okt oktober october octobre octubre ottobre",
    "nov november novembre noviembre", "dec dez dezember december décembre diciembre dicembre",
)  # fmt: skip
_MONTH_NUMBERS: dict[str, int] = {}
for _number, _names in enumerate(_MONTHS, start=1):
    _MONTH_NUMBERS |= dict.fromkeys(_names.replace("u[aá]r", "uar").replace("j[aä]", "jä").split(), _number)
_MONTH_NAME = r"([A-Za-zäéûôÀ-ÿ]{3,11})"
_DAY_PATTERNS = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d\d?)[-/](\d\d?)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)?\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(rf"(?<!\d)(\d\d?)(?:\.|st|nd|rd|th|er|º)?,?\s+(?:de\s+)?{_MONTH_NAME}\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(rf"\b{_MONTH_NAME}\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)"), (3, 1, 2)),
    (re.compile(r"(?<!\d)(\d\d?)/(\d\d?)/((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
)
_DATE_LABEL = re.compile(
    r"(?<![a-z])(?:date|datum|time|posted|published|publi|pub|meta|byline|info|authored|created|stand|details)(?![a-rt-z])", re.I
)
_AUTHOR_LABEL = re.compile(r"(?<![a-z])(?:authors?|bylines?|autor(?:in|en)?|writers?|verfasser|auteur)(?![a-z])|\.fn(?![a-z\d:-])", re.I)
OTHER_CONTENT_LABEL = re.compile(
    r"(?<![a-z])(?:comments?|kommentare?|related|sidebar|footer|nav|menu|aside|teasers?|recent|popular|widget|archive|similar|list"
    r"|reviews?|ratings?|rezension(?:en)?|bewertung(?:en)?|replies|reply|disqus|events?|termine?|(?:foot|end)notes?|fu(?:ß|ss)noten?|references"
    r"|commentaires?|comentarios?|commenti?|recommend(?:ed|ations?)?|promo)(?![a-z])|#fn[:\d_-]",
    re.I,
)
_NAME_LEAD = re.compile(
    r"^(?:geschrieben |veröffentlicht |written |posted |published |ein beitrag )?\s*"
    r"(?:von|by|par|por|autor(?:in)?|author|di|av)\b[:\s]+",
    re.I,
)
_NAME_END = re.compile(
    r"(?<!\s)\s*(?:[|•·(/–]|\d|\s-\s|\b(?:am|on|vor|Stand|Follow|Folgen|Veröffentlicht|Published|Updated|Contributor)\b)", re.I
)
_NO_NAME = re.compile(
    r"\b(?:archiv\w*|posts?|artikel|beiträge|kommentare?|comments?|alle|all|about|über|more|mehr|share|teilen)\b|[:@]", re.I
)
_DAY_FIRST = frozenset(
    [
        "fr",
        "es",
        "it",
        "pt",
        "ca",
        "gl",
        "ro",
        "el",
        "tr",
        "id",
        "vi",
        "ar",
        "he",
        "hi",
        "nl",
        "pl",
        "cs",
        "da",
        "no",
        "nb",
        "sv",
        "fi",
        "ru",
        "uk",
        "bg",
        "hr",
        "sr",
    ]
)
_DAY_FIRST_REGIONS = frozenset(["GB", "IE", "AU", "NZ", "IN", "ZA"])  # of English
_TEXT_ELEMENT = re.compile(r"(?:h[1-6]|li)(?![\w-])")
_MAX_DISTANCE = 30  # lines between a line and the main heading
_MAX_DATE_LINE, _MAX_NAME_WORDS = 120, 5


def date_order(language: str) -> str:
    """Return which comes first in 3/4/2019 on a page of this language tag, "day" or "month"; empty if that is open.

    >>> date_order("en-US"), date_order("fr"), date_order("en")
    ('month', 'day', '')
    """
    main, _, region = language.partition("-")
    if main == "en":
        return "month" if region == "US" else "day" if region in _DAY_FIRST_REGIONS else ""
    return "day" if main in _DAY_FIRST else ""


def find_ambiguous_days(lines: Sequence[VisibleLine]) -> list[str]:
    """Return both readings of a day like 3/4/2019 in a short line near the main heading or labelled as a date; else an empty list."""
    short = sorted(
        (-score, distance, line.text) for distance, score, line in _score_lines(lines, _DATE_LABEL) if len(line.text) <= _MAX_DATE_LINE
    )
    for _, _, text in short:
        readings = sorted({day for order in ("day", "month") for day in _iter_days(text, order)})
        if len(readings) > 1:
            return readings
    return []


def find_visible_day(lines: Sequence[VisibleLine], order: str = "") -> str:
    """Return the day in a short line near the main heading, preferably in an element labelled as a date; else an empty string.

    `order` says which comes first in 3/4/2019, "day" or "month"; if it is empty, such a day is none.
    """
    short = [scored for scored in _score_lines(lines, _DATE_LABEL) if len(scored[2].text) <= _MAX_DATE_LINE]
    candidates = [(score, -distance, day) for distance, score, line in short for day in _iter_days(line.text, order)]
    return max(candidates)[2] if candidates else ""


def find_visible_author(lines: Sequence[VisibleLine]) -> str:
    """Return the name in a line of an element labelled as author, or in a short line that begins with "by"; else an empty string."""
    candidates = []
    for distance, score, line in _score_lines(lines, _AUTHOR_LABEL):
        text = line.text.strip()
        name = _NAME_LEAD.sub("", text)
        is_lead = name != text and len(text) <= 60 and name[:1].isupper() and not (line.path and _TEXT_ELEMENT.match(line.path[-1]))
        if (score >= 2 or is_lead) and (name := _parse_name(name)):
            candidates.append((score, -distance, name))
    return max(candidates)[2] if candidates else ""


def _score_lines(lines: Sequence[VisibleLine], label: re.Pattern[str]) -> Iterator[tuple[int, int, VisibleLine]]:
    """Yield (distance from the main heading, score, line) for each line that is near it or has a fitting label.

    The score is 2 for the label and 1 for the nearness.
    """
    heading = next((index for index, line in enumerate(lines) if line.is_heading), 0)
    for index, line in enumerate(lines):
        is_near = abs(index - heading) <= _MAX_DISTANCE
        inner = " ".join(line.path[-4:])
        if OTHER_CONTENT_LABEL.search(" ".join(line.path[1:])):
            continue
        score = 2 * bool(label.search(inner)) + is_near
        if score:
            yield abs(index - heading), score, line


def _iter_days(text: str, slash: str = "") -> Iterator[str]:
    """Yield the day in a text as `2026-11-21`, at most one; `slash` says which comes first in 3/4/2019, "day" or "month"."""
    for pattern, order in _DAY_PATTERNS:
        if match := pattern.search(text):
            parts = [match.group(group) for group in order]
            month = _MONTH_NUMBERS.get(parts[1].lower(), 0) if not parts[1].isdigit() else int(parts[1])
            year = int(parts[0]) if len(parts[0]) == 4 else 2000 + int(parts[0])
            number = int(parts[2])
            if "/" in match.group() and order == (3, 2, 1) and number != month and max(number, month) <= 12 and not slash:
                continue  # 3/4/2019 is ambiguous
            if "/" in match.group() and order == (3, 2, 1) and (slash == "month" or month > 12):
                number, month = month, number
            try:
                day = date(year, month, number)
            except ValueError:
                continue
            if 1995 <= day.year <= 2035:
                yield day.isoformat()
                return


def _parse_name(text: str) -> str:
    """Return the name at the start of a text, or an empty string if it looks like none.

    >>> _parse_name("Jane Roe | 3 May 2021"), _parse_name("published"), _parse_name("Inga Hoeltmann Follow")
    ('Jane Roe', '', 'Inga Hoeltmann')
    """
    text = _NAME_END.split(text.strip(" :|-–"))[0].strip(" ,:")
    return text if len(text) >= 2 and text[0].isalpha() and len(text.split()) <= _MAX_NAME_WORDS and not _NO_NAME.search(text) else ""
