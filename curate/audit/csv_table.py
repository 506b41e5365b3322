"""Write edits as a CSV table that is safe to open in a spreadsheet: no cell is taken for a formula."""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from pathlib import Path

from curate.audit.load import DocumentEdits
from curate.audit.terminal import escape_controls
from curate.files import StagedFile, replace_file, stage_file
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned_document import Cleaned

COLUMNS = ("document", "start", "end", "category", "rule", "confidence", "removed", "written", "reason")
# A sign that a spreadsheet may take for the start of a formula.  It can stand inside a text, too: a program that splits at
# another sign than the comma, or ignores quotation marks, begins a cell there.  The match starts with the space, so that
# the search is linear.
_SPACE = r"[\s'\u200b\ufeff]"
_FORMULA = re.compile(rf"(?<!{_SPACE})(?P<space>{_SPACE}*+)(?=[=+\-@\u2212\uff0b\uff0d\uff1d\uff20])")


def write_csv(path: Path, documents: DocumentEdits) -> None:
    """Write a row for each edit, in UTF-8 with a byte order mark; a failure leaves no file."""
    with stage_file(path.absolute().parent) as file:
        file.write(codecs.BOM_UTF8)
        writer = csv.writer(_Utf8File(file), quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(COLUMNS)
        for document, edits in documents:
            writer.writerows(_row(document, edit) for edit in edits)
    replace_file(file.path, path)


def _row(document: Cleaned, edit: Edit) -> list[str | float]:
    row = (document.id, edit.start, edit.end, category_of(edit.rule), edit.rule, edit.confidence, edit.before, edit.after, edit.reason)
    return [escape_cell(value) if isinstance(value, str) else value for value in row]


@dataclass(frozen=True, slots=True)
class _Utf8File:
    """Write text to a binary file as UTF-8."""

    file: StagedFile

    def write(self, line: str) -> None:
        self.file.write(line.encode("utf-8", "backslashreplace"))


def escape_cell(text: str) -> str:
    """Return a text for a cell: an apostrophe before each possible formula, control characters as code points.

    Do not read the text back from it; `--json` gives the exact text.

    >>> escape_cell('=HYPERLINK("http://a.example")'), escape_cell("2 + 2"), escape_cell("- item")
    ('\\'=HYPERLINK("http://a.example")', '2 + 2', "'- item")
    """
    return _FORMULA.sub(_add_apostrophe, escape_controls(text))


def _add_apostrophe(match: re.Match[str]) -> str:
    """Return the space before a sign, with an apostrophe if a cell may begin there."""
    before, space = match.string[max(0, match.start() - 1) : match.start()], match["space"]
    return f"{space}'" if not before or before in ';,|"' or any(end in space for end in "\t\r\n") else space
