"""`README.md`: the dataset card of an export, with the YAML header that dataset hubs read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from curate.writers import columns
from curate.writers.export_info import ExportInfo
from curate.writers.totals import ExportTotals

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
          (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"))  # fmt: skip


def write_card(folder: Path, info: ExportInfo, totals: ExportTotals, how_to_read: str, table_file: str) -> None:
    """Write the card of an export; `how_to_read` and `table_file` are those of its writer."""
    lines = [
        *_render_header(info, totals, table_file),
        *_render_body(info, totals, how_to_read),
        *(_render_columns() if table_file else []),
    ]
    (folder / "README.md").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _render_header(info: ExportInfo, totals: ExportTotals, table_file: str) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {json.dumps(info.name, ensure_ascii=False)}"
    languages = sorted(totals.languages.keys() - {"und"})
    yield f"language: {json.dumps(languages)}"
    yield f"license: {'other' if any(totals.licences) else 'unknown'}"
    yield f"size_categories: [{next((name for most, name in _SIZES if totals.documents < most), 'n>1B')!r}]"
    yield "task_categories: [text-generation]"
    if table_file:
        yield f"configs: [{{config_name: default, data_files: {json.dumps(table_file)}}}]"
    yield f"curate_revision: {json.dumps(info.revision)}"
    yield "---"


def _render_body(info: ExportInfo, totals: ExportTotals, how_to_read: str) -> Iterator[str]:
    removed = totals.characters_in - totals.characters_out
    share = f"{removed / totals.characters_in:.1%}" if totals.characters_in else "nothing"
    yield f"\n# {' '.join(info.name.split())}\n\n{info.provenance}\n"
    yield f"{totals.documents:,} documents, {totals.characters_out:,} characters; {share} of their source texts went in cleaning."
    if totals.duplicates:
        yield f"{totals.duplicates:,} of the documents are marked as duplicates of older ones (`duplicate_of`)."
    yield f"\n{how_to_read}\n\nWhat was removed, by the characters of it:\n"
    yield from _render_counts(totals.removed, "category", "characters")
    yield "\n## Languages\n"
    yield from _render_counts(totals.languages, "language", "documents")
    yield "\n## Licences\n\nThe texts belong to their publishers; this is what those who added them said.\n"
    yield from _render_counts(Counter({licence or "not said": count for licence, count in totals.licences.items()}), "licence", "documents")
    if info.reviews:
        yield "\n## Reviews\n"
        yield from (f"- {review}" for review in info.reviews)


def _render_counts(counts: Counter[str], heading: str, unit: str) -> Iterator[str]:
    yield f"| {heading} | {unit} |\n|---|---:|"
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {' '.join(name.replace('|', chr(92) + '|').split())} | {count:,} |"


def _render_columns() -> Iterator[str]:
    yield "\n## Columns\n\n| column | type | meaning |\n|---|---|---|"
    yield from (f"| `{name}` | {kind} | {columns.MEANINGS[name]} |" for name, kind in columns.COLUMNS.items())
