"""Readable copies: the texts, ledgers and metadata of the current revision under the names of their seeds, and what is in quarantine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from curate.files import flush_to_disk, remove_with_empty_folders, replace_file, stage_file
from curate.store.layout import QUARANTINE, readable_files
from curate.store.manifest import Manifest
from curate.store.objects import ObjectStore


class ReadableCopies:
    """The readable copies of a corpus, made from its objects."""

    def __init__(self, objects: ObjectStore) -> None:
        self.objects = objects
        self.root = objects.root

    def files(self, manifest: Manifest) -> dict[str, str]:
        """Return the digests of all readable files of a revision by their paths, but for documents that were forgotten."""
        resolve = self.objects.resolve
        entries = (entry for entry in manifest.entries if entry.text and not self.objects.is_forgotten(entry))
        return {path: resolve(digest) for entry in entries for path, digest in readable_files(entry).items()}

    def quarantine_lines(self, manifest: Manifest) -> Iterator[bytes]:
        """Yield the lines of quarantine.jsonl: seeds, and documents of seeds, that could not be read, with the reason."""
        for entry in manifest.entries:
            if entry.documents.get("quarantined") and not self.objects.is_forgotten(entry):
                yield from (line for line in self.objects.iter_lines(entry.metadata) if b'"state":"quarantined"' in line)
            elif entry.state == "quarantined":
                line = {"seed": entry.seed, "sha256": entry.source, "bytes": entry.bytes, "reason": entry.reason}
                yield json.dumps(line, ensure_ascii=False).encode("utf-8") + b"\n"

    def restore_missing(self, manifest: Manifest) -> list[str]:
        """Put back the files that are missing, and return their paths."""
        missing = {path: digest for path, digest in self.files(manifest).items() if not (self.root / path).exists()}
        self._copy(missing)
        return sorted(missing)

    def publish(self, manifest: Manifest, before: Manifest | None) -> None:
        """Bring the files in line with a revision, where they are those of the one before; done again, it does nothing.

        What is not wanted goes first: a folder may have to make room for a file of its name, or the other way round.
        """
        wanted = self.files(manifest)
        past = self.files(before) if before else {}
        self._remove(past.keys() - wanted.keys())
        self._copy({path: digest for path, digest in wanted.items() if past.get(path) != digest or not (self.root / path).is_file()})
        self._write_quarantine(manifest)

    def apply_stand_ins(self, current: Manifest) -> None:
        """Bring the files in line where other objects stand in.

        It copies only what changed, so that forgetting works in a damaged corpus.
        """
        wanted = self.files(current)
        past = {path: digest for entry in current.entries if entry.text for path, digest in readable_files(entry).items()}
        self._remove(past.keys() - wanted.keys())
        self._copy({path: digest for path, digest in wanted.items() if digest != past[path]})
        self._write_quarantine(current)

    def _remove(self, paths: set[str]) -> None:
        for path in sorted(paths):
            remove_with_empty_folders(self.root / path, self.root)

    def _copy(self, wanted: Mapping[str, str]) -> None:
        """Copy objects to their readable paths."""
        for path, digest in sorted(wanted.items()):
            with stage_file(self.objects.staging) as file:
                for block in self.objects.iter_blocks(digest):
                    file.write(block)
            replace_file(file.path, self.root / path)
        paths = [self.root / path for path in wanted]
        flush_to_disk({*paths, *(path.parent for path in paths)})

    def _write_quarantine(self, manifest: Manifest) -> None:
        with stage_file(self.objects.staging) as file:
            for line in self.quarantine_lines(manifest):
                file.write(line)
        flush_to_disk([file.path])
        replace_file(file.path, self.root / QUARANTINE)
