"""Every format in: the same documents from each, broken ones alone in quarantine, nothing lost without a word."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import sys
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put
from test_cli import run_cli

from curate import readers
from curate.config import Fields
from curate.errors import Unreadable
from curate.pipeline.run import Project, run
from curate.readers import compression
from curate.store.store import Store
from curate.text.document import Document

Pages = Mapping[str, str]


def page(title: str, text: str) -> str:
    return (
        f"<html><head><title>{title}</title></head><body><nav>Home | News</nav><h1>{title}</h1><p>{text}</p><p>Share this</p></body></html>"
    )


THIRD = "The miller's daughter counted the sacks twice, wrote the number on the door, and went home before the snow began."
PAGES = {
    "https://example.org/storm": page("A storm", STORY),
    "https://example.org/light": page("On light", f"{OTHER} It was late."),
    "https://example.org/mill": page("The mill", f"{THIRD} Ünïcode, “quotes”,\ta tab."),
}
TEXTS = {url: f"A title\n\n{text}\n\nShare this\n" for url, text in zip(PAGES, (STORY, OTHER, THIRD), strict=True)}


def jsonl(pages: Pages) -> bytes:
    return "".join(json.dumps({"url": url, "html": html}, ensure_ascii=False) + "\n" for url, html in pages.items()).encode()


def table(pages: Pages, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("url", "html"), *pages.items()])
    return out.getvalue().encode()


def parquet(pages: Pages) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pyarrow.table({"url": list(pages), "html": list(pages.values())}), out)
    return out.getvalue()


def record(kind: str, url: str, block: bytes, content: str = "application/http; msgtype=response") -> bytes:
    id = f"00000000-0000-0000-0000-{abs(hash(url)) % 10**12:012}"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: {url}\r\nContent-Type: {content}\r\n"
    return f"{head}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(html: bytes, content: str = "text/html; charset=utf-8", status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n{more}Content-Length: {len(html)}\r\n\r\n".encode() + html


def warc_records(pages: Pages) -> list[bytes]:
    info = record("warcinfo", "", b"software: none\r\n", "application/warc-fields")
    return [info, *(record("response", url, response(html.encode())) for url, html in pages.items())]


def warc(pages: Pages) -> bytes:
    return b"".join(gzip.compress(one) for one in warc_records(pages))


def make_zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def make_tar(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd as module
    else:
        from backports import zstd as module
    return module.compress(data)


COMPRESSORS: Mapping[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": zstd}


def run_on_seed(project: Project, name: str, data: bytes) -> tuple[list[str], list[str]]:
    """The cleaned texts of a seed in their order, and the reasons of its quarantine."""
    put(project, name, data)
    run(project)
    return texts(project.store, name), reasons(project.store)


def texts(store: Store, name: str) -> list[str]:
    path = store.root / "documents" / f"{name}{'' if name.endswith('.jsonl') else '.jsonl'}"
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def reasons(store: Store) -> list[str]:
    return [json.loads(line)["reason"] for line in (store.root / "quarantine.jsonl").read_text("utf-8").splitlines()]


def test_equal_documents_are_cleaned_equally_in_every_container(tmp_path: Path, project: Project) -> None:
    pages = {**PAGES, "https://example.org/copy": page("Once more", f"{STORY}</p><p>{THIRD[::-1]}")}
    found = {}
    for name, data in {"a.jsonl": jsonl(pages), "a.parquet": parquet(pages), "a.warc.gz": warc(pages)}.items():
        one = Project(tmp_path / name, project.config, tmp_path / name / "cleaned")
        (one.root / "seeds").mkdir(parents=True)
        cleaned, quarantined = run_on_seed(one, name, data)
        assert not quarantined and len(cleaned) == 4, name
        ledger = [json.loads(line) for line in (one.into / "ledgers" / f"{name}.jsonl").read_text("utf-8").splitlines()]
        found[name] = cleaned, [(edit["start"], edit["before"], edit["after"], edit["rule"]) for edit in ledger]
    assert any(rule == "dup.near" for *_, rule in found["a.jsonl"][1]) and STORY in found["a.jsonl"][0][0]
    assert [name for name in found if found[name] != found["a.jsonl"]] == []


def test_equal_documents_are_read_equally_from_every_container() -> None:
    files = {f"{number}.html": html.encode() for number, html in enumerate(PAGES.values())}
    sources = [readers.read_document("a.html", html.encode()).source for html in PAGES.values()]
    for name, data in {
        "a.jsonl": jsonl(PAGES), "a.csv": table(PAGES), "a.tsv": table(PAGES, "\t"), "a.parquet": parquet(PAGES), "a.warc.gz": warc(PAGES),
        "a.warc": gzip.decompress(warc(PAGES)), "a.zip": make_zip(files), "a.tar": make_tar(files), "a.tgz": gzip.compress(make_tar(files)),
    }.items():  # fmt: skip
        parse = readers.CONTAINERS[readers.format_of(name)].parse_record
        raws = [raw for raw in readers.split_seed(name, io.BytesIO(data)) if isinstance(raw, bytes)]
        assert [readers.build_document("a", parse(raw, Fields())).source for raw in raws] == sources, name


@pytest.mark.parametrize("packing", COMPRESSORS)
def test_compressed_files_are_read_by_the_format_inside(packing: str) -> None:
    pack = COMPRESSORS[packing]
    assert readers.read_document(f"a.html{packing}", pack(PAGES["https://example.org/storm"].encode())).source.startswith(
        "Home | News\n\n# A storm"
    )
    assert readers.read_document(f"A.TXT{packing.upper()}", pack(b"It rained.\n")).source == "It rained.\n"
    raws = list(readers.split_seed(f"a.jsonl{packing}", io.BytesIO(pack(jsonl(PAGES)))))
    assert raws == list(readers.split_seed("a.jsonl", io.BytesIO(jsonl(PAGES))))


@pytest.mark.parametrize("packing", COMPRESSORS)
def test_the_intact_part_of_a_truncated_compressed_file_is_read(packing: str) -> None:
    lines = jsonl({f"https://example.org/{n}": page("A", f"{n} {hash(str(n))} {STORY}") for n in range(5_000)})
    data = COMPRESSORS[packing](lines)
    raws = list(readers.split_seed(f"a.jsonl{packing}", io.BytesIO(data[: len(data) * 9 // 10])))
    assert len(raws) > 1_000 or packing == ".bz2"
    assert isinstance(raws[-1], Unreadable) and b"".join(raw for raw in raws if isinstance(raw, bytes)) == lines[: -len(lines)] + b"".join(
        lines.splitlines(keepends=True)[: len(raws) - 1]
    )
    assert "cut off after" in str(raws[-1]) or "damaged after" in str(raws[-1])
    assert "fetch the file anew" in str(raws[-1])


def test_a_decompression_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compression, "_UNCHECKED_BYTES", 1_000_000)
    bomb = gzip.compress(b" " * 50_000_000)
    with pytest.raises(Unreadable, match="unpacks to more than 200 times its size, which no text does"):
        readers.read_document("a.txt.gz", bomb)
    assert [str(raw) for raw in readers.split_seed("a.jsonl.gz", io.BytesIO(bomb))][-1].startswith("the gz file unpacks to more than")
    members = make_zip({"bomb.txt": b" " * 50_000_000, "good.txt": b"It rained."})
    first, second = readers.split_seed("a.zip", io.BytesIO(members))
    assert str(first) == "bomb.txt: unpacks to more than 200 times its size, which no text does"
    assert isinstance(second, bytes) and second.endswith(b"\nIt rained.")


def test_a_truncated_crawl_is_reported_with_the_place(project: Project) -> None:
    records = warc_records(PAGES)
    cut = b"".join(records)[:-200]
    cleaned, quarantined = run_on_seed(project, "a.warc", cut)
    assert len(cleaned) == 2
    (reason,) = quarantined
    assert reason.startswith("record 4 (https://example.org/mill): cut off after ") and reason.endswith("; fetch the file anew")


@pytest.mark.parametrize("blank", [b"\r\n\r\n", b"\n\n", b"\r\n\r\r\n", b"\r\n \t\r\n", b"\n\r\n"])
def test_any_blank_line_ends_the_headers_of_a_record(project: Project, blank: bytes) -> None:
    made_by = record("conversion", "https://example.org/x", f"{STORY}\n\r\n\r\n{OTHER}\n".encode(), "text/plain")
    cleaned, quarantined = run_on_seed(project, "a.warc", made_by.replace(b"\r\n\r\n", blank, 1))
    assert quarantined == [] and [STORY in text and OTHER in text for text in cleaned] == [True]


def test_only_the_broken_records_of_a_crawl_are_quarantined(project: Project) -> None:
    url = "https://example.org/x"
    data = b"".join((
        *warc_records(dict(list(PAGES.items())[:1])),
        b"garbage\r\nmore garbage\r\n",
        record("response", url, response(b"\x89PNG\r\n", "image/png")),
        record("response", url, response(b"gone", status="404 Not Found")),
        record("revisit", url, b"HTTP/1.1 200 OK\r\n\r\n"),
        record("response", url, response(gzip.compress(page("Packed", THIRD).encode()), more="Content-Encoding: gzip\r\n")),
        record("response", url, chunked(page("Parts", OTHER))),
        record("response", url, response(page("Über", "Ä" * 60).encode("cp1252"), "text/html; charset=windows-1252")),
    ))  # fmt: skip
    cleaned, quarantined = run_on_seed(project, "a.warc", data)
    assert [THIRD in text or OTHER in text or STORY in text or "Ä" * 60 in text for text in cleaned] == [True] * 4
    assert [reason.split(":")[0] for reason in quarantined[:1]] == ["record 3"]
    assert quarantined[1:] == [
        f"{url}: image/png, not text",
        f"{url}: HTTP status 404, no page",
        f"{url}: a revisit, which holds no text: the page had not changed since an earlier record",
    ]


def chunked(html: str) -> bytes:
    head, data = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n", html.encode()
    return head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)


def test_conversion_records_of_a_crawl_are_read(project: Project) -> None:
    data = b"".join(record("conversion", url, text.encode(), "text/plain") for url, text in TEXTS.items())
    cleaned, quarantined = run_on_seed(project, "a.warc.wet.gz", gzip.compress(data))
    assert not quarantined and [STORY in cleaned[0], OTHER in cleaned[1], THIRD in cleaned[2]] == [True] * 3
    assert not any("Share this" in text for text in cleaned)


def test_the_columns_of_a_table_are_found_by_their_names() -> None:
    def rows(text: str | bytes) -> list[Document | str]:
        data = text.encode() if isinstance(text, str) else text
        return [
            str(raw) if isinstance(raw, Unreadable) else readers.build_document("a", readers.CONTAINERS["csv"].parse_record(raw, Fields()))
            for raw in readers.split_seed("a.csv", io.BytesIO(data))
        ]

    (one,) = rows('id;text;url;grade\n7;"It rained;\nall ""night"".";https://example.org/;3\n')
    assert isinstance(one, Document) and one.source == 'It rained;\nall "night".'
    assert (one.metadata["url"], one.metadata["fields"]) == ("https://example.org/", {"grade": "3"})
    (wide,) = rows("text,id\nÄrger,1\n".encode("utf-16"))
    assert isinstance(wide, Document) and wide.source == "Ärger"
    (latin,) = rows(
        ("text,id\n" + "Über Ärger und Größe, schöne Füße. " * 5).replace(".", "").replace(", ", " ").encode("cp1252") + b",1\n"
    )
    assert isinstance(latin, Document) and latin.source.startswith("Über Ärger")
    found = rows("id,text\n1,good\n2,too,many\n3\n4,fine\n")
    assert [one.source if isinstance(one, Document) else one for one in found] == [
        "good",
        "line 3: 3 fields, the header has 2; look for a stray quotation mark",
        "line 4: 1 fields, the header has 2; look for a stray quotation mark",
        "fine",
    ]
    assert len(long := rows(f"id,text\n1,{'word ' * 100_000}\n")) == 1 and isinstance(long[0], Document)


def test_names_in_an_archive_write_no_files(project: Project) -> None:
    files = {
        "../../etc/evil.txt": f"Evil\n\n{STORY}\n".encode(), "/abs.txt": f"Abs\n\n{OTHER}\n".encode(), "__MACOSX/x.txt": b"x",
        ".git/y.txt": b"y",
        "b/many.jsonl": jsonl(dict(list(PAGES.items())[2:])), "inner.zip": make_zip({"a.txt": b"a"}), "p.pdf": b"%PDF",
    }  # fmt: skip
    before = {path for path in project.root.parent.rglob("*") if project.root not in path.parents}
    cleaned, quarantined = run_on_seed(project, "a.zip", make_zip(files))
    assert [STORY in cleaned[0], OTHER in cleaned[1], THIRD in cleaned[2]] == [True] * 3 and len(cleaned) == 3
    assert quarantined[0] == "inner.zip: an archive in an archive; unpack it" and quarantined[1].startswith(
        ".pdf is not a format that curate reads"
    )
    ids = [json.loads(line)["id"] for line in (project.into / "metadata/a.zip.jsonl").read_text("utf-8").splitlines()]
    assert ids[:3] == ["a.zip#../../etc/evil.txt", "a.zip#/abs.txt", "a.zip#b/many.jsonl#0"]
    assert {path for path in project.root.parent.rglob("*") if project.root not in path.parents} == before


def test_only_the_damaged_member_of_an_archive_is_unreadable() -> None:
    data = bytearray(make_zip({"a.txt": b"It rained and rained.", "b.txt": b"It stopped."}))
    at = data.index(b"a.txt") + 7
    data[at] ^= 0xFF
    first, second = readers.split_seed("a.zip", io.BytesIO(bytes(data)))
    assert str(first).startswith("a.txt: damaged (") and isinstance(second, bytes)
    (only,) = readers.split_seed("a.zip", io.BytesIO(b"no zip at all"))
    assert str(only).startswith("no zip that can be read")
    data = bytearray(make_zip({"a.txt": STORY.encode()}))
    data[data.index(b"PK\x01\x02") + 6] = 84  # of a version to come
    (only,) = readers.split_seed("a.zip", io.BytesIO(data))
    assert str(only).startswith("no zip that can be read (zip file version 8.4)")
    tar = make_tar({"a.txt": b"It rained.", "b.txt": b"x" * 5_000})
    first, last = readers.split_seed("a.tar", io.BytesIO(tar[:3_000]))
    assert isinstance(first, bytes) and str(last).startswith("a tar that is cut off or damaged")


WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **more: str) -> bytes:
    styles = (
        '<w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="Own"><w:name w:val="Mine"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    parts = {
        "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>",
    }
    return make_zip({name: text.encode() for name, text in (parts | more).items()})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_documents_are_read() -> None:
    body = (
        paragraph("On light", '<w:pStyle w:val="berschrift1"/>')
        + paragraph("Lamps &amp; oil", '<w:pStyle w:val="Own"/>')
        + "<w:p><w:r><w:t>One</w:t><w:br/><w:t>two</w:t></w:r><w:ins><w:r><w:t> three</w:t></w:r></w:ins>"
        + "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
        + paragraph("first", "<w:numPr/>")
        + paragraph("second", "<w:numPr/>")
        + f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b')}</w:tc></w:tr></w:tbl>"
    )
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Light</dc:title><dc:creator>A. Example</dc:creator></c>'
    notes = f"<w:footnotes {WORD}><w:footnote>{paragraph('a note')}</w:footnote></w:footnotes>"
    found = readers.read_document("a.docx", docx(body, **{"docProps/core.xml": core, "word/footnotes.xml": notes}))
    assert found.source == "# On light\n\n## Lamps & oil\n\nOne\ntwo three\n\n- first\n\n- second\n\na | b\n\na note\n"
    assert (found.format, found.metadata["title"], found.metadata["author"]) == ("docx", "Light", "A. Example")


def epub() -> bytes:
    chapter = "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body><h1>{}</h1><p>{}</p></body></html>"
    opf = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
        <dc:title>Two chapters</dc:title><dc:creator>A. Example</dc:creator></metadata><manifest>
        <item id="b" href="b%20b.xhtml" media-type="application/xhtml+xml"/>
        <item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/></manifest>
        <spine><itemref idref="a"/><itemref idref="b"/><itemref idref="p"/></spine></package>"""
    container = '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
    parts = {"OEBPS/a.xhtml": chapter.format("One", STORY), "OEBPS/b b.xhtml": chapter.format("Two", OTHER)}
    members = {"META-INF/container.xml": container, "OEBPS/content.opf": opf} | parts
    return make_zip({name: text.encode() for name, text in members.items()})


def test_e_books_are_read() -> None:
    found = readers.read_document("a.epub", epub())
    assert found.source == f"# One\n\n{STORY}\n\n# Two\n\n{OTHER}\n"
    assert (found.format, found.metadata["title"], found.metadata["author"]) == ("epub", "Two chapters", "A. Example")


def test_saved_pages_are_read() -> None:
    page = (
        "From: <Saved>\r\nSnapshot-Content-Location: https://example.org/\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="B"; type="text/html"\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\nContent-Location: https://example.org/a\r\n\r\n"
        "<html><body><p>Gr=C3=BC=C3=9Fe =\r\nvom Hafen</p></body></html>\r\n--B--\r\n"
    )
    found = readers.read_document("a.mhtml", page.encode())
    assert (found.source, found.metadata["url"], found.format) == ("Grüße vom Hafen\n", "https://example.org/a", "mhtml")
    with pytest.raises(Unreadable, match="no page in it"):
        readers.read_document("a.mht", b"Content-Type: text/plain\r\n\r\nhello")


TEI = """<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY ae "&#228;">]><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>
<title>M&ae;rchen</title></titleStmt></fileDesc><profileDesc><langUsage><language ident="de"/></langUsage></profileDesc></teiHeader>
<text><body><head>Eins</head><p>Es <choice><sic>warr</sic><corr>war</corr></choice> ein<lb break="no"/>mal
&ae; <hi>sch&#246;n</hi>.</p><gap reason="lost"/>
<lg><l>Vers eins</l><l>Vers zwei</l></lg><list><item>a</item><item>b</item></list></body></text></TEI>"""


def test_tei_is_read() -> None:
    found = readers.read_document("a.xml", TEI.encode())
    assert found.source == "## Eins\n\nEs war einmal ä schön.\n\nVers eins\n\nVers zwei\n\n- a\n- b\n"
    assert (found.metadata["title"], found.metadata["language"], found.format) == ("Märchen", "de", "tei")


@pytest.mark.parametrize(("name", "data", "said"), [
    ("a.xml", b"<rss><channel/></rss>", "XML of another kind; of XML, TEI is read"),
    ("a.xml", b"<TEI><text>", "it is no well-formed XML"),
    ("a.xml", b'<!DOCTYPE TEI [<!ENTITY x SYSTEM "/etc/passwd">]><TEI><text><p>&x;</p></text></TEI>',
     "it is no well-formed XML: undeclared entity, line 1"),
    ("a.docx", b"PK nonsense", "no Word document that can be read"),
    ("a.docx", make_zip({"word/other.xml": b"<a/>"}), "the Word document has no part word/document.xml; save it anew"),
    ("a.docx", make_zip({"word/document.xml": b" " * 60_000_000}), "the Word document unpacks to more than any text does"),
    ("a.epub", make_zip({"META-INF/rights.xml": b"<a/>", "META-INF/encryption.xml": b"<a/>"}), "the e-book is protected against copying"),
    ("a.pdf", b"%PDF-1.4", ".pdf is not a format that curate reads"),
    ("a.txt.gz", b"not packed at all", "the gz file is damaged after 0 bytes"),
])  # fmt: skip
def test_an_unreadable_file_is_refused_with_the_reason(name: str, data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as error:
        readers.read_document(name, data)
    assert str(error.value).startswith(said) and "passwd" not in str(error.value) and "\n" not in str(error.value)


def test_an_entity_bomb_is_refused() -> None:
    levels = "".join(
        f'<!ENTITY e{n} "{"&e" + str(n - 1) + ";" if n else "ha"}{("&e" + str(n - 1) + ";") * 19 if n else ""}">' for n in range(9)
    )
    with pytest.raises(Unreadable, match="no well-formed XML"):
        readers.read_document("a.xml", f"<!DOCTYPE TEI [{levels}]><TEI><text><p>&e8;</p></text></TEI>".encode())


def test_a_book_keeps_lines_that_a_page_would_lose(project: Project) -> None:
    put(project, "a.epub", epub())
    put(project, "b.docx", docx(paragraph("Home", "") + paragraph(THIRD) + paragraph("Read more about it in the next chapter.")))
    run(project)
    assert all(line in (project.into / "documents/a.epub.txt").read_text("utf-8") for line in ("# One", STORY, "# Two", OTHER))
    assert "next chapter" in (project.into / "documents/b.docx.txt").read_text("utf-8")


@pytest.mark.parametrize(("name", "data", "module", "extra"), [
    ("a.parquet", b"PAR1", "pyarrow", "parquet"),
    ("a.warc", b"".join(warc_records(PAGES)), "fastwarc", "warc"),
    ("a.txt.zst", b"x", "backports" if sys.version_info < (3, 14) else "compression.zstd", "zst"),
])  # fmt: skip
def test_a_missing_package_is_named_with_what_to_install(
    name: str, data: bytes, module: str, extra: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    put(project, name, data)
    code, _, error = run_cli("run", "--project", ".", "--jobs", "1", cwd=project.root)
    assert code == 2 and error.endswith(f"pip install 'curate-corpus[{extra}]'\n") and error.count("\n") == 1
    assert not (project.into / "manifest.json").exists()


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    """What is held of a container does not grow with it."""
    import tracemalloc

    def peak(count: int) -> int:
        path = tmp_path / f"{count}.warc.gz"
        path.write_bytes(warc({f"https://example.org/{n}": page(str(n), STORY * 20) for n in range(count)}))
        with path.open("rb") as file:
            tracemalloc.start()
            assert sum(1 for _ in readers.split_seed(path.name, file)) == count
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    assert peak(2_000) < 1.5 * peak(200) + 100_000
