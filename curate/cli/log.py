"""`curate log`: the revisions of a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import format_count, print_json
from curate.cli.project import open_corpus

if TYPE_CHECKING:
    from curate.store.manifest import Manifest


def log(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """List the revisions, newest first."""
    opened, _ = open_corpus(project, into)
    rows = [_revision_as_json(manifest) for manifest in reversed(opened.store.load_revisions())]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        documents = format_count(row["documents"], "document")
        print(f"{row['number']:>4}  {row['version']:<8}  {row['id'][:12]}  {documents}, {row['characters']:,} characters")


def _revision_as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "number": manifest.number,
        "version": manifest.version,
        "id": manifest.id,
        "documents": sum(entry.count for entry in manifest.entries),
        "quarantined": sum(entry.quarantined for entry in manifest.entries),
        "characters": sum(entry.characters_out for entry in manifest.entries),
    }
