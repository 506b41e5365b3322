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

from collections.abc import Sequence

from curate.config import Config
from curate.judge import Verdict, judge, judge_pages
from curate.judge.trafilatura import told
from curate.ledger.draft import Draft
from curate.readers import EDITED
from curate.text.document import Document

_SETTINGS = ("balanced", "cautious")
_ENOUGH_WORDS = 50  # a shorter text shows no page to judge by

Shown = tuple[Document, Draft]  # what the judge is shown: a document, and its draft when the judge's turn comes
Verdicts = tuple[Verdict, ...]


def verdicts(shown: Sequence[Shown], config: Config) -> list[Verdicts]:
    """Return the judge's verdict on each passage of each document; none of a document where it has no say.

    It has none on a few words, on what people write and edit (books, office
    documents), and where the setting does without it.
    """
    setting = config.boilerplate.setting
    found: list[Verdicts] = [()] * len(shown)
    if setting not in _SETTINGS:
        return found
    judged = [(place, one) for place, one in enumerate(shown) if one[0].format not in EDITED]
    pages = {place: document for place, (document, _) in judged if document.passages and config.html.judge == "curate"}
    told_of = [told(document) for document in pages.values()]
    texts = {
        place: [draft.text[slice(*span)] for span in draft.spans]
        for place, (document, draft) in judged
        if not document.passages and len(draft.text.split()) >= _ENOUGH_WORDS
    }
    for places, said in ((pages, judge_pages(list(pages.values()), setting, told_of)), (texts, judge(list(texts.values()), setting))):
        for place, one in zip(places, said, strict=True):
            found[place] = tuple(one)
    return found
