"""Real pages: none of them may be taken for a hostile one."""

from __future__ import annotations

import gzip
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from curate import pipeline, readers
from curate.config import Config
from curate.errors import Unreadable
from torturing.table import Table


def measure(data: Path) -> Table:
    """Return how many of the pages below a folder (`*.html.gz`) are refused; those that have no text may be."""
    paths = sorted(data.rglob("*.html.gz"))
    with ProcessPoolExecutor(2) as pool:
        reasons = dict(zip(paths, pool.map(_reason, paths, chunksize=32), strict=True))
    refused = {path: reason for path, reason in reasons.items() if reason}
    empty = {path for path, reason in refused.items() if "no visible text" in reason}
    table = Table(("real pages", "pages", "in quarantine"))
    table.rows.append(("without text of their own (shells of scripts, framesets)", len(empty), len(empty)))
    table.rows.append(("others", len(paths) - len(empty), len(refused) - len(empty)))
    table.bad += [f"{path.relative_to(data)}: {reason}" for path, reason in refused.items() if path not in empty]
    return table


def _reason(path: Path) -> str:
    """Return why a page is in quarantine, or nothing."""
    try:
        found = pipeline.clean(readers.read(path.name.removesuffix(".gz"), gzip.decompress(path.read_bytes())), Config())
    except Unreadable as error:
        return str(error)
    return "" if found.draft.text.strip() else "nothing is left of it"
