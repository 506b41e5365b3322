"""What changed between two revisions as a page in the dress of the report; it needs no script."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from curate.audit import words
from curate.audit.comparing import Change, Difference
from curate.audit.report import page
from curate.audit.report.visible import visible
from curate.rules.registry import category_of
from curate.store.manifest import Manifest

_MOST = 10_000  # changes that are shown
_SAID = {
    "removed": "removed now",
    "restored": "restored",
    "made": "changed now",
    "undone": "no longer changed",
    "reasoned": "the same, on another ground",
}
_WHAT = {"added": "added", "gone": "gone", "text": "reads otherwise", "other": "its records differ"}
_SIGNS = str.maketrans({" ": "␣", "\t": "⇥", "\r": "␍", "\n": "⏎", "\u00a0": "⍽"})


def diff(old: Manifest, new: Manifest, found: Sequence[Difference]) -> bytes:
    """Return the page; the same revisions, the same bytes."""
    title = f"From revision {old.version} to {new.version}"
    shown, left = [], _MOST
    for one in found:
        shown.append(_document(one, left))
        left = max(0, left - len(one.changes))
    body = (
        f'<header><h1>{escape(title)}</h1><p class="sub">What changed, and what caused it. '
        f"<code>{old.id[:12]}</code> to <code>{new.id[:12]}</code>.</p></header>\n"
        f'<section id="summary" aria-label="Summary">{_lead(found)}</section>\n<main class="differences">\n{"".join(shown)}</main>'
    )
    return page.page(title, body, f"curate diff {old.id} {new.id}")


def _lead(found: Sequence[Difference]) -> str:
    kinds = Counter(one.what for one in found)
    said = "; ".join(f"<b>{kinds[what]:,}</b> {words}" for what, words in _WHAT.items() if kinds[what]) or "nothing"
    causes = Counter(str(cause) for one in found for cause in (*(c.cause for c in one.changes), *(one.causes if not one.changes else ())))
    rows = "".join(f"<li>{_text(cause)} <b>{number:,}</b></li>" for cause, number in sorted(causes.items(), key=lambda c: (-c[1], c[0])))
    return f'<p class="lead">Of the documents: {said}.</p>' + (f"<h2>Causes</h2><ul>{rows}</ul>" if rows else "")


def _document(one: Difference, room: int) -> str:
    why = "; ".join(map(str, one.causes))
    parts = [f"<h2>{_text(one.document)}</h2>", f'<p class="numbers">{_WHAT[one.what]} · {_text(why)}</p>']
    if one.changes:
        parts.append(f"<ol>{''.join(map(_change, one.changes[:room]))}</ol>")
    if len(one.changes) > room:
        parts.append(f'<p class="note">… and {len(one.changes) - room:,} more changes; curate diff shows them all.</p>')
    if one.pieces:
        parts.append(f'<div class="source" dir="auto">{_pieces(words.shortened(one.pieces))}</div>')
    if one.fields and not one.changes and not one.pieces:
        parts.append(f'<p class="note">Only its metadata: {_text(", ".join(one.fields))}.</p>')
    return f"<article>{''.join(parts)}</article>\n"


def _change(one: Change) -> str:
    """Return one change: what happened, the words in their place, the rule and the cause."""
    edit = one.edit
    before, after = " ".join(one.before[-24:].split("\n")[-1:]), one.after[:24].split("\n")[0]
    body = edit.before.rstrip("\n") or edit.before.translate(_SIGNS)
    signed = body if not edit.after else _signed(edit.before)
    inside = f"<ins>{_text(signed)}</ins>" if one.what == "restored" else f"<del>{_text(signed)}</del>"
    if edit.after:
        inside += f"<ins>{_text(_signed(edit.after))}</ins>"
    category = category_of(edit.rule)
    return (
        f'<li class="c-{escape(category)}"><p class="numbers"><b>{_SAID[one.what]}</b> at {edit.start:,} · {_text(str(one.cause))}</p>'
        f'<p class="source" dir="auto">{_text(before)}<span class="mark c-{escape(category)}">{inside}'
        f'<span class="label">{escape(category)} · {_text(edit.rule)}</span></span>{_text(after)}</p></li>'
    )


def _pieces(pieces: Iterable[words.Piece]) -> str:
    tags = {"out": "del", "in": "ins", "same": "span"}
    return "".join(
        f'<span class="gap">… {len(one.text):,} characters alike …</span>'
        if one.kind == "gap"
        else f'<span class="mark"><{tags[one.kind]}>{_text(one.text)}</{tags[one.kind]}></span>'
        if one.kind != "same"
        else _text(one.text)
        for one in pieces
    )


def _signed(text: str) -> str:
    """Return the text with signs for the white space at its ends."""
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    return text[:start].translate(_SIGNS) + text[start:end] + text[end:].translate(_SIGNS)


def _text(text: str) -> str:
    return escape(visible(text))
