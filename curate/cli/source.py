"""`curate source`: the source text of a document."""

from __future__ import annotations

from pathlib import Path

from curate.cli.options import DocumentArgument, IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json, write_text
from curate.cli.project import open_corpus


def source(document: DocumentArgument, project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """Print the source text of a document.

    It is rebuilt from the cleaned text and the ledger.
    """
    from curate.audit.load import load_document

    opened, manifest = open_corpus(project, into)
    text = load_document(opened.store, manifest, document).source
    print_json({"document": document, "source": text}) if as_json else write_text(text)
