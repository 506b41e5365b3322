"""Show control characters, which could change how a page reads, as code points."""

from __future__ import annotations

import re

# C0 and C1 controls except tab and line feed, fillers, zero-width spaces, bidirectional marks, separators, tags; not the
# joiners, which Persian, Indic scripts and emoji need
CONTROLS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_CONTROL = re.compile(f"[{CONTROLS}]")


def escape_controls(text: str) -> str:
    r"""Return the text with control characters as code points.

    >>> escape_controls("a\u202eb")
    'a[U+202E]b'
    """
    return _CONTROL.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
