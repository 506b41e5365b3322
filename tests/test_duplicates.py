"""Copies: found, verified, compared with their original and not with a chain."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from datasketch import MinHash

from curate.config import Duplicates
from curate.duplicates import minhash, shingles
from curate.duplicates.decisions import Copy, Decisions, find
from curate.duplicates.groups import Groups
from curate.duplicates.passages import Source
from curate.duplicates.shingles import words
from curate.duplicates.sketches import Sketched, sketch
from curate.ledger.draft import Draft

RAIN = 17023433249498412694
WORDS = [f"word{i}" for i in range(400)]
Deciding = Callable[..., Decisions]


def text(seed: int, length: int = 40) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


@pytest.fixture
def decide(tmp_path: Path) -> Iterator[Deciding]:
    """Decide about documents, in the order of their seniority, each in a file of its own, or all in one; a/b is of the site a."""
    count = iter(range(1000))

    def decided(settings: Duplicates | None = None, together: bool = False, /, **documents: str) -> Decisions:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        sketched = [Sketched(name, Draft(one), name.partition("/")[0] if "/" in name else "") for name, one in documents.items()]
        batches = [sketched] if together else [[one] for one in sketched]
        for number, batch in enumerate(batches):
            (folder / str(number)).write_bytes(sketch(batch))
        sources = [Source(folder / str(number)) for number in range(len(batches))]
        return find(sources, settings or Duplicates(), folder / "work")

    yield decided


def copies(decisions: Decisions) -> list[Copy]:
    sources = range(len(decisions.sources))
    return [copy for number in sources for verdict in decisions.verdicts(number).values() for copy in verdict.copies]


def pairs(decisions: Decisions) -> list[tuple[str, str]]:
    return [(copy.place.document, copy.original.document) for copy in copies(decisions)]


def grams(said: list[str]) -> set[tuple[str, ...]]:
    return {tuple(said[i : i + 5]) for i in range(len(said) - 4)}


def jaccard(a: list[str], b: list[str]) -> float:
    return len(grams(a) & grams(b)) / len(grams(a) | grams(b))


TEXTS = [
    *("", " ", "...", "one", "Four words. Not more!", "eins zwei drei vier fünf", "a_b c-d 1.5 ½ ² 12 ٣", "Straße STRASSE İstanbul ŉ ﬁ"),
    *(
        "中文没有空格，每个分句是一个词。",
        "न\u0938\u094d\u0924\u0947 \U0001f469\u200d\U0001f469 \ud800 x",
        "line\nbreak\r\nin it\x85and\u2028more\x00x",
    ),
    *(" ".join(text(i, i % 90)) for i in range(200)),
    "",
]


def test_hashed_words_are_the_words() -> None:
    hashed = shingles.hash_words(TEXTS)
    said = [word for one in TEXTS for word in words(one)]
    assert np.diff(hashed.ends, prepend=0).tolist() == [len(words(one)) for one in TEXTS]
    assert hashed.numbers.tolist() == [word.isdecimal() for word in said]
    names = dict(zip(hashed.hashes.tolist(), said, strict=True))
    assert [names[value] for value in hashed.hashes.tolist()] == said and len(names) == len(set(said))


def test_hashes_depend_on_the_words_alone() -> None:
    alone = [value for one in TEXTS for value in shingles.hash_words([one]).hashes.tolist()]
    assert alone == shingles.hash_words(TEXTS).hashes.tolist()
    assert shingles.hash_words(["Rain."]).hashes.tolist() == [RAIN]  # as long as they are kept, sketches can be compared


def test_signatures_are_datasketchs() -> None:
    hashed = shingles.hash_words(TEXTS)
    found, ends = shingles.shingles(hashed.hashes, hashed.ends)
    assert np.diff(ends, prepend=0).tolist() == [max(0, len(words(one)) - 4) for one in TEXTS]
    sets = [part.tolist() for part in np.split(found.astype(np.uint32), ends[:-1])]
    expected = MinHash.bulk(sets, num_perm=128, seed=1, scheme="affine32", hashfunc=int)
    assert (minhash.signatures(found, ends) == np.array([one.hashvalues for one in expected])).all()


def test_shingles_are_five_words_of_one_passage() -> None:
    said = [words(one) for one in TEXTS]
    hashed = shingles.hash_words(TEXTS)
    found, _ = shingles.shingles(hashed.hashes, hashed.ends)
    runs = [tuple(one[i : i + 5]) for one in said for i in range(len(one) - 4)]
    names = dict(zip(found.tolist(), runs, strict=True))
    assert [names[value] for value in found.tolist()] == runs and len(names) == len(set(runs))


def test_rows_come_together_in_any_number_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(1)
    keys, members = rng.integers(0, 1 << 63, 300, np.uint64)[rng.integers(0, 300, 2000)], rng.integers(0, 50, 2000)
    seen = []
    for part in (1 << 20, 100, 7):
        monkeypatch.setattr("curate.duplicates.groups._PART", part)
        groups = Groups(tmp_path / str(part), 2000)
        for some in np.array_split(rng.permutation(2000), 5):
            groups.add(keys[some], members[some])
        seen.append([row for found, of in groups.rows(shared=False) for row in zip(found.tolist(), of.tolist(), strict=True)])
    assert seen[0] == seen[1] == seen[2] == sorted(seen[0])
    assert {member for _, member in seen[0]} == set(members.tolist())


def test_recall_and_precision_against_every_pair(decide: Deciding) -> None:
    rng, base = random.Random(7), [text(i) for i in range(150)]
    changed = []
    for one in base:
        other = list(one)
        for _ in range(rng.randrange(4)):
            other[rng.randrange(len(other))] = "changed"
        changed.append(other)
    corpus = {f"{i:03}": one for i, one in enumerate([*base, *changed])}
    truth = {b for b in corpus if any(jaccard(corpus[a], corpus[b]) >= 0.8 for a in corpus if a < b)}
    found = copies(decide(**{name: " ".join(one) for name, one in corpus.items()}))
    assert {c.place.document for c in found} <= truth
    assert len(found) >= 0.97 * len(truth)
    for copy in found:
        here, there = corpus[copy.place.document], corpus[copy.original.document]
        assert copy.similarity == round(jaccard(here, there), 4) >= 0.8
        assert copy.containment == round(len(grams(here) & grams(there)) / len(grams(here)), 4)
        assert (set(copy.here) == {"changed"}) == (here != there) and set(copy.there) <= {*there}


def test_no_chains(decide: Deciding) -> None:
    a = text(3, 60)
    b = [*a[4:], *text(4, 4)]
    c = [*b[4:], *text(5, 4)]
    assert jaccard(b, c) >= 0.8 > jaccard(a, c)
    assert pairs(decide(a=" ".join(a), b=" ".join(b), c=" ".join(c))) == [("b", "a")]


def test_the_senior_document_keeps_its_text(decide: Deciding) -> None:
    one = " ".join(text(8))
    assert pairs(decide(new=one, old=one)) == [("old", "new")]  # the order given is the seniority
    assert pairs(decide(old=one, new=one)) == [("new", "old")]


def test_passages_that_differ_in_a_number_are_no_copies(decide: Deciding) -> None:
    said = text(30)
    one, other = " ".join([*said, "in", "1921"]), " ".join([*said, "in", "1922"])
    assert pairs(decide(a=one, b=other)) == []
    assert pairs(decide(a=one, b=f"{one} indeed")) == [("b", "a")]


def test_short_texts_do_not_collapse(decide: Deciding) -> None:
    rng = random.Random(1)
    texts = {f"d{i}": " ".join(text(i % 20, rng.randrange(1, 5))) for i in range(1000)}
    assert pairs(decide(None, True, **texts)) == []


def test_passages_of_one_document_are_not_each_others_copies(decide: Deciding) -> None:
    one = " ".join(text(9))
    assert pairs(decide(a=f"{one}\n\n{one}")) == []


def test_what_stands_twice_in_a_copy_goes_twice(decide: Deciding) -> None:
    one = " ".join(text(9))
    assert pairs(decide(a=one, b=f"{one}\n\n{one}")) == [("b", "a"), ("b", "a")]


def test_the_nearest_miss_is_told(decide: Deciding) -> None:
    a = text(10, 30)
    decisions = decide(a=" ".join(a), b=" ".join([*a[:15], *text(11, 15)]), c=" ".join(text(12)))
    assert pairs(decisions) == []
    (nearest,) = decisions.misses()
    assert (nearest.place.document, nearest.original.document) == ("b", "a")
    assert 0 < nearest.similarity < 0.8


def test_a_document_that_is_another_as_a_whole_is_marked(decide: Deciding) -> None:
    first, second, own = (" ".join(text(i)) for i in (20, 21, 22))
    decisions = decide(a=f"{first}\n\n{second}", b=f"{first}\n\n{second}", c=f"{first}\n\n{own}")
    assert [verdict.duplicate_of for number in range(3) for verdict in decisions.verdicts(number).values()] == ["a", ""]


def test_a_list_with_one_copied_sentence_is_no_copy(decide: Deciding) -> None:
    said = " ".join(text(23))
    decisions = decide(a=said, b="\n".join([said, *(f"Item {word}" for word in WORDS[:200])]))
    (verdict,) = decisions.verdicts(1).values()
    assert verdict.copies and not verdict.duplicate_of


def test_a_heading_is_copied_only_beside_a_copied_sentence(decide: Deciding) -> None:
    heading, said, own = "How the " + " ".join(text(24, 9)), " ".join(text(25)), " ".join(text(26))
    documents = {"a": f"{heading}\n\n{said}", "b": f"{heading}\n\n{own}", "c": f"{heading}\n\n{said}"}
    assert [(one.place.document, one.place.start) for one in copies(decide(**documents))] == [("c", 0), ("c", len(heading) + 2)]


def test_who_keeps_the_text_may_be_chosen(decide: Deciding) -> None:
    one, own = " ".join(text(27)), " ".join(text(28))
    documents = {"a": one, "b/x": f"{one}\n\n{own}", "c": one}
    assert pairs(decide(Duplicates(keep="longest"), **documents)) == [("a", "b/x"), ("c", "b/x")]
    assert pairs(decide(Duplicates(preferred=("c", "b/")), **documents)) == [("a", "c"), ("b/x", "c")]


def test_batches_of_documents_change_nothing(decide: Deciding) -> None:
    rng = random.Random(5)
    base = [" ".join(text(i)) for i in range(40)]
    documents = {f"{i:03}": "\n\n".join(rng.choices(base, k=3)) for i in range(60)}
    assert copies(decide(None, False, **documents)) == copies(decide(None, True, **documents))


def test_adding_documents_changes_no_older_decision(decide: Deciding) -> None:
    rng = random.Random(6)
    base = [text(i) for i in range(30)]
    documents = {}
    for i in range(60):
        said = list(rng.choice(base))
        said[rng.randrange(40)] = f"new{i}"
        documents[f"{i:03}"] = " ".join(said)
    for older in (10, 35):
        names = list(documents)[:older]
        before = copies(decide(**{name: documents[name] for name in names}))
        assert before == [copy for copy in copies(decide(**documents)) if copy.place.document in names]


def quoted(decisions: Decisions) -> list[tuple[str, str, int]]:
    found = (verdict for number in range(len(decisions.sources)) for verdict in decisions.verdicts(number).values())
    return [(one.place.document, one.source.document, one.words) for verdict in found for one in verdict.quotations]


@pytest.mark.parametrize(("length", "told"), [(11, False), (12, True), (20, True), (30, True)])
def test_a_quotation_is_told_with_its_source_from_twelve_words_on(decide: Deciding, length: int, told: bool) -> None:
    said = text(40, length)
    source, quoting = [*text(41, 50), *said, *text(42, 30)], [*text(43, 33), *said, *text(44, 41)]
    decisions = decide(other=" ".join(text(45, 90)), source=" ".join(source), quoting="Über " + " ".join(quoting) + ".")
    assert quoted(decisions) == ([("quoting", "source", length)] if told else [])
    for one in [one for verdict in decisions.verdicts(2).values() for one in verdict.quotations]:
        assert ("Über " + " ".join(quoting))[one.place.start : one.place.end] == " ".join(said)
        assert " ".join(source)[one.source.start : one.source.end] == " ".join(said)


def test_a_word_changed_in_a_quotation_does_not_hide_it(decide: Deciding) -> None:
    said = text(46, 24)
    for changed in ([*said[:15], "sic", *said[16:]], [*said[:15], "sic", *said[15:]], [*said[:15], *said[16:]]):
        decisions = decide(a=" ".join([*text(47, 50), *said, *text(48, 30)]), b=" ".join([*text(49, 40), *changed, *text(50, 40)]))
        assert quoted(decisions) == [("b", "a", len(changed))]


def test_what_is_a_copy_is_no_quotation_and_a_document_does_not_quote_itself(decide: Deciding) -> None:
    said = text(51, 30)
    assert quoted(decide(a=" ".join(said), b=" ".join([*said, "indeed"]))) == []
    assert quoted(decide(a="\n".join([" ".join([*said, *text(52, 40)]), " ".join([*text(53, 40), *said])]))) == []


def test_labels_are_not_quoted(decide: Deciding) -> None:
    label = "reviews with an average rating of five out of the five stars"
    labels = {name: f"{' '.join(text(i))}\n\n{count} {label}" for i, (name, count) in enumerate((("a", "Seven"), ("b", "Nine")))}
    assert quoted(decide(**labels)) == []
    sentences = {name: f"{' '.join(text(i, 20))} {label}." for i, name in enumerate("ab")}
    assert quoted(decide(**sentences)) == [("b", "a", 12)]


def furniture(decisions: Decisions) -> list[str]:
    found = (verdict for number in range(len(decisions.sources)) for verdict in decisions.verdicts(number).values())
    return [one.place.document for verdict in found for one in verdict.repeats]


LINE = "Our news straight to your phone"


def pages(count: int, line: str = LINE, site: str = "a.example") -> dict[str, str]:
    return {f"{site}/{i}": f"{' '.join(text(60 + i))}\n\n{line}\n" for i in range(count)}


def test_a_line_on_many_pages_of_a_site_is_furniture(decide: Deciding) -> None:
    decisions = decide(**pages(6), **{"b.example/1": f"{LINE}\n\n{' '.join(text(80))}"})
    assert furniture(decisions) == [f"a.example/{i}" for i in range(6)]
    (one,) = decisions.verdicts(0)["a.example/0"].repeats
    assert (one.pages, one.examples) == (6, ("a.example/0", "a.example/5"))


@pytest.mark.parametrize(
    "documents",
    [
        pages(4),  # too few
        pages(6, "Read all news"),  # too short
        pages(6, "Page 3 of the 12 pages"),  # with numbers
        {name.replace("/", "-"): one for name, one in pages(6).items()},  # no site
        pages(5) | {f"a.example/{i}": " ".join(text(i)) for i in range(5, 11)},  # on less than half
        {name: f"{' '.join(text(1))}\n\n{LINE}" for name in pages(6)},  # copies of one page
    ],
)
def test_what_is_no_furniture(decide: Deciding, documents: dict[str, str]) -> None:
    assert furniture(decide(**documents)) == []


PLEA = "Please tell all of your friends about this page of ours and about us."


def test_nothing_is_a_copy_of_furniture_that_goes(decide: Deciding) -> None:
    decisions = decide(Duplicates(furniture="drop"), **pages(6, PLEA), letter=PLEA)
    assert len(furniture(decisions)) == 6 and copies(decisions) == []


def test_furniture_that_is_only_marked_has_copies_like_any_passage(decide: Deciding) -> None:
    decisions = decide(**pages(6, PLEA), letter=PLEA)
    assert furniture(decisions) == ["a.example/0"] and len(copies(decisions)) == 6
    assert furniture(decide(Duplicates(furniture="keep"), **pages(6))) == []


REFRAIN = "Freude, schöner Götterfunken,\nTochter aus Elysium,\nwir betreten feuertrunken,\nHimmlische, dein Heiligtum!"
SHORT = [
    *(REFRAIN, "„Kommst du mit?“, fragte sie.", "Im Namen des Volkes", "Amen, amen.", "Chapter One: The Mill at the Weir by Night"),
    "# " + " ".join(text(90, 9)),
]


@pytest.mark.parametrize("said", SHORT)
def test_refrains_dialogue_formulae_and_headings_stay(decide: Deciding, said: str) -> None:
    documents = {name: f"{said}\n\n{' '.join(text(i))}\n\n{said}\n" for i, name in enumerate("abcdef")}
    decisions = decide(**documents)
    assert not copies(decisions) and not quoted(decisions) and not furniture(decisions)
