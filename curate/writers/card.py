"""README.md: the dataset card that every export has, with the YAML header that dataset hubs read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from curate.writers import columns
from curate.writers.about import About, Totals

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
          (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"))  # fmt: skip


def write(folder: Path, about: About, totals: Totals, read: str, data_file: str) -> None:
    """Write the card; `read` says how to read the export, `data_file` is the table in it if there is one."""
    lines = [*_header(about, totals, data_file), *_body(about, totals, read), *(_table() if data_file else [])]
    (folder / "README.md").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


def _header(about: About, totals: Totals, data_file: str) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {json.dumps(about.name, ensure_ascii=False)}"
    languages = sorted(totals.languages.keys() - {"und"})
    yield f"language: {json.dumps(languages)}"
    yield f"license: {'other' if any(totals.licences) else 'unknown'}"
    yield f"size_categories: [{next((name for most, name in _SIZES if totals.documents < most), 'n>1B')!r}]"
    yield "task_categories: [text-generation]"
    if data_file:
        yield f"configs: [{{config_name: default, data_files: {json.dumps(data_file)}}}]"
    yield f"curate_revision: {json.dumps(about.revision)}"
    yield "---"


def _body(about: About, totals: Totals, read: str) -> Iterator[str]:
    gone = totals.characters_in - totals.characters_out
    share = f"{gone / totals.characters_in:.1%}" if totals.characters_in else "nothing"
    yield f"\n# {' '.join(about.name.split())}\n\n{about.provenance}\n"
    yield f"{totals.documents:,} documents, {totals.characters_out:,} characters; {share} of their source texts went in cleaning."
    if totals.duplicates:
        yield f"{totals.duplicates:,} of the documents are marked as duplicates of older ones (`duplicate_of`)."
    yield f"\n{read}\n\nWhat was removed, by the characters of it:\n"
    yield from _counts(totals.removed, "category", "characters")
    yield "\n## Languages\n"
    yield from _counts(totals.languages, "language", "documents")
    yield "\n## Licences\n\nThe texts belong to their publishers; this is what those who added them said.\n"
    yield from _counts(Counter({licence or "not said": count for licence, count in totals.licences.items()}), "licence", "documents")
    if about.reviews:
        yield "\n## Reviews\n"
        yield from (f"- {review}" for review in about.reviews)


def _counts(counts: Counter[str], what: str, unit: str) -> Iterator[str]:
    yield f"| {what} | {unit} |\n|---|---:|"
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield f"| {' '.join(name.replace('|', chr(92) + '|').split())} | {count:,} |"


def _table() -> Iterator[str]:
    yield "\n## Columns\n\n| column | type | meaning |\n|---|---|---|"
    yield from (f"| `{name}` | {kind} | {columns.MEANING[name]} |" for name, kind in columns.COLUMNS.items())
