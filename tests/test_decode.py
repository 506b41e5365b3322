"""Bytes into text: right, with its evidence, or refused with a reason."""

from __future__ import annotations

import pytest

from curate.errors import Unreadable
from curate.readers.decode import decode

GERMAN = "Die schöne Müllerin lief über die Brücke, und die Vögel sangen süß in den Bäumen am großen Fluß. "
RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива по-своему. "


@pytest.mark.parametrize(
    ("data", "declared", "text", "codec", "evidence"),
    [
        (GERMAN.encode(), "", GERMAN, "utf-8", "utf-8"),
        (GERMAN.encode(), "iso-8859-1", GERMAN, "utf-8", "utf-8"),
        (GERMAN.encode("utf-8-sig"), "", "\ufeff" + GERMAN, "utf-8", "mark"),
        (("\ufeff" + GERMAN).encode("utf-16-le"), "", "\ufeff" + GERMAN, "utf-16-le", "mark"),
        (("\ufeff" + GERMAN).encode("utf-32-be"), "", "\ufeff" + GERMAN, "utf-32-be", "mark"),
        (GERMAN.encode() * 5 + b"papieros\xc3...", "utf-8", GERMAN * 5 + "papieros\ufffd...", "utf-8", "damaged"),
        (GERMAN.encode() + GERMAN.encode("cp1252") * 9, "", GERMAN.encode().decode("cp1252") + GERMAN * 9, "cp1252", "guessed"),
        (GERMAN.encode("cp1252"), "iso-8859-1", GERMAN, "cp1252", "declared"),
        (("„Ja“ " + GERMAN).encode("cp1252"), "windows-1252", "„Ja“ " + GERMAN, "cp1252", "declared"),
        (RUSSIAN.encode("koi8-r"), "koi8-r", RUSSIAN, "koi8-r", "declared"),
        ((RUSSIAN * 5).encode("cp1251"), "", RUSSIAN * 5, "cp1251", "guessed"),
        ((GERMAN * 5).encode("cp1252"), "no-such-charset", GERMAN * 5, "cp1252", "guessed"),
    ],
)  # fmt: skip
def test_bytes_are_decoded_by_the_best_evidence(data: bytes, declared: str, text: str, codec: str, evidence: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.evidence) == (text, evidence)
    assert decoded.codec == codec or evidence == "guessed"  # of equal code pages, either name


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty; nothing to clean"),
        (b" \n\t\n", "empty; nothing to clean"),
        (b"%PDF-1.4\n...", "a PDF, not text; export its text first"),
        (b"PK\x03\x04....", "a zip archive or office document, not text; export its text first"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image, not text; export its text first"),
        (bytes(range(32)) * 50, "binary data, not text; remove it or export its text first"),
        (b"\xff\xfea\x00\x00\xd8", "not utf-16-le, as its byte order mark says (byte 4); save it as UTF-8"),
    ],
)
def test_data_that_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        decode(data)
    assert str(error.value) == reason
