"""What cleaning a shard stores in the cache: records, sketches, words, and a summary of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from curate.decisions.rulings import Ruling, ruling_from_json, ruling_to_json
from curate.digest import digest_json
from curate.duplicates.sketches import SketchInput, build_sketches
from curate.language.corpus_words import DocumentWords, merge_counts
from curate.pipeline.stages.shards import Shard
from curate.sites.lines import Page, build_line_file
from curate.store.cache import Cache
from curate.store.column_file import is_intact


@dataclass(frozen=True, slots=True)
class ShardDocument:
    """One document of a cleaned shard: the id in its own record, if it has one, and whether it has a text."""

    seed: str
    number: int
    own_id: str
    has_text: bool


@dataclass(frozen=True, slots=True)
class CleanedShard:
    """A summary of a cleaned shard; the cache has a record of each document under `key`.

    `rulings` are those on the decisions about its documents, before copies are looked for.
    `corrected_words` are folded.  `bytes` of the seeds became `characters` of source text,
    of which `characters_left` are left.  `is_given_up`: it is one document, on which all tasks failed.
    """

    key: str
    documents: tuple[ShardDocument, ...]
    rulings: tuple[Ruling, ...] = ()
    corrected_words: tuple[str, ...] = ()
    bytes: int = 0
    characters: int = 0
    characters_left: int = 0
    is_given_up: bool = False


@dataclass(frozen=True, slots=True)
class ShardResults:
    """A record of each document of a shard; of those with a text, what their sketches, words and lines are made from."""

    records: list[dict[str, Any]] = field(default_factory=list)
    sketches: list[SketchInput] = field(default_factory=list)
    words: list[DocumentWords] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)


def store_results(cache: Cache, key: str, results: ShardResults, shard_rulings: Sequence[Ruling]) -> None:
    """Store the results of a shard.  The summary goes last: where it is, all is."""
    corrected_words, unlisted_words = merge_counts(results.words)
    cache.put(key, results.records)
    cache.put(words_key(key), unlisted_words)
    cache.put_file(sketch_key(key), build_sketches(results.sketches))
    cache.put_file(line_key(key), build_line_file(results.pages))
    summary = {
        "documents": [(record["key"], not record["reason"]) for record in results.records],
        "rulings": [ruling_to_json(one) for one in shard_rulings],
        "corrected_words": corrected_words,
        "sizes": [sum(record.get(name, 0) for record in results.records) for name in ("bytes", "characters", "left")],
    }
    cache.put(_summary_key(key), summary)


def load_results(cache: Cache, key: str, shard: Shard) -> CleanedShard | None:
    """Return the summary of what is stored of a shard under a key, None if not all of it is there and undamaged."""
    summary = cache.get(_summary_key(key))
    files = (cache.path(sketch_key(key)), cache.path(line_key(key)))
    if summary is None or not (cache.has(key) and cache.has(words_key(key)) and all(map(is_intact, files))):
        return None
    documents = [ShardDocument(raw.seed, raw.number, *row) for raw, row in zip(shard, summary["documents"], strict=True)]
    shard_rulings = tuple(map(ruling_from_json, summary["rulings"]))
    return CleanedShard(key, tuple(documents), shard_rulings, tuple(summary["corrected_words"]), *summary["sizes"])


def list_keys(key: str) -> tuple[str, ...]:
    """Return all keys under which something of a shard is stored."""
    return key, sketch_key(key), line_key(key), words_key(key), _summary_key(key)


def sketch_key(key: str) -> str:
    """Return the key of the sketches of the shard with this key."""
    return digest_json(["sketches", key])


def line_key(key: str) -> str:
    """Return the key of the line file of the shard with this key."""
    return digest_json(["lines", key])


def words_key(key: str) -> str:
    """Return the key of how many documents of the shard with this key use which words that no list has."""
    return digest_json(["words", key])


def _summary_key(key: str) -> str:
    return digest_json(["cleaned", key])
