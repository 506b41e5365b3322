"""Words that the corpus itself confirms: if two documents use a word, it is no typo and is not corrected.

Each document is first cleaned on its own.  `collect_words` lists its corrected
and its unlisted words, `merge_counts` sums these up for some documents,
`find_repeated_words` counts them over the corpus, and `undo_corrections` undoes
the corrections of confirmed words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from curate.language.lexicon import LANGUAGES
from curate.language.spelling import MAX_LENGTH, find_unlisted_words
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit

DocumentWords = Sequence[Sequence[str]]  # two sorted lists of case-folded words: corrected words, and unlisted words
_RULE = "spelling.typo"
_MIN_DOCUMENTS = 2  # documents that use a word
_AFTER, _BEFORE = re.compile(r"[^\W\d_]*"), re.compile(r"[^\W\d_]*\Z")


def collect_words(draft: Draft, language: str) -> DocumentWords:
    """Return the corrected and the unlisted words of a cleaned document; none in a language without a lexicon."""
    corrected = corrected_words(draft)
    unlisted = find_unlisted_words(draft.text, language) if language in LANGUAGES else ()
    return sorted(corrected), sorted(corrected.union(word.casefold() for word in unlisted))


def merge_counts(documents: Sequence[DocumentWords]) -> tuple[list[str], dict[str, int]]:
    """Return the corrected words of some documents, sorted, and the number of documents that use each unlisted word."""
    corrected = {word for words, _ in documents for word in words}
    return sorted(corrected), dict(Counter(word for _, unlisted in documents for word in unlisted))


def find_repeated_words(corrected: Iterable[str], counts: Iterable[Mapping[str, int]]) -> frozenset[str]:
    """Return the corrected words that at least two documents use.

    `counts` gives, for batches of documents, the number of documents that use
    each unlisted word.  Only the corrected words are kept in memory.
    """
    totals = Counter(dict.fromkeys(corrected, 0))
    for batch in counts if totals else ():
        for word in totals.keys() & batch.keys():
            totals[word] += batch[word]
    return frozenset(word for word, total in totals.items() if total >= _MIN_DOCUMENTS)


def corrected_words(draft: Draft) -> set[str]:
    """Return the words of the source, case-folded, whose spelling was corrected."""
    return {_find_word(draft.source, edit) for edit in draft.edits if edit.rule == _RULE}


def undo_corrections(draft: Draft, words: frozenset[str]) -> Draft:
    """Return the draft without the corrections of these case-folded words."""
    return Draft(draft.source, tuple(edit for edit in draft.edits if edit.rule != _RULE or _find_word(draft.source, edit) not in words))


def _find_word(source: str, edit: Edit) -> str:
    """Return the word of the source, case-folded, in which an edit lies."""
    before, after = _BEFORE.search(source[max(0, edit.start - MAX_LENGTH) : edit.start]), _AFTER.match(source, edit.end)
    return ((before.group() if before else "") + edit.before + (after.group() if after else "")).casefold()
