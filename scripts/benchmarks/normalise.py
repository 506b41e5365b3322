"""The part of bench.py about normalisation: what changes in clean text, what is mended of injected errors, how fast.

Clean text is the gold of WCXB (`DIR/wcxb/dev/ground-truth/*.json`) and trafilatura's text of `DIR/newspages/html`; `more` are
files that natural_text.py makes, which only the count of changes looks at.
"""

from __future__ import annotations

import gzip
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.slips import injected
from curate.cleaners import encoding, entities, line_endings, misread, spelling, typography, whitespace, wrapping
from curate.cleaners.context import Context
from curate.config import Config
from curate.language.detect import detect_language
from curate.ledger.draft import Draft
from curate.ledger.edits import Edit, apply
from curate.rules.registry import all_rules, packs_for
from curate.text.document import Document

DEFAULT = (encoding, misread, entities, line_endings, typography, wrapping, whitespace)
EACH_SIDE = 45  # characters of context: the pages are other people's texts
Text = tuple[str, str, str]  # id, language, text


def natural(data: Path) -> Iterator[Text]:
    """Clean text, as its publishers wrote it."""
    import trafilatura

    for path in sorted((data / "wcxb/dev/ground-truth").glob("*.json")):
        page = json.loads(path.read_text("utf-8"))
        text = page.get("main_content") or page.get("ground_truth", {}).get("main_content") or ""
        yield f"wcxb/{path.stem}", detect_language(Draft(text)), text
    for path in sorted((data / "newspages/html").glob("*.html.gz")):
        if text := trafilatura.extract(gzip.decompress(path.read_bytes())) or "":
            yield f"newspages/{path.name.removesuffix('.html.gz')}", detect_language(Draft(text)), text


def edits_of(cleaners: Sequence[Any], text: str, language: str) -> list[Edit]:
    context = Context(Document("b", text, "text"), language, Config(), packs_for(language))
    return [edit for cleaner in cleaners for edit in cleaner.propose(Draft(text), context)]


def changes(texts: Sequence[Text], file: Path | None) -> None:
    """Count what is changed in natural text, rule by rule, and write each change down."""
    words, found, lines = sum(len(text.split()) for _, _, text in texts), Counter[str](), []
    for name, language, text in texts:
        for edit in edits_of((*DEFAULT, spelling), text, language):
            found[edit.rule] += 1
            before, after = text[max(0, edit.start - EACH_SIDE) : edit.start], text[edit.end : edit.end + EACH_SIDE]
            lines.append(
                {"id": name, "language": language, "rule": edit.rule, "context": [before, edit.before, after], "after": edit.after}
            )
    if file:
        file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    print(f"natural text: {len(texts)} documents, {words:,} words\n\n| rule | changes | per 10,000 words | applied |\n|---|---|---|---|")
    for rule, count in sorted(found.items()):
        print(f"| {rule} | {count} | {count / words * 1e4:.3f} | {'no' if all_rules()[rule].status == 'trial' else 'yes'} |")


def slips(texts: Sequence[Text], language: str) -> None:
    """Inject one slip into each five-hundredth word of at least four letters, five times over, and count those mended.

    A text with a slip in each hundredth word is no standard text any more: it gets suggestions only.
    """
    rng, tally, kinds = random.Random(7), Counter[str](), Counter[str]()
    for _, _, text in [t for t in texts if t[1] == language][:600] * 5:
        parts = list(injected(text, language, rng, 0.002))
        dirty = "".join(part for part, *_ in parts)
        edits = edits_of((spelling,), dirty, language)
        for _, word, kind, at in parts:
            if not kind:
                continue
            kinds[kind] += 1
            mine = [e for e in edits if at <= e.start <= at + len(word)]
            for edit in mine[:1]:
                fixed = (dirty[at : edit.start] + edit.after + dirty[edit.end : edit.end + 60]).startswith(word)
                tally[f"{'fixed' if edit.rule == 'spelling.typo' else 'suggested'} {'right' if fixed else 'wrong'}"] += 1
                kinds[f"{kind}: fixed"] += fixed and edit.rule == "spelling.typo"
    total = sum(count for kind, count in kinds.items() if ":" not in kind)
    recall = tally["fixed right"] / max(1, total)
    print(f"slips, {language}: {total}, recall {recall:.1%}; {dict(sorted(tally.items()))}; {dict(sorted(kinds.items()))}")


def misread_letters(texts: Sequence[Text]) -> None:
    """Read the letters of one code page as another, document by document, and count the broken words that are mended."""
    for right, wrong in misread.MISREAD:
        broken, good, spoilt = Counter[str](), Counter[str](), 0
        for _, language, text in (one for one in texts if one[1] in misread.EXTRA_LETTERS):
            dirty = "".join(misread.read(c, right, wrong) or c if c.isalpha() and not c.isascii() else c for c in text)
            got = apply(dirty, edits_of((misread,), dirty, detect_language(Draft(dirty))))
            for a, b, c in zip(text.split(" "), dirty.split(" "), got.split(" "), strict=True):
                broken[language] += a != b
                good[language] += a != b and a == c
                spoilt += a == b != c
        shown = "; ".join(
            f"{language} {good[language] / count:.1%} of {count}" for language, count in sorted(broken.items()) if count >= 100
        )
        print(f"misread, {right} as {wrong}, broken words mended: {shown}; spoilt {spoilt}")


def mojibake(texts: Sequence[Text]) -> None:
    """Read the UTF-8 of each line as another encoding, and count the broken words that are mended.

    For languages of which there is little natural text, lines of words drawn from wordfreq's list stand in.
    """
    lines: dict[str, list[str]] = defaultdict(list)
    for _, language, text in texts:
        lines[language] += [line for line in text.splitlines() if not line.isascii() and 20 < len(line) < 2_000][:40]
    for language in ("cs", "da", "el", "fi", "hu", "it", "nl", "pt", "ro", "ru", "sv", "tr", "uk"):
        lines[f"{language} (drawn)"] = list(drawn(language))
    for codec in ("cp1252", "latin-1"):
        found = [(language, *mended(mine[:1_500], language[:2], codec)) for language, mine in sorted(lines.items())]
        shown = "; ".join(f"{language} {good / broken:.2%} of {broken}" for language, good, broken in found if broken >= 100)
        print(f"mojibake, UTF-8 as {codec}, broken words mended: {shown}")


def drawn(language: str) -> Iterator[str]:
    """Lines of twenty words, drawn by frequency."""
    from wordfreq import get_frequency_dict

    rng, frequencies = random.Random(7), get_frequency_dict(language)
    for _ in range(200):
        yield " ".join(rng.choices(list(frequencies), list(frequencies.values()), k=20)).capitalize() + "."


def mended(lines: Sequence[str], language: str, codec: str) -> tuple[int, int]:
    """How many of the words that a wrong encoding breaks are put right, and how many there are."""
    broken = good = 0
    for line in lines:
        try:
            dirty = line.encode().decode(codec)
        except UnicodeDecodeError:
            continue
        edits = [edit for edit in edits_of((encoding,), dirty, language) if edit.rule == "encoding.mojibake"]
        got, words = apply(dirty, sorted(edits, key=lambda edit: edit.start)).split(" "), line.split(" ")
        wrong = [i for i, (a, b) in enumerate(zip(words, dirty.split(" "), strict=False)) if a != b]
        broken += len(wrong)
        good += sum(got[i : i + 1] == words[i : i + 1] for i in wrong)
    return good, broken


def speed(texts: Sequence[Text]) -> None:
    """CPU time of the default set, of spelling, and of ftfy.fix_text, over the same texts."""
    from ftfy import fix_text

    size = sum(len(text.encode()) for _, _, text in texts) / 1e6
    for language in ("de", "en", "es", "fr", "it", "nl", "pl", "pt"):
        edits_of((spelling,), "vermulich zusamenarbeiten seperatly enviornments " * 3, language)  # word lists are read once a process
    for name, call in (
        ("ftfy.fix_text", lambda t: fix_text(t[2])),
        ("default set without spelling", lambda t: edits_of(DEFAULT, t[2], t[1])),
        ("spelling", lambda t: edits_of((spelling,), t[2], t[1])),
    ):
        print(f"speed, {name}: {size / timed(call, texts):.1f} MB/s of {size:.1f} MB")


def timed(call: Callable[[Text], Any], texts: Sequence[Text]) -> float:
    start = time.process_time()
    for one in texts:
        call(one)
    return time.process_time() - start


def further(files: Sequence[Path]) -> Iterator[Text]:
    """What natural_text.py found."""
    for path in files:
        with path.open(encoding="utf-8") as lines:
            yield from ((one["id"], one["language"], one["text"]) for one in map(json.loads, lines))


def normalise(data: Path, file: Path | None, more: Sequence[Path]) -> None:
    texts = list(natural(data))
    changes([*texts, *further(more)], file)
    for language in ("de", "en"):
        slips(texts, language)
    mojibake(texts)
    misread_letters(texts)
    speed(texts)
