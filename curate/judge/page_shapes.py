"""Passages of a page that belong together by its elements: those in elements alike, and those inside the article's own element."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from curate.judge.verdict import Verdict
from curate.text.document import Document, Outline, Passage
from curate.text.words import count_words

ALIKE_STAYS = 0.5  # share of the words in elements alike that stays, from which on the others among them do
INSIDE_STAYS = 0.5  # the same for an article's own element
FEWEST_KEPT, LEAST_WORDS = 1, 20  # passages and words that stay, at least
CAPTION_WORDS = 7  # from which on a caption says something
LINKED = 0.5  # share of a passage's characters in links, from which on it is a link
_ARTICLES = ("article", "main")
_BODY = "[itemprop=articleBody]"


def find_alike(document: Document, passages: Sequence[str], verdicts: Sequence[Verdict]) -> Iterator[int]:
    """Yield the passages that only the score would take though most of what stands in elements alike stays."""
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, passage in enumerate(document.passages):
        if not passage.hidden and passage.role != "control":
            groups[(passage.role, *(label.partition("#")[0] for label in passage.path))].append(number)
    for members in groups.values():
        if _most_stays(members, passages, verdicts, ALIKE_STAYS):
            yield from (number for number in members if _is_unmarked(verdicts[number], document.passages[number]))


def find_inside_article(document: Document, passages: Sequence[str], verdicts: Sequence[Verdict]) -> Iterator[int]:
    """Yield the passages against which little speaks, inside an article most of which stays.

    Between running text that stays: what only the score speaks against, a list of links, a date, a caption that says something.
    Before and behind it: what only the score speaks against, if the article has an element of its own.
    """
    around = _find_article_elements(document.outline)
    inside: dict[int, list[int]] = defaultdict(list)
    for number, passage in enumerate(document.passages):
        if passage.element >= 0 and around[passage.element] >= 0 and not passage.hidden and passage.role != "control":
            inside[around[passage.element]].append(number)
    for element, members in inside.items():
        if not _most_stays(members, passages, verdicts, INSIDE_STAYS):
            continue
        first, last = _find_prose_ends(members, document, verdicts)
        is_article = not document.outline.labels[element].startswith("main")
        for number in members:
            is_between = first < number < last
            if not verdicts[number].keep and _is_harmless(
                document.passages[number], verdicts[number], passages[number], is_between, is_article
            ):
                yield number


def _is_harmless(passage: Passage, verdict: Verdict, text: str, is_between: bool, is_article: bool) -> bool:
    """Does nothing but the score speak against a passage, or something that is natural where it stands?

    Between paragraphs of an article that is its being a link, a date, or in a box of its own without a link.
    """
    if verdict.evidence == "markup" and verdict.category == "credit":  # a caption
        return is_between and count_words(text) >= CAPTION_WORDS
    if not is_between:
        return is_article and verdict.alone and passage.link_share < LINKED
    is_box = verdict.evidence == "markup" and verdict.category == "related-links" and not passage.link_share
    return verdict.alone or verdict.evidence == "form" or is_box


def _find_prose_ends(members: Sequence[int], document: Document, verdicts: Sequence[Verdict]) -> tuple[int, int]:
    """Return the first and the last of the members that is a paragraph and stays."""
    prose = [number for number in members if verdicts[number].keep and document.passages[number].role in ("paragraph", "quote")]
    return (prose[0], prose[-1]) if prose else (0, -1)


def find_code(document: Document, verdicts: Sequence[Verdict]) -> Iterator[int]:
    """Yield the code that nothing but the score speaks against, with paragraphs that stay above and below it."""
    ends = _find_prose_ends(range(len(verdicts)), document, verdicts)
    for number, passage in enumerate(document.passages):
        if passage.role == "code" and not passage.hidden and verdicts[number].alone and ends[0] < number < ends[1]:
            yield number


def _find_article_elements(outline: Outline) -> list[int]:
    """Return for each element the innermost article, or the page's main part, that it is or stands in; -1 for none."""
    around: list[int] = []
    for number, (parent, label) in enumerate(zip(outline.parents, outline.labels, strict=True)):
        tag = label.partition("[")[0].partition("#")[0].partition(".")[0]
        around.append(number if tag in _ARTICLES or _BODY in label else around[parent] if parent >= 0 else -1)
    return around


def _most_stays(members: Sequence[int], passages: Sequence[str], verdicts: Sequence[Verdict], share: float) -> bool:
    staying = [number for number in members if verdicts[number].keep]
    if len(staying) == len(members) or len(staying) < FEWEST_KEPT:
        return False
    kept, every = (sum(count_words(passages[number]) for number in numbers) for numbers in (staying, members))
    return kept >= LEAST_WORDS and kept >= share * every


def _is_unmarked(verdict: Verdict, passage: Passage) -> bool:
    return (verdict.alone or verdict.evidence == "form") and passage.link_share < LINKED
