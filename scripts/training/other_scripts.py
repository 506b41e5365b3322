"""Texts as if they were written in another script: for training, so that structure carries where words do not.

Letters are replaced by letters of another script, the same one always by the same, drawn anew for each document.  Nothing of
what comes out is a word of any language.  What shows a page or a text by its form stays: lengths, signs, numbers, addresses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

Writer = Callable[[str], str]
CASED = ("абвгдежзиклмнопрстуфхцчшщыэюя", "αβγδεζηθικλμνξοπρστυφχψω")
CASELESS = (
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "कखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
)
THAI = "กขคฆงจฉชซญฎฏฐณดตถทธนบปผฝพฟภมยรลวศษสหอ"
IDEOGRAPHS = 0x4E00, 3500  # the first, and how many are in use
KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん"
_TOKEN = re.compile(r"\S*(?:://|@|www\.)\S*|[^\W\d_]+|.", re.DOTALL)
_BETWEEN = re.compile(r"(?<=[^\W\d_a-zA-Z]) (?=[^\W\d_a-zA-Z])")
_FULL_WIDTH = {". ": "。", ", ": "，", "? ": "？", "! ": "！", ": ": "：", ".\n": "。\n", "?\n": "？\n", "!\n": "！\n", ":\n": "：\n"}


def choose_script(draw: Random) -> Writer:
    """Return a function that writes lines of a document in a script drawn at random."""
    kind = draw.random()
    if kind < 0.35:
        return write_ideographs(draw)
    if kind < 0.5:
        return write_thai(draw)
    alphabet = draw.choice(CASED if kind < 0.65 else CASELESS)
    letters = draw.sample(alphabet, len(alphabet))
    return lambda text: replace_words(text, lambda word: replace_letters(word, letters))


def replace_words(text: str, write: Writer) -> str:
    """Write each word anew; signs, numbers and addresses stay."""
    return "".join(write(token) if token.isalpha() else token for token in _TOKEN.findall(text))


def replace_letters(word: str, letters: list[str]) -> str:
    written = [letters[ord(letter.lower()[0]) % len(letters)] for letter in word]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, written, strict=True))


def write_ideographs(draw: Random) -> Writer:
    """One character for two or three letters, no blanks between words, full-width signs; some kana in half of the documents."""
    salt, step, kana = draw.randrange(1 << 30), draw.choice((2, 3)), draw.random() < 0.5
    first, count = IDEOGRAPHS

    def write_word(word: str) -> str:
        parts = [word.lower()[at : at + step] for at in range(0, len(word), step)]
        places = [sum((ord(letter) + salt) * 31**at for at, letter in enumerate(part)) for part in parts]
        return "".join(KANA[place % len(KANA)] if kana and place % 5 < 2 else chr(first + place % count) for place in places)

    def write(text: str) -> str:
        written = replace_words(text, write_word)
        for sign, wide in _FULL_WIDTH.items():
            written = written.replace(sign, wide)
        return _BETWEEN.sub("", written)

    return write


def write_thai(draw: Random) -> Writer:
    """Letters of Thai, no blanks between words and none but a blank at the end of a sentence."""
    letters = draw.sample(THAI, len(THAI))

    def write(text: str) -> str:
        joined = _BETWEEN.sub("", replace_words(text, lambda word: replace_letters(word, letters)))
        return joined.replace(". ", " ").replace(", ", " ")

    return write
