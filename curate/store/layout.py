"""Where the files of a corpus lie, as paths below its folder.

manifest.json            the current revision
documents/ ledgers/ metadata/  what it holds, for people and other tools to read
quarantine.jsonl         seeds that could not be read
report.html              the audit as a page
revisions/0001-<id>.json every manifest
objects/ab/cdef…         every text, ledger and metadata file of every revision
forgotten.jsonl          objects that held a forgotten document, and what stands in for each
checksums                of the files above that have no digest elsewhere
unfinished               stands there while the readable copies of a revision are made
uncommitted              stands there while there may be objects that no revision needs
forgetting.json          stands there while a document is being forgotten
"""

from __future__ import annotations

from pathlib import PurePosixPath

from curate.store.manifest import Entry, Manifest

MANIFEST, CHECKSUMS, QUARANTINE, UNFINISHED = "manifest.json", "checksums", "quarantine.jsonl", "unfinished"
UNCOMMITTED, JOURNAL = "uncommitted", "forgetting.json"
REPORT = "report.html"
FORGOTTEN = "forgotten.jsonl"  # lines {"object": digest, "now": digest of what stands in for it, empty if nothing does}
FOLDERS = ("documents", "ledgers", "metadata", "revisions", "objects", ".staging")
_TEXT, _JSONL = (".txt", ".text", ".md"), (".jsonl", ".ndjson")  # seeds whose cleaned text has the name of the seed


def text_path(entry: Entry) -> str:
    """Return where the cleaned text of a seed lies: a.txt -> a.txt, a.html -> a.html.txt, b.warc.gz -> b.warc.gz.jsonl."""
    same_name, suffix = (_JSONL, ".jsonl") if entry.documents else (_TEXT, ".txt")
    return f"documents/{entry.seed}{'' if PurePosixPath(entry.seed).suffix.lower() in same_name else suffix}"


def readable_paths(entry: Entry) -> tuple[str, str, str]:
    """Return where the text, the ledger and the metadata of a seed lie."""
    return text_path(entry), f"ledgers/{entry.seed}.jsonl", f"metadata/{entry.seed}.jsonl"


def readable_files(entry: Entry) -> dict[str, str]:
    """Return the digests of the text, the ledger and the metadata of a seed by their paths."""
    return dict(zip(readable_paths(entry), (entry.text, entry.ledger, entry.metadata), strict=True))


def revision_path(manifest: Manifest) -> str:
    """Return where a revision's manifest lies."""
    return f"revisions/{manifest.number:04d}-{manifest.id[:12]}.json"
