"""Parts of patterns that a pack names once and its rules use: `{month}` in a pattern is what `month` is in the table [parts].

A part may use those above it.  Braces around a name in lower case mean nothing
else in a pattern, so what needs them as they are writes `\\{month\\}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_USED = re.compile(r"\{([a-z_]+)\}")
_PATTERNS = ("pattern", "span")
_SECTION = ("opens_pattern", "carries")


def complete(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts with those that they use in their place; raise KeyError, with its name, for one that is not above."""
    whole: dict[str, str] = {}
    for name, pattern in parts.items():
        whole[name] = _with(pattern, whole)
    return whole


def filled(rule: dict[str, Any], whole: Mapping[str, str]) -> dict[str, Any]:
    """Return the table of a rule with parts in its patterns; raise KeyError, with its name, for one that is not there."""
    patterns: dict[str, Any] = {key: _with(rule[key], whole) for key in _PATTERNS if isinstance(rule.get(key), str)}
    section = rule.get("section")
    if isinstance(section, dict):
        inner = {key: _with(section[key], whole) for key in _SECTION if isinstance(section.get(key), str)}
        patterns["section"] = section | inner
    return rule | patterns


def _with(pattern: str, whole: Mapping[str, str]) -> str:
    """
    >>> _with(r"on \\d+ {month}", {"month": "(?:May|June)"})
    'on \\\\d+ (?:May|June)'
    """
    return _USED.sub(lambda found: whole[found.group(1)], pattern)
