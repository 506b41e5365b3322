"""Whatever is done to what a person, a disk or a stranger may have changed: it is read, or refused in one line.

Each thing is a whole and sound one that a few random changes were made to. `make fuzz` tries a thousand times as many.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hostile import containers, documents
from hostile.made import SENTENCE, Table, page
from hostile.packed import packed_tar, packed_zip
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curate import readers
from curate.config import TEMPLATE, Fields, parse_config
from curate.decisions import Decision
from curate.decisions.file import format_decision, parse_decisions
from curate.errors import CurateError, Unreadable
from curate.ledger import jsonl as ledger
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, apply, revert, veto
from curate.rules import registry as rules
from curate.seeds.provenance import PROVENANCE_FILE, load_provenance
from curate.store.manifest import Entry, Manifest, load_manifest
from curate.store.tombstones import TOMBSTONE_FILE, load_tombstones
from curate.text.document import Document

TIMES = int(os.environ.get("CURATE_FUZZ", "25"))
few = settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(max_examples=TIMES * 4, deadline=None, suppress_health_check=list(HealthCheck))

SPLICES = (
    b"", b"\0", b"\xff", b"\xed\xa0\x80", b"\n", b'"', b"{", b"}", b"[", b"]", b"=", b"'", b"\\", b"-1", b"1e999", b"null", b"\r\n\r\n",
    b"9" * 30, b"9" * 5_000, b"{" * 3_000, b"[" * 3_000, b"true", b"<", b">", b"\xe2\x80\xae", b"\x1f\x8b", b"PK\x01\x02",
)  # fmt: skip


@st.composite
def changed(draw: st.DrawFn, samples: tuple[bytes, ...]) -> bytes:
    """One of the samples after some changes: a stretch is taken out, said twice, turned over, or something put in its place."""
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from((0, 1, 1, 2, 8, 40, 400))))
        kind = draw(st.integers(0, 3))
        if kind == 0:
            piece = data[start:end] * 2
        elif kind == 1:
            piece = bytes(byte ^ draw(st.integers(1, 255)) for byte in data[start : min(end, start + 8)])
            end = min(end, start + 8)
        else:
            piece = draw(st.sampled_from(SPLICES)) if kind == 2 else draw(st.binary(max_size=6))
        data = data[:start] + piece + data[end:]
    return data


def refused_or(function: Callable[[], object]) -> bool:
    """Does it work?  If not, it must say why in one line that can be printed."""
    try:
        function()
    except CurateError as error:
        assert str(error) and "\n" not in str(error).strip(), str(error)
        return False
    return True


EDIT = Edit(4, 6, "Ã©", "é", "encoding.mojibake", "A reason.", 0.9)
LEDGER = ledger.dump_ledger("a.txt", [EDIT, Edit(7, 12, "again", "", "en.share", via=(Edit(7, 8, "a", "A", "typography.case"),))])
MANIFEST = Manifest(
    (Entry("a.txt", "cleaned", 1, "0" * 64, 12, "1" * 64, "2" * 64, "3" * 64, "4" * 64, "en", 12, 9, {"en.share": 1}),
     Entry("b.pdf", "quarantined", 1, "5" * 64, 7, reason="a PDF, not text")), {}, {}, "", {},
).dump()  # fmt: skip
DECISIONS = "".join(
    format_decision(Decision(action, "a.txt", "Share this!", "before", "after", "en.share"[: 9 * (action == "restore")]))
    for action in ("restore", "drop")
).encode()
PACK = b"""
[words]
abbreviations = "z.B. d.h."
[[rule]]
id = "en.share-buttons"
category = "sharing"
reason = "Sharing buttons."
pattern = '(?:share|tweet) (?:this|it){1,3}'
max_words = 5
removes = ["Share this"]
keeps = ["Share this bread."]
[[rule]]
id = "en.most-read"
category = "related-links"
reason = "A list."
section = {opens = ["Most read"], carries = '^[0-9]'}
removes = ["Most read"]
keeps = ["Most read novels."]
"""


@many
@given(changed((LEDGER,)))
def test_ledgers(data: bytes) -> None:
    if refused_or(lambda: ledger.load_ledgers(data, "ledgers/a.txt.jsonl")):
        for document, edits in ledger.load_ledgers(data, "").items():
            if "\\ud" in data.decode("utf-8", "replace"):
                continue  # half a character, which no text holds: its digest tells
            assert ledger.load_ledgers(ledger.dump_ledger(document, edits), "") == {document: edits}


@many
@given(changed((MANIFEST,)))
def test_manifests(data: bytes) -> None:
    if refused_or(lambda: load_manifest(data, "manifest.json")):
        found = load_manifest(data, "")
        assert load_manifest(found.dump(), "").id == found.id


@many
@given(changed((TEMPLATE.replace("# ", "").encode(),)))
def test_settings(data: bytes) -> None:
    try:
        table = tomllib.loads(data.decode("utf-8", "replace"))
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    refused_or(lambda: parse_config(table, "curate.toml").as_plain_values())


@many
@given(changed((DECISIONS,)))
def test_decisions(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    if refused_or(lambda: parse_decisions(text)):
        found = parse_decisions(text)
        assert parse_decisions("".join(map(format_decision, found))) == found


@many
@given(changed((PACK,)))
def test_packs(data: bytes) -> None:
    refused_or(lambda: rules.parse_pack("en", data.decode("utf-8", "replace")))


PROVENANCE = b'{"seed": "a.txt", "url": "http://a.example/", "date": "2020-01-02", "added": "2024-01-01"}\n'
TOMBSTONES = b'{"sha256": "' + b"0" * 64 + b'"}\n'


@pytest.mark.parametrize(
    ("name", "sample", "reading"), [(PROVENANCE_FILE, PROVENANCE, load_provenance), (TOMBSTONE_FILE, TOMBSTONES, load_tombstones)]
)
def test_what_lies_beside_the_seeds(name: str, sample: bytes, reading: Callable[[Path], object], tmp_path: Path) -> None:
    @many
    @given(changed((sample * 2,)))
    def tried(data: bytes) -> None:
        (tmp_path / name).write_bytes(data)
        refused_or(lambda: reading(tmp_path))

    tried()


ALPHABET = st.sampled_from("ab \n.é€Ã©\u202e\U0001f600")
TEXTS = st.text(ALPHABET, max_size=40)


@st.composite
def proposals(draw: st.DrawFn, text: str) -> list[Edit]:
    at, found = 0, []
    while at < len(text) and draw(st.booleans()):
        start = draw(st.integers(at, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 6)))
        after = draw(st.text(ALPHABET, max_size=3))
        if after != text[start:end]:
            found.append(Edit(start, end, text[start:end], after, draw(st.sampled_from(("a.one", "b.two")))))
        at = end
    return found


@many
@given(st.data(), TEXTS)
def test_edits_on_edits(data: st.DataObject, source: str) -> None:
    """However often edits are made of edits, the ledger leads both ways, whatever is vetoed."""
    draft = Draft(source)
    for _ in range(5):
        draft = draft.revise(data.draw(proposals(draft.text)))
        assert apply(source, draft.edits) == draft.text
        assert revert(draft.text, draft.edits) == source
    for rule in ("a.one", "b.two"):
        left = veto(draft.edits, lambda edit, rule=rule: edit.rule == rule)  # type: ignore[misc]
        assert revert(apply(source, left), left) == source


def made(name: str, table: Table) -> bytes:
    data = table[name][1](1_000)
    return data if isinstance(data, bytes) else b"".join(data)


TEXT = (SENTENCE + "\n").encode()
SAMPLES: dict[str, tuple[bytes, ...]] = {
    "a.txt": (TEXT * 3, ("Äußerst kühl war es. " * 9).encode("latin-1"), TEXT.decode().encode("utf-16")),
    "a.html": (page(f"<nav>Home</nav><ul><li>One<li>Two</ul><table><tr><td>a<td>b</table><p>{SENTENCE}</p>", "<meta charset=utf-8>"),),
    "a.jsonl": (json.dumps({"text": SENTENCE, "id": "x", "url": "http://a.example"}).encode() + b"\n",),
    "a.csv": (b"id,text\n1,It rained\n2,\"all, night\"\n",),
    "a.parquet": (containers.parquet_of(30),),
    "a.warc": (made("short-by-lie.warc", containers.INPUTS), made("http-chunks.warc", containers.INPUTS)),
    "a.warc.gz": (gzip.compress(made("empty-record.warc", containers.INPUTS)),),
    "a.zip": (packed_zip([("a.txt", TEXT), ("b/c.html", page(f"<p>{SENTENCE}</p>"))]),),
    "a.tar": (packed_tar({"a.txt": TEXT, "b.txt": TEXT}),),
    "a.docx": (made("deep-tables-below.docx", documents.INPUTS), made("odd-styles.docx", documents.INPUTS)),
    "a.epub": (made("noise-chapter.epub", documents.INPUTS),),
    "a.xml": (made("outside.xml", documents.INPUTS), made("many-elements.xml", documents.INPUTS)),
    "a.mhtml": (made("many-parts.mhtml", documents.INPUTS), made("soft-breaks.mhtml", documents.INPUTS)),
    "a.txt.gz": (gzip.compress(TEXT * 9),),
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_readers(name: str) -> None:
    @few
    @given(changed(SAMPLES[name]))
    def tried(data: bytes) -> None:
        for document in read(name, data):
            assert isinstance(document, Document | Unreadable)

    tried()


def read(name: str, data: bytes) -> Iterator[Document | Unreadable]:
    """The documents of a seed, or why there is none."""
    format = readers.format_of(name)
    if format not in readers.CONTAINERS:
        yield tried(lambda: readers.read_document(name, data))
        return
    for raw in readers.split_seed(name, io.BytesIO(data)):
        if isinstance(raw, bytes):
            yield tried(lambda raw=raw: readers.build_document("a", readers.CONTAINERS[format].parse_record(raw, Fields())))  # type: ignore[misc]
        else:
            yield raw


def tried(function: Callable[[], Document]) -> Document | Unreadable:
    try:
        return function()
    except Unreadable as error:
        return error
