"""List the sites of a revision: their pages, their furniture, and how much of it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from curate.audit.load import load_document
from curate.errors import UsageError
from curate.sites.lines import hash_lines
from curate.sites.memory import KnownLine, KnownSite, load_sites
from curate.store.manifest import Manifest
from curate.store.store import Store
from curate.text.segment import segment

_MAX_TEXT = 80  # characters of a line that are shown


def list_sites(store: Store, manifest: Manifest) -> list[dict[str, Any]]:
    """Return the sites of a revision as plain values, the largest first.

    Each has its `site`, its `pages`, how many passages were `removed` and `marked`, and `lines`: each with its `text`, the
    `documents` that it stands on now, the same two counts, and the evidence on which it became known.
    """
    sites = load_sites(store.objects.read(manifest.sites)) if manifest.sites else []
    return [_describe_site(store, manifest, site) for site in sorted(sites, key=lambda one: (-one.pages, one.name))]


def format_sites(sites: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Yield sites as lines of text, each with its furniture, the most frequent line first."""
    for site in sites:
        yield f"{site['site']}: {site['pages']:,} pages, {site['removed']:,} passages removed, {site['marked']:,} marked"
        for line in site["lines"]:
            yield f"{line['documents']:>8,}  {line['text']}{' (marked)' if line['marked'] else ''}"


def _describe_site(store: Store, manifest: Manifest, site: KnownSite) -> dict[str, Any]:
    texts = _Texts(store, manifest)
    removes = manifest.settings["sites"]["furniture"] == "drop"
    lines = [_describe_line(texts.find(key, line.evidence.examples), line, removes) for key, line in site.lines.items()]
    lines.sort(key=lambda one: (-one["documents"], one["text"]))
    return {
        "site": site.name,
        "pages": site.pages,
        **{name: sum(one[name] for one in lines) for name in ("removed", "marked")},
        "lines": lines,
    }


def _describe_line(text: str, line: KnownLine, removes: bool) -> dict[str, Any]:
    evidence = line.evidence.as_json()
    del evidence["site"]
    is_removed = line.is_sure and removes
    counts = {"removed": line.passages if is_removed else 0, "marked": 0 if is_removed else line.passages}
    return {"text": text, "documents": line.documents, **counts, "evidence": evidence}


class _Texts:
    """The lines of documents by key; a document is read once."""

    def __init__(self, store: Store, manifest: Manifest) -> None:
        self._store, self._manifest = store, manifest
        self._lines: dict[str, dict[int, str]] = {}

    def find(self, key: int, documents: Sequence[str]) -> str:
        """Return a line that stands in one of some documents; a remark if it stands in none of them any more."""
        return next((text for one in documents if (text := self._read(one).get(key))), "(on no page that is left)")

    def _read(self, document: str) -> dict[int, str]:
        if document not in self._lines:
            try:
                source = load_document(self._store, self._manifest, document).source
            except UsageError:
                source = ""
            lines = [" ".join(source[start:end].split()) for start, end in segment(source)]
            self._lines[document] = {key: _shorten(line) for key, line in zip(hash_lines(lines), lines, strict=True)}
        return self._lines[document]


def _shorten(line: str) -> str:
    return line if len(line) <= _MAX_TEXT else f"{line[: _MAX_TEXT - 1]}…"
