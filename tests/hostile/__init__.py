"""Hostile inputs, made and never stored: what the worst files of the web, and those who mean harm, put before a reader.

`INPUTS` holds them all.  Each is made for a size `n`: some ten thousands are
enough for a test, a million shows what takes more than linear time or memory.
"""

from __future__ import annotations

from hostile import containers, documents, encodings, markup, packed, prose
from hostile.made import Hostile

INPUTS: tuple[Hostile, ...] = tuple(
    Hostile(name, make, state)
    for table in (markup.INPUTS, prose.INPUTS, encodings.INPUTS, packed.INPUTS, containers.INPUTS, documents.INPUTS)
    for name, (state, make) in table.items()
)
