"""What was taken out of each source, against budgets: a rule that ran wild, a site that the judge does not understand.

These budgets are about many documents, and only told: withholding removals would
change older documents when others come.  A source is what a seed's provenance
calls so, else the host of a document's address, else the first folder of the
seed, else a seed that holds many documents.  Copies are not counted, since what
stands elsewhere is not lost, nor what a person dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from curate.config import Guards
from curate.pipeline.document import Cleaned
from curate.rules.registry import category_of
from curate.seeds.provenance import host_of

LEAST = 5  # documents of a source; a budget for fewer is that of the document
WHOLE = "the corpus"
_NAMED = 3  # of the largest removals
_UNCOUNTED = ("duplicate", "decision")

Taken = tuple[int, list[Any]]  # words, and the largest removals as [words, place]
Losses = Mapping[str, Any]  # plain values, which are cached: {"documents": n, "words": n, "rules": {rule: Taken}}


def source_of(seed: str, whole: bool, about: Mapping[str, Any], provenance: Mapping[str, Any]) -> str:
    """Return the source of a document, empty if nothing tells it; `about` is its metadata, `provenance` that of its seed.

    >>> source_of("a.txt", True, {"url": "https://example.org/a"}, {}), source_of("x/a.txt", True, {}, {}), source_of("a.txt", True, {}, {})
    ('example.org', 'x', '')
    """
    folder = seed.partition("/")[0] if "/" in seed else ""
    return str(provenance.get("source", "")) or host_of(about.get("url")) or folder or ("" if whole else seed)


def of_document(id: str, cleaned: Cleaned) -> Losses:
    """Return what was taken out of a document, by rule, with the places of the largest removals."""
    rules: dict[str, list[Taken]] = {}
    for edit in cleaned.draft.edits:
        words = len(edit.before.split())
        if words and not edit.after.strip() and category_of(edit.rule) not in _UNCOUNTED:
            rules.setdefault(edit.rule, []).append((words, [[words, f"{id}:{edit.start}"]]))
    taken = {rule: _together(several) for rule, several in rules.items()}
    return {"documents": 1, "words": len(cleaned.document.source.split()), "rules": taken}


def added(one: Losses, other: Losses) -> Losses:
    """Return both as one."""
    rules = dict(one["rules"])
    for rule, taken in other["rules"].items():
        rules[rule] = _together([rules[rule], taken]) if rule in rules else taken
    return {"documents": one["documents"] + other["documents"], "words": one["words"] + other["words"], "rules": rules}


def merged(tables: Iterable[Mapping[str, Losses]]) -> dict[str, Losses]:
    """Return the losses by source of several tables of them."""
    found: dict[str, Losses] = {}
    for table in tables:
        for source, losses in table.items():
            found[source] = added(found[source], losses) if source in found else losses
    return found


def over(found: Mapping[str, Losses], budgets: Guards) -> dict[str, str]:
    """Return what went beyond a budget, in words, by what it is about."""
    if not found:
        return {}
    whole = merged({WHOLE: one} for one in found.values())
    parts = {source: one for source, one in sorted(found.items()) if source and one["documents"] < whole[WHOLE]["documents"]}
    told: dict[str, str] = {}
    for source, losses in (whole | parts).items():
        if losses["documents"] >= LEAST:
            told |= {", ".join(filter(None, (source, what))): said for what, said in _over(losses, budgets)}
    return told


def _over(losses: Losses, budgets: Guards) -> Iterator[tuple[str, str]]:
    """Yield what goes beyond its budget: all rules together, named by nothing; a rule; a category of several rules."""
    rules: Mapping[str, Taken] = losses["rules"]
    categories: dict[str, list[Taken]] = {}
    for rule, taken in sorted(rules.items()):
        categories.setdefault(category_of(rule), []).append(taken)
    rows = [("", _together(rules.values()), budgets.source)]
    rows += [(rule, _together([taken]), budgets.rule) for rule, taken in sorted(rules.items())]
    rows += [(category, _together(taken), budgets.category) for category, taken in sorted(categories.items()) if len(taken) > 1]
    for what, (words, largest), budget in rows:
        if words > budget * losses["words"]:
            where = ", ".join(place for _, place in largest)
            share = f"{words / losses['words']:.1%} of the words of {losses['documents']:,} documents"
            yield what, f"{share} went, over {budget:.0%}; the largest at {where}"


def _together(taken: Iterable[Taken]) -> Taken:
    words, largest = 0, list[Any]()
    for more, places in taken:
        words, largest = words + more, _largest([*largest, *places])
    return words, largest


def _largest(places: list[Any]) -> list[Any]:
    return sorted(places, key=lambda one: (-one[0], one[1]))[:_NAMED]
