"""Copies: found, verified, compared with their original and not with a chain."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash

from curate.config import Config, Duplicates
from curate.duplicates import minhash, shingles
from curate.duplicates.groups import RowGroups
from curate.duplicates.overlaps import Copy, Overlaps
from curate.duplicates.search import OverlapIndex, find_overlaps
from curate.duplicates.seniority import SketchFile
from curate.duplicates.shingles import tokenise
from curate.duplicates.sketches import SketchInput, build_sketches
from curate.ledger.draft import Draft

RAIN = 17023433249498412694
WORDS = [f"word{i}" for i in range(400)]
Search = Callable[..., OverlapIndex]


def random_words(seed: int, length: int = 40) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


@pytest.fixture
def search(tmp_path: Path) -> Iterator[Search]:
    """Search documents, in the order of their seniority, each in a sketch file of its own, or all in one."""
    count = iter(range(1000))

    def search_documents(settings: Duplicates | None = None, together: bool = False, /, **documents: str) -> OverlapIndex:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        inputs = [SketchInput(name, Draft(text)) for name, text in documents.items()]
        batches = [inputs] if together else [[one] for one in inputs]
        for number, batch in enumerate(batches):
            (folder / str(number)).write_bytes(build_sketches(batch))
        files = [SketchFile(folder / str(number)) for number in range(len(batches))]
        return find_overlaps(files, Config(duplicates=settings or Duplicates()), folder / "work")

    yield search_documents


def all_overlaps(index: OverlapIndex) -> list[Overlaps]:
    return [overlaps for file in range(len(index.files)) for overlaps in index.load_overlaps(file).values()]


def list_copies(index: OverlapIndex) -> list[Copy]:
    return [copy for overlaps in all_overlaps(index) for copy in overlaps.copies]


def list_pairs(index: OverlapIndex) -> list[tuple[str, str]]:
    return [(copy.location.document, copy.original.document) for copy in list_copies(index)]


def list_grams(words: list[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + 5]) for i in range(len(words) - 4)}


def jaccard(a: list[str], b: list[str]) -> float:
    return len(list_grams(a) & list_grams(b)) / len(list_grams(a) | list_grams(b))


TEXTS = [
    *("", " ", "...", "one", "Four words. Not more!", "eins zwei drei vier fünf", "a_b c-d 1.5 ½ ² 12 ٣", "Straße STRASSE İstanbul ŉ ﬁ"),
    *(
        "中文没有空格，每个分句是一个词。",
        "न\u0938\u094d\u0924\u0947 \U0001f469\u200d\U0001f469 \ud800 x",
        "line\nbreak\r\nin it\x85and\u2028more\x00x",
    ),
    *(" ".join(random_words(i, i % 90)) for i in range(200)),
    "",
]


def test_hashed_words_are_the_words() -> None:
    hashed = shingles.hash_words(TEXTS)
    words = [word for one in TEXTS for word in tokenise(one)]
    assert np.diff(hashed.ends, prepend=0).tolist() == [len(tokenise(one)) for one in TEXTS]
    assert hashed.is_numeral.tolist() == [word.isdecimal() for word in words]
    names = dict(zip(hashed.hashes.tolist(), words, strict=True))
    assert [names[value] for value in hashed.hashes.tolist()] == words and len(names) == len(set(words))


def test_hashes_depend_on_the_words_alone() -> None:
    alone = [value for one in TEXTS for value in shingles.hash_words([one]).hashes.tolist()]
    assert alone == shingles.hash_words(TEXTS).hashes.tolist()
    assert shingles.hash_words(["Rain."]).hashes.tolist() == [RAIN]  # as long as they are kept, sketches can be compared


def test_signatures_are_datasketchs() -> None:
    hashed = shingles.hash_words(TEXTS)
    hashes, ends = shingles.hash_shingles(hashed.hashes, hashed.ends)
    assert np.diff(ends, prepend=0).tolist() == [max(0, len(tokenise(one)) - 4) for one in TEXTS]
    sets = [part.tolist() for part in np.split(hashes.astype(np.uint32), ends[:-1])]
    expected = MinHash.bulk(sets, num_perm=128, seed=1, scheme="affine32", hashfunc=int)
    assert (minhash.compute_signatures(hashes, ends) == np.array([one.hashvalues for one in expected])).all()


def test_shingles_are_five_words_of_one_passage() -> None:
    words = [tokenise(one) for one in TEXTS]
    hashed = shingles.hash_words(TEXTS)
    hashes, _ = shingles.hash_shingles(hashed.hashes, hashed.ends)
    runs = [tuple(one[i : i + 5]) for one in words for i in range(len(one) - 4)]
    names = dict(zip(hashes.tolist(), runs, strict=True))
    assert [names[value] for value in hashes.tolist()] == runs and len(names) == len(set(runs))


def test_rows_are_grouped_alike_in_any_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    keys, members = rng.integers(0, 1 << 63, 300, np.uint64)[rng.integers(0, 300, 2000)], rng.integers(0, 50, 2000)
    rows = []
    for rows_per_file in (1 << 20, 100, 7):
        monkeypatch.setattr("curate.duplicates.groups._ROWS_PER_FILE", rows_per_file)
        groups = RowGroups(tmp_path / str(rows_per_file), 2000)
        for batch in np.array_split(rng.permutation(2000), 5):
            groups.add(keys[batch], members[batch])
        rows.append([row for columns in groups.read(shared_only=False) for row in zip(*(one.tolist() for one in columns), strict=True)])
    assert rows[0] == rows[1] == rows[2] == sorted(rows[0])
    assert {member for _, member in rows[0]} == set(members.tolist())


def test_recall_and_precision_against_every_pair(search: Search) -> None:
    rng, base = random.Random(7), [random_words(i) for i in range(150)]
    changed = []
    for one in base:
        other = list(one)
        for _ in range(rng.randrange(4)):
            other[rng.randrange(len(other))] = "changed"
        changed.append(other)
    corpus = {f"{i:03}": one for i, one in enumerate([*base, *changed])}
    truth = {b for b in corpus if any(jaccard(corpus[a], corpus[b]) >= 0.8 for a in corpus if a < b)}
    copies = list_copies(search(**{name: " ".join(one) for name, one in corpus.items()}))
    assert {c.location.document for c in copies} <= truth
    assert len(copies) >= 0.97 * len(truth)
    for copy in copies:
        here, there = corpus[copy.location.document], corpus[copy.original.document]
        assert copy.similarity == round(jaccard(here, there), 4) >= 0.8
        assert copy.containment == round(len(list_grams(here) & list_grams(there)) / len(list_grams(here)), 4)
        assert (set(copy.here) == {"changed"}) == (here != there) and set(copy.there) <= {*there}


def test_no_chains(search: Search) -> None:
    a = random_words(3, 60)
    b = [*a[4:], *random_words(4, 4)]
    c = [*b[4:], *random_words(5, 4)]
    assert jaccard(b, c) >= 0.8 > jaccard(a, c)
    assert list_pairs(search(a=" ".join(a), b=" ".join(b), c=" ".join(c))) == [("b", "a")]


def test_the_senior_document_keeps_its_text(search: Search) -> None:
    one = " ".join(random_words(8))
    assert list_pairs(search(new=one, old=one)) == [("old", "new")]  # the order given is the seniority
    assert list_pairs(search(old=one, new=one)) == [("new", "old")]


def test_passages_that_differ_in_a_number_are_no_copies(search: Search) -> None:
    words = random_words(30)
    one, other = " ".join([*words, "in", "1921"]), " ".join([*words, "in", "1922"])
    assert list_pairs(search(a=one, b=other)) == []
    assert list_pairs(search(a=one, b=f"{one} indeed")) == [("b", "a")]


def test_short_texts_do_not_collapse(search: Search) -> None:
    rng = random.Random(1)
    texts = {f"d{i}": " ".join(random_words(i % 20, rng.randrange(1, 5))) for i in range(1000)}
    assert list_pairs(search(None, True, **texts)) == []


def test_passages_of_one_document_are_not_each_others_copies(search: Search) -> None:
    one = " ".join(random_words(9))
    assert list_pairs(search(a=f"{one}\n\n{one}")) == []


def test_what_stands_twice_in_a_copy_goes_twice(search: Search) -> None:
    one = " ".join(random_words(9))
    assert list_pairs(search(a=one, b=f"{one}\n\n{one}")) == [("b", "a"), ("b", "a")]


def test_the_nearest_miss_is_listed(search: Search) -> None:
    a = random_words(10, 30)
    index = search(a=" ".join(a), b=" ".join([*a[:15], *random_words(11, 15)]), c=" ".join(random_words(12)))
    assert list_pairs(index) == []
    (nearest,) = index.list_near_misses()
    assert (nearest.location.document, nearest.original.document) == ("b", "a")
    assert 0 < nearest.similarity < 0.8


def test_a_document_that_is_another_as_a_whole_is_marked(search: Search) -> None:
    first, second, third = (" ".join(random_words(i)) for i in (20, 21, 22))
    index = search(a=f"{first}\n\n{second}", b=f"{first}\n\n{second}", c=f"{first}\n\n{third}")
    assert [one.duplicate_of for one in all_overlaps(index)] == ["a", ""]


def test_a_list_with_one_copied_sentence_is_no_copy(search: Search) -> None:
    sentence = " ".join(random_words(23))
    index = search(a=sentence, b="\n".join([sentence, *(f"Item {word}" for word in WORDS[:200])]))
    (overlaps,) = index.load_overlaps(1).values()
    assert overlaps.copies and not overlaps.duplicate_of


def test_a_heading_is_copied_only_beside_a_copied_sentence(search: Search) -> None:
    heading, sentence, other = "How the " + " ".join(random_words(24, 9)), " ".join(random_words(25)), " ".join(random_words(26))
    documents = {"a": f"{heading}\n\n{sentence}", "b": f"{heading}\n\n{other}", "c": f"{heading}\n\n{sentence}"}
    assert [(one.location.document, one.location.start) for one in list_copies(search(**documents))] == [("c", 0), ("c", len(heading) + 2)]


def test_who_keeps_the_text_may_be_chosen(search: Search) -> None:
    one, other = " ".join(random_words(27)), " ".join(random_words(28))
    documents = {"a": one, "b/x": f"{one}\n\n{other}", "c": one}
    assert list_pairs(search(Duplicates(keep="longest"), **documents)) == [("a", "b/x"), ("c", "b/x")]
    assert list_pairs(search(Duplicates(preferred=("c", "b/")), **documents)) == [("a", "c"), ("b/x", "c")]


def test_batches_of_documents_change_nothing(search: Search) -> None:
    rng = random.Random(5)
    base = [" ".join(random_words(i)) for i in range(40)]
    documents = {f"{i:03}": "\n\n".join(rng.choices(base, k=3)) for i in range(60)}
    assert list_copies(search(None, False, **documents)) == list_copies(search(None, True, **documents))


def test_adding_documents_changes_no_older_copy(search: Search) -> None:
    rng = random.Random(6)
    base = [random_words(i) for i in range(30)]
    documents = {}
    for i in range(60):
        words = list(rng.choice(base))
        words[rng.randrange(40)] = f"new{i}"
        documents[f"{i:03}"] = " ".join(words)
    for older in (10, 35):
        names = list(documents)[:older]
        before = list_copies(search(**{name: documents[name] for name in names}))
        assert before == [copy for copy in list_copies(search(**documents)) if copy.location.document in names]


def list_quotations(index: OverlapIndex) -> list[tuple[str, str, int]]:
    quotations = [one for overlaps in all_overlaps(index) for one in overlaps.quotations]
    return [(one.location.document, one.source.document, one.words) for one in quotations]


@pytest.mark.parametrize(("length", "is_quotation"), [(11, False), (12, True), (20, True), (30, True)])
def test_a_quotation_has_twelve_words_and_its_source(search: Search, length: int, is_quotation: bool) -> None:
    words = random_words(40, length)
    source, quoting = [*random_words(41, 50), *words, *random_words(42, 30)], [*random_words(43, 33), *words, *random_words(44, 41)]
    index = search(other=" ".join(random_words(45, 90)), source=" ".join(source), quoting="Über " + " ".join(quoting) + ".")
    assert list_quotations(index) == ([("quoting", "source", length)] if is_quotation else [])
    for one in [one for overlaps in index.load_overlaps(2).values() for one in overlaps.quotations]:
        assert ("Über " + " ".join(quoting))[one.location.start : one.location.end] == " ".join(words)
        assert " ".join(source)[one.source.start : one.source.end] == " ".join(words)


def test_a_word_changed_in_a_quotation_does_not_hide_it(search: Search) -> None:
    words = random_words(46, 24)
    for changed in ([*words[:15], "sic", *words[16:]], [*words[:15], "sic", *words[15:]], [*words[:15], *words[16:]]):
        index = search(
            a=" ".join([*random_words(47, 50), *words, *random_words(48, 30)]),
            b=" ".join([*random_words(49, 40), *changed, *random_words(50, 40)]),
        )
        assert list_quotations(index) == [("b", "a", len(changed))]


def test_what_is_a_copy_is_no_quotation_and_a_document_does_not_quote_itself(search: Search) -> None:
    words = random_words(51, 30)
    assert list_quotations(search(a=" ".join(words), b=" ".join([*words, "indeed"]))) == []
    assert (
        list_quotations(search(a="\n".join([" ".join([*words, *random_words(52, 40)]), " ".join([*random_words(53, 40), *words])]))) == []
    )


def test_labels_are_not_quoted(search: Search) -> None:
    label = "reviews with an average rating of five out of the five stars"
    labels = {name: f"{' '.join(random_words(i))}\n\n{count} {label}" for i, (name, count) in enumerate((("a", "Seven"), ("b", "Nine")))}
    assert list_quotations(search(**labels)) == []
    sentences = {name: f"{' '.join(random_words(i, 20))} {label}." for i, name in enumerate("ab")}
    assert list_quotations(search(**sentences)) == [("b", "a", 12)]


REFRAIN = "Freude, schöner Götterfunken,\nTochter aus Elysium,\nwir betreten feuertrunken,\nHimmlische, dein Heiligtum!"
SHORT = [
    *(REFRAIN, "„Kommst du mit?“, fragte sie.", "Im Namen des Volkes", "Amen, amen.", "Chapter One: The Mill at the Weir by Night"),
    "# " + " ".join(random_words(90, 9)),
]


@pytest.mark.parametrize("passage", SHORT)
def test_refrains_dialogue_formulae_and_headings_stay(search: Search, passage: str) -> None:
    documents = {name: f"{passage}\n\n{' '.join(random_words(i))}\n\n{passage}\n" for i, name in enumerate("abcdef")}
    index = search(**documents)
    assert not list_copies(index) and not list_quotations(index)
