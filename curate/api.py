"""The Python interface: what the commands do, as functions and plain values.  docs/python.md shows it at work."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate import readers
from curate.audit.load import load_document, load_documents
from curate.config import parse_config
from curate.duplicates.overlaps import Overlaps
from curate.errors import UsageError
from curate.pipeline import document as pipeline
from curate.pipeline import run as corpus
from curate.pipeline.metadata import build_metadata
from curate.pipeline.run import Run
from curate.store.cleaned_document import Cleaned, Removed
from curate.store.manifest import Manifest
from curate.store.store import Store
from curate.upkeep.open_project import open_project
from curate.writers import columns

if TYPE_CHECKING:
    import pandas
    import pyarrow

Settings = Mapping[str, Mapping[str, Any]]


def clean(text: str | bytes, *, html: bool | None = None, settings: Settings | None = None, id: str = "text") -> Cleaned:
    """Return one text or page, cleaned by itself.

    `html` says whether it is HTML; None looks at how it begins.  `settings` are
    the tables of `curate.toml`.  Bytes are decoded as a seed's would be.
    Raises Unreadable, with the reason, for what cannot become text, and
    UsageError for wrong settings.  Wrong for many documents that may be copies
    of each other: only a corpus (`run`) compares them.

        >>> clean("Share this\\n\\nIt rained all night on the harbour.\\n").text
        'It rained all night on the harbour.\\n'
    """
    data = text.encode("utf-8") if isinstance(text, str) else text
    is_html = readers.looks_like_html(data) if html is None else html
    document = readers.read_document(id, data, "html" if is_html else "text")
    done = pipeline.clean(document, parse_config(settings or {}, "settings"))
    return Cleaned(id, done.draft.text, done.draft.source, done.draft.edits, build_metadata(done, {}, Overlaps()))


def run(
    project: str | os.PathLike[str] = ".",
    *,
    seeds: str | os.PathLike[str] | None = None,
    into: str | os.PathLike[str] | None = None,
    jobs: int | None = None,
    check: bool = False,
    strict: bool = False,
) -> Run:
    """Clean all seeds of the project folder and store what came of it, as `curate run` does.

    Returns what changed and the revision that is current now.  `open_corpus`
    reads it.  With `check` nothing is stored; with `strict` nothing is where a
    guard against loss has tripped (`made` is false then, `tripped` says where).  Raises CurateError, whose message says what to do.
    """
    where = open_project(Path(project), Path(into) if into else None, Path(seeds) if seeds else None)
    return corpus.run(where, jobs, check, strict=strict)


def open_corpus(path: str | os.PathLike[str] = "cleaned", revision: str = "") -> Corpus:
    """Return the corpus in the folder `path`, as it is now or as it was in a revision (its number, version or id).

    Raises UsageError if there is none.
    """
    store = Store(Path(path))
    manifest = store.load_current()
    if manifest is None:
        raise UsageError(f"{path}: no corpus there; run `curate run` first")
    return Corpus(store, store.find_revision(revision) if revision else manifest)


class Corpus:
    """One revision of a corpus, opened for reading.

    Iterating yields its documents one after the other, so that memory stays
    flat; seeds in quarantine have none.  `corpus["a.txt"]` is one of them.
    """

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self._store = store
        self.manifest = manifest

    def __iter__(self) -> Iterator[Cleaned]:
        return load_documents(self._store, self.manifest)

    def __len__(self) -> int:
        return sum(entry.count for entry in self.manifest.entries)

    def __getitem__(self, id: str) -> Cleaned:
        """Return the document with this id; raise KeyError if there is none."""
        try:
            return load_document(self._store, self.manifest, id)
        except UsageError as error:
            raise KeyError(str(error)) from None

    def removed(self, rule: str = "", category: str = "") -> Iterator[Removed]:
        """Yield what was taken out of every document, of one rule or category if they are named."""
        for document in self:
            for removed in document.removed():
                if rule in ("", removed.rule) and category in ("", removed.category):
                    yield removed

    def to_pandas(self) -> pandas.DataFrame:
        """Return a table with a row for each document; the columns are those of an export to Parquet.

        Raises UsageError if pandas is missing.  Wrong for a corpus that does not fit
        into memory: `curate export parquet` writes it in a stream.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError("pandas is not installed; pip install pandas") from None
        return pandas.DataFrame([columns.make_row(document) for document in self], columns=list(columns.COLUMNS))

    def to_arrow(self) -> pyarrow.Table:
        """Return the same table for Arrow; raise UsageError if pyarrow is missing."""
        return columns.import_pyarrow().Table.from_pylist([columns.make_row(document) for document in self], schema=columns.arrow_schema())

    def __repr__(self) -> str:
        return f"<Corpus {str(self._store.root)!r}: revision {self.manifest.version}, {len(self)} documents>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(e.seed)}</td><td>{escape(e.language)}</td><td>{e.characters_out:,} of {e.characters_in:,}</td></tr>"
            for e in [e for e in self.manifest.entries if e.text][:_SHOWN]
        )
        head = "<tr><th>document</th><th>language</th><th>characters left</th></tr>"
        more = f"<p>… and {len(self) - _SHOWN:,} more</p>" if len(self) > _SHOWN else ""
        return f"<p>{escape(repr(self)[1:-1])}</p><table>{head}{rows}</table>{more}"


_SHOWN = 20  # documents in a notebook's table
