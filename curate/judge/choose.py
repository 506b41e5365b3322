"""Which passages stay: a threshold for each document, then protections. All arrays are over worded passages (P,)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from curate.judge.context import Layout
from curate.judge.cues import CATEGORIES
from curate.judge.model import ScoredBatch
from curate.judge.stretches import FEW_WORDS, find_web_stretches, measure_doubt
from curate.judge.text import Bools

Reals = NDArray[np.float64]
TITLE_AFTER = 40  # passages: a title stands at most this far before the first running text
SHIFTS = ((-1, 0.25), (0, 0.5), (1, 0.25))  # of all logits of a page together, in spreads; with what chance
STRONG_CUE = 0.34  # share of a passage's words that a cue covers, from which on nothing protects the passage
FAINT_CUE = 0.07  # share of the words of running text below which a cue is something it speaks of
PROTECTIONS = (
    "",
    "protected: the title",
    "protected: a lede or last paragraph",
    "protected: running text between kept paragraphs",
    "protected: a subheading between kept paragraphs",
    "protected: a caption with its credit",
    "protected: a row of a table that stays",
    "kept: nothing here shows that it comes from a web page",
)
ROW, ELSEWHERE = 6, 7
CERTAIN = 30.0  # logit of what stands outside of web pages, which is content
HEADING_WORDS = 15
LEAST = 1e-9  # words: where no word of a document is in question, nothing is divided by nothing
CAPTION_CREDIT, CAPTION_NEAR, CAPTION_WORDS = 0.4, 2, 7  # a caption: share of the credit, passages, words
AD_BREAK = 4  # passages: what stands this near to kept running text on both sides is "between two ads"


def sigmoid(logits: Reals) -> Reals:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30))))


def reduce_by_document(values: NDArray[Any], where: Layout, reduce: np.ufunc) -> NDArray[Any]:
    """Reduce each document's passages and hand the result to each of them."""
    sizes = np.diff(where.starts, append=len(values))
    return np.repeat(reduce.reduceat(values, where.starts), sizes)


def maximise_expected_f1(logits: Reals, words: NDArray[np.int64], where: Layout, spread: float = 0.0) -> Bools:
    """Keep, in each document, the most probable passages up to where the expected word F1 is highest.

    With p the probability of content, n the words and K the kept ones: F1 = 2 sum_K(pn) / (sum_K(n) + sum(pn)). The
    passages of a page are content or not together more often than their probabilities tell: with a `spread`, F1 is
    expected over logits that are all lower by it, as they are, and all higher.
    """
    order = np.lexsort((-logits, where.first))
    kept = np.cumsum(words[order])
    kept -= kept[where.first] - words[order][where.first]
    expected = np.zeros(len(logits))
    for shift, chance in SHIFTS if spread else ((0, 1.0),):
        gain = sigmoid(logits + shift * spread) * words
        right = np.cumsum(gain[order])
        right -= right[where.first] - gain[order][where.first]
        expected += chance * right / np.maximum(kept + reduce_by_document(gain, where, np.add), LEAST)
    best = np.round(expected, 9) == np.round(reduce_by_document(expected, where, np.maximum), 9)
    cut = reduce_by_document(np.where(best, logits[order], np.inf), where, np.minimum)
    return np.asarray(logits >= cut)


def find_title(scored: ScoredBatch, kept: Bools) -> Bools:
    """The most title-like passage of each document, if there is running text behind it."""
    place = np.arange(len(kept))
    prose = kept & scored.shape.sentence
    opening = reduce_by_document(np.where(prose, place, len(kept)), scored.where, np.minimum)
    near = (place <= opening) & (place >= opening - TITLE_AFTER) & (opening < len(kept))
    rank = np.where(near & (scored.titles > 0), scored.titles, -np.inf)
    return np.asarray((rank == reduce_by_document(rank, scored.where, np.maximum)) & np.isfinite(rank))


def find_below_title(scored: ScoredBatch, found: Bools) -> Bools:
    """Running text right below the title: a lede, whatever stands between it and the next paragraph."""
    above = np.roll(found, 1) & (np.arange(len(found)) != scored.where.first)
    return np.asarray(above & scored.shape.sentence)


def find_enclosed(scored: ScoredBatch, kept: Bools) -> Bools:
    """Running text between kept running text: a paragraph between two ads."""
    place, prose = np.arange(len(kept)), kept & scored.shape.sentence
    above = np.maximum.accumulate(np.where(prose, place, -len(kept)))
    below = np.minimum.accumulate(np.where(prose, place, 2 * len(kept))[::-1])[::-1]
    inside = (above >= scored.where.first) & (below <= scored.where.last)
    return np.asarray(inside & (place - above <= AD_BREAK) & (below - place <= AD_BREAK))


def find_edges(scored: ScoredBatch, kept: Bools) -> Bools:
    """Running text right before the first or behind the last kept running text: a lede, a last paragraph."""
    place, prose = np.arange(len(kept)), kept & scored.shape.sentence
    first = reduce_by_document(np.where(prose, place, len(kept)), scored.where, np.minimum)
    last = reduce_by_document(np.where(prose, place, -1), scored.where, np.maximum)
    sentence = scored.shape.sentence
    earlier = np.where(sentence & (place < first), place, -1)
    later = np.where(sentence & (place > last) & (last >= 0), place, len(kept))
    lede = place == reduce_by_document(earlier, scored.where, np.maximum)
    closing = place == reduce_by_document(later, scored.where, np.minimum)
    near = (first - place <= AD_BREAK) & (place - last <= AD_BREAK)
    return np.asarray((lede | closing) & near & (first < len(kept)))


def find_captions(scored: ScoredBatch, kept: Bools) -> Bools:
    """A caption with its photo credit, next to kept running text. Rules cut the credit; the rest is content."""
    credit, cues = CATEGORIES.index("credit"), scored.cues
    alone = (cues.flags[:, credit] > 0) & (cues.flags.sum(axis=1) == 1) & (cues.share <= CAPTION_CREDIT)
    prose = find_near(kept & scored.shape.sentence, scored.where, CAPTION_NEAR)
    return np.asarray(alone & prose & (scored.text.words >= CAPTION_WORDS) & (scored.shape.repeats == 1))


def find_subheadings(scored: ScoredBatch, kept: Bools) -> Bools:
    """A short passage right between two kept ones of running text: a subheading."""
    prose = kept & scored.shape.sentence
    first, last = np.arange(len(kept)) == scored.where.first, np.arange(len(kept)) == scored.where.last
    above, below = np.roll(prose, 1) & ~first, np.roll(prose, -1) & ~last
    plain = ~scored.shape.sentence & (scored.text.words <= HEADING_WORDS) & (scored.shape.numeric < 0.5)
    return np.asarray(above & below & plain)


def find_near(flags: Bools, where: Layout, reach: int) -> Bools:
    """Is a flag set at most so many passages away, in the same document?"""
    sums = np.concatenate(([0], np.cumsum(flags)))
    place = np.arange(len(flags))
    low, high = np.maximum(place - reach, where.first), np.minimum(place + reach, where.last) + 1
    return np.asarray(sums[high] > sums[low])


def has_score_alone(scored: ScoredBatch) -> Bools:
    """Nothing speaks against the passage but the score: no cue, unless running text only mentions it; said once on the page."""
    quiet = ~scored.cues.flags.any(axis=1) | (scored.shape.sentence & (scored.cues.share < FAINT_CUE))
    return np.asarray((scored.cues.share < STRONG_CUE) & (scored.shape.repeats == 1) & quiet)


@dataclass(frozen=True)
class Choice:
    """What stays of a batch. All (P,)."""

    kept: Bools
    protection: NDArray[np.int64]  # where only a protection keeps it, that protection's place in PROTECTIONS; else 0
    on_page: Bools  # does it stand where the text comes from a web page?


def choose(scored: ScoredBatch, setting: str, points: dict[str, float]) -> Choice:
    """Return what stays under a setting, `balanced` or `cautious`; outside of web pages, everything.

    Where it is in doubt that a stretch comes from a web page, that counts for what nothing but the score speaks against.
    """
    web = scored.web + points["web"]
    on_page = find_web_stretches(web, scored.signs, scored.text.words, scored.where, points.get("few_words", FEW_WORDS))
    doubt = measure_doubt(web, scored.signs, scored.text.words, on_page, scored.where)
    scored = replace(scored, logits=scored.logits + np.where(has_score_alone(scored), doubt, 0.0))
    kept = _likely(scored, setting, points, on_page) | ~on_page
    reasons = _protections(scored, kept, points)
    protection = np.zeros(len(kept), np.int64)
    for number, found in reversed(list(enumerate(reasons, start=1))):  # the first that applies stays
        protection[found & ~kept] = number
    protection[~on_page] = ELSEWHERE
    return Choice(kept | (protection > 0), protection, on_page)


def keep_more(choice: Choice, more: Bools, protection: int) -> Choice:
    """Return the choice with more kept, by a protection."""
    return replace(choice, kept=choice.kept | more, protection=np.where(more & ~choice.kept, protection, choice.protection))


def _likely(scored: ScoredBatch, setting: str, points: dict[str, float], on_page: Bools) -> Bools:
    """What the model takes for content."""
    if setting == "cautious":
        return np.asarray(scored.logits >= points["cautious"] + points["cautious_article"] * sigmoid(scored.article))
    shifted = np.round(scored.logits + points["article"] * sigmoid(scored.article), 3)
    certain = np.where(on_page, shifted, CERTAIN)
    return maximise_expected_f1(certain, scored.text.words, scored.where, points.get("spread", 0.0))


def _protections(scored: ScoredBatch, kept: Bools, points: dict[str, float]) -> tuple[Bools, ...]:
    """What each protection applies to, in the order of PROTECTIONS."""
    logits, quiet = scored.logits, has_score_alone(scored)
    prose = scored.shape.sentence & quiet
    inner, edge = points["protect"], points.get("edge", points["protect"])
    headline = find_title(scored, kept)
    return (
        headline,
        prose & (find_edges(scored, kept) | find_below_title(scored, headline)) & (logits >= edge),
        prose & find_enclosed(scored, kept) & (logits >= inner),
        find_subheadings(scored, kept) & quiet & (logits >= points["heading"]),
        find_captions(scored, kept) & (logits >= points["heading"]),
    )
