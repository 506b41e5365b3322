"""`curate sites`: the sites of a corpus and their furniture."""

from __future__ import annotations

import sys
from pathlib import Path

from curate.cli.options import IntoOption, JsonOption, ProjectOption
from curate.cli.output import print_json
from curate.cli.project import open_corpus


def sites(project: ProjectOption = Path(), into: IntoOption = None, as_json: JsonOption = False) -> None:
    """List the sites, with the lines that many pages of each share.

    For each line: on how many documents it stands. With --json also how many passages went, and the evidence on which the line
    became known as furniture.
    """
    from curate.audit.sites import format_sites, list_sites

    opened, manifest = open_corpus(project, into)
    found = list_sites(opened.store, manifest)
    if as_json:
        print_json({"revision": manifest.id, "sites": found})
        return
    if not found:
        print("no site: no document has an address, and no pages share a menu", file=sys.stderr)
    for line in format_sites(found):
        print(line)
