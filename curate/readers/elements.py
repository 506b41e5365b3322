"""What the HTML reader knows about elements: which begin a line, which are hidden, and how lines in them are rendered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SKIPPED_TAGS = frozenset(("script", "style"))  # their text is code
LIST_TAGS = frozenset(("ul", "ol", "menu", "dir"))
TIGHT_TAGS = frozenset((*LIST_TAGS, "dl", "select", "datalist"))  # their entries stand on consecutive lines
CELL_TAGS = frozenset(("td", "th"))
BUTTON_INPUT_TYPES = frozenset(("submit", "button", "reset"))  # types of <input> whose value is a visible caption

FALLBACK_TAGS = frozenset(("noscript", "noframes", "noembed", "iframe", "object", "video", "audio", "canvas"))
HIDDEN_TAGS = FALLBACK_TAGS | {"template", "datalist", "title", "desc", "metadata", "annotation", "annotation-xml"}
MAYBE_HIDDEN_TAGS = HIDDEN_TAGS | {"dialog"}  # may be hidden without an attribute
HIDING_ATTRIBUTES = frozenset(("hidden", "aria-hidden", "style"))  # all other elements are hidden only by one of these

# elements that begin and end a line
BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "datalist", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "iframe", "li", "listing", "main", "menu", "nav", "noembed", "noframes", "noscript", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
# elements that begin and end a line unless they stand in a paragraph or a heading
SOFT_BLOCK_TAGS = frozenset(("button", "label", "legend"))
# all other elements are inline; the frequent ones are listed to make looking them up fast
_FREQUENT_INLINE_TAGS = (
    "a", "abbr", "b", "bdi", "big", "br", "cite", "em", "font", "g", "i", "input", "path", "picture", "rect", "s", "small", "span",
    "strong", "sub", "sup", "svg", "time", "title", "u", "use",
)  # fmt: skip
SPECIAL_INLINE_TAGS = frozenset(("br", "input", "a", "sup", "rt", "span", "time"))  # inline elements that change the line
CODE_LINE_TAGS = frozenset(("div", "p", "li", "tr"))  # in code, each is a line
LABEL_TAGS = frozenset(("span", "label"))  # may be meant for screen readers alone
# elements without text that do not change the line; not <wbr> and <source>, into which the parser puts the text behind them
TEXTLESS_TAGS = SKIPPED_TAGS | {"img", "link", "meta", "area", "base", "col", "param"}
NESTING_TAGS = CELL_TAGS | TIGHT_TAGS | {"table", "tr", "li", "blockquote"}  # blocks that decide the mark or the group of a line


INLINE, SOFT, BLOCK = range(3)


class _LineKinds(dict[str, int]):
    """The kind of an element by its tag; a custom element (`x-card`) counts as a soft block."""

    def __missing__(self, tag: str) -> int:
        return SOFT if "-" in tag else INLINE


LINE_KINDS = _LineKinds(
    {**dict.fromkeys(_FREQUENT_INLINE_TAGS, INLINE), **dict.fromkeys(BLOCK_TAGS, BLOCK), **dict.fromkeys(SOFT_BLOCK_TAGS, SOFT)}
)


@dataclass(frozen=True, slots=True, eq=False)
class LineStyle:
    """How lines in an element are rendered, until an inner element changes it.  Compared by identity."""

    role: str = "paragraph"
    mark: str = ""  # stands before the line
    inline: bool = False  # in a paragraph or a heading: controls are part of the line
    tight: bool = False  # no blank line before and after it
    verbatim: bool = False  # white space is kept
    breaks: bool = True  # <br> ends the line


_CODE_STYLE = LineStyle("code", inline=True, verbatim=True)
CONTROL_STYLE = LineStyle("control")
LINE_STYLES: dict[str, LineStyle] = {
    **{f"h{level}": LineStyle("heading", "#" * level + " ", inline=True, breaks=False) for level in range(1, 7)},
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _CODE_STYLE),
    **dict.fromkeys(("button", "label", "legend", "textarea"), CONTROL_STYLE),
    **dict.fromkeys(("option", "optgroup"), LineStyle("control", tight=True)),
    **dict.fromkeys(("td", "th"), LineStyle()),
    **dict.fromkeys(("figcaption", "caption"), LineStyle("caption")),
    "li": LineStyle("item"),
    "dt": LineStyle("term", tight=True),
    "dd": LineStyle(tight=True),
    "blockquote": LineStyle("quote"),
}


_HIDING_CSS = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_hidden(tag: str, element: Any, attributes: Sequence[str]) -> bool:
    """Does the page, as it arrives, hide this element from the eye or from a screen reader?

    `attributes` are the names of its attributes.  Only the element itself is
    looked at.  Wrong if a style sheet or a script hides it.
    """
    if tag in HIDDEN_TAGS:
        return True
    if not attributes:
        return tag == "dialog"
    if "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    if "aria-hidden" in attributes and element.get("aria-hidden").strip().lower() == "true":
        return True
    return "style" in attributes and _HIDING_CSS.search(element.get("style")) is not None


_FOR_SCREEN_READERS = re.compile(
    r"(?:^|\s)(?:(?:u-|is-|a11y-)?(?:visually|element)-?(?:hidden|invisible)|visuallyhidden|sr-only|screen-reader-text|screenreader|offscreen)(?:$|\s)"
)


def is_for_screen_readers(element: Any) -> bool:
    """Is this a label that, by the usual names of classes, nobody sees?"""
    names = element.get("class")
    return names is not None and _FOR_SCREEN_READERS.search(names) is not None


def parse_number(text: str | None, default: int) -> int:
    """Return the whole number in an attribute, or the default if there is none."""
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default


_MAX_LABEL_LENGTH = 200


def element_label(tag: str, element: Any, attributes: Sequence[str]) -> str:
    """Return `tag.class#id[role][itemprop]` of an element, without the parts that it lacks.

    `attributes` are the names of its attributes.  Their values are not escaped,
    so they may contain a dot or a bracket: labels are for searching, not for
    parsing.
    """
    if not attributes:
        return tag
    text = tag
    if "class" in attributes and (classes := element.get("class").split()):
        text += "." + ".".join(classes)
    if "id" in attributes:
        text += "#" + "-".join(element.get("id").split())
    if "role" in attributes and (value := " ".join(element.get("role").split())):
        text += f"[role={value}]"
    if "itemprop" in attributes and (value := " ".join(element.get("itemprop").split())):
        text += f"[itemprop={value}]"
    return text[:_MAX_LABEL_LENGTH]


def tag_of_label(label: str) -> str:
    """Return the tag of an element's label.

    >>> tag_of_label("div.menu#top[role=banner]")
    'div'
    """
    return re.split(r"[.#\[]", label, maxsplit=1)[0]
