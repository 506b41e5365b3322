"""What a revision says of copies: clusters of an original and its copies, quotations, site furniture, whole documents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from curate.audit import reading
from curate.store.cleaned import Cleaned
from curate.store.manifest import Manifest
from curate.store.store import Store

_SHOWN = 80  # characters of a passage


@dataclass(frozen=True, slots=True)
class Row:
    """A passage of a document's source text; `about` is what its metadata say of it, `gone` whether it went."""

    document: str
    text: str
    gone: bool
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Copies:
    """All that was found: `clusters` by the place of the original, in the order of these; the rest in the order of documents."""

    clusters: dict[tuple[str, int], list[Row]]
    quotations: list[Row]
    furniture: list[Row]
    documents: dict[str, str]


def read(store: Store, manifest: Manifest, name: str = "") -> Copies:
    """Return the copies of a revision, or those that the document `name` holds or is the original of."""
    if name:
        reading.document(store, manifest, name)  # raises if there is none
    found: dict[str, list[Row]] = {"copies": [], "quotations": [], "repeats": []}
    whole: dict[str, str] = {}
    for one in reading.documents(store, manifest):
        for key, rows in found.items():
            rows += (row for row in _rows(one, key) if name in ("", row.document, row.about.get("document")))
        of = str(one.metadata.get("duplicate_of", ""))
        if of and name in ("", one.id, of):
            whole[one.id] = of
    clusters: dict[tuple[str, int], list[Row]] = {}
    for row in sorted(found["copies"], key=lambda row: (row.about["document"], row.about["at"])):
        clusters.setdefault((row.about["document"], row.about["at"]), []).append(row)
    return Copies(clusters, found["quotations"], found["repeats"], whole)


def _rows(one: Cleaned, key: str) -> Iterator[Row]:
    listed = [(about, gone) for gone in (False, True) for about in one.metadata.get(f"removed_{key}" if gone else key, ())]
    for about, gone in sorted(listed, key=lambda row: int(row[0]["start"])):
        yield Row(one.id, one.source[about["start"] : about["end"]], gone, about)


def as_json(copies: Copies) -> dict[str, Any]:
    """Return the copies as plain values."""
    clusters = [
        {"original": {"document": document, "at": at}, "copies": [_plain(row) for row in rows]}
        for (document, at), rows in copies.clusters.items()
    ]
    others = {key: [asdict(row) for row in getattr(copies, key)] for key in ("quotations", "furniture")}
    return {"clusters": clusters, **others, "documents": copies.documents}


def lines(copies: Copies) -> Iterator[str]:
    """Yield the copies as text, a cluster at a time."""
    for (document, at), rows in copies.clusters.items():
        yield f"{document}:{at}  {_short(rows[0].text)}"
        for row in rows:
            yield f"  {row.about['similarity']:>4.0%}  {_where(row)}{_differing(row.about)}"
    for row in copies.quotations:
        yield f"{_where(row)}  quotes {row.about['words']} words of {row.about['document']}:{row.about['at']}: {_short(row.text)}"
    for row in copies.furniture:
        yield f"{_where(row)}  stands on {row.about['pages']} pages of its site: {_short(row.text)}"
    for document, of in copies.documents.items():
        yield f"{document}  is a copy of {of} as a whole"


def _where(row: Row) -> str:
    return f"{row.document}:{row.about['start']}{' (gone)' if row.gone else ''}"


def _differing(about: dict[str, Any]) -> str:
    sides = (f"only {side}: {' '.join(about[side])}" for side in ("here", "there") if about.get(side))
    said = "; ".join(sides)
    return f"  {said}" if said else ""


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _plain(row: Row) -> dict[str, Any]:
    mine = {key: value for key, value in row.about.items() if key not in ("document", "at")}
    return {"document": row.document, "text": row.text, "gone": row.gone, **mine}
