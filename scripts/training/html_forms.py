"""Texts that are no web pages as HTML, all of it content: for training the judge of pages to leave books and laws alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from random import Random

Form = Callable[[Sequence[str], Random], str]


def paragraphs(lines: Sequence[str], draw: Random) -> str:
    """Each block of lines a paragraph, short lines in capitals headings."""
    heading, breaks = draw.choice(("h2", "h3", "h4", "p")), draw.choice(("<br>\n", " ", "<br/>"))
    found = []
    for block in blocks(lines):
        short = len(block) == 1 and len(block[0]) < 60 and not block[0].rstrip().endswith((".", ",", ";"))
        tag = heading if short and draw.random() < 0.7 else "p"
        found.append(f"<{tag}>{breaks.join(map(escape, block))}</{tag}>")
    return "\n".join(found)


def lines_as_paragraphs(lines: Sequence[str], draw: Random) -> str:
    name = draw.choice(("", ' class="line"', ' class="verse"', ' class="noindent"', ' class="MsoNormal"'))
    return "\n".join(f"<p{name}>{escape(line)}</p>" for line in lines if line.strip())


def preformatted(lines: Sequence[str], draw: Random) -> str:
    return f"<pre>{escape(chr(10).join(lines))}</pre>"


def broken_lines(lines: Sequence[str], draw: Random) -> str:
    return "<div>" + "<br>\n".join(map(escape, lines)) + "</div>"


def items(lines: Sequence[str], draw: Random) -> str:
    outer, inner = draw.choice((("ul", "li"), ("ol", "li"), ("div", "div"), ("dl", "dd")))
    return f"<{outer}>" + "\n".join(f"<{inner}>{escape(line)}</{inner}>" for line in lines if line.strip()) + f"</{outer}>"


def anchored(lines: Sequence[str], draw: Random) -> str:
    """Numbered paragraphs with anchors and page numbers, as books and laws on the web have them."""
    found = []
    for number, block in enumerate(blocks(lines), start=1):
        mark = draw.choice(
            (f'<a id="p{number}"></a>', f'<span class="pagenum">[{number}]</span>', f'<a href="#n{number}">{number}</a> ', "")
        )
        found.append(
            f"<div class='chapter'><p>{mark}{escape(' '.join(block))}</p></div>"
            if draw.random() < 0.2
            else f"<p>{mark}{escape(' '.join(block))}</p>"
        )
    return "\n".join(found)


FORMS: tuple[Form, ...] = (paragraphs, paragraphs, lines_as_paragraphs, preformatted, broken_lines, items, anchored)


def blocks(lines: Sequence[str]) -> list[list[str]]:
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def as_page(text: str, draw: Random) -> str:
    """Return the text as a page without any furniture, in one of the forms."""
    lines = text.split("\n")
    title = next((line.strip() for line in lines if line.strip()), "")
    body = draw.choice(FORMS)(lines, draw)
    outer = draw.choice(
        ("{}", "<div id='text'>{}</div>", "<article>{}</article>", "<main>{}</main>", "<div class='content'><div>{}</div></div>")
    )
    head = f"<h1>{escape(title)}</h1>" if draw.random() < 0.3 else ""
    return f"<html><head><title>{escape(title)}</title></head><body>{head}{outer.format(body)}</body></html>"
