"""Build a self-contained HTML page that can run only its own script.

Texts are embedded as JSON, escaped so that no text can end the element around
it.  A Content-Security-Policy names the digests of the one script and the one
style sheet, and forbids everything else.
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

from curate.audit.report.controls import CONTROLS

STYLES = ("tokens.css", "page.css", "print.css")
SCRIPTS = ("data.js", "filters.js", "decisions.js", "text.js", "panels.js", "keys.js", "main.js")
_MODULES = ("balance", "filters", "highlights", "risk", "suspicions", "totals")  # of the audit, besides the report
_UNSAFE = re.compile(f"[<>&{CONTROLS}\ud800-\udfff]")


def build_page(title: str, body: str, note: str, scripts: Sequence[str] = (), can_connect: bool = False) -> bytes:
    """Return a page around `body`, which must be escaped already; `note` stands in its first lines.

    `can_connect` lets the page send requests to the server it came from.
    """
    css, code = "".join(map(read_asset, STYLES)), "".join(map(read_asset, scripts))
    code = f'(() => {{\n"use strict";\n{code}}})();' if code else ""
    policy = [
        "default-src 'none'",
        f"style-src {_csp_source(css)}",
        f"script-src {_csp_source(code)}" if code else "script-src 'none'",
        "connect-src 'self'" if can_connect else "connect-src 'none'",
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
    return first_lines(note) + "\n".join(lines).encode("utf-8")


def first_lines(note: str) -> bytes:
    """Return the first lines of a page with this note."""
    return f"<!doctype html>\n<!-- {note} -->\n".encode()


def embed_data(values: Mapping[str, Any]) -> str:
    """Return the element that holds the values for the script; no text in them can end it, or hide in it."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'<script type="application/json" id="data">{_UNSAFE.sub(_escape_character, text)}</script>'


@cache
def read_asset(name: str) -> str:
    """Return a file of the page: markup, a style sheet, a script."""
    return (files("curate") / "audit" / "report" / "assets" / name).read_text("utf-8")


def read_sources() -> list[list[str]]:
    """Return the name and text of every file that decides what a report looks like."""
    folder = files("curate") / "audit"
    modules = [*sorted((folder / "report").iterdir(), key=str), *(folder / f"{name}.py" for name in _MODULES)]
    code = [[path.name, path.read_text("utf-8")] for path in modules if path.name.endswith(".py")]
    return [*code, *([name, read_asset(name)] for name in ("page.html", *STYLES, *SCRIPTS))]


def _escape_character(match: re.Match[str]) -> str:
    units = match.group().encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at] << 8 | units[at + 1]:04x}" for at in range(0, len(units), 2))


def _csp_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
