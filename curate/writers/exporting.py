"""A revision of a corpus, written for other tools: into a folder of its own, whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from curate.audit.load import load_documents
from curate.audit.reviews import load_reviews
from curate.audit.sampling import cite_estimate
from curate.errors import CurateError, UsageError
from curate.pipeline.run import Project
from curate.store.manifest import Manifest
from curate.store.store import Store
from curate.version import __version__
from curate.writers import WRITERS, card
from curate.writers.about import About, Totals
from curate.writers.described import sha256_of

CHECKSUMS = "checksums"  # of all files of an export, as sha256sum reads them


def export(project: Project, manifest: Manifest, format: str, to: Path) -> Totals:
    """Write the revision `manifest` of a project's corpus into the folder `to`, and return what was counted.

    What people found who read a sample of this revision is cited.

    An earlier export that stands there is replaced; anything else is a
    UsageError, as is an unknown format or a missing package.
    """
    if format not in WRITERS:
        raise UsageError(f"{format}: no such format; choose one of {', '.join(WRITERS)}")
    if to.resolve().is_relative_to(project.into.resolve()):
        raise UsageError(f"{to}: lies in the corpus itself; name a folder elsewhere")
    _must_be_free(to)
    staged, old = (to.absolute().with_name(f".{to.absolute().name}.{what}") for what in ("part", "old"))
    try:
        for left in (staged, old):  # by an export that was killed
            shutil.rmtree(left, ignore_errors=True)
        staged.mkdir(parents=True)
        totals = _write(project.store, manifest, _about(project, manifest, format), staged)
        if to.exists():
            to.rename(old)
        staged.rename(to)
    except OSError as error:
        raise CurateError(f"{to}: cannot be written: {error.strerror}; make room, or check its permissions") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)
    return totals


def _about(project: Project, manifest: Manifest, format: str) -> About:
    audited = ((one, one.edits) for one in load_documents(project.store, manifest))
    found = cite_estimate(audited, manifest.id, load_reviews(project.root))
    return About(project.root.resolve().name, format, manifest.id, manifest.number, manifest.version, __version__, found)


def _write(store: Store, manifest: Manifest, about: About, folder: Path) -> Totals:
    writer, totals = WRITERS[about.format], Totals()
    writer.write(totals.counted(load_documents(store, manifest)), about, folder)
    card.write(folder, about, totals, writer.READ, writer.TABLE)
    sums = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / CHECKSUMS).write_text("".join(sums), "utf-8", newline="\n")
    return totals


def _must_be_free(to: Path) -> None:
    """Raise UsageError unless nothing is there, or an export as it was written."""
    if not to.exists() and not to.is_symlink():
        return
    what = "stands there already" if to.is_dir() else "is a file"
    sums = to / CHECKSUMS
    if to.is_symlink() or not to.is_dir() or (any(to.iterdir()) and not sums.is_file()):
        raise UsageError(f"{to}: {what}, and is no export; name another folder")
    listed = dict(line.split("  ", 1)[::-1] for line in sums.read_text("utf-8").splitlines() if "  " in line) if sums.is_file() else {}
    for path in _files(to):
        name = path.relative_to(to).as_posix()
        if name != CHECKSUMS and (path.is_symlink() or sha256_of(path) != listed.get(name)):
            raise UsageError(f"{to}: {name} was changed since the export, or is no part of it; move it, or name another folder")


def _files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
