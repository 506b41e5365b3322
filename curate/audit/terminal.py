"""The audit for a terminal: removed passages in their place, struck through, coloured and named."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from curate.audit.comparing import Change
from curate.audit.reading import Count, is_doubtful
from curate.audit.words import Piece, within_word
from curate.decisions import Decision
from curate.decisions.anchors import context
from curate.ledger.edits import Edit
from curate.rules.registry import category_of
from curate.store.cleaned import Cleaned

COLOURS = {
    "navigation": "blue", "advertisement": "red", "comment-policy": "magenta", "newsletter": "yellow", "cookie-consent": "yellow",
    "adblock-notice": "red", "sharing": "cyan", "login": "magenta", "related-links": "blue", "credit": "green", "byline": "green",
    "legal": "bright_black", "page-metadata": "green", "duplicate": "bright_red", "decision": "bold red",
    "encoding": "cyan", "typography": "cyan", "spelling": "cyan", "whitespace": "bright_black",
}  # fmt: skip
_SIGNS = str.maketrans({" ": "␣", "\t": "⇥", "\r": "␍", "\n": "⏎", "\u00a0": "⍽"})
_COMMANDS = (*range(9), *range(11, 32), *range(0x7F, 0xA0), 0xAD, 0x200B, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_SAID = {"removed": "removed ", "restored": "restored", "made": "changed ", "undone": "undone  ", "reasoned": "reworded"}
_DANGEROUS = {c: f"[U+{c:04X}]" for c in _COMMANDS}


def document(audited: Cleaned, edits: Iterable[Edit]) -> Text:
    """Return the source text with `edits` shown in their place.

    The marks [-...-] and {+...+} tell what went and what came where there is no colour.
    """
    shown, at = Text(), 0
    for edit in edits:
        shown.append(safe(audited.source[at : edit.start]))
        shown.append_text(change(edit))
        at = edit.end
    shown.append(safe(audited.source[at:]))
    return shown


def change(edit: Edit) -> Text:
    """Return one edit: what went, struck through, what came, and its category."""
    colour = COLOURS.get(category_of(edit.rule), "red")
    body = edit.before.rstrip("\n")
    shown = Text(f"[-{visible(body or edit.before)}-]", style=f"strike {colour}")
    if edit.after:
        shown.append(f"{{+{visible(edit.after)}+}}", style=f"bold {colour}")
    shown.append(f"‹{category_of(edit.rule)}{'?' if is_doubtful(edit) else ''}›", style=f"dim {colour}")
    shown.append(edit.before[len(body) :])
    return shown


def in_a_line(edit: Edit, before: str, after: str) -> Text:
    """Return one edit for a list: within the word it changes, and without the line breaks at its end."""
    shown = change(edit)
    shown.rstrip()
    left, right = within_word(edit.before + edit.after, before, after)
    return Text.assemble(safe(left), shown, safe(right))


def differing(pieces: Iterable[Piece]) -> Text:
    """Return two texts in one: [-what went-] and {+what came+}, white space visible where it changed."""
    shown = Text()
    for one in pieces:
        if one.kind == "out":
            shown.append(f"[-{visible(one.text)}-]", style="strike red")
        elif one.kind == "in":
            shown.append(f"{{+{visible(one.text)}+}}", style="bold green")
        else:
            shown.append(" … " if one.kind == "gap" else safe(one.text), style="dim")
    return shown


def changed(change: Change) -> Text:
    """Return what happened to an edit from one revision to the next, in a line."""
    edit = in_a_line(change.edit, change.before, change.after)
    ground = Text(f"  {change.edit.rule}  ({change.cause})", style="dim")
    return Text.assemble((f"{_SAID[change.what]} ", "bold"), (f"{change.edit.start:>7} ", "dim"), edit, ground)


def visible(text: str) -> str:
    """Return the text, safe, with a mark for each white space at its ends."""
    start = len(text) - len(text.lstrip())
    end = max(start, len(text.rstrip()))
    return safe(text[:start].translate(_SIGNS) + text[start:end] + text[end:].translate(_SIGNS))


def safe(text: str) -> str:
    """Return the text with what could command a terminal shown as code points."""
    return text.translate(_DANGEROUS)


def describe(decision: Decision) -> str:
    """Return a decision in a line."""
    text = safe(" ".join(decision.text.split())) or repr(decision.text)
    rule = f" ({decision.rule})" if decision.rule else ""
    return f"{decision.action} in {decision.document}: {text if len(text) <= 70 else text[:69] + '…'}{rule}"


def totals(rows: Iterable[Count]) -> Table:
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


def removals(audited: Cleaned, edits: Iterable[Edit]) -> RenderableType:
    """Return the edits of one document as a list: where, what, why."""
    kept = f"{len(audited.text):,} of {len(audited.source):,} characters left"
    lines = [Text.assemble((safe(audited.id), "bold"), f"  {audited.language}, {kept}")]
    for edit in edits:
        around = context(audited.source, edit.start, edit.end)
        lines.append(Text.assemble((f"{edit.start:>8} ", "dim"), in_a_line(edit, *around), (f"  {edit.rule}", "dim")))
    return Group(*lines)
