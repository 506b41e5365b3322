"""Render edits for a terminal: in their place, struck through, coloured, with their category."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from curate.audit.differences import EditChange
from curate.audit.filters import is_doubtful
from curate.audit.totals import RuleCount
from curate.audit.whitespace import show_whitespace
from curate.audit.word_diff import DiffPiece, rest_of_word
from curate.decisions import Decision
from curate.decisions.anchors import extract_context
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned_document import Cleaned

COLOURS = {
    "navigation": "blue", "advertisement": "red", "comment-policy": "magenta", "newsletter": "yellow", "cookie-consent": "yellow",
    "adblock-notice": "red", "sharing": "cyan", "login": "magenta", "related-links": "blue", "credit": "green", "byline": "green",
    "legal": "bright_black", "page-metadata": "green", "duplicate": "bright_red", "decision": "bold red",
    "encoding": "cyan", "typography": "cyan", "spelling": "cyan", "whitespace": "bright_black",
}  # fmt: skip
_CONTROLS = (*range(9), *range(11, 32), *range(0x7F, 0xA0), 0xAD, 0x200B, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_ESCAPES = {code: f"[U+{code:04X}]" for code in _CONTROLS}
_CHANGE_WORDS = {"removed": "removed ", "restored": "restored", "made": "changed ", "undone": "undone  ", "reasoned": "reworded"}


def render_document(document: Cleaned, edits: Iterable[Edit]) -> Text:
    """Return the source text with `edits` in their place.

    [-...-] marks what went, {+...+} what came, so that it can be read without colour.
    """
    text, at = Text(), 0
    for edit in edits:
        text.append(escape_controls(document.source[at : edit.start]))
        text.append_text(render_edit(edit))
        at = edit.end
    text.append(escape_controls(document.source[at:]))
    return text


def render_edit(edit: Edit) -> Text:
    """Return one edit: what went, struck through, what came, and its category."""
    colour = COLOURS.get(category_of(edit.rule), "red")
    body = edit.before.rstrip("\n")
    text = Text(f"[-{_show_changed(body or edit.before)}-]", style=f"strike {colour}")
    if edit.after:
        text.append(f"{{+{_show_changed(edit.after)}+}}", style=f"bold {colour}")
    text.append(f"‹{category_of(edit.rule)}{'?' if is_doubtful(edit) else ''}›", style=f"dim {colour}")
    text.append(edit.before[len(body) :])
    return text


def render_edit_in_word(edit: Edit, before: str, after: str) -> Text:
    """Return one edit on one line, with the rest of the word it changes."""
    text = render_edit(edit)
    text.rstrip()
    left, right = rest_of_word(edit.before + edit.after, before, after)
    return Text.assemble(escape_controls(left), text, escape_controls(right))


def render_edits(document: Cleaned, edits: Iterable[Edit]) -> RenderableType:
    """Return the edits of one document as a list: offset, edit, rule."""
    left = f"{len(document.text):,} of {len(document.source):,} characters left"
    lines = [Text.assemble((escape_controls(document.id), "bold"), f"  {document.language}, {left}")]
    for edit in edits:
        around = extract_context(document.source, edit.start, edit.end)
        lines.append(Text.assemble((f"{edit.start:>8} ", "dim"), render_edit_in_word(edit, *around), (f"  {edit.rule}", "dim")))
    return Group(*lines)


def render_diff(pieces: Iterable[DiffPiece]) -> Text:
    """Return two texts in one: [-what went-] and {+what came+}, with white space visible where it changed."""
    text = Text()
    for piece in pieces:
        if piece.kind == "out":
            text.append(f"[-{_show_changed(piece.text)}-]", style="strike red")
        elif piece.kind == "in":
            text.append(f"{{+{_show_changed(piece.text)}+}}", style="bold green")
        else:
            text.append(" … " if piece.kind == "gap" else escape_controls(piece.text), style="dim")
    return text


def render_change(change: EditChange) -> Text:
    """Return on one line what happened to an edit between two revisions."""
    edit = render_edit_in_word(change.edit, change.before, change.after)
    cause = Text(f"  {change.edit.rule}  ({change.cause})", style="dim")
    return Text.assemble((f"{_CHANGE_WORDS[change.kind]} ", "bold"), (f"{change.edit.start:>7} ", "dim"), edit, cause)


def render_rule_counts(rows: Iterable[RuleCount]) -> Table:
    """Return the counts by rule as a table."""
    table = Table(box=None, pad_edge=False)
    table.add_column("rule", overflow="fold")
    table.add_column("category", overflow="fold")
    for name in ("edits", "characters out", "in"):
        table.add_column(name, justify="right")
    for row in rows:
        colour = COLOURS.get(row.category, "red")
        table.add_row(row.rule, Text(row.category, style=colour), str(row.edits), str(row.characters_out), str(row.characters_in))
    return table


def describe_decision(decision: Decision) -> str:
    """Return a decision on one line."""
    text = escape_controls(" ".join(decision.text.split())) or repr(decision.text)
    rule = f" ({decision.rule})" if decision.rule else ""
    return f"{decision.action} in {decision.document}: {text if len(text) <= 70 else text[:69] + '…'}{rule}"


def _show_changed(text: str) -> str:
    return escape_controls(show_whitespace(text))


def escape_controls(text: str) -> str:
    """Return the text with the characters that could control a terminal as code points."""
    return text.translate(_ESCAPES)
