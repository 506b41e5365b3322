"""Why a passage is not main content, as far as its markup tells."""

from __future__ import annotations

import re
from functools import lru_cache

from curate.text.document import Document, Passage

Ground = tuple[str, str, float]

# (tokens of an element's tag, classes, id or role; category; reason), from the particular to the general
GROUNDS: tuple[tuple[str, str, str], ...] = (
    (r"cookies?\w*|consent|gdpr|dsgvo|cmp|onetrust|usercentrics", "cookie-consent", "Stands in a cookie notice."),
    (r"adblock\w*", "adblock-notice", "Stands in a notice against ad blockers."),
    (r"newsletters?\w*|subscribe\w*|mailchimp", "newsletter", "Stands in a newsletter box."),
    (r"login|logon|signin|paywall\w*|password|passwort|registration", "login", "Stands in a login or pay box."),
    (r"shar(?:e|es|ing|er|ethis|ebuttons?)|social\w*|addtoany|addthis|shariff", "sharing", "Stands among sharing links."),
    (r"comments?|comment(?:form|list|area)|kommentare?|disqus|respond|repl(?:y|ies)", "comment-policy", "Stands in the comments."),
    (r"reviews", "comment-policy", "Stands among the readers' reviews."),  # one `review` may be the article itself
    (r"ads?|adslot|advert\w*|anzeigen?|werbung|sponsor\w*|promo\w*|affiliate\w*", "advertisement", "Stands in an advertisement."),
    (r"bylines?|authors?\w*|autor(?:en)?|vcard", "byline", "Names the author."),
    (r"credits?|photographer|bildnachweis", "credit", "Stands in a credit."),
    (r"related|recommend\w*|recirculation|teasers?|similar|aside|sidebar|complementary|trending|popular|outbrain|taboola|excerpts?|slider|swiper|carousel",
     "related-links", "Stands among links to other pages."),
    (r"nav\w*|menu\w*|breadcrumbs?|pagination|pager|toc", "navigation", "Stands in the page's navigation."),
    (r"time|dates?|datum|timestamp|published|meta|postmeta|metadata|tags?|taglist|keywords",
     "page-metadata", "Stands in the page's data about itself."),
    (r"footer|contentinfo|copyright|imprint|impressum|legal|colophon|disclaimer", "legal", "Stands in the footer."),
    (r"header|masthead|banner|topbar|search\w*|skip\w*|directory", "navigation", "Stands in the page's head or search."),
    (r"popups?|modal|dialog|lightbox|overlay", "navigation", "Stands in a window that opens over the page."),
    (r"captions?", "credit", "The caption of a picture or table, no part of the running text."),
)  # fmt: skip
_PATTERNS = tuple(re.compile(tokens) for tokens, _, _ in GROUNDS)
_TOKENS, _CAMEL = re.compile("[a-z]+"), re.compile("(?<=[a-z])(?=[A-Z])")
_TOPICS = re.compile(r"\.(?:category|tag|type|status)-[^.#\[]*")  # classes that tell what a post is about
_HIDDEN: Ground = ("page-metadata", "Hidden text: the page does not show it.", 0.8)
_CAPTION: Ground = ("credit", "The caption of a picture or table, no part of the running text.", 0.8)
_UNKNOWN: Ground = ("navigation", "trafilatura did not take it for main content; its markup does not say why.", 0.4)


def find_ground(document: Document, index: int) -> Ground:
    """Return category, reason and confidence for a passage that was not selected.

    The innermost element that says something decides.  Wrong where a page
    names its elements after something else than what is in them.
    """
    passage = document.passages[index]
    if _is_caption(passage):
        return _CAPTION
    for label in reversed(passage.path):
        if ground := _ground(label):
            return ground
    return _HIDDEN if passage.hidden else _UNKNOWN


def explain_markup(document: Document) -> list[tuple[str, str] | None]:
    """Return category and reason for each passage as far as its markup tells, None where it does not.

    As in `grounds`, the innermost element that says something decides, except on captions; each element is asked once.
    """
    said: list[tuple[str, str] | None] = []
    outline = document.outline
    for parent, name in zip(outline.parents, outline.labels, strict=True):
        ground = _ground(name)
        said.append(ground[:2] if ground else said[parent] if parent >= 0 else None)
    return [
        _CAPTION[:2]
        if _is_caption(passage)
        else (said[passage.element] if passage.element >= 0 else None) or (_HIDDEN[:2] if passage.hidden else None)
        for passage in document.passages
    ]


def _is_caption(passage: Passage) -> bool:
    """Is it a caption, and not a link in the place of one?"""
    return passage.role == "caption" and passage.link_share < 0.5


@lru_cache(maxsize=1 << 14)
def _ground(label: str) -> Ground | None:
    if label.startswith("body"):  # its classes tell of the page
        return None
    if "-" in label:
        label = _TOPICS.sub("", label)
    tokens = _TOKENS.findall((label if label.islower() else _CAMEL.sub(" ", label)).lower())
    place = min(map(_place, tokens), default=len(GROUNDS))
    if place == len(GROUNDS):
        return None
    named = tokens[0] in ("nav", "footer", "header", "aside", "time") or "[role=" in label
    return *GROUNDS[place][1:], 0.9 if named else 0.8


@lru_cache(maxsize=1 << 15)
def _place(token: str) -> int:
    """Return the place of the first ground that a token gives; behind the last where it gives none."""
    return next((place for place, pattern in enumerate(_PATTERNS) if pattern.fullmatch(token)), len(GROUNDS))
