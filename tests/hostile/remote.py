"""Seeds of every format that ask for something from elsewhere, in each way their format has."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping

import pyarrow
import pyarrow.parquet

from hostile.documents import chapter, docx, epub, mhtml, part, tei, w
from hostile.made import SENTENCE, page

_HEAD = """
<base href="{u}/"><link rel="stylesheet" href="{u}/a.css"><link rel="preload" as="script" href="{u}/a.js"><link rel="canonical" href="{u}/c">
<link rel="dns-prefetch" href="{u}"><meta http-equiv="refresh" content="0; url={u}/next"><script src="{u}/a.js"></script>
<style>@import url("{u}/b.css"); p {{ background: url({u}/p.png) }}</style><meta property="og:image" content="{u}/og.png">
<script type="application/ld+json">{{"@context": "{u}/context.json", "@id": "{u}/id", "@type": "Article", "url": "{u}"}}</script>
"""
_BODY = """
<img src="{u}/i.png" srcset="{u}/j.png 2x"><iframe src="{u}/frame.html"></iframe><object data="{u}/o.swf"></object><embed src="{u}/e.svg">
<video src="{u}/v.mp4" poster="{u}/p.png"><track src="{u}/t.vtt"></video><audio src="{u}/a.mp3"></audio><a href="{u}/" ping="{u}/ping">{s}</a>
<svg><use href="{u}/s.svg#x"/><image href="{u}/s.png"/></svg><form action="{u}/post"><input type="image" src="{u}/b.png"></form>
<p>{s}</p><blockquote cite="{u}/cite">{s}</blockquote>
"""
_ENTITIES = '[<!ENTITY x SYSTEM "{u}/x.txt"><!ENTITY % y SYSTEM "{u}/y.dtd"> %y;]'
_RELATED = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="{u}/t.dotm" TargetMode="External"/>'
    "</Relationships>"
)
_INCLUDE = '<include xmlns="http://www.w3.org/2001/XInclude" href="{u}/part.xml"/>'


def seeds(url: str) -> Mapping[str, bytes]:
    """Return seeds by their names that refer to addresses below `url`."""

    def of(template: str, sentence: str = SENTENCE) -> str:
        return template.format(u=url, s=sentence)

    row = {"id": "1", "url": url, "text": f"{SENTENCE} {url}/text", "image": f"{url}/i.png"}
    parquet = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.table({key: [value] for key, value in row.items()}), parquet)
    inside = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nLocation: {url}/moved\r\n\r\n".encode() + page(of(_BODY), of(_HEAD))
    warc = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}/\r\nContent-Type: application/http; msgtype=response\r\n"
    return {
        "page.html": page(of(_BODY), of(_HEAD)),
        "page.xhtml": of(
            '<?xml version="1.0"?><?xml-stylesheet href="{u}/s.xsl" type="text/xsl"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
            '"{u}/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{s}</p></body></html>'
        ).encode(),
        "entities.xml": tei(f"<p>{SENTENCE}&x;</p>", of(f'<!DOCTYPE TEI SYSTEM "{{u}}/tei.dtd" {_ENTITIES}>')),
        "type.xml": tei(f"<p>{SENTENCE}</p>", of('<!DOCTYPE TEI SYSTEM "{u}/tei.dtd">')),
        "include.xml": tei(f"<p>{SENTENCE}</p>{of(_INCLUDE)}"),
        "book.epub": epub({"a.xhtml": of('<!DOCTYPE html SYSTEM "{u}/x.dtd">') + chapter(of(_BODY)), f"{url}/b.xhtml": ""}, ["a.xhtml"]),
        "letter.docx": docx(w(SENTENCE), **{"_rels/document.xml.rels": of(_RELATED)}),
        "type.docx": docx(w(SENTENCE + "&x;"), of(f"<!DOCTYPE d {_ENTITIES}>")),
        "saved.mhtml": mhtml(part(page(of(_BODY), of(_HEAD)).decode(), f"Content-Location: {url}/\r\n") + "--x--"),
        "rows.jsonl": json.dumps(row).encode(),
        "rows.csv": "\n".join(",".join(f'"{cell}"' for cell in line) for line in (row.keys(), row.values())).encode(),
        "rows.parquet": parquet.getvalue(),
        "crawl.warc": f"{warc}Content-Length: {len(inside)}\r\n\r\n".encode() + inside + b"\r\n\r\n",
        "plain.txt": f"{SENTENCE}\n\n![{SENTENCE}]({url}/i.png) <{url}/> file://{url}/x\n".encode(),
    }
