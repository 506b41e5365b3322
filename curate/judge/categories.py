"""Why a removed passage went: a category, a reason a person understands, and how sure we are.

The model says that a passage is boilerplate, not which. Evidence is sought in this order, strongest first: a cue in the
passage; a date, a number or a byline by its form; the heading of the block it stands in; repetition on the page; a run
of short lines. With none of them the reason says so, and the removal is marked for review.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from curate.judge.choose import Reals
from curate.judge.cues import CATEGORIES
from curate.judge.model import ScoredBatch
from curate.judge.text import I64, Bools

# What a heading may announce, and the share of its words that a cue must cover. All but related links announce prose,
# and count only where prose follows: "Newsletter" above short lines is a menu entry like them. Where prose follows a
# plea ("Please switch off your ad blocker!"), a weak cue will do.
HEADINGS = {
    "related-links": 0.5,
    "login": 0.25,
    "newsletter": 0.25,
    "cookie-consent": 0.25,
    "comment-policy": 0.25,
    "adblock-notice": 0.25,
}
HEADING_WORDS = 8
BLOCK = 12  # passages a block heading reaches at most
RUN = 4  # short lines in a row that make a list
DATED = 0.34  # share of words that start with a digit, in a date or a count
LONG = 25  # words, from which on a single cue inside a passage is no reason of its own


CUE, FORM, HEADING, REPEATED, LIST, MARKUP, NONE, KEPT = range(8)  # MARKUP: what the elements around say, for pages
EVIDENCE = ("cue", "form", "heading", "repetition", "list", "markup", "score", "")  # their names; "score": nothing else, "": kept
CERTAINTY = (0.95, 0.9, 0.85, 0.9, 0.85, 0.85, 0.6)  # by kind of evidence
REVIEW_BELOW = 0.6  # confidence
OPENING, BEHIND = CATEGORIES.index("navigation"), CATEGORIES.index("related-links")
METADATA = CATEGORIES.index("page-metadata")


@dataclass(frozen=True)
class Grounds:
    """Why passages went, for all of them at once (what was kept has rows too, without meaning). All (P,)."""

    category: I64  # index into CATEGORIES
    kind: I64  # CUE ... NONE
    detail: I64  # CUE: the phrase; HEADING: the heading's place; REPEATED: times; LIST: length; FORM: 1 for an address; MARKUP: which


def find_strongest_cues(scored: ScoredBatch) -> I64:
    """Each passage's category by its longest cue, -1 without a cue that is strong enough. (P,)"""
    cues, words = scored.cues, scored.text.words
    strong = (cues.share >= 1 / 3) | (words <= LONG) | (cues.flags.sum(axis=1) >= 2)
    return np.where(strong & (cues.best >= 0), cues.category[cues.best], -1)


def find_runs(flags: Bools, first: I64) -> tuple[I64, I64]:
    """For each passage the start of the run of equal flags that it is in, and its length. Runs end with documents."""
    starts = np.flatnonzero((np.diff(flags, prepend=~flags[:1]) != 0) | (np.diff(first, prepend=-1) != 0))
    sizes = np.diff(starts, append=len(flags))
    return np.repeat(starts, sizes), np.repeat(sizes, sizes)


def find_block_headings(scored: ScoredBatch, removed: Bools, by_cue: I64) -> I64:
    """For each removed passage the heading above it in the same removed block, -1 without one. (P,)

    A heading is a short passage with a cue, such as "Related articles".
    """
    places = np.arange(len(removed))
    needed = np.array([HEADINGS.get(name, 2.0) for name in CATEGORIES] + [2.0])[by_cue]  # the last stands for no cue
    heading = removed & (scored.cues.share >= needed) & (scored.text.words <= HEADING_WORDS) & ~scored.shape.item
    prose_follows = np.append(~scored.shape.short[1:], False)
    heading &= prose_follows | (by_cue == BEHIND)
    above = np.maximum.accumulate(np.where(heading, places, -1))
    start, _ = find_runs(removed, scored.where.first)
    return np.where(removed & ~heading & (above >= start) & (places - above <= BLOCK), above, -1)


def find_grounds(scored: ScoredBatch, removed: Bools) -> Grounds:
    """The ground of each removed passage; the strongest evidence is written last and stays."""
    by_cue = find_strongest_cues(scored)
    above = find_block_headings(scored, removed, by_cue)
    listed = removed & scored.shape.short
    _, length = find_runs(listed, scored.where.first)
    kept = np.where(removed, -1, np.arange(len(removed)))
    opening = np.maximum.accumulate(kept) < scored.where.first  # nothing has been kept before it in its document
    side = np.where(opening, OPENING, BEHIND)
    repeats = scored.shape.repeats
    numbers = np.rint(scored.shape.numeric * scored.text.words)
    several = (numbers >= 2) | (scored.shape.numeric == 1)  # one number alone may be a list mark, as in "1. Bundesliga"
    dated = (scored.text.words <= 8) & (scored.shape.numeric >= DATED) & several
    category, kind, detail = side.copy(), np.full(len(removed), NONE), np.zeros(len(removed), np.int64)
    for number, found, named, extra in (
        (LIST, listed & (length >= RUN), side, length),
        (REPEATED, repeats > 1, side, repeats),
        (HEADING, above >= 0, by_cue[above], above),
        (FORM, dated | scored.shape.link, np.full(len(removed), METADATA), scored.shape.link),
        (CUE, by_cue >= 0, by_cue, scored.cues.best),
    ):
        kind[found], category[found], detail[found] = number, named[found], extra[found]
    return Grounds(category, kind, detail)


def phrase_reason(kind: int, detail: int, phrases: tuple[str, ...], heading: str) -> str:
    """The reason in words. `heading` is the text of the heading that `detail` names, for HEADING."""
    return (
        f"a cue: '{phrases[detail]}'"
        if kind == CUE
        else "a short line of numbers: a date, a time or a count"
        if kind == FORM and not detail
        else "a bare address"
        if kind == FORM
        else f"under the heading '{heading}'"
        if kind == HEADING
        else f"the same line stands {detail} times on the page"
        if kind == REPEATED
        else f"a run of {detail} short lines without a full stop: link list"
        if kind == LIST
        else "unsure: the model alone takes it for boilerplate, nothing in it says which kind"
    )


def estimate_confidence(kind: I64, probability: Reals) -> tuple[Reals, Bools]:
    """How sure each verdict is, and whether a person should look at it. Evidence raises what the model says."""
    certainty = np.array((*CERTAINTY, 1.0))[kind]
    certain = np.maximum(1 - probability, certainty * (1 - probability / 2))
    unsure = kind == NONE
    sure = np.where(unsure, (1 - probability) * certainty, np.where(kind >= KEPT, np.maximum(probability, 0.5), certain))
    sure = np.round(np.minimum(sure, 0.999), 3).astype(np.float64)
    return sure, unsure | ((kind < KEPT) & (sure < REVIEW_BELOW))
