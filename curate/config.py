"""Settings: `curate.toml`, or `[tool.curate]` of a `pyproject.toml`, become one frozen `Config`.

Nothing else reads settings.  Unknown keys and wrong values are errors that name
the file, the table and the key.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from curate.digest import digest_json
from curate.errors import UsageError


@dataclass(frozen=True, slots=True)
class Seeds:
    paths: tuple[str, ...] = ("seeds",)  # folders, relative to the project, or addresses


@dataclass(frozen=True, slots=True)
class Fields:
    """What the fields of JSON Lines and tables are called: of each list, the first name that is there is taken."""

    text: tuple[str, ...] = ("text", "content", "raw_content", "body")
    html: tuple[str, ...] = ("html", "raw_html")  # goes before text
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
    furniture: str = "mark"  # or drop, keep: lines that stand on many pages of a site
    keep: str = "senior"  # which of several documents keeps its text; or longest, newest
    preferred: tuple[str, ...] = ()  # beginnings of the ids of documents that keep it before all others
    threshold: float = 0.8  # Jaccard similarity of word 5-grams from which a passage is a copy


@dataclass(frozen=True, slots=True)
class Guards:
    """Largest shares that may be removed.

    What is beyond `running_text` or `protected` is kept, beyond the others only
    told.  The first four are about the judge, the others about all but copies.
    """

    running_text: float = 0.2  # of a document's running text, for which nothing but the score speaks
    document: float = 0.9  # of a document's words
    page: float = 0.98  # the same of a page whose markup is known: menus, comments and teasers are most of many a page
    protected: float = 0.5  # of a document's paragraphs with a quotation or a number, its headings, its first and last, in doubt
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
    guards: Guards = field(default_factory=Guards)
    words: frozenset[str] = frozenset()  # the corpus' own words, which are not misspelt: `words.txt` beside the settings

    def resolved(self) -> dict[str, Any]:
        """Return the settings that decide about texts, as plain values for the manifest."""
        tables = asdict(self)
        del tables["seeds"], tables["words"]  # where seeds lie changes no text
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
    "duplicates.furniture": ("mark", "drop", "keep"),
    "duplicates.keep": ("senior", "longest", "newest"),
}

TEMPLATE = """\
# Settings of this corpus; each line shows the default.

[seeds]
# paths = ["seeds"]          # folders with seed files; or addresses, like "s3://bucket/pages"

[fields]                     # what the fields of JSON Lines and tables are called; the first that is there is taken
# text = ["text", "content", "raw_content", "body"]
# html = ["html", "raw_html"]                        # goes before text
# id = ["id", "doc_id", "key"]
# url = ["url", "uri", "source_url"]
# title = ["title", "headline"]
# date = ["date", "published", "timestamp"]
# author = ["author", "authors"]
# language = ["language", "lang"]
# licence = ["licence", "license"]

[boilerplate]
# setting = "balanced"       # or "cautious" (keeps when in doubt), "rules" (no model), "off"

[html]
# judge = "curate"           # or "trafilatura", to compare

[normalise]
# encoding = true            # repair mojibake, drop control characters
# typography = "repair"      # or "unify" (one style of quotation marks, dashes …), "off"
# spelling = "fix"           # or "suggest", "off"; the corpus' own words go into words.txt, one a line

[duplicates]
# passages = "drop"          # or "mark", "keep"
# documents = "mark"         # or "drop", "keep"
# quotations = "mark"        # or "drop", "keep"
# furniture = "mark"         # lines that stand on many pages of a site; or "drop", "keep"
# keep = "senior"            # which document keeps its text; or "longest", "newest"
# preferred = []             # beginnings of the ids of documents that keep theirs before all others, like ["books/"]
# threshold = 0.8            # Jaccard similarity of word 5-grams

[guards]
# running_text = 0.2         # largest share of a document's running text that the judge may remove by its score alone; else it is kept
# protected = 0.5            # the same of paragraphs with quotations or numbers, headings, first and last paragraph, in doubt
# document = 0.9             # share of a document's words; where the judge removes more, the document is named
# page = 0.98                # the same of a page whose markup is known
# source = 0.8               # share of the words of a source, copies apart; where more was removed, the source is named
# rule = 0.7                 # by one rule
# category = 0.7             # by the rules of one category
"""


def read(project: Path) -> Config:
    """Return the settings of a project folder, and its own words; the defaults if it has no file of settings."""
    return replace(_settings_of(project), words=_words(project / "words.txt"))


def _words(path: Path) -> frozenset[str]:
    """Return the words of a list, one a line; `#` begins a comment."""
    try:
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path.name}: cannot be read: {error}; it must be UTF-8 text, one word a line") from None
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def _settings_of(project: Path) -> Config:
    for name, key in (("curate.toml", ()), ("pyproject.toml", ("tool", "curate"))):
        path = project / name
        if path.is_file():
            table = _table(path, key)
            if table is not None:
                return parse(table, name)
    return Config()


def _table(path: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:  # more than TOMLDecodeError: numbers of thousands of digits
        raise UsageError(f"{path.name}: not TOML: {error}") from None
    except OSError as error:
        raise UsageError(f"{path.name}: cannot be read: {error.strerror}") from None
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return None
        table = table[key]
    return table if isinstance(table, dict) else None


def parse(tables: Mapping[str, Any], file: str) -> Config:
    """Return the Config written in `tables`; raise UsageError naming what is wrong and where."""
    config = Config()
    known = {f.name for f in fields(Config)} - {"words"}
    for name, table in tables.items():
        if name not in known:
            raise UsageError(f"{file}: unknown table [{name}]{_meant(name, known)}")
        if not isinstance(table, dict):
            raise UsageError(f"{file}: {name} must be a table, like [{name}]")
        config = replace(config, **{name: _settings(getattr(config, name), name, table, file)})
    return config


def _settings(defaults: Any, name: str, table: Mapping[str, Any], file: str) -> Any:
    known = {f.name for f in fields(defaults)}
    values = {}
    for key, value in table.items():
        if key not in known:
            raise UsageError(f"{file}: [{name}] has no setting {key!r}{_meant(key, known)}")
        values[key] = _checked(getattr(defaults, key), value, f"{name}.{key}", file)
    return replace(defaults, **values)


def _checked(default: Any, value: Any, name: str, file: str) -> Any:
    where = f"{file}: {name} = {value!r}"
    if choices := CHOICES.get(name):
        if value not in choices:
            raise UsageError(f"{where}: choose one of {', '.join(choices)}")
        return value
    if isinstance(default, tuple):
        if not isinstance(value, list) or (default and not value) or not all(isinstance(v, str) for v in value):
            raise UsageError(f'{where}: must be a list of names, like ["seeds"]')
        return tuple(value)
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise UsageError(f"{where}: must be true or false")
        return value
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 < value <= 1:
        raise UsageError(f"{where}: must be a number above 0 and up to 1")
    return float(value)


def _meant(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(known))}"
