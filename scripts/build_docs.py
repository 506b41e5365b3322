"""Make the pages of docs/ that say what the code says: rules.md, commands.md, settings in them.

python scripts/build_docs.py           write them
python scripts/build_docs.py --check   exit with 1 if one is not up to date
"""

from __future__ import annotations

import subprocess
import sys
from itertools import takewhile
from pathlib import Path

from curate.config import TEMPLATE
from curate.rules import registry as rules
from curate.rules.registry import Rule

DOCS = Path(__file__).parent.parent / "docs"
PACKS = DOCS.parent / "curate" / "rules" / "packs"
COMMANDS = (
    "init", "add", "run", "status", "audit", "duplicates", "sites", "review", "diff", "log", "gc", "verify", "repair", "forget", "restore",
    "drop", "decisions", "rules", "explain", "source", "export", "clean",
)  # fmt: skip


def rules_page() -> str:
    """Every rule with its ground and examples, by pack."""
    parts = [
        "# Rules\n\nMade from the packs by `scripts/build_docs.py`; do not edit. `removes` goes, `keeps` stays: both are tests.\n",
        f"Categories: {', '.join(rules.CATEGORIES)}.\n",
        "A rule *on trial* is reported as a suggestion, not applied. `head` is before the second passage of running text,\n"
        "`tail` after the last; there a rule is silent if it would also match elsewhere in the document. A rule *on pages only*\n"
        "is silent where nothing shows that the text came from a web page: what it matches may be verse, a heading or a name there.\n",
    ]
    for name in rules.pack_languages():
        pack = rules.load_pack(name)
        if pack and pack.rules:
            parts += [f"## {name}\n", *head_comment(name)]
            parts += [rule_section(rule) for rule in pack.rules]
    parts.append("## Judges\n\nOne rule a category; what spoke for it is in the reason of the edit.\n")
    parts += [f"- `{rule.id}`: {rule.reason}\n" for rule in rules.all_rules().values() if rule.id.startswith(("html.", "model."))]
    return "\n".join(parts)


def head_comment(name: str) -> list[str]:
    """Return what a pack says of itself in the comment at its head, as a paragraph; nothing where it has none."""
    lines = (PACKS / f"{name}.toml").read_text("utf-8").splitlines()
    said = " ".join(line.removeprefix("#").strip() for line in takewhile(lambda line: line.startswith("#"), lines))
    return [f"{said}\n"] if said else []


def rule_section(rule: Rule) -> str:
    notes = [rule.category, *([rule.where] if rule.where != "anywhere" else []), *([f"becomes `{rule.field}`"] if rule.field else [])]
    notes += ["on pages only"] if rule.needs == "page" else []
    notes += [{"trial": "on trial", "retired": "retired"}[rule.status]] if rule.status != "stable" else []
    lines = [f"### {rule.id}\n", f"{rule.reason} *({', '.join(notes)})*\n"]
    lines += [f"- removes {code(example)}" for example in rule.removes]
    lines += [f"- changes {code(before)} to {code(after)}" for before, after in rule.changes]
    lines += [f"- keeps {code(example)}" for example in rule.keeps]
    return "\n".join(lines) + "\n"


def code(text: str) -> str:
    """The text as code in Markdown, on one line, with what cannot be seen as escapes."""
    shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`" if shown else "nothing"


def commands_page() -> str:
    """The help of every command, and the settings with their defaults."""
    parts = ["# Commands and settings\n\nMade from the code by `scripts/build_docs.py`; do not edit.\n"]
    for command in COMMANDS:
        parts.append(f"## curate {command}\n\n```\n{help_of(command)}```\n")
    parts.append(f"## Settings\n\n`curate init` writes them to `curate.toml`:\n\n```toml\n{TEMPLATE}```\n")
    return "\n".join(parts)


def help_of(command: str) -> str:
    code = f"import sys; sys.argv = ['curate', '{command}', '--help']; from curate.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"COLUMNS": "120"})
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines()) + "\n"


PAGES = {"rules.md": rules_page, "commands.md": commands_page}


def main() -> int:
    stale = []
    for name, page in PAGES.items():
        path, text = DOCS / name, page()
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    print(f"{'stale' if '--check' in sys.argv else 'written'}: {', '.join(stale) or 'none'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
