"""Copies: found, verified, compared with their original and not with a chain."""

from __future__ import annotations

import random

from datasketch import MinHash

from curate.draft import Draft
from curate.duplicates import documents, near
from curate.duplicates.shingles import jaccard, shingles, words
from curate.duplicates.sketches import Sketch, sketch

WORDS = [f"word{i}" for i in range(400)]


def text(seed: int, length: int = 40) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def sketches(**texts: str) -> dict[str, list[Sketch]]:
    return {name: sketch(Draft(one)) for name, one in texts.items()}


def pairs(found: near.Found) -> list[tuple[str, str]]:
    return [(c.place.document, c.original.document) for c in found.copies]


def test_a_signature_is_datasketchs() -> None:
    said = text(1)
    (one,) = sketch(Draft(" ".join(said)))
    expected = MinHash(num_perm=112, seed=1, scheme="affine32")
    expected.update_batch([s.encode() for s in shingles(said)])
    assert list(one.signature) == list(expected.hashvalues)


def test_recall_and_precision_against_every_pair() -> None:
    rng, base = random.Random(7), [text(i) for i in range(150)]
    changed = []
    for one in base:
        copy = list(one)
        for _ in range(rng.randrange(4)):
            copy[rng.randrange(len(copy))] = "changed"
        changed.append(copy)
    corpus = {f"{i:03}": " ".join(one) for i, one in enumerate([*base, *changed])}
    found = near.find(sketches(**corpus), 0.8)
    sets = {name: shingles(words(one)) for name, one in corpus.items()}
    truth = {b for b in corpus if any(jaccard(sets[a], sets[b]) >= 0.8 for a in corpus if a < b)}
    copies = {c.place.document for c in found.copies}
    assert copies <= truth
    assert len(copies) >= 0.97 * len(truth)
    assert all(c.similarity == round(jaccard(sets[c.place.document], sets[c.original.document]), 4) >= 0.8 for c in found.copies)


def test_no_chains() -> None:
    a = text(3, 60)
    b = [*a[4:], *text(4, 4)]
    c = [*b[4:], *text(5, 4)]
    corpus = sketches(a=" ".join(a), b=" ".join(b), c=" ".join(c))
    assert jaccard(shingles(b), shingles(c)) >= 0.8 > jaccard(shingles(a), shingles(c))
    assert pairs(near.find(corpus, 0.8)) == [("b", "a")]


def test_the_senior_document_keeps_its_text() -> None:
    one = " ".join(text(8))
    assert pairs(near.find(sketches(new=one, old=one), 0.8)) == [("old", "new")]  # the order given is the seniority
    assert pairs(near.find(sketches(old=one, new=one), 0.8)) == [("new", "old")]


def test_passages_that_differ_in_a_number_are_no_copies() -> None:
    words = text(30)
    one, other = " ".join([*words, "in", "1921"]), " ".join([*words, "in", "1922"])
    assert near.find(sketches(a=one, b=other), 0.8).copies == ()
    assert pairs(near.find(sketches(a=one, b=f"{one} indeed"), 0.8)) == [("b", "a")]


def test_short_texts_do_not_collapse() -> None:
    corpus = {f"d{i}": sketch(Draft(" ".join(text(i, 3)))) for i in range(1000)}
    assert near.find(corpus, 0.8).copies == ()


def test_passages_of_one_document_are_not_each_others_copies() -> None:
    one = " ".join(text(9))
    assert near.find(sketches(a=f"{one}\n\n{one}"), 0.8).copies == ()


def test_the_nearest_miss_is_told() -> None:
    a = text(10, 30)
    found = near.find(sketches(a=" ".join(a), b=" ".join([*a[:15], *text(11, 15)]), c=" ".join(text(12))), 0.8)
    assert found.copies == () and found.nearest is not None
    assert (found.nearest.place.document, found.nearest.original.document) == ("b", "a")
    assert 0 < found.nearest.similarity < 0.8


def test_a_document_that_is_another_as_a_whole_is_marked() -> None:
    first, second, own = (" ".join(text(i)) for i in (20, 21, 22))
    corpus = sketches(a=f"{first}\n\n{second}", b=f"{first}\n\n{second}", c=f"{first}\n\n{own}")
    found = near.find(corpus, 0.8)
    assert documents.duplicates(corpus, found.copies) == {"b": "a"}
