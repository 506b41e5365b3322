"""The stages over seeds: each reads and writes files, and may run anywhere and again.

    items      seeds -> items -> parts: what is cleaned in one go
    cleaning   part -> its documents, cleaned
    results    what that leaves in the cache
    naming     what the documents of a corpus are called, and how senior each is
    finishing  part, copies -> slices: texts, ledgers, metadata, counts
    slices     what that leaves in the cache
    assembly   slices -> one text, ledger and metadata file a seed, and its entry

What a stage has done lies in the cache under the digest of all it depends on,
so that an unchanged part is not cleaned again.  Where parts begin and end
changes no result.
"""
