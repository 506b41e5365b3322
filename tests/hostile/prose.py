"""Plain text of shapes that patterns, tokenizers and comparisons hang on; and names of seeds that say the wrong thing."""

from __future__ import annotations

import random

from hostile.made import CLEANED, EITHER, SENTENCE, Table

_S = SENTENCE + "\n"


def _raw(text: str) -> bytes:
    return text.encode("utf-8")


def _shuffled(n: int) -> str:
    rng = random.Random(7)
    words = SENTENCE.split()
    return "\n\n".join(" ".join(rng.sample(words, len(words))) for _ in range(n // 110))


INPUTS: Table = {
    "spaces.txt": (CLEANED, lambda n: _raw(_S + " " * n + "\n" + _S)),
    "tabs.txt": (CLEANED, lambda n: _raw(_S + "\t" * n + _S)),
    "newlines.txt": (CLEANED, lambda n: _raw(_S + "\n" * (n - 9) + _S)),
    "lines.txt": (CLEANED, lambda n: _raw("a\n" * (n // 2))),
    "blank-lines-of-spaces.txt": (CLEANED, lambda n: _raw(_S + "  \n" * (n // 3) + _S)),
    "returns.txt": (CLEANED, lambda n: _raw(_S + "a\r" * (n // 2) + _S)),
    "line-separators.txt": (CLEANED, lambda n: _raw("one\u2028two\u2029three\x0bfour\x0cfive\x85" * (n // 30) + _S)),
    "no-break-spaces.txt": (CLEANED, lambda n: _raw(_S + "\u00a0\u202f\u3000" * (n // 9) + _S)),
    "long-word.txt": (EITHER, lambda n: _raw("x" * n + "\n" + _S)),
    "long-number.txt": (CLEANED, lambda n: _raw("1" * n + "\n" + _S)),
    "long-address.txt": (CLEANED, lambda n: _raw("https://example.org/" + "a/" * (n // 2) + "\n" + _S)),
    "long-sentence.txt": (CLEANED, lambda n: _raw("and then the rain fell again " * (n // 29))),
    "dots.txt": (EITHER, lambda n: _raw(_S + "." * n + "\n" + _S)),
    "dotted-words.txt": (CLEANED, lambda n: _raw(_S + "a." * (n // 2) + "\n" + _S)),
    "dashes.txt": (CLEANED, lambda n: _raw(_S + "-" * n + "\n" + _S)),
    "hyphenated-lines.txt": (CLEANED, lambda n: _raw("wonder-\n" * (n // 8) + _S)),
    "wrapped-lines.txt": (CLEANED, lambda n: _raw("the rain fell on the harbour all that night and in the\n" * (n // 56))),
    "quotation-marks.txt": (CLEANED, lambda n: _raw(_S + "\"'„“»«" * (n // 12) + "\n" + _S)),
    "brackets.txt": (CLEANED, lambda n: _raw(_S + "([{" * (n // 3) + "\n" + _S)),
    "list-marks.txt": (CLEANED, lambda n: _raw(_S + "» › > | → • " * (n // 20) + "\n" + _S)),
    "numbered.txt": (CLEANED, lambda n: _raw("1. " * (n // 3) + "\n" + _S)),
    "bars.txt": (CLEANED, lambda n: _raw("| a " * (n // 4) + "\n" + _S)),
    "fences.txt": (CLEANED, lambda n: _raw("```\n~~~\n" * (n // 8) + _S)),
    "ticks.txt": (CLEANED, lambda n: _raw(_S + "`" * n + "\n" + _S)),
    "doubled-words.txt": (CLEANED, lambda n: _raw("the the " * (n // 8) + "\n" + _S)),
    "commas.txt": (CLEANED, lambda n: _raw("a , b " * (n // 6) + "\n" + _S)),
    "seams.txt": (CLEANED, lambda n: _raw("end.Begin it. " * (n // 14) + "\n" + _S)),
    "slips.txt": (CLEANED, lambda n: _raw("teh harbuor wsa vrey qiuet adn recieve seperate " * (n // 48) + "\n" + _S)),
    "distinct-words.txt": (CLEANED, lambda n: _raw(" ".join(f"w{i:x}rd" for i in range(n // 8)) + "\n" + _S)),
    "entities.txt": (CLEANED, lambda n: _raw(_S + "&amp;" * (n // 5) + "\n" + _S)),
    "nested-entities.txt": (CLEANED, lambda n: _raw(_S + "caf&" + "amp;" * 2_000 + "eacute; " + _S)),
    "mojibake.txt": (CLEANED, lambda n: _raw("Ã¤Ã¶Ã¼ÃŸâ€œâ€\x9dâ‚¬ und so weiter\n" * (n // 50) + _S)),
    "mojibake-run.txt": (CLEANED, lambda n: _raw(_S + "Ã" * (n // 2) + "\n" + _S)),
    "mojibake-manifold.txt": (CLEANED, lambda n: _raw(_S + _fold("für die Größe der Häuser", 7) + "\n" + _S)),
    "replacement-characters.txt": (CLEANED, lambda n: _raw(_S + "\ufffd" * (n // 3) + "\n" + _S)),
    "same-passages.txt": (CLEANED, lambda n: _raw((SENTENCE + "\n\n") * (n // 100))),
    "similar-passages.txt": (CLEANED, lambda n: _raw("\n\n".join(f"{SENTENCE} {i}" for i in range(n // 105)))),
    "shuffled-passages.txt": (CLEANED, lambda n: _raw(_shuffled(n))),
    "boilerplate-only.txt": (EITHER, lambda n: _raw("Share this\n\nSkip to content\n\nSubscribe to our newsletter\n\n" * (n // 60))),
    "sections.txt": (EITHER, lambda n: _raw("Most read\n1. A\n2. B\n3. C\n" * (n // 26) + _S)),
    "name-twice.txt.txt": (CLEANED, lambda n: _raw(_S)),
    "no-suffix": (CLEANED, lambda n: _raw(_S)),
    "unknown.xyz": ("quarantined", lambda n: _raw(_S)),
    f"{'n' * 240}.txt": (EITHER, lambda n: _raw(_S + "A name of which others are made that are longer than the system takes.\n")),
    "folder.html": (CLEANED, lambda n: f"<p>{SENTENCE} The text of this page wants the name of a folder.</p>".encode()),
    "folder.html.txt/inside.txt": (EITHER, lambda n: _raw(_S + "It lies in a folder that is called like another's text.\n")),
    "case.txt": (EITHER, lambda n: _raw(_S + "In lower case.\n")),
    "CASE.txt": (EITHER, lambda n: _raw(_S + "In upper case.\n")),
    "con.txt": (CLEANED, lambda n: _raw(_S + "A name that one system keeps for itself.\n")),
    "%2e%2e%2fup.txt": (CLEANED, lambda n: _raw(_S + "A name that means another when it is decoded.\n")),
    "-rf.txt": (CLEANED, lambda n: _raw(_S + "A name like an option.\n")),
    "a#b:7.txt": (CLEANED, lambda n: _raw(_S + "A name with the marks that addresses are made of.\n")),
    "$(touch owned).txt": (CLEANED, lambda n: _raw(_S + "A name that a shell would run.\n")),
    "<img src=x onerror=alert(1)>.txt": (CLEANED, lambda n: _raw(_S + "A name that a browser would run.\n")),
}


def _fold(text: str, times: int) -> str:
    for _ in range(times):
        text = text.encode("utf-8").decode("latin-1")
    return text
