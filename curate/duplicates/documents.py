"""Documents that are another's copy as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from curate.duplicates.near import Copy
from curate.duplicates.sketches import Sketch

MOST = 0.8  # share of a document's sketched words that one senior document must hold


def duplicates(documents: Mapping[str, Sequence[Sketch]], copies: Iterable[Copy]) -> dict[str, str]:
    """Return, for each document that mostly says what one senior document says, that document.

    Wrong for collections of quotations from one work.
    """
    shared: Counter[tuple[str, str]] = Counter()
    size = {(name, s.start): _words(s) for name, sketches in documents.items() for s in sketches}
    for copy in copies:
        shared[copy.place.document, copy.original.document] += size[copy.place.document, copy.place.start]
    found: dict[str, str] = {}
    for (name, original), count in sorted(shared.items()):
        if count >= MOST * sum(map(_words, documents[name])) and original not in found:
            found.setdefault(name, original)
    return found


def _words(sketch: Sketch) -> int:
    return sketch.said.count(" ") + 1
