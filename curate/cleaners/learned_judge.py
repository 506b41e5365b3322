"""The learned judge: passages that it takes for boilerplate, with what speaks for it.

No cleaner of its own.  It is asked about a batch of documents at once, which is
several times cheaper than one by one, before the cleaners that carry out what it
says: `main_content` for pages, `boilerplate` for text.  There, rules and judge are
one judgement.  Both look at the same page.  What falls under a rule goes by the
rule, which knows its reason, and the judge speaks about the rest.  What a rule
takes, no verdict saves; of a passage whose end a rule takes, the rest stays (a
caption without its credit); what no rule knows, the judge may take, unless it is
protected: the title, a lede, the last paragraph, a paragraph between two
advertisements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from curate.config import Config
from curate.judge import Verdict, judge, judge_pages
from curate.judge.trafilatura import explain_markup
from curate.ledger.draft import Draft
from curate.readers import EDITED_FORMATS
from curate.rules.matching import matcher_for
from curate.rules.registry import Pack
from curate.text.document import Document
from curate.text.segment import Span

_SETTINGS = ("balanced", "cautious")
_ENOUGH_WORDS = 50  # a shorter text shows no page to judge by

Shown = tuple[Document, Draft, Sequence[Pack]]  # a document, its draft when the judge's turn comes, the packs of its language
UNMISTAKABLE, TELLING = 10.0, 3.0  # logits for a web page: under a rule that acts everywhere, under one that needs a page to act
Verdicts = tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the judge says of a document.

    `verdicts`: one for each passage; none where the judge has no say.
    `page_spans`: where the source shows that it comes from a web page; None:
    everywhere.
    """

    verdicts: Verdicts = ()
    page_spans: tuple[Span, ...] | None = None


def judge_documents(shown: Sequence[Shown], config: Config) -> list[Judgement]:
    """Return what the judge says of each document.

    It has no say on what people write and edit (books, office documents), on
    texts of a few words, outside of what comes from web pages, and where the
    setting does without it.  Where a text comes from a web page it always says:
    rules that take a bare line ask, too.
    """
    setting = config.boilerplate.setting
    judgements = [Judgement()] * len(shown)
    if setting == "off":
        return judgements
    for place, (document, _, _) in enumerate(shown):
        if document.format in EDITED_FORMATS:
            judgements[place] = Judgement(page_spans=())
    texts = {place: one for place, one in enumerate(shown) if not one[0].passages and one[0].format not in EDITED_FORMATS}
    pages = {place: document for place, (document, _, _) in enumerate(shown) if document.passages and document.format not in EDITED_FORMATS}
    judgements = _with(judgements, _judge_texts(texts, setting))
    if setting in _SETTINGS and config.html.judge == "curate":
        judgements = _with(judgements, _judge_pages(pages, setting))
    return judgements


def _with(judgements: list[Judgement], others: Mapping[int, Judgement]) -> list[Judgement]:
    return [others.get(place, judgement) for place, judgement in enumerate(judgements)]


def _judge_texts(texts: Mapping[int, Shown], setting: str) -> dict[int, Judgement]:
    passages = [[draft.text[slice(*span)] for span in draft.spans] for _, draft, _ in texts.values()]
    signs = [_signs(draft, packs) for _, draft, packs in texts.values()]
    judged = judge(passages, setting if setting in _SETTINGS else "balanced", signs)
    judgements = {}
    for (place, (_, draft, _)), verdicts in zip(texts.items(), judged, strict=True):
        has_say = setting in _SETTINGS and len(draft.text.split()) >= _ENOUGH_WORDS
        judgements[place] = Judgement(tuple(verdicts) if has_say else (), _page_spans(draft, verdicts))
    return judgements


def _signs(draft: Draft, packs: Sequence[Pack]) -> list[float]:
    """Return how much each passage's falling under a rule speaks for a web page, in logits."""
    signs = [0.0] * len(draft.spans)
    for match in matcher_for(packs).find_matches(draft.text, draft.spans):
        if match.rule.status == "stable":
            signs[match.index] = max(signs[match.index], TELLING if match.rule.needs == "page" else UNMISTAKABLE)
    return signs


def _judge_pages(pages: Mapping[int, Document], setting: str) -> dict[int, Judgement]:
    documents = list(pages.values())
    judged = judge_pages(documents, setting, [explain_markup(document) for document in documents])
    return {place: Judgement(tuple(verdicts)) for place, verdicts in zip(pages, judged, strict=True)}


def _page_spans(draft: Draft, verdicts: Sequence[Verdict]) -> tuple[Span, ...] | None:
    """Return the stretches of the source whose passages stand on a web page; None where all of them do."""
    if all(verdict.on_page for verdict in verdicts):
        return None
    spans: list[Span] = []
    for on_page, run in groupby(zip(draft.spans, verdicts, strict=True), key=lambda pair: pair[1].on_page):
        if on_page:
            passages = [span for span, _ in run]
            spans.append(draft.map_to_source(passages[0][0], passages[-1][1]))
    return tuple(spans)
