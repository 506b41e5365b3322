"""The part of bench.py about texts that are no web pages: what goes of them, genre by genre.

DIR holds plain texts as GENRE/NAME.txt, at any depth; the genre is the name of the folder right above the text. Each is cleaned by
itself, in one process. Any such texts will do. Public ones, on github.com unless said otherwise; TEI and the like must be made plain
text first, a verse a line:

    plays        dracor-org: gerdracor, rusdracor, itadracor, fredracor      prose       COST-ELTeC: ELTeC-deu, -fra, -por, -pol
    books        GITenberg (Project Gutenberg's files, one repository each)  poems       versotym/corpusCzechVerse
    letters      arthur-schnitzler/schnitzler-briefe-data                    diaries     arthur-schnitzler/schnitzler-tagebuch-data
    laws         bundestag/gesetze                                           parliament  ParlaMint (clarin.si), DARIAH-SI
    minutes      tc39/notes, fsfw-dresden/protokolle                         speeches    nltk/nltk_data: inaugural, state_union
    interviews   thechangelog/transcripts                                    recipes     LukeSmithxyz/based.cooking
    essays       spraakbanken/multiged-2023 (learners)                       tweets      uds-lsv/GermEval-2018-Data
    religious    seven1m/open-bibles                                         historical  EuropeanaNewspapers/ner-corpora
    news         UniversalDependencies: UD_Portuguese-Bosque                 docs        Debian: manpages, manpages-de
    quotes       Debian: fortunes, fortunes-de                               lists       Debian: dict-foldoc, dict-freedict-deu-eng
    all sorts    amir-zeldes/gum

What the table counts:

    lost      words of the sources that are not in the cleaned texts, without those of the frame, in %
    frame     words that went as the header, licence or notes of an e-book (rules ebook.*), in %
    >1%, >5%  documents that lose more than so many of their words, frame apart
    joins     line breaks between two lines that became a space or nothing: right in wrapped prose, wrong in verse
    spelling  changes of spelling in 10,000 words
    named     documents of which a guard against loss speaks

Below it: prose at several lengths and in three forms, and pages pasted into a novel and into letters (see embedded.py).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.embedded import report_prose, report_splices
from curate import readers
from curate.config import Boilerplate, Config
from curate.errors import Unreadable
from curate.ledger.edits import Edit
from curate.pipeline.document import Cleaned, clean_batch
from curate.text.document import Document
from curate.text.words import count_words

VERSE = ("lyrics", "plays", "poems")  # genres whose line breaks are part of the text
BATCH = 32
HEAD = "| genre | documents | words | lost % | frame % | >1% | >5% | joins | spelling | named |\n|---|---|---|---|---|---|---|---|---|---|"


@dataclass
class Row:
    """What is counted of one document, or of all of a genre."""

    name: str
    genre: str
    documents: int = 1
    words: int = 0
    lost: int = 0
    frame: int = 0
    joins: int = 0
    spelling: int = 0
    named: int = 0
    above: dict[float, int] = field(default_factory=dict)  # a share of the words, and how many documents lose more
    rules: Counter[str] = field(default_factory=Counter)  # words that went, by rule

    @property
    def share(self) -> float:
        return self.lost / max(1, self.words)


def genres(options: argparse.Namespace) -> None:
    """Print the table of genres, the worst documents, and what becomes of prose and pasted pages."""
    folder = options.data / "genres" if (options.data / "genres").is_dir() else options.data
    config = Config(boilerplate=Boilerplate(options.setting))
    rows = [count_document(one) for one in clean_all(read_texts(folder), config)]
    print(f"setting {options.setting!r}, {folder}\n\n{HEAD}")
    for name in sorted({row.genre for row in rows}):
        print(format_row(add_up(name, [row for row in rows if row.genre == name])))
    print(format_row(add_up("all", rows)))
    print(f"\nlines of verse joined ({', '.join(VERSE)}): {sum(row.joins for row in rows if row.genre in VERSE)}")
    other = add_up("", [row for row in rows if row.genre not in ("news", "prose")])
    print(f"spelling changes in 10,000 words outside news and prose: {1e4 * other.spelling / max(1, other.words):.2f}")
    for row in sorted(rows, key=lambda row: (-row.share, row.name))[: options.worst]:
        if row.lost:
            print(f"  {100 * row.share:6.2f} %  {row.name}: {', '.join(f'{rule} {words}' for rule, words in row.rules.most_common(3))}")
    if not options.table_only:
        report_prose(folder, config)
        report_splices(folder, find_pages(options), config)


def find_pages(options: argparse.Namespace) -> Path | None:
    """Return a file of pages rendered to text, with the label of each line; None if none is there."""
    folders = (options.pages, options.data / "text", options.data.parent / "text")
    return next((path for folder in folders if folder for path in sorted(folder.glob("*.jsonl.gz"))), None)


def read_texts(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*.txt")):
        yield readers.read_document(path.relative_to(folder).as_posix(), path.read_bytes(), "text")


def clean_all(documents: Iterable[Document], config: Config) -> Iterator[Cleaned]:
    """Clean each by itself; one that cannot be cleaned is an error of ours, and raised."""
    documents = iter(documents)
    while batch := list(islice(documents, BATCH)):
        for one in clean_batch(batch, config):
            if isinstance(one, Unreadable):
                raise one
            yield one


def count_document(cleaned: Cleaned) -> Row:
    draft, name = cleaned.draft, cleaned.document.id
    row = Row(name, Path(name).parent.name, words=count_words(draft.source), named=bool(cleaned.alerts))
    slips = set()
    for edit in draft.edits:
        if edit.before.strip() and not edit.after.strip():
            row.rules[edit.rule] += count_words(edit.before)
        row.joins += joins_lines(draft.source, edit)
        if edit.rule == "spelling.typo":
            slips.add(edit.reason)
    row.spelling = len(slips)
    row.frame = sum(words for rule, words in row.rules.items() if rule.startswith("ebook."))
    row.lost = max(0, row.words - count_words(draft.text) - row.frame)
    row.above = {least: int(row.share > least) for least in (0.01, 0.05)}
    return row


def joins_lines(source: str, edit: Edit) -> bool:
    """Does an edit put two lines, each with something on it, on one?"""
    if "\n" not in edit.before or "\n" in edit.after or edit.before.strip(" \t\n-"):
        return False
    before, after = source[: edit.start].rstrip(" \t"), source[edit.end :].lstrip(" \t")
    return bool(before) and bool(after) and before[-1] != "\n" and after[0] != "\n"


def add_up(name: str, rows: Sequence[Row]) -> Row:
    total = Row(name, name, documents=len(rows))
    for row in rows:
        for count in ("words", "lost", "frame", "joins", "spelling", "named"):
            setattr(total, count, getattr(total, count) + getattr(row, count))
        for least, documents in row.above.items():
            total.above[least] = total.above.get(least, 0) + documents
    return total


def format_row(row: Row) -> str:
    words = max(1, row.words)
    return (
        f"| {row.name} | {row.documents} | {row.words:,} | {100 * row.lost / words:.2f} | {100 * row.frame / words:.2f} "
        f"| {row.above.get(0.01, 0)} | {row.above.get(0.05, 0)} | {row.joins} | {1e4 * row.spelling / words:.2f} | {row.named} |"
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, required=True, help="a folder of texts as GENRE/NAME.txt, or one with such a folder `genres`")
    parser.add_argument("--pages", type=Path, help="a folder of pages as text with labels (*.jsonl.gz); else `text` in or beside DIR")
    parser.add_argument("--setting", default="balanced", choices=["balanced", "cautious", "rules", "off"])
    parser.add_argument("--worst", type=int, default=20, help="how many of the worst documents to name")
    parser.add_argument("--table-only", action="store_true", help="without the checks of prose and of pasted pages")
    parser.set_defaults(call=genres)
