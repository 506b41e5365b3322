"""Training data of the judge: labelled renderings as feature arrays, folds by registered domain.

Every rendering of a set is one `Rendering`: the features of all its pages, one row a worded passage. Labels of
newspages come from the teacher, corrected by the pages' own snippets.
"""

import gzip
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scores import flat

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from curate.judge import cues, model, word_scores
from curate.judge.cues import Lexicon
from curate.judge.tables import build_tables
from curate.judge.text import Text

FOLDS = 5
GIVEN = ("inscriptis", "bs4", "resiliparse")
CHARACTERS = 1 << 20  # laid out at a time
WORDS = re.compile(r"\w+")
TABLES = build_tables()
SURE = 2.0  # weight of a passage that a snippet vouches for


@dataclass
class Rendering:
    """One set in one rendering. Rows are worded passages; pages are ranges of rows."""

    which: str  # wcxb, newspages, fundus, daniel, zhfinance; genres, splice
    name: str
    ids: list[str]
    fold: NDArray[np.int64]  # (pages,)
    article: NDArray[np.bool_]  # (pages,) is it an article, rather than a shop, forum, list ...?
    start: NDArray[np.int64]  # (pages,) first row
    stop: NDArray[np.int64]  # (pages,)
    page: NDArray[np.int64]  # (rows,)
    features: NDArray[np.float32]  # (rows, F) without the lexical score
    keys: scipy.sparse.csr_matrix  # (rows, buckets) of hashed words
    words: NDArray[np.int64]  # (rows,)
    content: NDArray[np.float32]  # (rows,) 1 content, 0 boilerplate
    weight: NDArray[np.float32]  # (rows,)
    title: NDArray[np.float32]  # (rows,) 1 the page's title, 0 not, -1 unknown
    web: NDArray[np.float32]  # (rows,) 1 from a web page, 0 from another text
    texts: list[list[str]]  # by page, the passages
    place: NDArray[np.int64]  # (rows,) which passage of its page
    lexical: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    inputs: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def registered_domain(url: str) -> str:
    """The domain that was registered: `b.co.uk` of `https://a.b.co.uk/c`; the host where there is none."""
    from urllib.parse import urlparse

    from tld import get_tld

    found = get_tld(url, as_object=True, fail_silently=True, fix_protocol=True)
    return urlparse(url).netloc if found is None or isinstance(found, str) else found.fld


def fold_of(url: str) -> int:
    domain = url if url.startswith("genre:") else registered_domain(url)
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def passages(text: str) -> tuple[list[str], list[int]]:
    """Lines with their trailing newlines, and the number of each among all lines."""
    found: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(text.split("\n")[:-1]):
        if line.strip():
            found.append(line + "\n")
            lines.append(number)
        elif found:
            found[-1] += "\n"
    return found, lines


def gold(data: Path) -> dict[str, dict[str, Any]]:
    """WCXB: by page id the main text, its title, type and url."""
    pages = {}
    for path in sorted((data / "wcxb/dev/ground-truth").glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        kind = (page.get("_internal") or {}).get("page_type") or {}
        truth = page["ground_truth"]
        pages[path.stem] = {
            "text": truth.get("main_content") or "",
            "title": truth.get("title") or "",
            "type": kind.get("primary", "article") if isinstance(kind, dict) else kind,
            "url": page.get("url") or "",
        }
    return pages


def snippets(data: Path) -> dict[str, dict[str, Any]]:
    """newspages: by page id what must stay, what must go, title and url."""
    found: dict[str, dict[str, Any]] = json.loads((data / "newspages/snippets.json").read_text(encoding="utf-8"))
    return found


def correct(texts: list[str], labels: NDArray[np.float32], page: dict[str, Any]) -> NDArray[np.float32]:
    """Set the labels that the page's snippets know better than the teacher; return the passages' weights."""
    weight = np.ones(len(texts), np.float32)
    wanted, unwanted = [flat(s) for s in page["with"]], [flat(s) for s in page["without"]]
    for place, line in enumerate(map(flat, texts)):
        if any(snippet in line for snippet in wanted):
            labels[place], weight[place] = 1, SURE
        elif any(snippet in line and len(line) < 4 * len(snippet) + 20 for snippet in unwanted):
            labels[place], weight[place] = 0, SURE
    return weight


def title_row(texts: list[str], content: NDArray[np.float32], title: str) -> int:
    """Which passage is the title: of those equal to it the last before the content begins; -1 for none."""
    wanted = "".join(WORDS.findall(title.lower()))
    equal = [n for n, text in enumerate(texts) if wanted and "".join(WORDS.findall(text.lower())) == wanted]
    long = [n for n, text in enumerate(texts) if content[n] == 1 and len(text.split()) >= 10]
    before = [n for n in equal if not long or n <= long[0]]
    return before[-1] if before else equal[0] if equal else -1


def read_pages(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            page = json.loads(line)
            if any(char.isalnum() for char in page["text"]):
                yield page


def genre_index(data: Path) -> list[dict[str, Any]]:
    """Texts that are no web pages: id, genre, source, licence."""
    return [json.loads(line) for line in (data / "genres/index.jsonl").open(encoding="utf-8")]


def genre_url(text: dict[str, Any]) -> str:
    """What stands for an address: texts of one source belong in one fold."""
    return "genre:" + str(text["source"]).split("@")[0]


def known_pages(data: Path, which: str) -> dict[str, dict[str, Any]]:
    """What is known of each page of a set besides its text: title, type, language, snippets."""
    if which == "wcxb":
        return gold(data)
    if which == "newspages":
        return snippets(data)
    if which in ("fundus", "daniel", "zhfinance"):
        rows = map(json.loads, (data / "languages/gold.jsonl").open(encoding="utf-8"))
        return {row["id"]: row for row in rows if row["set"] == which}
    return {}


def load(data: Path, path: Path, which: str, name: str, blind: bool = False) -> Rendering:
    """Read one labelled rendering and compute its features; `blind`, as if of a language of which no word is known."""
    known = known_pages(data, which)
    ids, urls, texts, labels, weights, titles, webs = [], [], [], [], [], [], []
    for page in read_pages(path):
        about = known.get(page["id"], {})
        lines, numbers = passages(page["text"])
        content = np.array([page["labels"][number] == "1" for number in numbers], np.float32)
        weight = correct(lines, content, about) if which == "newspages" else np.ones(len(lines), np.float32)
        row = title_row(lines, content, about.get("title") or "")
        title = np.full(len(lines), -1 if row < 0 else 0, np.float32)
        title[row if row >= 0 else slice(0, 0)] = 1
        web = np.array([page["web"][number] == "1" if "web" in page else True for number in numbers], np.float32)
        ids.append(page["id"])
        urls.append(page["url"])
        for column, values in zip((texts, labels, weights, titles, webs), (lines, content, weight, title, web), strict=True):
            column.append(values)
    parts = [_features(texts, batch, blind) for batch in _batches(texts)]
    page_of = np.concatenate([part[0] for part in parts])
    place = np.concatenate([part[1] for part in parts])
    first = np.cumsum([0] + [len(lines) for lines in texts])[:-1]
    row = first[page_of] + place
    return Rendering(
        which=which,
        name=f"blind-{name}" if blind else name,
        ids=ids,
        fold=np.array([fold_of(url) for url in urls]),
        article=np.array([known.get(key, {}).get("type", "article") == "article" for key in ids]),
        start=np.searchsorted(page_of, np.arange(len(ids))),
        stop=np.searchsorted(page_of, np.arange(len(ids)), "right"),
        page=page_of,
        features=np.concatenate([part[2] for part in parts]),
        keys=scipy.sparse.vstack([part[3] for part in parts]).tocsr(),
        words=np.concatenate([part[4] for part in parts]),
        content=np.concatenate(labels)[row],
        weight=np.concatenate(weights)[row],
        title=np.concatenate(titles)[row],
        web=np.concatenate(webs)[row],
        texts=texts,
        place=place,
    )


def _batches(texts: list[list[str]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for number, lines in enumerate(texts):
        batch.append(number)
        size += sum(map(len, lines))
        if size > CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _features(texts: list[list[str]], batch: list[int], blind: bool = False) -> tuple[Any, ...]:
    """Page, place, features, keys and words of each worded passage of some pages."""
    analysed = model.analyse_texts([texts[number] for number in batch], TABLES, unlettered() if blind else None)
    if analysed is None:
        raise ValueError(f"pages {batch[0]}-{batch[-1]} have no word")
    text, columns = analysed.text, analysed.columns
    first = np.cumsum([0] + [len(texts[number]) for number in batch])[:-1]
    features = np.array(model.stack_columns(columns), order="C")
    return np.array(batch)[text.document], text.index - first[text.document], features, _keys(text) * (not blind), text.words


def unlettered() -> Lexicon:
    """A lexicon that knows no word of any language: what the judge sees of a language that nobody has told it of."""
    nothing = cues.Phrases(np.array([0], np.uint64), np.array([0]), ("",), np.zeros(1 << 16, np.bool_))
    return Lexicon(nothing, nothing, np.zeros(1 << 16, np.bool_), np.zeros(1 << 20, np.uint8))


def _keys(text: Text) -> scipy.sparse.csr_matrix:
    """The hashed keys of each passage as a row, scaled as `word_scores.score_words` scales them."""
    words, pairs, opening, whole, within = word_scores.hash_keys(text)
    here = np.arange(len(text.first))
    rows = np.concatenate((text.passage, text.passage[1:][within], here, here))
    columns = np.concatenate((words, pairs[within], opening, whole))
    values = (1 / np.sqrt(2 * text.words + 1)).astype(np.float32)[rows]
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(len(here), 1 << word_scores.BUCKETS))
