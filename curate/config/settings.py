"""The settings of a project and their defaults: one dataclass for each table of `curate.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from curate.digest import digest_json


@dataclass(frozen=True, slots=True)
class Seeds:
    paths: tuple[str, ...] = ("seeds",)  # folders, relative to the project, or addresses


@dataclass(frozen=True, slots=True)
class Fields:
    """The names that fields of JSON Lines and tables may have; of each tuple, the first name that a record has counts."""

    text: tuple[str, ...] = ("text", "content", "raw_content", "body")
    html: tuple[str, ...] = ("html", "raw_html")  # has priority over text
    id: tuple[str, ...] = ("id", "doc_id", "key")
    url: tuple[str, ...] = ("url", "uri", "source_url")
    title: tuple[str, ...] = ("title", "headline")
    date: tuple[str, ...] = ("date", "published", "timestamp")
    author: tuple[str, ...] = ("author", "authors")
    language: tuple[str, ...] = ("language", "lang")
    licence: tuple[str, ...] = ("licence", "license")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    setting: str = "balanced"  # or cautious, rules, off


@dataclass(frozen=True, slots=True)
class Html:
    judge: str = "curate"  # or trafilatura, to compare


@dataclass(frozen=True, slots=True)
class Normalise:
    encoding: bool = True
    typography: str = "repair"  # or unify, off
    spelling: str = "fix"  # or suggest, off


@dataclass(frozen=True, slots=True)
class Duplicates:
    passages: str = "drop"  # or mark, keep
    documents: str = "mark"  # or drop, keep
    quotations: str = "mark"  # or drop, keep
    keep: str = "senior"  # which of several similar documents keeps its text; or longest, newest
    preferred: tuple[str, ...] = ()  # prefixes of the ids of documents that keep theirs before all others
    threshold: float = 0.8  # Jaccard similarity of word 5-grams from which a passage is a copy


@dataclass(frozen=True, slots=True)
class Sites:
    furniture: str = "drop"  # or mark, keep: lines that many pages of a site share


@dataclass(frozen=True, slots=True)
class Guards:
    """The largest shares of text that may be removed.

    The first four limit the judge, the others all removals except those of
    copies.  Text beyond `running_text` or `protected` is kept; beyond the other
    limits, the document or source is only named.
    """

    running_text: float = 0.2  # of a document's running text that only the judge's score speaks against
    document: float = 0.9  # of a document's words
    page: float = 0.98  # the same for a page with known markup: many pages are mostly menus, comments and teasers
    protected: float = 0.5  # of the headings, first and last paragraphs, and those with a quotation or a number, if the judge is not sure
    source: float = 0.8  # of the words of a source
    rule: float = 0.7  # of the words of a source, by one rule
    category: float = 0.7  # of the words of a source, by the rules of one category


@dataclass(frozen=True, slots=True)
class Config:
    """All settings, with their defaults."""

    seeds: Seeds = field(default_factory=Seeds)
    fields: Fields = field(default_factory=Fields)
    boilerplate: Boilerplate = field(default_factory=Boilerplate)
    html: Html = field(default_factory=Html)
    normalise: Normalise = field(default_factory=Normalise)
    duplicates: Duplicates = field(default_factory=Duplicates)
    sites: Sites = field(default_factory=Sites)
    guards: Guards = field(default_factory=Guards)
    words: frozenset[str] = frozenset()  # from `words.txt` beside the settings: words of the corpus that are no typos

    def as_plain_values(self) -> dict[str, Any]:
        """Return the settings that affect texts, as plain values for the manifest; `words` as a digest."""
        tables = asdict(self)
        del tables["seeds"], tables["words"]  # the location of the seeds affects no text
        if self.words:
            tables["words"] = digest_json(sorted(self.words))
        return tables


CHOICES: Mapping[str, tuple[str, ...]] = {
    "boilerplate.setting": ("balanced", "cautious", "rules", "off"),
    "html.judge": ("curate", "trafilatura"),
    "normalise.typography": ("repair", "unify", "off"),
    "normalise.spelling": ("fix", "suggest", "off"),
    "duplicates.passages": ("drop", "mark", "keep"),
    "duplicates.documents": ("mark", "drop", "keep"),
    "duplicates.quotations": ("mark", "drop", "keep"),
    "sites.furniture": ("drop", "mark", "keep"),
    "duplicates.keep": ("senior", "longest", "newest"),
}
