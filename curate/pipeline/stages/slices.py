"""Slices: of each seed, the stretch of its files that a part holds, and what it adds to counts of the whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from typing import Any

from curate.audit.report.counts import ReportCounts
from curate.digest import canonical_json
from curate.pipeline import alerts, copies
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import CopiesRemoved, add_copies
from curate.pipeline.stages import losses
from curate.pipeline.stages.losses import Losses
from curate.store.cache import Cache

# of a document: its name, its risk, its size in a report, and how many bytes of each of the first four `Files` are its own
Row = tuple[str, float, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Files:
    """Stretches of files.

    `text`, `ledger` and `metadata` are as they will stand in the corpus, or of a
    seed of many documents some lines of it.  The others have a line for each
    document with a text: `listed` as `DocumentSummary` writes it,
    `sources` the sha256 of its source text.
    """

    text: bytes = b""
    ledger: bytes = b""
    metadata: bytes = b""
    listed: bytes = b""
    sources: bytes = b""

    @staticmethod
    def joined(several: Iterable[Files]) -> Files:
        """Return the stretches one after another."""
        return Files(*map(b"".join, zip(*map(_pieces, several), strict=True)))


def _pieces(one: Files) -> tuple[bytes, ...]:
    return one.text, one.ledger, one.metadata, one.listed, one.sources


@dataclass(frozen=True, slots=True)
class Slice:
    """What a part holds of a seed: stretches of its files, and counts.

    `source` and `bytes` are those of a seed that is one document.  `reason`,
    `review` and `duplicate_of` are those of the first document that has one.
    `rows` are those of all documents.
    """

    seed: str
    whole: bool
    added: int
    source: str = ""
    bytes: int = 0
    states: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    edits: Mapping[str, int] = field(default_factory=dict)
    characters_in: int = 0
    characters_out: int = 0
    duplicate_of: str = ""
    reason: str = ""
    review: str = ""
    alerts: Sequence[DocumentAlert] = ()
    copies: CopiesRemoved = field(default_factory=CopiesRemoved)
    losses: Mapping[str, Losses] = field(default_factory=dict)  # by source
    counts: ReportCounts = field(default_factory=ReportCounts)
    rows: Sequence[Row] = ()
    files: Files = field(default_factory=Files)


def merged(parts: Sequence[Slice]) -> Slice:
    """Return several slices of one seed as one."""
    first = parts[0]
    if len(parts) == 1:
        return first
    values: dict[str, Any] = {name: sum(getattr(one, name) for one in parts) for name in ("characters_in", "characters_out")}
    for name in ("states", "languages", "edits"):
        values[name] = dict(sum((Counter(getattr(one, name)) for one in parts), Counter()))
    for name in ("reason", "review", "duplicate_of"):
        values[name] = next(filter(None, (getattr(one, name) for one in parts)), "")
    values["files"] = Files.joined(one.files for one in parts)
    values["alerts"] = [alert for one in parts for alert in one.alerts]
    values["copies"] = add_copies(one.copies for one in parts)
    values["losses"] = losses.merged(one.losses for one in parts)
    values["counts"] = ReportCounts.sum(one.counts for one in parts)
    values["rows"] = [row for one in parts for row in one.rows]
    return replace(first, added=min(one.added for one in parts), **values)


def keep(cache: Cache, key: str, made: Sequence[Slice]) -> None:
    """Keep slices under a key: a line of JSON about all of them, then their stretches."""
    heads = []
    for one in made:
        files = [len(piece) for piece in _pieces(one.files)]
        heads.append(asdict(replace(one, counts=ReportCounts(), files=Files())) | {"counts": one.counts.as_json(), "files": files})
    cache.put_bytes(key, canonical_json(heads) + b"\n", *(piece for one in made for piece in _pieces(one.files)))


def kept(cache: Cache, key: str) -> list[Slice] | None:
    """Return the slices that were kept under a key, None if they are not there whole."""
    body = cache.get_bytes(key)
    return None if body is None else list(_read(body))


def _read(body: bytes) -> Iterator[Slice]:
    at = body.index(b"\n") + 1
    for head in json.loads(body[:at]):
        *starts, end = accumulate(head["files"], initial=at)
        files = Files(*(body[start : start + size] for start, size in zip(starts, head["files"], strict=True)))
        said = [DocumentAlert(one["seed"], one["document"], alerts.from_json(one["alert"])) for one in head["alerts"]]
        values = {
            "counts": ReportCounts.from_json(head["counts"]),
            "files": files,
            "alerts": said,
            "copies": copies.from_json(head["copies"]),
        }
        yield Slice(**head | values)
        at = end
