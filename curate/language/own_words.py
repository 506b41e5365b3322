"""A corpus' own words: what two of its documents say is no slip, and is never mended.

Each document is cleaned by itself first; `said` is what it says of its words,
`of_several` what some documents say, `repeated` counts that over the corpus, and
`unmended` takes back what was mended in vain.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from curate.language.lexicon import LANGUAGES
from curate.language.spelling import LONGEST, unlisted
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

Said = Sequence[Sequence[str]]  # of a document, folded: words that were mended, and words that no list has
_RULE = "spelling.typo"
_ENOUGH = 2  # documents that say a word
_AFTER, _BEFORE = re.compile(r"[^\W\d_]*"), re.compile(r"[^\W\d_]*\Z")


def said(draft: Draft, language: str) -> Said:
    """Return what a cleaned document says; of a language without lists, nothing."""
    slips = mended(draft)
    rare = unlisted(draft.text, language) if language in LANGUAGES else ()
    return sorted(slips), sorted(slips.union(word.casefold() for word in rare))


def of_several(documents: Sequence[Said]) -> tuple[list[str], dict[str, int]]:
    """Return the words that some of these documents mended, and how many of them say each word that no list has."""
    return sorted({word for slips, _ in documents for word in slips}), dict(Counter(word for _, rare in documents for word in rare))


def repeated(slips: Iterable[str], rare: Iterable[Mapping[str, int]]) -> frozenset[str]:
    """Return those of the words that were mended which at least two documents say.

    `rare` is how many of some documents say which words; only the mended words are in memory.
    """
    count = Counter(dict.fromkeys(slips, 0))
    for several in rare if count else ():
        for word in count.keys() & several.keys():
            count[word] += several[word]
    return frozenset(word for word, times in count.items() if times >= _ENOUGH)


def mended(draft: Draft) -> set[str]:
    """Return the words of the source, folded, whose spelling was mended."""
    return {_word(draft.source, edit) for edit in draft.edits if edit.rule == _RULE}


def unmended(draft: Draft, own: frozenset[str]) -> Draft:
    """Return the draft with these words as they stood."""
    return Draft(draft.source, tuple(edit for edit in draft.edits if edit.rule != _RULE or _word(draft.source, edit) not in own))


def _word(source: str, edit: Edit) -> str:
    """Return the word that an edit lies in."""
    before, after = _BEFORE.search(source[max(0, edit.start - LONGEST) : edit.start]), _AFTER.match(source, edit.end)
    return ((before.group() if before else "") + edit.before + (after.group() if after else "")).casefold()
