"""Text in a line that would say something else if it were only strung together: raised digits, readings, spans side by side."""

from __future__ import annotations

import re
from typing import Any

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_RAISABLE = re.compile(r"\s*[+−-]?\d[\d+−=()-]*(?:[,;–]?\s?\d+)*\s*")
_FRACTION_BARS = ("/", "⁄")
_BOXES = frozenset(("div", "li", "td", "th", "header", "footer", "section", "dd", "dt", "figcaption", "aside"))
_SPANS = frozenset(("span", "time", "small"))
_LEAST = 2  # characters on either side of a seam: single ones are letters of a word drawn one by one


def raise_digits(text: str, behind: str = "") -> str:
    """Return the text of a superscript with raised digits if it is a number, or some, and unchanged if it is anything else.

    `behind` is the text after it: the numerator of a fraction stays as it is.

    >>> raise_digits("5"), raise_digits("1, 2"), raise_digits("-3"), raise_digits("st"), raise_digits("[4]"), raise_digits("1", "/")
    ('⁵', '¹, ²', '⁻³', 'st', '[4]', '1')
    """
    if behind.startswith(_FRACTION_BARS) or not _RAISABLE.fullmatch(text):
        return text
    return text.translate(_RAISED)


def needs_brackets(reading: Any) -> bool:
    """Is this <rt> the reading of characters, without brackets of its own (<rp>) to set it off?"""
    ruby = reading.getparent()
    return ruby is not None and ruby.find("rp") is None and bool("".join(reading.itertext()).strip())


def is_seam(element: Any, before: str) -> bool:
    """Does this <span> begin right behind another one, as a word of its own?

    `before` is the text that the line ends with.  In a box that holds nothing but spans, two of them side by side are two
    statements ("5 March 2023", "Ada Berg"); in a paragraph they may be parts of a word.
    """
    earlier, box = element.getprevious(), element.getparent()
    if earlier is None or earlier.tail or earlier.tag not in _SPANS or box.tag not in _BOXES or (box.text or "").strip():
        return False
    text = next((one for one in element.itertext() if one.strip()), "")
    wide = len(before) >= _LEAST and len(text.strip()) >= _LEAST
    return wide and before[-1].isalnum() and text[0].isalnum()
