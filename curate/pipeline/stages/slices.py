"""Slices: of each seed, the stretch of its files that a shard holds, and what it adds to the counts of the corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from itertools import accumulate
from typing import Any, NamedTuple

from curate.audit.report.counts import ReportCounts
from curate.digest import canonical_json
from curate.pipeline import alerts, copies
from curate.pipeline.alerts import DocumentAlert
from curate.pipeline.copies import CopiesRemoved, add_copies
from curate.pipeline.stages.losses import Losses, merge_losses
from curate.store.cache import Cache


class SliceRow(NamedTuple):
    """A document's id, its risk, its size in a report, and how many bytes of text, ledger, metadata and summaries are its own."""

    id: str
    risk: float
    size: int
    bytes: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Files:
    """Stretches of files.

    `text`, `ledger` and `metadata` are as they will stand in the corpus, or some
    lines of it where the seed holds many documents.  The others have a line for
    each document with a text: `summaries` as `DocumentSummary` writes it,
    `sources` the sha256 of its source text.
    """

    text: bytes = b""
    ledger: bytes = b""
    metadata: bytes = b""
    summaries: bytes = b""
    sources: bytes = b""

    @staticmethod
    def join(several: Iterable[Files]) -> Files:
        """Return the stretches one after another."""
        return Files(*map(b"".join, zip(*map(astuple, several), strict=True)))


@dataclass(frozen=True, slots=True)
class Slice:
    """What a shard holds of a seed: stretches of its files, and counts.

    `added` is the number of the revision that first held a document of it.
    `source` and `bytes` are those of a seed that is one document.  `reason`,
    `review` and `duplicate_of` are those of the first document that has one.
    `rows` are those of all documents.
    """

    seed: str
    is_whole_seed: bool
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
    rows: Sequence[SliceRow] = ()
    files: Files = field(default_factory=Files)


def merge_slices(slices: Sequence[Slice]) -> Slice:
    """Return several slices of one seed as one."""
    first = slices[0]
    if len(slices) == 1:
        return first
    values: dict[str, Any] = {name: sum(getattr(one, name) for one in slices) for name in ("characters_in", "characters_out")}
    for name in ("states", "languages", "edits"):
        values[name] = dict(sum((Counter(getattr(one, name)) for one in slices), Counter()))
    for name in ("reason", "review", "duplicate_of"):
        values[name] = next(filter(None, (getattr(one, name) for one in slices)), "")
    values["files"] = Files.join(one.files for one in slices)
    values["alerts"] = [alert for one in slices for alert in one.alerts]
    values["copies"] = add_copies(one.copies for one in slices)
    values["losses"] = merge_losses(one.losses for one in slices)
    values["counts"] = ReportCounts.sum(one.counts for one in slices)
    values["rows"] = [row for one in slices for row in one.rows]
    return replace(first, added=min(one.added for one in slices), **values)


def store_slices(cache: Cache, key: str, slices: Sequence[Slice]) -> None:
    """Store slices under a key: a line of JSON about all of them, then their stretches of files."""
    heads = []
    for one in slices:
        sizes = [len(file) for file in astuple(one.files)]
        heads.append(asdict(replace(one, counts=ReportCounts(), files=Files())) | {"counts": one.counts.as_json(), "files": sizes})
    cache.put_bytes(key, canonical_json(heads) + b"\n", *(file for one in slices for file in astuple(one.files)))


def load_slices(cache: Cache, key: str) -> list[Slice] | None:
    """Return the slices that are stored under a key, None if they are not there or damaged."""
    body = cache.get_bytes(key)
    return None if body is None else list(_parse_slices(body))


def _parse_slices(body: bytes) -> Iterator[Slice]:
    offset = body.index(b"\n") + 1
    for head in json.loads(body[:offset]):
        *starts, end = accumulate(head["files"], initial=offset)
        files = Files(*(body[start : start + size] for start, size in zip(starts, head["files"], strict=True)))
        values = {
            "counts": ReportCounts.from_json(head["counts"]),
            "files": files,
            "rows": [SliceRow(id, risk, size, tuple(sizes)) for id, risk, size, sizes in head["rows"]],
            "alerts": [DocumentAlert(one["seed"], one["document"], alerts.from_json(one["alert"])) for one in head["alerts"]],
            "copies": copies.from_json(head["copies"]),
        }
        yield Slice(**head | values)
        offset = end
