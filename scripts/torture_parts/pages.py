"""Real pages: none of them may be taken for a hostile one."""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from curate import readers
from curate.config import Config
from curate.errors import Unreadable
from curate.pipeline import document as pipeline
from torture_parts.table import Table

_NO_TEXT, _LITTLE = "no visible text", "«"  # in a reason
_FEW = 5  # words: who shows fewer than that in all ("Log In") gets its text by a script, which is not in the page


def measure(data: Path) -> Table:
    """Return how many of the pages below a folder (`*.html.gz`) are refused; those that show no text, or a button's, may be."""
    paths = sorted(data.rglob("*.html.gz"))
    with ProcessPoolExecutor(2) as pool:
        reasons = dict(zip(paths, pool.map(_reason, paths, chunksize=32), strict=True))
    refused = {path: reason for path, reason in reasons.items() if reason}
    empty = {path for path, reason in refused.items() if _NO_TEXT in reason}
    few = {path for path, reason in refused.items() if reason.startswith(_LITTLE)}
    table = Table(("real pages", "pages", "in quarantine"))
    table.rows.append(("without visible text (framesets, shells of scripts)", len(empty), len(empty)))
    table.rows.append(
        (f"of whose text less than {_FEW} words are visible: {', '.join(sorted({refused[one] for one in few}))}", len(few), len(few))
    )
    table.rows.append(("others", len(paths) - len(empty | few), len(refused.keys() - empty - few)))
    table.bad += [f"{path.relative_to(data)}: {reason}" for path, reason in refused.items() if path not in empty | few]
    return table


def _reason(path: Path) -> str:
    """Return why a page is in quarantine, or nothing."""
    try:
        found = pipeline.clean(readers.read_document(path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())), Config())
    except Unreadable as error:
        return str(error)
    if found.draft.text.strip():
        return ""
    words = found.draft.source.split()
    return f"{_LITTLE}{' '.join(words)}»" if len(words) < _FEW else "nothing is left of it"
