"""Office documents, e-books, TEI and MHTML: XML bombs, files from outside, parts that are not there or again and again."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

from hostile.made import EITHER, QUARANTINED, SENTENCE, Table

_LAUGHS = '<!ENTITY l0 "lol lol lol lol lol">' + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _zip(parts: Mapping[str, str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


def docx(body: str, doctype: str = "", **parts: str) -> bytes:
    document = f'<?xml version="1.0"?>{doctype}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return _zip({"word/document.xml": document} | {f"word/{name}.xml": text for name, text in parts.items()})


def w(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def _nested_tables(times: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * times + w(SENTENCE) + "</w:tc></w:tr></w:tbl>" * times


def epub(chapters: Mapping[str, str], spine: list[str], more: Mapping[str, str] | None = None) -> bytes:
    items = "".join(f'<item id="i{i}" href="{escape(name)}" media-type="application/xhtml+xml"/>' for i, name in enumerate(chapters))
    order = "".join(f'<itemref idref="i{list(chapters).index(name)}"/>' for name in spine)
    package = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{order}</spine></package>'
    container = '<container><rootfiles><rootfile full-path="content.opf"/></rootfiles></container>'
    kept = {name: text for name, text in chapters.items() if text}
    return _zip({"META-INF/container.xml": container, "content.opf": package} | kept | dict(more or {}))


def chapter(text: str) -> str:
    return f"<html><body><p>{text}</p></body></html>"


def tei(body: str, doctype: str = "") -> bytes:
    return f'<?xml version="1.0"?>{doctype}<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>'.encode()


_P = f"<p>{SENTENCE}</p>"


def mhtml(parts: str, boundary: str = "x") -> bytes:
    return f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="{boundary}"\r\n\r\n{parts}'.encode()


def part(body: str, headers: str = "") -> str:
    return f"--x\r\nContent-Type: text/html\r\n{headers}\r\n{body}\r\n"


_PAGE = f"<html><body><p>{SENTENCE}</p></body></html>"


def _nested_parts(times: int) -> str:
    made = part(_PAGE)
    opening = "".join(f'--{"x" if i == 0 else f"b{i}"}\r\nContent-Type: multipart/mixed; boundary="b{i + 1}"\r\n\r\n' for i in range(times))
    return opening + made


INPUTS: Table = {
    # Word
    "laughs.docx": (QUARANTINED, lambda n: docx(w("&l9;"), f"<!DOCTYPE d [{_LAUGHS}]>")),
    "outside.docx": (EITHER, lambda n: docx(w(SENTENCE + "&x;"), '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "bomb.docx": (QUARANTINED, lambda n: docx(w(" " * (n * 100)))),
    "long.docx": (EITHER, lambda n: docx(w(SENTENCE) * (n // 100))),
    "deep-tables.docx": (EITHER, lambda n: docx(_nested_tables(n // 200))),
    "deep-tables-below.docx": (EITHER, lambda n: docx(_nested_tables(60))),
    "deep-runs.docx": (
        EITHER,
        lambda n: docx("<w:p>" + "<w:smartTag>" * 250 + f"<w:r><w:t>{SENTENCE}</w:t></w:r>" + "</w:smartTag>" * 250 + "</w:p>"),
    ),
    "no-body.docx": (QUARANTINED, lambda n: _zip({"[Content_Types].xml": "<a/>"})),
    "no-text.docx": (QUARANTINED, lambda n: docx(w("") * (n // 100))),
    "broken-xml.docx": (QUARANTINED, lambda n: docx("<w:p>")),
    "odd-styles.docx": (
        EITHER,
        lambda n: docx(
            w(SENTENCE, "a"),
            styles=f'<w:styles {_W}><w:style w:styleId="a"><w:name/><w:pPr><w:outlineLvl w:val="many"/></w:pPr></w:style></w:styles>',
        ),
    ),
    "not.docx": (QUARANTINED, lambda n: b"\xd0\xcf\x11\xe0" + bytes(n)),
    # e-books
    "laughs.epub": (EITHER, lambda n: epub({"a.xhtml": f"<!DOCTYPE html [{_LAUGHS}]>{chapter(SENTENCE + '&l9;')}"}, ["a.xhtml"])),
    "same-chapter.epub": (EITHER, lambda n: epub({"a.xhtml": chapter(SENTENCE * 99)}, ["a.xhtml"] * (n // 40))),
    "outside.epub": (QUARANTINED, lambda n: epub({"../../../etc/passwd": "", "file:///etc/passwd": ""}, ["../../../etc/passwd"])),
    "outside-package.epub": (QUARANTINED, lambda n: _zip({"META-INF/container.xml": '<a><rootfile full-path="/etc/passwd"/></a>'})),
    "no-spine.epub": (QUARANTINED, lambda n: epub({"a.xhtml": chapter(SENTENCE)}, [])),
    "deep-chapter.epub": (EITHER, lambda n: epub({"a.xhtml": chapter("<div>" * (n // 40) + SENTENCE)}, ["a.xhtml"])),
    "bomb.epub": (QUARANTINED, lambda n: epub({"a.xhtml": chapter(" " * (n * 100))}, ["a.xhtml"])),
    "protected.epub": (
        QUARANTINED,
        lambda n: epub({"a.xhtml": chapter(SENTENCE)}, ["a.xhtml"], {"META-INF/encryption.xml": "<a/>", "META-INF/rights.xml": "<a/>"}),
    ),
    "noise-chapter.epub": (EITHER, lambda n: epub({"a.xhtml": "\0\1\2" * 999, "b.xhtml": chapter(SENTENCE)}, ["a.xhtml", "b.xhtml"])),
    # TEI
    "laughs.xml": (QUARANTINED, lambda n: tei("<p>&l9;</p>", f"<!DOCTYPE TEI [{_LAUGHS}]>")),
    "quadratic.xml": (EITHER, lambda n: tei("<p>" + "&a;" * (n // 10) + "</p>", f'<!DOCTYPE TEI [<!ENTITY a "{"x" * (n // 10)}">]>')),
    "outside.xml": (EITHER, lambda n: tei(f"{_P}<p>&x;</p>", '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "outside-net.xml": (EITHER, lambda n: tei(_P, '<!DOCTYPE TEI SYSTEM "http://127.0.0.1:9/tei.dtd">')),
    "outside-parameter.xml": (EITHER, lambda n: tei(_P, '<!DOCTYPE TEI [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>')),
    "endless-entity.xml": (QUARANTINED, lambda n: tei("<p>&a;</p>", '<!DOCTYPE TEI [<!ENTITY a "&b;"><!ENTITY b "&a;">]>')),
    "include.xml": (EITHER, lambda n: tei(f'{_P}<include xmlns="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>')),
    "deep.xml": (QUARANTINED, lambda n: tei("<div>" * 230 + _P + "</div>" * 230)),
    "deeper.xml": (QUARANTINED, lambda n: tei("<div>" * (n // 20) + _P + "</div>" * (n // 20))),
    "many-attributes.xml": (EITHER, lambda n: tei("<p " + " ".join(f'a{i}="1"' for i in range(n // 10)) + f">{SENTENCE}</p>")),
    "many-elements.xml": (EITHER, lambda n: tei(_P * (n // 60))),
    "other.xml": (QUARANTINED, lambda n: b"<rss><channel/></rss>"),
    "lying-encoding.xml": (QUARANTINED, lambda n: b'<?xml version="1.0" encoding="utf-16"?><TEI><text><p>It rained.</p></text></TEI>'),
    "no-text.xml": (QUARANTINED, lambda n: b"<TEI/>"),
    # MHTML
    "deep.mhtml": (QUARANTINED, lambda n: mhtml(_nested_parts(min(n // 50, 2_000)))),
    "many-parts.mhtml": (EITHER, lambda n: mhtml("--x\r\n\r\n\r\n" * (n // 20) + part(_PAGE) + "--x--")),
    "no-boundary.mhtml": (QUARANTINED, lambda n: mhtml(part(_PAGE), "other")),
    "broken-base64.mhtml": (EITHER, lambda n: mhtml(part("!!!" * (n // 3), "Content-Transfer-Encoding: base64\r\n"))),
    "unknown-charset.mhtml": (EITHER, lambda n: mhtml(part(_PAGE, "Content-Type: text/html; charset=klingon\r\n"))),
    "unknown-transfer.mhtml": (EITHER, lambda n: mhtml(part(_PAGE, "Content-Transfer-Encoding: klingon\r\n"))),
    "soft-breaks.mhtml": (EITHER, lambda n: mhtml(part("=\r\n" * (n // 4) + _PAGE, "Content-Transfer-Encoding: quoted-printable\r\n"))),
    "long-header.mhtml": (EITHER, lambda n: f"Subject: {'=?utf-8?q?x?= ' * (n // 14)}\r\n".encode() + mhtml(part(_PAGE) + "--x--")),
    "no.mhtml": (QUARANTINED, lambda n: SENTENCE.encode() * (n // 100)),
}
