"""What the HTML reader knows of elements: tables of tags, and what an element says of itself."""

from __future__ import annotations

import re
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


@dataclass(frozen=True, slots=True)
class State:
    """What an element makes of the text within it, until an inner one says otherwise."""

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


def is_block(tag: str, within: State) -> bool:
    """Does the element begin a line here?  A custom element (`x-card`) is taken for a container."""
    if tag in SOFT_BLOCKS or "-" in tag:
        return not within.inline
    return tag in BLOCKS


_HIDING_STYLE = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def is_hidden(tag: str, element: Any) -> bool:
    """Does the page, as it arrives, keep this element from the eye or from a screen reader?

    Wrong where a style sheet or a script decides; only the element itself is asked.
    """
    if tag in UNSHOWN:
        return True
    names = element.keys()
    if not names:
        return tag == "dialog"
    if "hidden" in names or (tag == "dialog" and "open" not in names):
        return True
    if "aria-hidden" in names and element.get("aria-hidden").strip().lower() == "true":
        return True
    return "style" in names and _HIDING_STYLE.search(element.get("style")) is not None


_LABEL_LENGTH = 200


def label(element: Any) -> str:
    """Return `tag.class#id[role][itemprop]`, each part only where the element has it.

    Names stand as the page wrote them, so one may itself hold a dot or a
    bracket: a label is made to be searched, not to be taken apart.
    """
    text = str(element.tag)
    names = element.keys()  # not items(): that takes quadratic time on an element of many attributes
    if "class" in names:
        text += "".join("." + one for one in element.get("class").split())
    if "id" in names:
        text += "#" + "-".join(element.get("id").split())
    for name in ("role", "itemprop"):
        if name in names and (value := " ".join(element.get(name).split())):
            text += f"[{name}={value}]"
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
