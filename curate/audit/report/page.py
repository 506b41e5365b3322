"""A page that holds all it needs, and may run nothing but its own script.

The texts stand in it as JSON, in which nothing can end the element around it;
a Content-Security-Policy names the digests of the one script and the one style
sheet, and forbids all else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from curate.audit.report.visible import COMMANDS

STYLE = ("tokens.css", "page.css", "print.css")
SCRIPT = ("data.js", "filters.js", "decisions.js", "text.js", "panels.js", "keys.js", "main.js")
_UNSAFE = re.compile(f"[<>&{COMMANDS}\ud800-\udfff]")


def page(title: str, body: str, note: str, script: Sequence[str] = (), connects: bool = False) -> bytes:
    """Return a page around `body`, which must be escaped already; `note` stands in its first lines.

    `connects`: may it speak to the server that it came from?
    """
    css, code = "".join(map(part, STYLE)), "".join(map(part, script))
    code = f'(() => {{\n"use strict";\n{code}}})();' if code else ""
    policy = [
        "default-src 'none'",
        f"style-src {_source(css)}",
        f"script-src {_source(code)}" if code else "script-src 'none'",
        "connect-src 'self'" if connects else "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    lines = (
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title>",
        f"<style>{css}</style>",
        "</head>",
        f"<body>\n{body}",
        *([f"<script>{code}</script>"] if code else []),
        "</body>",
        "</html>\n",
    )
    return start(note) + "\n".join(lines).encode("utf-8")


def start(note: str) -> bytes:
    """Return the first lines of a page with this note."""
    return f"<!doctype html>\n<!-- {note} -->\n".encode()


def data(values: Mapping[str, Any]) -> str:
    """Return the element that holds the values for the script; no text in them can end it, or hide in it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="data">{_UNSAFE.sub(_code, text)}</script>'


@cache
def part(name: str) -> str:
    """Return a file of the page: markup, a style sheet, a script."""
    return (files("curate") / "audit" / "report" / "assets" / name).read_text("utf-8")


def sources() -> list[list[str]]:
    """Return the name and text of every file that a report is made with."""
    folder = files("curate") / "audit"
    made = [*sorted((folder / "report").iterdir(), key=str), *(folder / name for name in ("counting.py", "risk.py", "suspicion.py"))]
    own = [[path.name, path.read_text("utf-8")] for path in made if path.name.endswith(".py")]
    return [*own, *([name, part(name)] for name in ("page.html", *STYLE, *SCRIPT))]


def _code(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
