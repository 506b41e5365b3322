"""What the HTML reader knows of elements: tables of tags, and what an element says of itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SKIPPED = frozenset(("script", "style"))  # their text is no language
LISTS = frozenset(("ul", "ol", "menu", "dir"))
CLOSE = frozenset((*LISTS, "dl", "select", "datalist"))  # their entries stand on consecutive lines
CELLS = frozenset(("td", "th"))
SUBMITS = frozenset(("submit", "button", "reset"))  # kinds of <input> whose value is a visible caption

# Text in these is shown only where something else fails, or never.
FALLBACKS = frozenset(("noscript", "noframes", "noembed", "iframe", "object", "video", "audio", "canvas"))
UNSHOWN = FALLBACKS | {"template", "datalist", "title", "desc", "metadata", "annotation", "annotation-xml"}

# An element that begins and ends a line.
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "datalist", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hgroup", "hr", "html", "iframe", "li", "listing", "main", "menu", "nav", "noembed", "noframes", "noscript", "ol",
    "optgroup", "option", "p", "plaintext", "pre", "search", "section", "select", "summary", "table", "tbody", "td", "template",
    "textarea", "tfoot", "th", "thead", "tr", "ul", "xmp",
))  # fmt: skip
# An element that does so unless it stands within a paragraph or a heading.
SOFT_BLOCKS = frozenset(("button", "label", "legend"))


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What an element makes of the text within it, until an inner one says otherwise.  Compared by identity."""

    role: str = "paragraph"
    mark: str = ""  # what a line begins with
    inline: bool = False  # within a paragraph or a heading: controls are part of the line
    close: bool = False  # the line before and after is not apart by a blank line
    verbatim: bool = False  # white space is kept
    breaks: bool = True  # <br> ends the line


_CODE = State("code", inline=True, verbatim=True)
CONTROL = State("control")
STATES: dict[str, State] = {
    **{f"h{level}": State("heading", "#" * level + " ", inline=True, breaks=False) for level in range(1, 7)},
    **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _CODE),
    **dict.fromkeys(("button", "label", "legend", "textarea"), CONTROL),
    **dict.fromkeys(("option", "optgroup"), State("control", close=True)),
    **dict.fromkeys(("td", "th"), State()),
    **dict.fromkeys(("figcaption", "caption"), State("caption")),
    "li": State("item"),
    "dt": State("term", close=True),
    "dd": State(close=True),
    "blockquote": State("quote"),
}


INLINE, SOFT, BLOCK = range(3)


class _Kinds(dict[str, int]):
    """What begins a line, by tag; a custom element (`x-card`) is taken for a soft block."""

    def __missing__(self, tag: str) -> int:
        return SOFT if "-" in tag else INLINE


_INLINE = (
    "a",
    "abbr",
    "b",
    "bdi",
    "big",
    "br",
    "cite",
    "em",
    "font",
    "g",
    "i",
    "input",
    "path",
    "picture",
    "rect",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "svg",
    "time",
    "title",
    "u",
    "use",
)  # the frequent ones; all others are too
KINDS = _Kinds({**dict.fromkeys(_INLINE, INLINE), **dict.fromkeys(BLOCKS, BLOCK), **dict.fromkeys(SOFT_BLOCKS, SOFT)})
ODD = frozenset(("br", "input", "a"))  # inline elements that do something to the line
# Elements that do nothing to the line and hold no text, in the eyes of the parser: it lets <wbr> and <source> hold what follows.
TEXTLESS = SKIPPED | {"img", "link", "meta", "area", "base", "col", "param"}
NESTING = CELLS | frozenset(CLOSE) | {"table", "tr", "li", "blockquote"}  # blocks that a line's mark or group depends on


_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


HIDING = UNSHOWN | {"dialog"}  # tags that may hide without an attribute
HIDERS = frozenset(("hidden", "aria-hidden", "style"))  # attributes without which no other element is hidden


def is_hidden(tag: str, element: Any, names: Sequence[str]) -> bool:
    """Does the page, as it arrives, keep this element from the eye or from a screen reader?  `names` are those of its attributes.

    Wrong where a style sheet or a script decides; only the element itself is asked.
    """
    if tag in UNSHOWN:
        return True
    if not names:
        return tag == "dialog"
    if "hidden" in names or (tag == "dialog" and "open" not in names):
        return True
    if "aria-hidden" in names and element.get("aria-hidden").strip().lower() == "true":
        return True
    return "style" in names and _HIDING_STYLE.search(element.get("style")) is not None


_LABEL_LENGTH = 200


def label(tag: str, element: Any, names: Sequence[str]) -> str:
    """Return `tag.class#id[role][itemprop]`, each part only where the element has it.  `names` are those of its attributes.

    Names stand as the page wrote them, so one may itself hold a dot or a
    bracket: a label is made to be searched, not to be taken apart.
    """
    if not names:
        return tag
    text = tag
    if "class" in names and (classes := element.get("class").split()):
        text += "." + ".".join(classes)
    if "id" in names:
        text += "#" + "-".join(element.get("id").split())
    if "role" in names and (value := " ".join(element.get("role").split())):
        text += f"[role={value}]"
    if "itemprop" in names and (value := " ".join(element.get("itemprop").split())):
        text += f"[itemprop={value}]"
    return text[:_LABEL_LENGTH]


def tag_of(name: str) -> str:
    """Return the tag that a label begins with.

    >>> tag_of("div.menu#top[role=banner]")
    'div'
    """
    return re.split(r"[.#\[]", name, maxsplit=1)[0]


def number(text: str | None, default: int) -> int:
    """Return the whole number an attribute gives, or the default where it gives none."""
    text = (text or "").strip()
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else default
