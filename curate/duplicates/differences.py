"""The words in which a copy and its original differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

_MAX_PAIRS = 100_000  # of equal words in two texts that are aligned
_MAX_WORDS, _MAX_LENGTH = 12, 60  # words that are listed on either side, and characters of each


def list_differences(here: Sequence[str], there: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that only one of two texts has, the first dozen of each.

    The texts are aligned; where that would take long, their words are counted.
    """
    here, there = [word[:_MAX_LENGTH] for word in here], [word[:_MAX_LENGTH] for word in there]
    counts = Counter(here), Counter(there)
    if sum(count * counts[1][word] for word, count in counts[0].items()) > _MAX_PAIRS:
        only_here, only_there = list((counts[0] - counts[1]).elements()), list((counts[1] - counts[0]).elements())
    else:
        changes = [code for code in SequenceMatcher(None, here, there, autojunk=False).get_opcodes() if code[0] != "equal"]
        only_here = [word for _, start, end, _, _ in changes for word in here[start:end]]
        only_there = [word for _, _, _, start, end in changes for word in there[start:end]]
    return tuple(only_here[:_MAX_WORDS]), tuple(only_there[:_MAX_WORDS])
