"""Build the page of `curate diff --html`: what changed between two revisions.  It needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from curate.audit.differences import Difference, EditChange
from curate.audit.report.controls import escape_controls
from curate.audit.report.page import build_page
from curate.audit.whitespace import show_whitespace
from curate.audit.word_diff import DiffPiece, collapse_unchanged
from curate.rules.registry import category_of
from curate.store.manifest import Manifest

_MAX_CHANGES = 10_000  # that are shown
_CHANGE_WORDS = {
    "removed": "removed now",
    "restored": "restored",
    "made": "changed now",
    "undone": "no longer changed",
    "reasoned": "the same, on another ground",
}
_DIFFERENCE_WORDS = {"added": "added", "gone": "gone", "text": "reads otherwise", "other": "its records differ"}


def build_diff_page(old: Manifest, new: Manifest, differences: Sequence[Difference]) -> bytes:
    """Return the page; equal revisions give equal bytes."""
    title = f"From revision {old.version} to {new.version}"
    articles, room = [], _MAX_CHANGES
    for one in differences:
        articles.append(_render_difference(one, room))
        room = max(0, room - len(one.changes))
    body = (
        f'<header><h1>{escape(title)}</h1><p class="sub">What changed, and what caused it. '
        f"<code>{old.id[:12]}</code> to <code>{new.id[:12]}</code>.</p></header>\n"
        f'<section id="summary" aria-label="Summary">{_render_overview(differences)}</section>\n'
        f'<main class="differences">\n{"".join(articles)}</main>'
    )
    return build_page(title, body, f"curate diff {old.id} {new.id}")


def _render_overview(differences: Sequence[Difference]) -> str:
    """Return how many documents differ in which way, and how often each cause occurs."""
    kinds = Counter(one.kind for one in differences)
    counts = "; ".join(f"<b>{kinds[kind]:,}</b> {words}" for kind, words in _DIFFERENCE_WORDS.items() if kinds[kind]) or "nothing"
    causes = Counter(str(cause) for one in differences for cause in ([c.cause for c in one.changes] or one.causes))
    rows = "".join(f"<li>{_text(cause)} <b>{number:,}</b></li>" for cause, number in sorted(causes.items(), key=lambda c: (-c[1], c[0])))
    return f'<p class="lead">Of the documents: {counts}.</p>' + (f"<h2>Causes</h2><ul>{rows}</ul>" if rows else "")


def _render_difference(one: Difference, room: int) -> str:
    """Return one document with its first `room` changes."""
    why = "; ".join(map(str, one.causes))
    parts = [f"<h2>{_text(one.document)}</h2>", f'<p class="numbers">{_DIFFERENCE_WORDS[one.kind]} · {_text(why)}</p>']
    if one.changes:
        parts.append(f"<ol>{''.join(map(_render_change, one.changes[:room]))}</ol>")
    if len(one.changes) > room:
        parts.append(f'<p class="note">… and {len(one.changes) - room:,} more changes; curate diff shows them all.</p>')
    if one.pieces:
        parts.append(f'<div class="source" dir="auto">{_render_pieces(collapse_unchanged(one.pieces))}</div>')
    if one.fields and not one.changes and not one.pieces:
        parts.append(f'<p class="note">Only its metadata: {_text(", ".join(one.fields))}.</p>')
    return f"<article>{''.join(parts)}</article>\n"


def _render_change(one: EditChange) -> str:
    """Return one change: what happened, the words in their place, the rule and the cause."""
    edit = one.edit
    before, after = " ".join(one.before[-24:].split("\n")[-1:]), one.after[:24].split("\n")[0]
    body = edit.before.rstrip("\n") or show_whitespace(edit.before)
    shown = body if not edit.after else show_whitespace(edit.before)
    inside = f"<ins>{_text(shown)}</ins>" if one.kind == "restored" else f"<del>{_text(shown)}</del>"
    if edit.after:
        inside += f"<ins>{_text(show_whitespace(edit.after))}</ins>"
    category = category_of(edit.rule)
    return (
        f'<li class="c-{escape(category)}">'
        f'<p class="numbers"><b>{_CHANGE_WORDS[one.kind]}</b> at {edit.start:,} · {_text(str(one.cause))}</p>'
        f'<p class="source" dir="auto">{_text(before)}<span class="mark c-{escape(category)}">{inside}'
        f'<span class="label">{escape(category)} · {_text(edit.rule)}</span></span>{_text(after)}</p></li>'
    )


def _render_pieces(pieces: Iterable[DiffPiece]) -> str:
    tags = {"out": "del", "in": "ins", "same": "span"}
    return "".join(
        f'<span class="gap">… {len(one.text):,} characters alike …</span>'
        if one.kind == "gap"
        else f'<span class="mark"><{tags[one.kind]}>{_text(one.text)}</{tags[one.kind]}></span>'
        if one.kind != "same"
        else _text(one.text)
        for one in pieces
    )


def _text(text: str) -> str:
    return escape(escape_controls(text))
