"""What a rule is, and a pack of rules.

A rule says what goes, why, and shows it: `removes` and `keeps` are its tests
and its documentation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORIES = (
    "navigation", "advertisement", "comment-policy", "newsletter", "cookie-consent", "adblock-notice", "sharing", "login",
    "related-links", "credit", "byline", "legal", "page-metadata", "duplicate", "decision",
    "encoding", "typography", "spelling", "whitespace",
)  # fmt: skip
REPAIRS = CATEGORIES[-4:]  # nothing of what was said goes by them
STATUSES = ("stable", "trial", "retired")
PLACES = ("anywhere", "head", "tail")
NEEDS = ("", "page")
FIELDS = ("author", "date", "agency", "url", "reading_time", "section")


@dataclass(frozen=True, slots=True)
class Section:
    """From a heading to where its block ends.

    The heading is one of the phrases `opens`, or matches `opens_pattern` as a
    whole; each passage after it belongs to the section as long as `carries` is
    found in it.  A heading that nothing follows stays.
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
    needs: str = ""  # page: only where the text shows that it came from a web page; else what it matches may be verse, a heading, a name
    field: str = ""  # the metadata that what is removed becomes
    cleaner: str = ""
    confidence: float = 0.95
    removes: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()  # before and after, for rules of a cleaner
    status: str = "stable"


@dataclass(frozen=True, eq=False, slots=True)
class Pack:
    """The rules of one language, and the closed lists of words that cleaners look up in it."""

    language: str
    rules: tuple[Rule, ...]
    words: Mapping[str, frozenset[str]]
    digest: str
    written: bytes = b""  # as canonical JSON, of which `digest` is the sha256
