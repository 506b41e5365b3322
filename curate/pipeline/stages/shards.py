"""Shards: what one task cleans, a few consecutive raw documents.

A shard is many small seeds, or a stretch of one container.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from curate.pipeline.stages.raw_documents import WHOLE_SEED, RawDocument

Shard = tuple[RawDocument, ...]

_MEAN_DOCUMENTS, _MEAN_BYTES = 256, 4_000_000
_MAX_DOCUMENTS, _MAX_BYTES = 2_048, 32_000_000


def cut_into_shards(documents: Iterable[RawDocument]) -> Iterator[Shard]:
    """Yield the raw documents as shards.

    A shard ends after a document whose own digest says so, so that what is
    added, removed or changed in one place leaves all other shards as they were.
    """
    shard: list[RawDocument] = []
    size = 0
    for document in documents:
        if shard and not _may_follow(document, shard[-1]):
            yield tuple(shard)
            shard, size = [], 0
        shard.append(document)
        size += document.size
        if _ends_shard(document) or len(shard) >= _MAX_DOCUMENTS or size >= _MAX_BYTES:
            yield tuple(shard)
            shard, size = [], 0
    if shard:
        yield tuple(shard)


def _may_follow(document: RawDocument, last: RawDocument) -> bool:
    """Can two documents be in one shard: records of one seed, or whole seeds?"""
    return document.seed == last.seed or document.number == last.number == WHOLE_SEED


def _ends_shard(document: RawDocument) -> bool:
    """Does a shard end here?  The larger a document, the likelier, so that shards take about as long as each other."""
    return bool(document.source) and int(document.source[:8], 16) < 2**32 * max(1 / _MEAN_DOCUMENTS, document.size / _MEAN_BYTES)
