"""`curate rules`: the rules and their examples."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from curate.cli.options import JsonOption
from curate.cli.output import print_json
from curate.cli.project import check_names

if TYPE_CHECKING:
    from curate.rules.registry import Rule


def rules(
    rule: Annotated[str, typer.Argument(metavar="ID", help="Show this rule with its examples.")] = "", as_json: JsonOption = False
) -> None:
    """List the rules, or show one rule with its examples."""
    from curate.rules.registry import all_rules

    by_id = all_rules()
    check_names(rule, "")
    chosen = [by_id[rule]] if rule else list(by_id.values())
    if as_json:
        print_json([asdict(one) for one in chosen])
    elif rule:
        _print_rule(by_id[rule])
    else:
        for one in chosen:
            print(f"{one.id:<36} {one.category:<16} {'' if one.status == 'stable' else one.status + ': '}{one.reason}")


def _print_rule(rule: Rule) -> None:
    print(f"{rule.id}  ({rule.category}, {rule.status})\n{rule.reason}")
    for title, examples in (("removes", rule.removes), ("keeps", rule.keeps)):
        for example in examples:
            print(f"  {title:>7}  {example!r}")
    for before, after in rule.changes:
        print(f"  changes  {before!r} -> {after!r}")
