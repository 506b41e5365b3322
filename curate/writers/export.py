"""Exporting a revision into a folder of its own, completely or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from curate.audit.load import load_documents
from curate.audit.reviews import load_reviews
from curate.audit.sampling import cite_estimate
from curate.digest import digest_file
from curate.errors import CurateError, UsageError
from curate.pipeline.run import Project
from curate.store.manifest import Manifest
from curate.store.store import Store
from curate.version import __version__
from curate.writers import WRITERS, card
from curate.writers.export_info import ExportInfo
from curate.writers.totals import ExportTotals

CHECKSUMS = "checksums"  # file in each export with the digests of all others, in the format of sha256sum


def export_revision(project: Project, manifest: Manifest, format: str, to: Path) -> ExportTotals:
    """Write a revision of a project's corpus into the folder `to`, and return the totals.

    The dataset card cites the reviewed samples of this revision.  An earlier export in `to` is replaced.
    Raises UsageError if `to` holds anything else or lies in the corpus, if there is no such format, or if
    a package for it is not installed.
    """
    if format not in WRITERS:
        raise UsageError(f"{format}: no such format; choose one of {', '.join(WRITERS)}")
    if to.resolve().is_relative_to(project.into.resolve()):
        raise UsageError(f"{to}: lies in the corpus itself; name a folder elsewhere")
    _require_free_folder(to)
    try:
        to.absolute().parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{to.name}.", dir=to.absolute().parent, ignore_cleanup_errors=True) as folder:
            staged = Path(folder) / "new"
            staged.mkdir()
            totals = _write_files(project.store, manifest, _describe_export(project, manifest, format), staged)
            _replace_folder(to, staged, Path(folder) / "old")
    except OSError as error:
        raise CurateError(f"{to}: cannot be written: {error.strerror}; make room, or check its permissions") from None
    return totals


def _replace_folder(to: Path, staged: Path, old: Path) -> None:
    """Put a folder in the place of another, which moves to `old`; if that fails, it moves back."""
    if to.exists():
        to.rename(old)
    try:
        staged.rename(to)
    except OSError:
        if old.exists():
            old.rename(to)
        raise


def _describe_export(project: Project, manifest: Manifest, format: str) -> ExportInfo:
    audited = ((one, one.edits) for one in load_documents(project.store, manifest))
    reviews = cite_estimate(audited, manifest.id, load_reviews(project.root))
    return ExportInfo(project.root.resolve().name, format, manifest.id, manifest.number, manifest.version, __version__, reviews)


def _write_files(store: Store, manifest: Manifest, info: ExportInfo, folder: Path) -> ExportTotals:
    writer, totals = WRITERS[info.format], ExportTotals()
    writer.write(totals.count(load_documents(store, manifest)), info, folder)
    card.write_card(folder, info, totals, writer.HOW_TO_READ, writer.TABLE_FILE)
    lines = [f"{digest_file(path)}  {path.relative_to(folder).as_posix()}\n" for path in _list_files(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), "utf-8", newline="\n")
    return totals


def _require_free_folder(to: Path) -> None:
    """Raise UsageError unless the folder is missing, empty, or an unchanged export."""
    if not to.exists() and not to.is_symlink():
        return
    problem = "stands there already" if to.is_dir() else "is a file"
    checksums = to / CHECKSUMS
    if to.is_symlink() or not to.is_dir() or (any(to.iterdir()) and not checksums.is_file()):
        raise UsageError(f"{to}: {problem}, and is no export; name another folder")
    lines = checksums.read_text("utf-8").splitlines() if checksums.is_file() else []
    listed = dict(line.split("  ", 1)[::-1] for line in lines if "  " in line)
    for path in _list_files(to):
        name = path.relative_to(to).as_posix()
        if name != CHECKSUMS and (path.is_symlink() or digest_file(path) != listed.get(name)):
            raise UsageError(f"{to}: {name} was changed since the export, or is no part of it; move it, or name another folder")


def _list_files(folder: Path) -> Sequence[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink())
