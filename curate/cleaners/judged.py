"""The learned judge of plain text: passages that it takes for boilerplate, with what speaks for it.

No cleaner of its own: rules and judge are one judgement, made in `boilerplate`.
Both look at the same page.  What falls under a rule goes by the rule, which
knows its reason, and the judge speaks about the rest.  What a rule takes, no
verdict saves; of a passage whose end a rule takes, the rest stays (a caption
without its credit); what no rule knows, the judge may take, unless it is
protected: the title, a lede, the last paragraph, a paragraph between two
advertisements.
"""

from __future__ import annotations

from collections.abc import Sequence

from curate.context import Context
from curate.judge import Verdict, judge
from curate.segment import Span

_SETTINGS = ("balanced", "cautious")
_ENOUGH_WORDS = 50  # a shorter text shows no page to judge by


def verdicts(text: str, spans: Sequence[Span], context: Context) -> dict[int, Verdict]:
    """Return the judge's verdict on each passage that it would remove; none where it has no say.

    It has none on what was rendered from markup, on a page that it has seen
    before, on a few words, and where the setting does without it.
    """
    setting = context.config.boilerplate.setting
    if not context.fresh or setting not in _SETTINGS or context.document.passages or len(text.split()) < _ENOUGH_WORDS:
        return {}
    (found,) = judge([[text[slice(*span)] for span in spans]], setting)
    return {index: verdict for index, verdict in enumerate(found) if not verdict.keep}
