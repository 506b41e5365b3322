"""Losses: the words that rules took out of each source, against budgets: a rule that ran wild, a site that the judge misreads.

These budgets are about many documents, and a run only reports what exceeds them:
withholding removals would change older documents when others come.  A source is
what a seed's provenance calls so, else the host of a document's address, else the
first folder of the seed, else a seed that holds many documents.  Copies are not
counted, since what stands elsewhere is not lost, nor what a person dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curate.config import Guards
from curate.pipeline.document import Cleaned
from curate.rules.registry import category_of
from curate.seeds.provenance import host_of

MIN_DOCUMENTS = 5  # of a source; a budget for fewer is that of the document
CORPUS = "the corpus"
_MAX_EXAMPLES = 3  # of the largest removals
_UNCOUNTED_CATEGORIES = ("duplicate", "decision")

Removed = tuple[int, list[Any]]  # words, and the largest removals as [words, place]
Losses = Mapping[str, Any]  # plain values, which are cached: {"documents": n, "words": n, "rules": {rule: Removed}}


def find_source(seed: str, is_whole_seed: bool, metadata: Mapping[str, Any], provenance: Mapping[str, Any]) -> str:
    """Return the source of a document, empty if nothing tells it; `provenance` is that of its seed.

    >>> find_source("a.txt", True, {"url": "https://example.org/a"}, {}), find_source("x/a.txt", True, {}, {})
    ('example.org', 'x')
    >>> find_source("a.txt", True, {}, {}), find_source("a.jsonl", False, {}, {})
    ('', 'a.jsonl')
    """
    folder = seed.partition("/")[0] if "/" in seed else ""
    return str(provenance.get("source", "")) or host_of(metadata.get("url")) or folder or ("" if is_whole_seed else seed)


def measure_losses(id: str, cleaned: Cleaned) -> Losses:
    """Return what was removed from a document, by rule, with the places of the largest removals."""
    rules: dict[str, list[Removed]] = {}
    for edit in cleaned.draft.edits:
        words = len(edit.before.split())
        if words and not edit.after.strip() and category_of(edit.rule) not in _UNCOUNTED_CATEGORIES:
            rules.setdefault(edit.rule, []).append((words, [[words, f"{id}:{edit.start}"]]))
    sums = {rule: _add_removed(several) for rule, several in rules.items()}
    return {"documents": 1, "words": len(cleaned.document.source.split()), "rules": sums}


def merge_losses(tables: Iterable[Mapping[str, Losses]]) -> dict[str, Losses]:
    """Return the losses by source of several tables of them."""
    merged: dict[str, Losses] = {}
    for table in tables:
        for source, losses in table.items():
            merged[source] = _add_losses(merged[source], losses) if source in merged else losses
    return merged


def list_exceeded_budgets(by_source: Mapping[str, Losses], budgets: Guards) -> dict[str, str]:
    """Return what exceeds a budget, in words, by what it is about: a source, and a rule or category if it is one."""
    if not by_source:
        return {}
    corpus = merge_losses({CORPUS: losses} for losses in by_source.values())
    single = {source: one for source, one in sorted(by_source.items()) if source and one["documents"] < corpus[CORPUS]["documents"]}
    exceeded: dict[str, str] = {}
    for source, losses in (corpus | single).items():
        if losses["documents"] >= MIN_DOCUMENTS:
            exceeded |= {", ".join(filter(None, (source, kind))): words for kind, words in _find_exceeded(losses, budgets)}
    return exceeded


def _add_losses(one: Losses, other: Losses) -> Losses:
    rules = dict(one["rules"])
    for rule, removed in other["rules"].items():
        rules[rule] = _add_removed([rules[rule], removed]) if rule in rules else removed
    return {"documents": one["documents"] + other["documents"], "words": one["words"] + other["words"], "rules": rules}


def _find_exceeded(losses: Losses, budgets: Guards) -> Iterator[tuple[str, str]]:
    """Yield what exceeds its budget: all rules together, named by nothing; a rule; a category of several rules."""
    rules: Mapping[str, Removed] = losses["rules"]
    categories: dict[str, list[Removed]] = {}
    for rule, removed in sorted(rules.items()):
        categories.setdefault(category_of(rule), []).append(removed)
    rows = [("", _add_removed(rules.values()), budgets.source)]
    rows += [(rule, _add_removed([removed]), budgets.rule) for rule, removed in sorted(rules.items())]
    rows += [(category, _add_removed(several), budgets.category) for category, several in sorted(categories.items()) if len(several) > 1]
    for kind, (words, largest), budget in rows:
        if words > budget * losses["words"]:
            places = ", ".join(place for _, place in largest)
            share = f"{words / losses['words']:.1%} of the words of {losses['documents']:,} documents"
            yield kind, f"{share} went, over {budget:.0%}; the largest at {places}"


def _add_removed(several: Iterable[Removed]) -> Removed:
    total, largest = 0, list[Any]()
    for words, places in several:
        total, largest = total + words, _select_largest([*largest, *places])
    return total, largest


def _select_largest(places: list[Any]) -> list[Any]:
    return sorted(places, key=lambda one: (-one[0], one[1]))[:_MAX_EXAMPLES]
