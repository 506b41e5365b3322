"""The stages over seeds: each reads and writes files, and may run anywhere and again.

    raw_documents   seeds -> raw documents
    shards          raw documents -> shards: what one task cleans
    cleaning        shard -> its documents, cleaned
    results         what that stores in the cache
    naming          the ids of the documents of a corpus, and how senior each is
    finishing       shard, overlaps -> slices: texts, ledgers, metadata, counts
    slices          what that stores in the cache
    assembly        slices -> one text, ledger and metadata file a seed, and its entry

The result of a stage lies in the cache under the digest of all it depends on, so
that an unchanged shard is not cleaned again.  Where shards begin and end changes
no result.
"""
