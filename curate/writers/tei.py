"""TEI P5: one file for each document; a removal is a `<gap>`, a repair a `<choice>`, and the rules are a taxonomy.

Each passage of the cleaned text is a `<p>` of the body, because plain text does not tell which passages are headings.
The files are valid by `tei_all` and `tei_corpus`.  Wrong for rebuilding the source text: a `<gap>` has the reason of a
removal, but not the removed text, which is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from curate.ledger.edits import Edit, locate_in_edited_text
from curate.rules.registry import all_rules, category_of
from curate.store.cleaned_document import Cleaned
from curate.text.segment import segment, trim_span
from curate.writers import columns
from curate.writers.export_info import ExportInfo
from curate.writers.file_names import reserve_path

TABLE_FILE = ""
HOW_TO_READ = "Each file of `documents/` is a TEI P5 document. A `<gap>` names its ground: `@reason` the category, `@resp` the rule."
# XML 1.0 does not allow these code points, not even as character references
_FORBIDDEN = {
    c: f'<unclear reason="U{c:04X}">\ufffd</unclear>' for c in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
}


def write(documents: Iterable[Cleaned], info: ExportInfo, folder: Path) -> None:
    """Write `documents/<id>.xml`."""
    for document in documents:
        text = "".join(f"{line}\n" for line in _render_document(document, info))
        reserve_path(folder / "documents", document.id, ".xml").write_bytes(text.encode("utf-8"))


def _render_document(document: Cleaned, info: ExportInfo) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>'
    yield from _render_file_description(columns.make_row(document), info)
    yield from _render_encoding_description(document.edits, info)
    language = _quote_attribute(document.language)
    yield f"<profileDesc><langUsage><language ident={language}/></langUsage></profileDesc>"
    yield f"<revisionDesc><change n={_quote_attribute(info.version)}>{_escape_line(info.provenance)}</change></revisionDesc>"
    yield f"</teiHeader>\n<text xml:lang={language}><body>"
    yield from _render_body(document)
    yield "</body></text>\n</TEI>"


def _render_file_description(values: dict[str, str], info: ExportInfo) -> Iterator[str]:
    author = f"<author>{_escape_line(values['author'])}</author>" if values["author"] else ""
    title = f"<title>{_escape_line(values['title'] or values['id'])}</title>"
    yield f"<fileDesc>\n<titleStmt>{title}{author}</titleStmt>"
    paragraphs = "".join(f"<p>{_escape_line(line)}</p>" for line in (info.provenance, *info.reviews))
    yield f"<publicationStmt>{paragraphs}</publicationStmt>"
    date = f"<date>{_escape_line(values['date'])}</date>" if values["date"] else ""
    link = f"<ptr target={_quote_attribute(values['url'].replace(' ', '%20'))}/>" if values["url"] else ""
    terms = f"<availability><licence>{_escape_line(values['licence'])}</licence></availability>" if values["licence"] else ""
    idno = f'<idno type="document">{_escape_line(values["id"])}</idno>'
    yield f"<sourceDesc><bibl>{title}{author}{date}{link}{idno}{terms}</bibl></sourceDesc>\n</fileDesc>"


def _render_encoding_description(edits: Iterable[Edit], info: ExportInfo) -> Iterator[str]:
    """Yield the program that edited the text, and the rules as a taxonomy that `@resp` refers to."""
    application = f'<application xml:id="curate" ident="curate" version={_quote_attribute(info.curate)}><label>curate</label></application>'
    yield f"<encodingDesc>\n<appInfo>{application}</appInfo>"
    rules = all_rules()
    used = sorted({edit.rule for edit in edits if _is_visible(edit)})
    if used:
        yield "<classDecl><taxonomy>"
        for rule in used:
            reason = rules[rule].reason if rule in rules else rule
            yield f"<category xml:id={_quote_attribute(rule)}><catDesc>{_escape_line(reason)}</catDesc></category>"
        yield "</taxonomy></classDecl>"
    yield "</encodingDesc>"


def _render_body(document: Cleaned) -> Iterator[str]:
    """Yield the passages of the text, with the gaps inside and between them."""
    text = document.text
    pending = [(at, edit) for at, edit in locate_in_edited_text(document.edits) if _is_visible(edit)][::-1]
    for start, end in (trim_span(text, span) for span in segment(text)):
        inside = []
        while pending and pending[-1][0] < end:
            at, edit = pending.pop()
            if at >= start and at + len(edit.after) <= end and (edit.after or at > start):
                inside.append((at, edit))
            elif not edit.after.strip():
                yield _render_gap(edit)
        if start < end:
            yield f"<p>{''.join(_render_passage(text, (start, end), inside))}</p>"
    yield from (_render_gap(edit) for _, edit in reversed(pending) if not edit.after.strip())


def _render_passage(text: str, span: tuple[int, int], edits: Iterable[tuple[int, Edit]]) -> Iterator[str]:
    at, end = span
    for start, edit in edits:
        yield _escape_text(text[at:start])
        yield _render_choice(edit) if edit.after.strip() else _render_gap(edit) + _escape_text(edit.after)
        at = start + len(edit.after)
    yield _escape_text(text[at:end])


def _render_gap(edit: Edit) -> str:
    description = f"<desc>{_escape_line(edit.reason)}</desc>" if edit.reason else ""
    return f'<gap reason="{category_of(edit.rule)}" {_attribution(edit)} unit="chars" quantity="{len(edit.before)}">{description}</gap>'


def _render_choice(edit: Edit) -> str:
    return f"<choice><sic>{_escape_text(edit.before)}</sic><corr {_attribution(edit)}>{_escape_text(edit.after)}</corr></choice>"


def _attribution(edit: Edit) -> str:
    return f'resp="#curate #{edit.rule}" cert="{edit.confidence:g}"'


def _is_visible(edit: Edit) -> bool:
    """Does the edit change more than white space?"""
    return "".join(edit.before.split()) != "".join(edit.after.split())


def _escape_text(text: str) -> str:
    return escape(text).translate(_FORBIDDEN).replace("\r", "&#13;").replace("\n", "<lb/>\n")


def _escape_line(text: str) -> str:
    """Return text for a place where no element is allowed, on one line."""
    return escape(" ".join("".join("\ufffd" if ord(c) in _FORBIDDEN else c for c in text).split()))


def _quote_attribute(text: str) -> str:
    return quoteattr("".join(c for c in text if ord(c) not in _FORBIDDEN))
