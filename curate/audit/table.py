"""The edits of a revision as a CSV table for spreadsheets: for looking at, safe from what a text would have them compute."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from curate.audit.terminal import safe
from curate.files import StagedFile, replace_file, stage_file
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned import Cleaned

COLUMNS = ("document", "start", "end", "category", "rule", "confidence", "removed", "written", "reason")
# what a spreadsheet may take for a formula, where it may take it for the start of a cell: a reader that cuts at another
# sign than the comma, or minds no quotation marks, begins a cell in the midst of one
_SPACE = r"[\s'\u200b\ufeff]"
_FORMULA = re.compile(
    rf"(?<!{_SPACE})(?P<space>{_SPACE}*+)(?=[=+\-@\u2212\uff0b\uff0d\uff1d\uff20])"
)  # from where the space begins: linear


def write(path: Path, audited: Iterable[tuple[Cleaned, Iterable[Edit]]]) -> None:
    """Write the edits, a row each, in UTF-8 with the mark by which spreadsheets know it; the file whole or not at all."""
    with stage_file(path.absolute().parent) as file:
        file.write(codecs.BOM_UTF8)
        writer = csv.writer(_Encoded(file), quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        for document, edits in audited:
            writer.writerows(_row(document, edit) for edit in edits)
    replace_file(file.path, path)


def _row(document: Cleaned, edit: Edit) -> list[str | float]:
    said = (document.id, edit.start, edit.end, category_of(edit.rule), edit.rule, edit.confidence, edit.before, edit.after, edit.reason)
    return [cell(value) if isinstance(value, str) else value for value in said]


@dataclass(frozen=True, slots=True)
class _Encoded:
    """A file for text, in UTF-8."""

    file: StagedFile

    def write(self, line: str) -> None:
        self.file.write(line.encode("utf-8", "backslashreplace"))


def cell(text: str) -> str:
    """Return a text for a cell: an apostrophe before whatever could begin a formula, code points for what commands a screen.

    Not to be read back as the text; `--json` gives that.

    >>> cell('=HYPERLINK("http://a.example")'), cell("2 + 2"), cell("- item")
    ('\\'=HYPERLINK("http://a.example")', '2 + 2', "'- item")
    """
    return _FORMULA.sub(_quoted, safe(text))


def _quoted(found: re.Match[str]) -> str:
    before, space = found.string[max(0, found.start() - 1) : found.start()], found["space"]
    return f"{space}'" if not before or before in ';,|"' or any(end in space for end in "\t\r\n") else space
