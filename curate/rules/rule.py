"""Rules and packs of rules as immutable values.

A rule says what it removes and why.  Its examples, `removes` and `keeps`, are
its tests and its documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORIES = (
    "navigation", "advertisement", "comment-policy", "newsletter", "cookie-consent", "adblock-notice", "sharing", "login",
    "related-links", "credit", "byline", "legal", "page-metadata", "duplicate", "decision",
    "encoding", "typography", "spelling", "whitespace",
)  # fmt: skip
REPAIR_CATEGORIES = CATEGORIES[-4:]  # their rules change how a text is written, not what it says
STATUSES = ("stable", "trial", "retired")
PLACES = ("anywhere", "head", "tail")
NEEDS = ("", "page")
FIELDS = ("title", "author", "date", "agency", "url", "reading_time", "section")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the passages below it that belong to its block.

    The heading is one of the phrases `opens`, or `opens_pattern` matches it as a
    whole.  The section goes on as long as `carries` is found in each following
    passage.  A heading without such a passage is kept.
    """

    opens: tuple[str, ...]
    carries: str
    opens_pattern: str = ""
    max_passages: int = 20


@dataclass(frozen=True, slots=True)
class Rule:
    """A named, documented, switchable ground for an edit.

    A boilerplate rule has exactly one shape: `phrases`, `pattern`, `span` or
    `section`.  A rule that code carries out names its `cleaner` instead.
    """

    id: str
    category: str
    reason: str
    phrases: tuple[str, ...] = ()  # a whole passage, folded
    pattern: str = ""  # a whole passage of at most `max_words` words and 20 characters for each, and 40 more
    max_words: int = 25
    span: str = ""  # at the start (`^...`) or the end (`...$`) of a passage
    section: Section | None = None
    where: str = "anywhere"  # head: before the second running passage; tail: after the last
    needs: str = ""  # page: applies only if the text shows that it came from a web page; elsewhere the match may be verse or a heading
    field: str = ""  # the metadata field that gets the removed text
    cleaner: str = ""
    confidence: float = 0.95
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # before and after, for rules of a cleaner
    status: str = "stable"


@dataclass(frozen=True, eq=False, slots=True)
class Pack:
    """The rules of one language, and its closed word lists, which cleaners look up by name."""

    language: str
    rules: tuple[Rule, ...]
    words: Mapping[str, frozenset[str]]
    digest: str
    json: bytes = b""  # the pack as canonical JSON, of which `digest` is the sha256
