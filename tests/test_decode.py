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


JAPANESE, CHINESE = "渡し船は毎日川を渡ります。\nお客様は時間どおりに来てください。\n", "渡船每天过河。旅客应当准时到达，船长从不等人。" * 3
GREEK, ARABIC, KOREAN = "Το πλοίο φεύγει κάθε μέρα.\n", "تغادر العبارة كل يوم في السادسة.\n", "나룻배는 매일 아침 여섯 시에 떠난다.\n"
IN_THE_WILD = {
    "ISO-2022-JP": (JAPANESE.encode("iso2022_jp"), "", JAPANESE, "iso2022_jp", "escapes"),
    "ISO-2022-KR": (KOREAN.encode("iso2022_kr"), "", KOREAN, "iso2022_kr", "escapes"),
    "UTF-16 in Russian": (RUSSIAN.encode("utf-16-le"), "", RUSSIAN, "utf-16-le", "utf-16"),
    "UTF-16 in Greek": (GREEK.encode("utf-16-be"), "", GREEK, "utf-16-be", "utf-16"),
    "UTF-16 in Arabic": (ARABIC.encode("utf-16-le"), "", ARABIC, "utf-16-le", "utf-16"),
    "UTF-16 in Korean": (KOREAN.encode("utf-16-be"), "", KOREAN, "utf-16-be", "utf-16"),
    "UTF-16 in Chinese": (CHINESE.encode("utf-16-le"), "", CHINESE, "utf-16-le", "utf-16"),
    "a damaged byte in declared GB 2312": (
        (CHINESE + "。").encode("gb2312") + b"\xff.", "gb2312", CHINESE + "。\ufffd.", "gb18030", "damaged",
    ),
    "a damaged byte in declared Big5": (
        "過河的渡船每天六點出發".encode("big5") * 4 + b"\xff.", "big5", "過河的渡船每天六點出發" * 4 + "\ufffd.", "cp950", "damaged",
    ),
    "the first accent behind a megabyte": (
        b"The ferry leaves at six.\n" * 45_000 + b"They met at the caf\xe9.\n", "",
        "The ferry leaves at six.\n" * 45_000 + "They met at the café.\n", "cp1252", "guessed",
    ),
    "a line of Windows-1252 in UTF-8": (
        GERMAN.encode() + b"\nDer F\xe4hrmann gr\xfc\xdft.\n", "", GERMAN + "\nDer Fährmann grüßt.\n", "utf-8", "mixed",
    ),
    "a line of French in Windows-1252": ("Été\n".encode() + b"L'\xe9t\xe9.\n", "", "Été\nL'été.\n", "utf-8", "mixed"),
    "a letter cut in half is none": (GERMAN.encode() * 5 + b"\nein G\xc3", "", GERMAN * 5 + "\nein G\ufffd", "utf-8", "damaged"),
    "an escape that is none": (b"\x1b[1mbold\x1b[0m text", "", "\x1b[1mbold\x1b[0m text", "utf-8", "utf-8"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "declared", "text", "codec", "evidence"), IN_THE_WILD.values(), ids=IN_THE_WILD)
def test_encodings_in_the_wild(data: bytes, declared: str, text: str, codec: str, evidence: str) -> None:
    decoded = decode(data, declared)
    assert (decoded.text, decoded.codec, decoded.evidence) == (text, codec, evidence)


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
