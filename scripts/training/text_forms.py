"""Forms that plain text takes where it is no web page: made from any text, for training the judge to leave them alone.

Each function takes the sentences of a text and a source of chance, and returns a text of that form.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from random import Random

Sentences = Sequence[str]
Form = Callable[[Sentences, Random], str]
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
_WORD = re.compile(r"\w+")
_LINK = "https://t.co/"


def sentences_of(text: str) -> list[str]:
    """Split roughly: good enough for material to make forms of."""
    return [" ".join(part.split()) for part in _SENTENCE.split(text) if any(map(str.isalnum, part))]


def words_of(sentences: Sentences) -> list[str]:
    return [word for sentence in sentences for word in _WORD.findall(sentence)]


def names(sentences: Sentences, draw: Random, count: int) -> list[str]:
    """Some words of the text with a capital, to stand for people."""
    found = sorted({word for word in words_of(sentences) if word[0].isupper() and len(word) > 2}) or ["Anna", "Ben"]
    return [draw.choice(found) for _ in range(count)]


def chunks(sentences: Sentences, draw: Random, low: int, high: int) -> list[str]:
    """Stretches of so many words."""
    words, found = " ".join(sentences).split(), []
    while words:
        size = draw.randint(low, high)
        found.append(" ".join(words[:size]))
        words = words[size:]
    return found


def subtitles(sentences: Sentences, draw: Random) -> str:
    lines, clock = [], draw.randint(0, 400)
    for number, text in enumerate(chunks(sentences, draw, 3, 9), start=1):
        stop = clock + draw.randint(1, 5)
        times = [f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},{draw.randint(0, 999):03}" for second in (clock, stop)]
        lines += [str(number), " --> ".join(times), text, ""]
        clock = stop + draw.randint(0, 3)
    return "\n".join(lines) + "\n"


def captions(sentences: Sentences, draw: Random) -> str:
    return "\n".join(chunks(sentences, draw, 3, 9)) + "\n"


def chat(sentences: Sentences, draw: Random) -> str:
    nicks = [name.lower() + str(draw.randint(0, 99)) for name in names(sentences, draw, 5)]
    style = draw.choice(("<{nick}> {text}", "[{time}] {nick}: {text}", "{nick}: {text}", "{time} {nick} {text}", "{text}"))
    lines = []
    for number, text in enumerate(chunks(sentences, draw, 1, 14)):
        time = f"{number // 60 % 24:02}:{number % 60:02}"
        lines.append(style.format(nick=draw.choice(nicks), time=time, text=text.lower() if draw.random() < 0.5 else text))
    return "\n".join(lines) + "\n"


def posts(sentences: Sentences, draw: Random) -> str:
    """Short messages, one a line, with names, tags, addresses and signs."""
    lines = []
    for text in chunks(sentences, draw, 4, 30):
        words = text.split()
        if draw.random() < 0.4:
            words.insert(0, "@" + draw.choice(("user", *names(sentences, draw, 1))))
        if draw.random() < 0.4:
            words[-1] = "#" + words[-1].strip(".,!?")
        if draw.random() < 0.25:
            words.append(_LINK + "".join(draw.choice("aAbBcCxXyYz0189") for _ in range(10)))
        if draw.random() < 0.3:
            words.append(draw.choice(("😂", "❤️", "🙏🙏", ":)", "...", "!!!", "lol")))
        lines.append(" ".join(words))
    return draw.choice(("\n", "\n\n")).join(lines) + "\n"


def quotations(sentences: Sentences, draw: Random) -> str:
    """Sayings with their authors, as in collections of fortunes."""
    break_, dash = draw.choice(("\n%\n", "\n\n", "\n")), draw.choice(("\n\t\t-- ", "\n— ", " – ", " (", "\n    ~ "))
    return break_.join(text + (dash + " ".join(names(sentences, draw, 2)) if draw.random() < 0.8 else "") for text in sentences) + "\n"


def word_list(sentences: Sentences, draw: Random) -> str:
    words = words_of(sentences)
    words = sorted(set(words)) if draw.random() < 0.6 else words
    style = draw.choice(("{word}", "{word}", "{word}\t{number}", "{number} {word}", "{word}, {other}", "- {word}"))
    return "\n".join(style.format(word=word, number=draw.randint(1, 9999), other=draw.choice(words)) for word in words) + "\n"


def glossary(sentences: Sentences, draw: Random) -> str:
    sign, break_ = draw.choice((": ", " – ", "\t", " = ", "\n    ", ", m. ")), draw.choice(("\n", "\n\n"))
    words = words_of(sentences)
    return break_.join(draw.choice(words) + sign + text for text in chunks(sentences, draw, 2, 18)) + "\n"


def table(sentences: Sentences, draw: Random) -> str:
    sign, words, width = draw.choice(("\t", ";", ",", " | ", "   ")), words_of(sentences), draw.randint(3, 7)

    def cell() -> str:
        return draw.choice(words) if draw.random() < 0.5 else str(draw.choice((draw.randint(0, 2025), round(draw.uniform(0, 99), 2))))

    return "\n".join(sign.join(cell() for _ in range(width)) for _ in range(min(300, len(words) // width + 1))) + "\n"


def chart(sentences: Sentences, draw: Random) -> str:
    """Aligned columns of numbers with a name at the end, as in manuals and timetables."""
    indent, gap, shout = " " * draw.choice((0, 2, 7)), " " * draw.randint(2, 5), draw.random() < 0.4
    columns = draw.randint(1, 4)
    lines = []
    for number, text in enumerate(chunks(sentences, draw, 1, 6)):
        cells = [str(number * draw.choice((1, 7)) + place).rjust(5) for place in range(columns)]
        lines.append(indent + gap.join((*cells, text.upper() if shout else text)))
    return "\n".join(lines) + "\n"


def manual(sentences: Sentences, draw: Random) -> str:
    """A program's manual: headings in capitals, indented paragraphs, options; at the end authors, errors, rights, see also."""
    lines, words, width = [], words_of(sentences), draw.choice((0, 66, 71, 80))

    def put(text: str, indent: int) -> None:
        blanks = " " * indent
        lines.extend(textwrap.wrap(text, width, initial_indent=blanks, subsequent_indent=blanks) if width else [blanks + text])

    for text in sentences:
        kind = draw.random()
        if kind < 0.1:
            lines += ["", draw.choice(words).upper() + (" " + draw.choice(words).upper() if draw.random() < 0.3 else "")]
        elif kind < 0.45:
            lines += ["", f"       -{draw.choice(words)[0].lower()}, --{draw.choice(words).lower()}"]
            put(text, 14)
        else:
            put(text, 7)
    for text in draw.sample(list(sentences), min(4, len(sentences))) if draw.random() < 0.7 else ():
        people = [f"{name} <{name.lower()}@{draw.choice(words).lower()}.org>" for name in names(sentences, draw, 3)]
        pages = ", ".join(f"{word.lower()}({draw.randint(1, 8)})" for word in draw.sample(words, min(5, len(words))))
        closing = draw.choice(
            (", ".join(people), pages, f"{text} <{_address(words, draw)}>.", f"Copyright © {draw.randint(1985, 2025)} {text}")
        )
        lines += ["", draw.choice(words).upper(), ""]
        put(closing, 7)
    if draw.random() < 0.5:
        name = draw.choice(words)
        lines += [
            "",
            f"{name} {draw.randint(1, 9)}.{draw.randint(0, 99)}".ljust(30) + str(draw.randint(1990, 2025)).ljust(24) + f"{name.upper()}(1)",
        ]
    return "\n".join(lines).lstrip("\n") + "\n"


def _address(words: Sequence[str], draw: Random) -> str:
    return f"https://{draw.choice(words).lower()}.org/{draw.choice(words).lower()}"


def dictionary(sentences: Sentences, draw: Random) -> str:
    """Entries: a head word on a line, its meaning below or behind, references, now and then a date or an address."""
    words, lines, blanks = words_of(sentences), [], " " * draw.choice((0, 2, 3, 4))
    left, right = draw.choice((("{", "}"), ("[", "]"), ("→ ", ""), ("s. ", ""), ("*", "*")))
    for text in sentences:
        lines.append(draw.choice(words) + draw.choice(("", "", " (n.)", " [" + draw.choice(words) + "]", ", m.")))
        lines += [""] * (draw.random() < 0.5)
        told = [left + word + right if draw.random() < 0.15 else word for word in text.split()]
        lines += textwrap.wrap(" ".join(told), 64, initial_indent=blanks, subsequent_indent=blanks)
        if draw.random() < 0.3:
            lines.append(f"{blanks}{left}{draw.choice(words)}{right}, {left}{draw.choice(words)}{right}.")
        if draw.random() < 0.25:
            lines.append(f"{blanks}({_date(draw)})")
        if draw.random() < 0.1:
            lines.append(f"{blanks}({_address(words, draw)})")
        lines.append("")
    return "\n".join(lines) + "\n"


def _date(draw: Random) -> str:
    year, month, day = draw.randint(1950, 2025), draw.randint(1, 12), draw.randint(1, 28)
    return draw.choice((f"{year}-{month:02}-{day:02}", f"{day}.{month}.{year}", f"{month}/{day}/{year}"))


def announcement(sentences: Sentences, draw: Random) -> str:
    """A firm's or an office's announcement as it is sent out: place and date, paragraphs, who sends it, whom to ask."""
    people, words = names(sentences, draw, 4), words_of(sentences)
    parts = [" ".join(sentences[at : at + 3]) for at in range(0, min(len(sentences), 3 * draw.randint(3, 9)), 3)]
    parts[0] = f"{people[0].upper()}, {_date(draw)} {draw.choice(('–', '-', '--', '/'))} {parts[0]}"
    if draw.random() < 0.7:
        parts.insert(0, " ".join(chunks(sentences, draw, 5, 11)[-1:]))
    if draw.random() < 0.5:
        parts.append("\n".join("- " + text for text in chunks(sentences[:6], draw, 3, 12)[: draw.randint(2, 6)]))
    if draw.random() < 0.7:
        parts.append(draw.choice(("About ", "Über ", "À propos de ", "")) + people[1] + "\n" + " ".join(sentences[-3:]))
    if draw.random() < 0.7:
        phone = f"+{draw.randint(1, 99)} {draw.randint(100, 999)} {draw.randint(10000, 9999999)}"
        mail = f"{people[2].lower()}@{draw.choice(words).lower()}.com"
        parts.append("\n".join((draw.choice(("Contact", "Media contact:", "Kontakt:", "Presse")), f"{people[2]} {people[3]}", phone, mail)))
    parts += ["###"] * (draw.random() < 0.3) + [f"{_address(words, draw)}"] * (draw.random() < 0.3)
    return draw.choice(("\n\n", "\n\n", "\n")).join(parts) + "\n"


def numbered(sentences: Sentences, draw: Random) -> str:
    """Articles, verses, points."""
    style = draw.choice(("{n}. {text}", "§ {n} {text}", "({n}) {text}", "{m}:{n} {text}", "Art. {n}\n{text}", "{n} {text}", "[{n}] {text}"))
    break_ = draw.choice(("\n", "\n\n"))
    return break_.join(style.format(n=n, m=1 + n // 30, text=text) for n, text in enumerate(sentences, start=1)) + "\n"


def dialogue(sentences: Sentences, draw: Random) -> str:
    people = names(sentences, draw, 4)
    style = draw.choice(
        ("{name}: {text}", "{NAME}. {text}", "{NAME}\n{text}\n", "— {text}", "- {text}", "{name} ({aside}): {text}", "Q: {text}")
    )
    return (
        "\n".join(style.format(name=(one := draw.choice(people)), NAME=one.upper(), aside="leise", text=text) for text in sentences) + "\n"
    )


def items(sentences: Sentences, draw: Random) -> str:
    """A recipe's ingredients, a packing list, minutes' points, under headings."""
    mark, lines = draw.choice(("- ", "* ", "• ", "", "  ")), []
    for number, text in enumerate(chunks(sentences, draw, 1, 8)):
        if number % 12 == 0:
            lines += ["", draw.choice(("", "## ", "")) + text, ""]
        else:
            lines.append(mark + (f"{draw.randint(1, 500)} g " if draw.random() < 0.3 else "") + text)
    return "\n".join(lines).lstrip("\n") + "\n"


FORMS: tuple[Form, ...] = (
    subtitles, captions, chat, posts, quotations, word_list, glossary, table, chart, manual, dictionary, announcement,
    numbered, dialogue, items,
)  # fmt: skip
