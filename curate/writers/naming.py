"""What a document's file is called in an export."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_UNSAFE = re.compile(r'[\x00-\x1f<>:"\\|?*%]|^\.|[. ]$|^$')  # on one of the platforms, or hidden
_LONGEST = 120  # bytes of a name; file systems take 255


def path(folder: Path, id: str, suffix: str) -> Path:
    """Return a path below `folder` for the document, free and with its own folder made.

    The id stays readable: a.txt -> a.txt, b/a.html -> b/a.html.txt, c.jsonl#12 -> c.jsonl#12.txt.  What a file
    system would not take is written in percent signs; whatever an id says, the path stays below `folder`.
    """
    parts = [_safe(part) for part in id.removesuffix(suffix).split("/")]
    place = folder.joinpath(*parts[:-1], parts[-1] + suffix)
    if place.exists() or any(above.is_file() for above in place.parents if above != folder):
        place = folder / f"{parts[-1]}~{hashlib.sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}{suffix}"
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _safe(part: str) -> str:
    text = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()) or "%", part)
    data = text.encode("utf-8", "backslashreplace")
    if len(data) <= _LONGEST:
        return data.decode("utf-8")
    return data[:_LONGEST].decode("utf-8", "ignore") + "~" + hashlib.sha256(data).hexdigest()[:12]
