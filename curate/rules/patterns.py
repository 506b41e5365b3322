"""Check that a pattern of a pack cannot take exponential time on any text."""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # Python has no public parser of patterns
import re._parser as sre_parser  # type: ignore[import-not-found]
from typing import Any


def find_pattern_problem(pattern: str) -> str:
    """Return why a pattern is refused, or an empty string.

    An unbounded repeat inside another can take time exponential in the length
    of the text.  More than 20 repeats count as unbounded.
    """
    try:
        tree = sre_parser.parse(pattern)
    except (re.error, ValueError, OverflowError, RecursionError) as error:  # the last three for a huge number or a very deep nesting
        return f"{pattern!r} is no pattern: {error}"
    return f"{pattern!r} repeats what is repeated already; it may never end on some text" if _has_nested_repeat(tree, False) else ""


def _has_nested_repeat(tree: Any, repeated: bool) -> bool:
    """Does an unbounded repeat stand inside another one?  `repeated`: the tree itself stands in one."""
    for operation, argument in tree:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, high, inner = argument
            unbounded = high is sre.MAXREPEAT or high > 20
            if (unbounded and repeated) or _has_nested_repeat(inner, repeated or unbounded):
                return True
        elif operation is sre.SUBPATTERN:
            if _has_nested_repeat(argument[-1], repeated):
                return True
        elif operation is sre.BRANCH:
            if any(_has_nested_repeat(branch, repeated) for branch in argument[1]):
                return True
        elif (operation in (sre.ASSERT, sre.ASSERT_NOT) and _has_nested_repeat(argument[-1], repeated)) or (
            operation is sre.ATOMIC_GROUP and _has_nested_repeat(argument, repeated)
        ):
            return True
    return False
