"""From documents to verdicts: one for each passage, with probability, category, reason and confidence."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from curate.judge.categories import EVIDENCE, HEADING, KEPT, MARKUP, Grounds, estimate_confidence, find_grounds, phrase_reason
from curate.judge.choose import PROTECTIONS, ROW, Choice, choose, keep_more, sigmoid
from curate.judge.cues import CATEGORIES
from curate.judge.data_tables import find_barred_rows
from curate.judge.model import ScoredBatch, score_texts
from curate.judge.text import I64
from curate.judge.weights import Weights, load_weights

SETTINGS = ("balanced", "cautious")
BATCH = 1 << 19  # characters laid out at a time


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one passage.

    keep: whether it stays. probability: of being content, by the model alone. category, reason: why it goes; empty for
    what stays, but for a protected passage the reason names the protection. confidence: in the verdict, 0.5 to 1 or
    less for an unsure removal. review: a person should look at this removal. evidence: what speaks for the removal
    besides the score, one of EVIDENCE; empty for what stays. on_page: it stands where the text
    comes from a web page; elsewhere the judge keeps everything.
    """

    keep: bool
    probability: float
    category: str
    reason: str
    confidence: float
    review: bool
    evidence: str = ""
    on_page: bool = True

    @property
    def alone(self) -> bool:
        """Does nothing but the score speak for the removal?  That a line is one of many short ones says nothing against it."""
        return not self.keep and self.evidence in SCORE_ALONE


KEPT_BLANK = Verdict(True, 1.0, "", "", 1.0, False)
SCORE_ALONE = ("score", "list")  # of EVIDENCE
SIGNS = "signs without a word between removed passages"


def judge(documents: Sequence[Sequence[str]], setting: str = "balanced", signs: Sequence[Sequence[float]] = ()) -> list[list[Verdict]]:
    """Judge every passage of every document.

    `signs` say of each passage of each document what speaks for its coming from a web page besides what the model sees, in
    logits: a rule that knows it.

    A passage is one block of text, normally a line, with its trailing newlines: two or more say that a blank line
    follows. Each document is judged alone; how they are batched changes nothing. Wrong to use on a passage out of its
    page (the surroundings decide), or on text already cleaned (what is left looks different).
    """
    if setting not in SETTINGS:
        raise ValueError(f"setting {setting!r}: one of {', '.join(SETTINGS)}")
    weights = load_weights()
    judged: list[list[Verdict]] = []
    for batch in _batches(documents):
        judged += _judge(batch, setting, weights, signs[len(judged) : len(judged) + len(batch)])
    return judged


def _batches(documents: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    batch: list[Sequence[str]] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += sum(map(len, document))
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _judge(documents: list[Sequence[str]], setting: str, weights: Weights, signs: Sequence[Sequence[float]]) -> list[list[Verdict]]:
    passages = [passage for document in documents for passage in document]
    verdicts = [KEPT_BLANK] * len(passages)
    scored = score_texts(documents, weights)
    if scored is not None:
        if signs:
            scored = replace(scored, signs=np.array([one for document in signs for one in document])[scored.text.index])
        for index, verdict in zip(scored.text.index.tolist(), _explained(scored, passages, setting, weights), strict=True):
            verdicts[index] = verdict
    ends = np.cumsum([len(document) for document in documents]).tolist()
    cut = [verdicts[end - len(document) : end] for end, document in zip(ends, documents, strict=True)]
    for judged, document in zip(cut, documents, strict=True):
        follow_neighbours(judged, document)
    return cut


def _explained(scored: ScoredBatch, passages: list[str], setting: str, weights: Weights) -> list[Verdict]:
    choice = choose(scored, setting, weights.points)
    choice = keep_more(choice, find_barred_rows(passages, scored), ROW)
    return build_verdicts(scored, passages, choice, find_grounds(scored, ~choice.kept))


def build_verdicts(scored: ScoredBatch, passages: list[str], choice: Choice, why: Grounds, marks: Sequence[str] = ()) -> list[Verdict]:
    """The verdicts of all worded passages. Equal ones are one object: making them is what takes time.

    `marks` are the reasons that markup gives, for MARKUP.
    """
    thousandths = np.rint(sigmoid(scored.logits) * 1000).astype(np.int64)
    kept = choice.kept
    kind = np.where(kept, KEPT, why.kind)
    detail = np.where(kept, choice.protection, why.detail)
    rows = np.stack((kind, np.where(kept, 0, why.category), detail, thousandths, choice.on_page.astype(np.int64)))
    _, first, inverse = np.unique(_codes(rows), return_index=True, return_inverse=True)
    kind, category, detail, thousandths, on_page = rows[:, first]
    sure, review = estimate_confidence(kind, thousandths / 1000)
    reasons = _reasons(kind, detail, scored, passages, marks)
    columns = (kind, thousandths / 1000, category, sure, review, on_page.astype(np.bool_))
    named = zip(*(column.tolist() for column in columns), reasons, strict=True)
    made = [
        Verdict(ground == KEPT, chance, CATEGORIES[number] if ground < KEPT else "", reason, certain, doubtful, EVIDENCE[ground], there)
        for ground, chance, number, certain, doubtful, there, reason in named
    ]
    return [made[number] for number in inverse.tolist()]


def _codes(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """One number for each distinct column of small integers."""
    low = rows.min(axis=1)
    return np.asarray(np.ravel_multi_index(tuple(rows - low[:, None]), tuple((rows.max(axis=1) - low + 1).tolist())))


def _reasons(kind: I64, detail: I64, scored: ScoredBatch, passages: list[str], marks: Sequence[str]) -> list[str]:
    """The reasons in words, each made once."""
    made = {(KEPT, number): reason for number, reason in enumerate(PROTECTIONS)}
    made |= {(MARKUP, number): reason for number, reason in enumerate(marks)}
    keys = list(zip(kind.tolist(), detail.tolist(), strict=True))
    for key in keys:
        if key not in made:
            heading = " ".join(passages[scored.text.index[key[1]]].split()) if key[0] == HEADING else ""
            made[key] = phrase_reason(*key, scored.cues.phrases, heading)
    return [made[key] for key in keys]


def follow_neighbours(verdicts: list[Verdict], document: Sequence[str]) -> None:
    """A passage of signs alone (a rule of dashes, a bullet) goes where both its neighbours go; blank ones stay."""
    loose = [place for place, verdict in enumerate(verdicts) if verdict is KEPT_BLANK and document[place].strip()]
    if not loose:
        return
    worded = [place for place, verdict in enumerate(verdicts) if verdict is not KEPT_BLANK]
    for place in loose:
        at = bisect(worded, place)
        sides = [verdicts[k] for k in worded[max(at - 1, 0) : at + 1]]
        if sides and not any(side.keep for side in sides):
            verdicts[place] = Verdict(False, 0.1, sides[0].category, SIGNS, 0.9, False, sides[0].evidence)
