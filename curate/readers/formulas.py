"""Formulas of a page: of the several forms that one carries, its source in TeX stays.

A formula is there as MathML, as a picture with its source as the alternative text, as a script that draws it, often twice.  The text
of its MathML alone says something else than the formula: c = √(gh) reads "c=gh".
"""

from __future__ import annotations

import re
from typing import Any

from curate.readers.elements import is_hidden

FORMULA_TAGS = frozenset(("math", "img", "script"))
_TEX = "application/x-tex"
_PICTURE = re.compile(r"(?:^|[\s_-])(?:math|tex|latex|katex|equation|formula)(?:$|[\s_-])", re.I)  # in a class
_DISPLAY = re.compile(r"\{?\\(?:display|text|script)style\b\s*")


def read_formula(tag: str, element: Any) -> str:
    """Return the TeX of an element that is a formula, empty if it is none, says no TeX, or repeats the one before it."""
    if tag == "math":
        annotation = next((one for one in element.iter("annotation") if one.get("encoding") == _TEX), None)
        return tidy_tex(element.get("alttext") or (annotation is not None and annotation.text) or "")
    if tag == "script":
        is_tex = (element.get("type") or "").partition(";")[0].strip() == "math/tex"
        return tidy_tex(element.text or "") if is_tex and not _is_drawn(element.getprevious()) else ""
    names, source = element.get("class"), element.get("alt")
    is_picture = bool(names and source and _PICTURE.search(names))
    return tidy_tex(source) if is_picture and not _is_drawn(element.getprevious()) else ""


def tidy_tex(source: str) -> str:
    """Return TeX as one line, without what says how large it is drawn.

    >>> tidy_tex("{\\\\displaystyle c={\\\\sqrt {gh}}}")
    'c={\\\\sqrt {gh}}'
    """
    source = " ".join(source.split())
    without = _DISPLAY.sub("", source, count=1)
    is_wrapped = source.startswith("{\\") and without != source
    return without.removesuffix("}").rstrip() if is_wrapped else without


def _is_drawn(before: Any) -> bool:
    """Does the element before a formula show the same one?"""
    if before is None or not isinstance(before.tag, str):
        return False
    is_formula = (
        _PICTURE.search(before.get("class") or "") or "MathJax" in (before.get("class") or "") or before.find(".//math") is not None
    )
    return bool(is_formula and "".join(before.itertext()).strip() and not is_hidden(before.tag, before, before.keys()))
