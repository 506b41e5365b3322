"""Are the patterns of packs safe: can none of them take time without end on some text?"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]  # the only parser of these patterns that there is
import re._parser as sre_parser  # type: ignore[import-not-found]
from typing import Any


def pattern_problem(pattern: str) -> str:
    """Return why a pattern is refused, or nothing.

    An unbounded repeat inside another can take time exponential in the text.
    """
    try:
        tree = sre_parser.parse(pattern)
    except (re.error, ValueError, OverflowError, RecursionError) as error:  # the last three where a number or a nesting is past all measure
        return f"{pattern!r} is no pattern: {error}"
    return f"{pattern!r} repeats what is repeated already; it may never end on some text" if _nests(tree, False) else ""


def _nests(tree: Any, repeated: bool) -> bool:
    for operation, argument in tree:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, high, inner = argument
            unbounded = high is sre.MAXREPEAT or high > 20
            if (unbounded and repeated) or _nests(inner, repeated or unbounded):
                return True
        elif operation is sre.SUBPATTERN:
            if _nests(argument[-1], repeated):
                return True
        elif operation is sre.BRANCH:
            if any(_nests(branch, repeated) for branch in argument[1]):
                return True
        elif (operation in (sre.ASSERT, sre.ASSERT_NOT) and _nests(argument[-1], repeated)) or (
            operation is sre.ATOMIC_GROUP and _nests(argument, repeated)
        ):
            return True
    return False
