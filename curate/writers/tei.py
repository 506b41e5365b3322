"""TEI P5: a document a file, each removal a `<gap>`, each repair a `<choice>`; the rules are its taxonomy.

The passages of the cleaned text are the `<p>` of the body: TEI asks for no more, and plain text does not say what is a
heading.  Valid by `tei_all` and by TEI's own `tei_corpus`.  Wrong for getting the source text back: a `<gap>` says that
something went and why, not what; that is in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from curate.ledger.edits import Edit, locate_in_edited_text
from curate.rules.registry import all_rules, category_of
from curate.store.cleaned import Cleaned
from curate.text.segment import segment, trim_span
from curate.writers import columns, naming
from curate.writers.about import About

TABLE = ""  # it is none
READ = "Each file of `documents/` is a TEI P5 document. A `<gap>` names its ground: `@reason` the category, `@resp` the rule."
# XML 1.0 has no place for these, not even as references
_BANNED = {
    c: f'<unclear reason="U{c:04X}">\ufffd</unclear>' for c in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000))
}


def write(documents: Iterable[Cleaned], about: About, folder: Path) -> None:
    """Write `documents/<id>.xml`."""
    for document in documents:
        text = "".join(f"{part}\n" for part in _document(document, about))
        naming.path(folder / "documents", document.id, ".xml").write_bytes(text.encode("utf-8"))


def _document(document: Cleaned, about: About) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader>'
    yield from _file(columns.row(document), about)
    yield from _encoding(document.edits, about)
    language = _attribute(document.language)
    yield f"<profileDesc><langUsage><language ident={language}/></langUsage></profileDesc>"
    yield f"<revisionDesc><change n={_attribute(about.version)}>{_said(about.provenance)}</change></revisionDesc>"
    yield f"</teiHeader>\n<text xml:lang={language}><body>"
    yield from _body(document)
    yield "</body></text>\n</TEI>"


def _file(known: dict[str, str], about: About) -> Iterator[str]:
    author = f"<author>{_said(known['author'])}</author>" if known["author"] else ""
    title = f"<title>{_said(known['title'] or known['id'])}</title>"
    yield f"<fileDesc>\n<titleStmt>{title}{author}</titleStmt>"
    yield f"<publicationStmt><p>{_said(about.provenance)}</p>{''.join(f'<p>{_said(one)}</p>' for one in about.reviews)}</publicationStmt>"
    date = f"<date>{_said(known['date'])}</date>" if known["date"] else ""
    link = f"<ptr target={_attribute(known['url'].replace(' ', '%20'))}/>" if known["url"] else ""
    terms = f"<availability><licence>{_said(known['licence'])}</licence></availability>" if known["licence"] else ""
    idno = f'<idno type="document">{_said(known["id"])}</idno>'
    yield f"<sourceDesc><bibl>{title}{author}{date}{link}{idno}{terms}</bibl></sourceDesc>\n</fileDesc>"


def _encoding(edits: Iterable[Edit], about: About) -> Iterator[str]:
    """Yield what was done to the text: by which program, and the rules as a taxonomy that `@resp` points to."""
    application = f'<application xml:id="curate" ident="curate" version={_attribute(about.curate)}><label>curate</label></application>'
    yield f"<encodingDesc>\n<appInfo>{application}</appInfo>"
    rules = all_rules()
    used = sorted({edit.rule for edit in edits if _is_shown(edit)})
    if used:
        yield "<classDecl><taxonomy>"
        for rule in used:
            reason = rules[rule].reason if rule in rules else rule
            yield f"<category xml:id={_attribute(rule)}><catDesc>{_said(reason)}</catDesc></category>"
        yield "</taxonomy></classDecl>"
    yield "</encodingDesc>"


def _body(document: Cleaned) -> Iterator[str]:
    """Yield the passages of the text, with the gaps within and between them."""
    text = document.text
    waiting = [(at, edit) for at, edit in locate_in_edited_text(document.edits) if _is_shown(edit)][::-1]
    for start, end in (trim_span(text, span) for span in segment(text)):
        inside = []
        while waiting and waiting[-1][0] < end:
            at, edit = waiting.pop()
            if at >= start and at + len(edit.after) <= end and (edit.after or at > start):
                inside.append((at, edit))
            elif not edit.after.strip():
                yield _gap(edit)
        if start < end:
            yield f"<p>{''.join(_marked(text, (start, end), inside))}</p>"
    yield from (_gap(edit) for _, edit in reversed(waiting) if not edit.after.strip())


def _marked(text: str, span: tuple[int, int], edits: Iterable[tuple[int, Edit]]) -> Iterator[str]:
    at, end = span
    for start, edit in edits:
        yield _chars(text[at:start])
        yield _choice(edit) if edit.after.strip() else _gap(edit) + _chars(edit.after)
        at = start + len(edit.after)
    yield _chars(text[at:end])


def _gap(edit: Edit) -> str:
    said = f"<desc>{_said(edit.reason)}</desc>" if edit.reason else ""
    return f'<gap reason="{category_of(edit.rule)}" {_ground(edit)} unit="chars" quantity="{len(edit.before)}">{said}</gap>'


def _choice(edit: Edit) -> str:
    return f"<choice><sic>{_chars(edit.before)}</sic><corr {_ground(edit)}>{_chars(edit.after)}</corr></choice>"


def _ground(edit: Edit) -> str:
    return f'resp="#curate #{edit.rule}" cert="{edit.confidence:g}"'


def _is_shown(edit: Edit) -> bool:
    """Is it more than a change of white space?"""
    return "".join(edit.before.split()) != "".join(edit.after.split())


def _chars(text: str) -> str:
    return escape(text).translate(_BANNED).replace("\r", "&#13;").replace("\n", "<lb/>\n")


def _said(text: str) -> str:
    """Return words about the text, on one line, where no element may stand."""
    return escape(" ".join("".join("\ufffd" if ord(c) in _BANNED else c for c in text).split()))


def _attribute(text: str) -> str:
    return quoteattr("".join(c for c in text if ord(c) not in _BANNED))
