"""The stages over seeds: each reads and writes files, and may run anywhere and again.

What a stage has done lies in the cache under the digest of all it depends on,
so that an unchanged seed is not cleaned again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib import metadata as packages
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from curate import ledger, metadata, pipeline, readers, seeds
from curate.cache import Cache
from curate.config import Config
from curate.digest import canonical, digest, sha256
from curate.document import Document
from curate.draft import Draft
from curate.duplicates import columns
from curate.duplicates.decisions import Verdict
from curate.duplicates.sketches import Sketched, sketch
from curate.edits import revert
from curate.errors import CurateError, Unreadable
from curate.manifest import Entry
from curate.pipeline import Cleaned
from curate.seeds import Seed
from curate.store import Store
from curate.writers import WRITERS

PACKAGES = (
    "beautifulsoup4", "chardet", "ftfy", "htmldate", "lxml", "numpy", "py3langid", "simplemma", "trafilatura", "wordfreq",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanTask:
    seed: Seed
    config: Config
    project: Path


@dataclass(frozen=True, slots=True)
class CleanedSeed:
    """What `clean` leaves behind in the cache: a record, and sketches.  `reason`: why it is in quarantine."""

    seed: str
    source: str = ""
    bytes: int = 0
    key: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FinishTask:
    cleaned: CleanedSeed
    added: int
    verdict: Verdict
    provenance: Mapping[str, Any]
    config: Config
    project: Path
    store: Path | None  # None: only tell the digests


def clean(task: CleanTask) -> CleanedSeed:
    """Read and clean one seed by itself."""
    result = CleanedSeed(task.seed.name)
    try:
        if task.seed.problem:
            raise Unreadable(task.seed.problem)
        data = seeds.read(task.seed.path)
        result = replace(result, source=sha256(data), bytes=len(data))
        key = digest([result.source, task.seed.name, task.config.resolved(), code(), versions()])
        reason = _cleaned_before(task, key)
        if reason is None:
            reason = _clean(task, data, key)
    except Unreadable as error:
        return replace(result, reason=str(error))
    return replace(result, reason=reason) if reason else replace(result, key=key)


def sketch_key(key: str) -> str:
    """Return the key of the sketches of what has this key."""
    return digest(["sketches", key])


def _cleaned_before(task: CleanTask, key: str) -> str | None:
    """Return why the seed is in quarantine, nothing if it is not; None if all that has to be found out."""
    cache = Cache(task.project)
    record = cache.get(key)
    if record is None or (not record["reason"] and not columns.is_whole(cache.path(sketch_key(key)))):
        return None
    return str(record["reason"])


def _clean(task: CleanTask, data: bytes, key: str) -> str:
    """Clean a seed, keep what came of it, and return why it is in quarantine, nothing if it is not."""
    cache = Cache(task.project)
    record: dict[str, Any] = {"reason": ""}
    try:
        (document,) = readers.read(task.seed.name, data)
        cleaned = pipeline.clean(document, task.config)
        if not cleaned.draft.text.strip():
            raise Unreadable("nothing is left of it after cleaning; look at it with `curate clean`")
        record |= _record(cleaned)
        cache.put_file(sketch_key(key), sketch([_sketched(cleaned)]))
    except Unreadable as error:
        record["reason"] = str(error)
    cache.put(key, record)
    return str(record["reason"])


def _sketched(cleaned: Cleaned) -> Sketched:
    about = cleaned.document.metadata
    site = urlsplit(str(about.get("url", ""))).hostname or ""
    return Sketched(cleaned.document.id, cleaned.draft, site, str(about.get("date", "")))


def _record(cleaned: Cleaned) -> dict[str, Any]:
    return {
        "text": cleaned.draft.text,
        "edits": [ledger.to_json(edit) for edit in cleaned.draft.edits],
        "suggestions": [ledger.to_json(edit) for edit in cleaned.suggestions],
        "language": cleaned.language,
        "format": cleaned.document.format,
        "metadata": dict(cleaned.document.metadata),
        "review": cleaned.review,
    }


def _cleaned(name: str, record: Mapping[str, Any]) -> Cleaned:
    edits = tuple(map(ledger.from_json, record["edits"]))
    document = Document(name, revert(record["text"], edits), record["format"], record["metadata"])
    suggestions = tuple(map(ledger.from_json, record["suggestions"]))
    return Cleaned(document, Draft(document.source, edits), record["language"], suggestions, record["review"])


def finish(task: FinishTask) -> Entry:
    """Take the copied passages out of one cleaned seed, and store its text, ledger and metadata."""
    seed = task.cleaned
    entry = Entry(seed.seed, "quarantined", task.added, seed.source, seed.bytes, reason=seed.reason)
    if seed.reason:
        return entry
    cache = Cache(task.project)
    key = finish_key(task)
    done = cache.get(key)
    if done is None or (task.store and not all(_stored(task.store, done[part]) for part in ("text", "ledger", "metadata"))):
        done = _finish(task)
        if task.store:
            cache.put(key, done)
    return replace(entry, **done)


def finish_key(task: FinishTask) -> str:
    """Return the digest of all that finishing a seed depends on."""
    return digest([task.cleaned.key, asdict(task.verdict), dict(task.provenance), task.config.resolved()])


def _finish(task: FinishTask) -> dict[str, Any]:
    name = task.cleaned.seed
    record = Cache(task.project).get(task.cleaned.key)
    if record is None:
        raise CurateError(f"{Cache(task.project).root}: changed by somebody else during the run; run again")
    cleaned, verdict = pipeline.finish(_cleaned(name, record), task.verdict, task.config)
    about = metadata.of(cleaned, dict(task.provenance), verdict)
    files = {
        "text": WRITERS["text"].write(cleaned.draft.text),
        "ledger": ledger.dump(name, cleaned.draft.edits),
        "metadata": canonical(about) + b"\n",
    }
    store = Store(task.store) if task.store else None
    return {
        "state": "duplicate" if verdict.duplicate_of else "cleaned",
        "duplicate_of": verdict.duplicate_of,
        "review": cleaned.review,
        "source_text": sha256(cleaned.document.source.encode("utf-8")),
        "language": cleaned.language,
        "characters_in": len(cleaned.document.source),
        "characters_out": len(cleaned.draft.text),
        "edits": dict(sorted(Counter(edit.rule for edit in cleaned.draft.edits).items())),
        **{part: store.put(data) if store else sha256(data) for part, data in files.items()},
    }


def _stored(store: Path, digest: str) -> bool:
    return (store / "objects" / digest[:2] / digest[2:]).is_file()


@cache
def code() -> str:
    """Return a digest of this package's own files, so that no result outlives the code that made it."""
    root = Path(__file__).parent
    paths: Sequence[Path] = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".npz"))
    return digest([[p.relative_to(root).as_posix(), sha256(p.read_bytes())] for p in paths])


@cache
def versions() -> dict[str, str]:
    """Return the versions of the packages that decide about texts."""
    return {name: packages.version(name) for name in PACKAGES}
