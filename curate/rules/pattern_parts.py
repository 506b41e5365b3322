"""Pattern parts: named pieces of patterns, from the table [parts] of a pack.

`{month}` in the pattern of a rule stands for the part `month`.  A part may use
the parts above it.  To match `{month}` literally, write `\\{month\\}`; other
braces need no escape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_REFERENCE = re.compile(r"\{([a-z_]+)\}")
_RULE_KEYS = ("pattern", "span")
_SECTION_KEYS = ("opens_pattern", "carries")


def expand_pattern_parts(pattern_parts: Mapping[str, str]) -> dict[str, str]:
    """Return the parts with the references in them replaced; raise KeyError with the name of a part that is not above."""
    expanded: dict[str, str] = {}
    for name, pattern in pattern_parts.items():
        expanded[name] = _insert_parts(pattern, expanded)
    return expanded


def expand_rule_patterns(rule: dict[str, Any], pattern_parts: Mapping[str, str]) -> dict[str, Any]:
    """Return the table of a rule with the parts in its patterns; raise KeyError with the name of a part that does not exist."""
    patterns: dict[str, Any] = {key: _insert_parts(rule[key], pattern_parts) for key in _RULE_KEYS if isinstance(rule.get(key), str)}
    section = rule.get("section")
    if isinstance(section, dict):
        expanded = {key: _insert_parts(section[key], pattern_parts) for key in _SECTION_KEYS if isinstance(section.get(key), str)}
        patterns["section"] = section | expanded
    return rule | patterns


def _insert_parts(pattern: str, pattern_parts: Mapping[str, str]) -> str:
    """
    >>> _insert_parts(r"on \\d+ {month}", {"month": "(?:May|June)"})
    'on \\\\d+ (?:May|June)'
    """
    return _REFERENCE.sub(lambda match: pattern_parts[match.group(1)], pattern)
