"""The whole of cleaning, as pure functions of documents and one step over the corpus.

clean  : one document -> draft, sketches        any machine, any order
decide : all sketches -> verdicts               one place, out of core
finish : one document -> final draft            any machine, any order
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat

from curate.cleaners import learned_judge
from curate.config import Config
from curate.decisions import Decision
from curate.decisions.rulings import resolve_decisions
from curate.errors import Unreadable
from curate.pipeline.finish import finish as finish
from curate.pipeline.guards import apply_guards
from curate.pipeline.rounds import Cleaned as Cleaned
from curate.pipeline.rounds import place_on_pages, prepare_for_judge
from curate.text.document import Document


def clean(document: Document, config: Config, decisions: Iterable[Decision] = ()) -> Cleaned:
    """Return the document cleaned by itself, as the decisions about it say; raise Unreadable if that has no end.

    For one document; `clean_batch` does the same for many in a third of the time.
    """
    (cleaned,) = clean_batch([document], config, [decisions])
    if isinstance(cleaned, Unreadable):
        raise cleaned
    return cleaned


def clean_batch(documents: Sequence[Document], config: Config, decisions: Sequence[Iterable[Decision]] = ()) -> list[Cleaned | Unreadable]:
    """Return each document cleaned by itself, in their order, or why it cannot be.

    `decisions` are, for each document, those about it; empty means none about any.

    The judge speaks once for all of them, which is what makes a batch cheap; how
    documents are batched changes nothing else.  Some thirty pages are enough.
    """
    pairs = zip(documents, decisions or repeat(()), strict=False)
    prepared = [prepare_for_judge(document, resolve_decisions(document.source, about), config) for document, about in pairs]
    judgements = learned_judge.judge_documents([(one.context.document, one.draft, one.context.packs) for one in prepared], config)
    placed = [place_on_pages(one, judgement.page_spans) for one, judgement in zip(prepared, judgements, strict=True)]
    return [apply_guards(one, judgement.verdicts) for one, judgement in zip(placed, judgements, strict=True)]
