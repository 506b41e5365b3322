"""File names for the documents of an export."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*%]|^\.|[. ]$|^$')  # not accepted on some platform, or hidden
_MAX_BYTES = 120  # of a name; file systems accept 255


def reserve_path(folder: Path, id: str, suffix: str) -> Path:
    """Return an unused path below `folder` for the document with this id, and create the folders above it.

    The id stays readable: a.txt -> a.txt, b/a.html -> b/a.html.txt, c.jsonl#12 -> c.jsonl#12.txt.  Characters that
    some file system does not accept are percent-encoded.  No id leads out of `folder`.
    """
    parts = [_make_safe(part) for part in id.removesuffix(suffix).split("/")]
    path = folder.joinpath(*parts[:-1], parts[-1] + suffix)
    if path.exists() or any(parent.is_file() for parent in path.parents if parent != folder):
        path = folder / f"{parts[-1]}~{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}{suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _make_safe(part: str) -> str:
    text = _UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()) or "%", part)
    data = text.encode("utf-8", "backslashreplace")
    if len(data) <= _MAX_BYTES:
        return data.decode("utf-8")
    return data[:_MAX_BYTES].decode("utf-8", "ignore") + "~" + hashlib.sha256(data).hexdigest()[:12]
