"""Characters that command a reader's screen, as code points."""

from __future__ import annotations

import re

# C0 and C1 controls but tab and line feed, fillers, zero-width spaces, bidirectional marks, separators, tags; not the joiners,
# which Persian, Indic scripts and emoji are written with
COMMANDS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
_COMMAND = re.compile(f"[{COMMANDS}]")


def visible(text: str) -> str:
    r"""Return the text with such characters shown as code points.

    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    return _COMMAND.sub(lambda match: f"[U+{ord(match.group()):04X}]", text)
