"""One byte of a corpus changed: does `verify` find it, and does `repair` put it back?

Of each kind of file under `cleaned/` as many bytes are changed, one at a time, at random. `repair` is asked for some of them:
each must verify again. What no other file and no seed holds (texts of old revisions, their manifests) cannot be rebuilt.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

from curate.config import Config
from curate.pipeline.project import Project
from curate.pipeline.run import run
from curate.upkeep.forget import forget_document
from curate.upkeep.repair import repair_corpus
from curate.upkeep.verify import verify_corpus
from torture_parts.table import Table

_FLIPS, _REPAIRS = 250, 25  # of a kind
_TEXT = "The rain fell on the harbour all that night, and in the morning the boats were gone from the quay."
_LONE = ("objects of old revisions", "revisions")  # kinds of which some is held nowhere else


def measure(seed: int, share: float) -> Table:
    """Return how many changed bytes were found, and how many files repaired, by kind of file."""
    chance = random.Random(seed)
    table = Table(("kind of file", "files", "bytes changed", "found", "`repair` asked", "whole again"))
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder) / "p")
        assert list(verify_corpus(project.store)) == []
        for kind, paths in sorted(_kinds(project).items()):
            found = [_is_found(project, chance.choice(paths), chance, table) for _ in range(round(_FLIPS * share))]
            mended = [_is_mended(project, chance.choice(paths), chance, kind, table) for _ in range(round(_REPAIRS * share))]
            table.rows.append((kind, len(paths), len(found), sum(found), len(mended), sum(mended)))
    return table


def _project(root: Path) -> Project:
    """Make a corpus with every kind of file: many documents in a seed, one in quarantine, one forgotten, three revisions."""
    put = root / "seeds"
    put.mkdir(parents=True)
    project = Project(root, Config(), root / "cleaned")
    for number in range(5):
        (put / f"{number}.txt").write_text(
            f"Day {number}\n\n{_TEXT.replace('rain', f'rain {number}')}\n\nShare this\n\nIt ended.\n", "utf-8"
        )
    (put / "page.html").write_text(f"<title>Rain</title><h1>Rain</h1><p>{_TEXT.replace('harbour', 'bay')}</p>", "utf-8")
    rows = [json.dumps({"text": f"Row {number}. {_TEXT.replace('boats', f'boats of {number}')}"}) for number in range(5)]
    (put / "many.jsonl").write_text("\n".join(rows) + "\nno JSON\n", "utf-8")
    (put / "empty.txt").write_bytes(b"")
    run(project, jobs=1)
    (put / "0.txt").write_text(f"A changed day\n\n{_TEXT.replace('rain', 'hail')}\n", "utf-8")
    run(project, jobs=1)
    forget_document(project, "1.txt")
    forget_document(project, "many.jsonl#2")
    run(project, jobs=1)
    return project


def _kinds(project: Project) -> dict[str, list[Path]]:
    current = project.store.load_current()
    assert current
    held = {project.store.objects.resolve(digest) for digest in current.objects} | project.store.objects.backup_digests()
    needed = {project.store.objects.path(digest) for digest in held if digest}
    kinds: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(path for path in project.into.rglob("*") if path.is_file() and path.stat().st_size):
        top = path.relative_to(project.into).parts[0]
        kinds[top if top != "objects" else "objects" if path in needed else "objects of old revisions"].append(path)
    return kinds


def _changed(path: Path, chance: random.Random) -> tuple[bytes, int]:
    """Change one byte of a file, one bit of it or all, and return what stood there and where."""
    whole = path.read_bytes()
    at = chance.randrange(len(whole))
    new = whole[at] ^ (1 << chance.randrange(8)) if chance.random() < 0.5 else (whole[at] + chance.randrange(1, 256)) % 256
    path.write_bytes(whole[:at] + bytes([new]) + whole[at + 1 :])
    return whole, at


def _is_found(project: Project, path: Path, chance: random.Random, table: Table) -> bool:
    whole, at = _changed(path, chance)
    try:
        if next(verify_corpus(project.store), ""):
            return True
        table.bad.append(f"{path.relative_to(project.into)}: byte {at}: not found")
        return False
    finally:
        path.write_bytes(whole)


def _is_mended(project: Project, path: Path, chance: random.Random, kind: str, table: Table) -> bool:
    saved = project.root.with_name("saved")
    shutil.copytree(project.root, saved)
    whole, at = _changed(path, chance)
    repair_corpus(project)
    mended = path.is_file() and path.read_bytes() == whole and not list(verify_corpus(project.store))
    if not mended and kind not in _LONE:
        table.bad.append(f"{path.relative_to(project.into)}: byte {at}: not repaired")
    shutil.rmtree(project.root)
    saved.rename(project.root)
    return mended
