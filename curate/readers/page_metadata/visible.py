"""Author and date where a page only shows them: short lines whose elements are named after what they hold.

Asked when the page's data about itself says nothing.  Wrong where a page names
the author of something else first; the place nearest the main heading wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple


class Shown(NamedTuple):
    """A line of the page: its text, the labels of the elements around it from the outside in, and whether it is a main heading."""

    text: str
    path: tuple[str, ...]
    heading: bool


_MONTHS = (
    "jan janu[aá]r j[aä]nner january janvier enero gennaio januari", "feb febr febru[aá]r february février febrero febbraio feber februari",
    "mar mär märz march mars marzo maart mrz", "apr april avril abril aprile", "mai may mayo maggio mei maj",
    "jun juni june juin junio giugno", "jul juli july juillet julio luglio", "aug august août agosto augustus",
    "sep sept september septembre septiembre settembre", "oct okt oktober october octobre octubre ottobre",
    "nov november novembre noviembre", "dec dez dezember december décembre diciembre dicembre",
)  # fmt: skip
_MONTH: dict[str, int] = {}
for _number, _names in enumerate(_MONTHS, start=1):
    _MONTH |= dict.fromkeys(_names.replace("u[aá]r", "uar").replace("j[aä]", "jä").split(), _number)
_NAME = r"([A-Za-zäéûôÀ-ÿ]{3,11})"
_DAYS = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d\d?)[-/](\d\d?)(?!\d)"), (1, 2, 3)),
    (re.compile(r"(?<!\d)(\d\d?)\.\s?(\d\d?)\.\s?((?:19|20)?\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(rf"(?<!\d)(\d\d?)(?:\.|st|nd|rd|th|er|º)?,?\s+(?:de\s+)?{_NAME}\.?,?\s+(?:de\s+)?((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
    (re.compile(rf"\b{_NAME}\.?\s+(\d\d?)(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)"), (3, 1, 2)),
    (re.compile(r"(?<!\d)(\d\d?)/(\d\d?)/((?:19|20)\d\d)(?!\d)"), (3, 2, 1)),
)
_DATED = re.compile(
    r"(?<![a-z])(?:date|datum|time|posted|published|publi|pub|meta|byline|info|authored|created|stand|details)(?![a-rt-z])", re.I
)
_AUTHORED = re.compile(r"(?<![a-z])(?:authors?|bylines?|autor(?:in|en)?|writers?|verfasser|fn|auteur)(?![a-z])", re.I)
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:comments?|kommentare?|related|sidebar|footer|nav|menu|aside|teasers?|recent|popular|widget|archive|similar|list)(?![a-z])",
    re.I,
)
_LEAD = re.compile(
    r"^(?:geschrieben |veröffentlicht |written |posted |published |ein beitrag )?\s*"
    r"(?:von|by|par|por|autor(?:in)?|author|di|av|über)\b[:\s]+",
    re.I,
)
_END = re.compile(
    r"(?<!\s)\s*(?:[|•·(/–]|\d|\s-\s|\b(?:am|on|vor|Stand|Follow|Folgen|Veröffentlicht|Published|Updated|Contributor)\b)", re.I
)
_NOBODY = re.compile(
    r"\b(?:archiv\w*|posts?|artikel|beiträge|kommentare?|comments?|alle|all|about|über|more|mehr|share|teilen)\b|[:@]", re.I
)
_NEAR = 30  # lines from the main heading
_SHORT, _NAME_WORDS = 120, 5


def shown_day(lines: Sequence[Shown]) -> str:
    """Return the day of a short line near the main heading, best one whose element is named after dates."""
    near = [one for one in _near(lines, _DATED) if len(one[2].text) <= _SHORT]
    found = [(score, -place, day) for place, score, line in near for day in _days(line.text)]
    return max(found)[2] if found else ""


def shown_author(lines: Sequence[Shown]) -> str:
    """Return the name in a short line whose element is named after authors, or that begins with "by"."""
    found = []
    for place, score, line in _near(lines, _AUTHORED):
        text = line.text.strip()
        name = _LEAD.sub("", text)
        if (score >= 2 or (name != text and len(text) <= 60)) and (name := _person(name)):
            found.append((score, -place, name))
    return max(found)[2] if found else ""


def _near(lines: Sequence[Shown], named: re.Pattern[str]) -> Iterator[tuple[int, int, Shown]]:
    main = next((place for place, line in enumerate(lines) if line.heading), 0)
    for place, line in enumerate(lines):
        far = abs(place - main) > _NEAR
        inner = " ".join(line.path[-4:])
        if _ELSEWHERE.search(" ".join(line.path[1:])):
            continue
        score = 2 * bool(named.search(inner)) + (not far)
        if score:
            yield abs(place - main), score, line


def _days(text: str) -> Iterator[str]:
    for pattern, order in _DAYS:
        if found := pattern.search(text):
            parts = [found.group(place) for place in order]
            month = _MONTH.get(parts[1].lower(), 0) if not parts[1].isdigit() else int(parts[1])
            year = int(parts[0]) if len(parts[0]) == 4 else 2000 + int(parts[0])
            if "/" in found.group() and len(parts[1]) < 4 and order == (3, 2, 1) and 12 >= int(parts[2]) != month:
                continue  # 3/4/2019 has two readings
            try:
                day = date(year, month, int(parts[2]))
            except ValueError:
                continue
            if 1995 <= day.year <= 2035:
                yield day.isoformat()
                return


def _person(text: str) -> str:
    """Return the text as a name, cut where the name ends; nothing where it looks like none.

    >>> _person("Jane Roe | 3 May 2021"), _person("published"), _person("Inga Hoeltmann Follow")
    ('Jane Roe', '', 'Inga Hoeltmann')
    """
    text = _END.split(text.strip(" :|-–"))[0].strip(" ,:")
    return text if len(text) >= 2 and text[0].isalpha() and len(text.split()) <= _NAME_WORDS and not _NOBODY.search(text) else ""
