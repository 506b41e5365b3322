"""HTML that parsers and extractors hang on, blow up on, or lose text of."""

from __future__ import annotations

from hostile.made import CLEANED, EITHER, QUARANTINED, SENTENCE, Table, page

_P = f"<p>{SENTENCE}</p>"
_LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
_BOMB = f'<!DOCTYPE html [<!ENTITY l0 "lol lol lol lol lol">{_LAUGHS}]>'


def _raw(text: str) -> bytes:
    return text.encode("utf-8")


INPUTS: Table = {
    # nesting
    "deep-div.html": (EITHER, lambda n: page("<div>" * (n // 20) + SENTENCE + "</div>" * (n // 20))),
    "deep-254.html": (CLEANED, lambda n: page("<div>" * 260 + SENTENCE + "</div>" * 260 + _P)),
    "deep-2000.html": (EITHER, lambda n: page("<div>" * 2_100 + SENTENCE + "</div>" * 2_100 + _P)),
    "deep-inline.html": (EITHER, lambda n: page("<p>" + "<b>" * (n // 20) + SENTENCE)),
    "deep-table.html": (EITHER, lambda n: page("<table><tr><td>" * (n // 60) + SENTENCE)),
    "deep-list.html": (EITHER, lambda n: page("<ul><li>a line" * (n // 60) + SENTENCE)),
    "deep-quote.html": (EITHER, lambda n: page("<blockquote>" * (n // 40) + SENTENCE)),
    "deep-details.html": (EITHER, lambda n: page("<details>some words" * (n // 40) + SENTENCE)),
    "deep-iframe.html": (EITHER, lambda n: page("<iframe>" * (n // 40) + SENTENCE)),
    "deep-svg.html": (EITHER, lambda n: page("<svg><g><text>" * (n // 80) + SENTENCE)),
    "misnested.html": (EITHER, lambda n: page("<b><i><u>word</b></u></i> " * (n // 130) + _P)),
    "unclosed-formatting.html": (EITHER, lambda n: page("<p><b><i><a href=x>word" * (n // 80) + _P)),
    # attributes and tags
    "many-attributes.html": (QUARANTINED, lambda n: page(f"<p {' '.join(f'a{i}=1' for i in range(max(n, 10_001)))}>{SENTENCE}</p>")),
    "bare-attributes.html": (EITHER, lambda n: page(f"<p {' '.join(f'a{i}' for i in range(n // 8))}>{SENTENCE}</p>")),
    "long-attribute.html": (CLEANED, lambda n: page(f'<p title="{"x" * n}">{SENTENCE}</p>')),
    "many-classes.html": (CLEANED, lambda n: page(f'<p class="{" ".join(f"c{i}" for i in range(n // 8))}">{SENTENCE}</p>')),
    "long-style.html": (CLEANED, lambda n: page(f'<p style="{"; " * (n // 2)}">{SENTENCE}</p>')),
    "unclosed-quote.html": (EITHER, lambda n: page(_P + '<a href="' * (n // 20) + SENTENCE)),
    "long-tag-name.html": (EITHER, lambda n: page(f"<{'x' * n}>{SENTENCE}</{'x' * n}>{_P}")),
    "distinct-tags.html": (EITHER, lambda n: page("".join(f"<t{i}>w</t{i}>" for i in range(min(n, 1_000_000) // 40)) + _P)),
    "custom-elements.html": (EITHER, lambda n: page("<x-a>word</x-a>" * (n // 40) + _P)),
    "angles.html": (QUARANTINED, lambda n: page("<" * max(n, 60_001) + SENTENCE)),
    "closing-angles.html": (CLEANED, lambda n: page(_P + ">" * n)),
    "equals.html": (CLEANED, lambda n: page(f"<p>{'=' * n}</p>{_P}")),
    "angle-equals.html": (QUARANTINED, lambda n: page("<a" + "=" * n)),
    "lone-ends.html": (EITHER, lambda n: page(_P + "</div></p></b>" * (n // 60) + _P)),
    # much of one thing
    "many-br.html": (QUARANTINED, lambda n: page("<br>" * max(n, 60_001) + _P)),
    "many-links.html": (QUARANTINED, lambda n: page("".join(f'<a href="/{i}">link {i}</a> ' for i in range(max(n // 2, 30_001))) + _P)),
    "many-links-below.html": (CLEANED, lambda n: page("".join(f'<a href="/{i}">link {i}</a> ' for i in range(min(n // 8, 29_000))) + _P)),
    "many-paragraphs.html": (QUARANTINED, lambda n: page("<p>a</p>" * max(n, 30_001))),
    "same-paragraphs.html": (EITHER, lambda n: page(_P * min(n // 60, 29_000))),
    "many-items.html": (CLEANED, lambda n: page(f"<ul>{'<li>an item of the list</li>' * min(n // 60, 29_000)}</ul>{_P}")),
    "many-cells.html": (CLEANED, lambda n: page(f"<table><tr>{'<td>1</td>' * min(n // 60, 29_000)}</tr></table>{_P}")),
    "many-headings.html": (CLEANED, lambda n: page(f"<h2>A heading</h2>{_P}" * min(n // 100, 14_000))),
    "many-details.html": (CLEANED, lambda n: page(f"<details>text<b>more</b> tail</details>{_P}" * min(n // 200, 9_000))),
    "many-options.html": (CLEANED, lambda n: page(f"<select>{'<option>a choice' * min(n // 40, 50_000)}</select>{_P}")),
    "many-lines.html": (QUARANTINED, lambda n: page(f"<pre>{chr(10) * max(n, 300_001)}</pre>{_P}")),
    "many-lines-below.html": (CLEANED, lambda n: page(f"<pre>{'x' + chr(10) * min(n // 4, 290_000)}y</pre>{_P}")),
    "long-line.html": (CLEANED, lambda n: page(f"<p>{'and then the rain fell again ' * (n // 29)}.</p>")),
    "long-word.html": (EITHER, lambda n: page(f"<p>{'x' * n}</p>{_P}")),
    "white-space.html": (CLEANED, lambda n: page(f"<p>{' ' * n}</p>{_P}{' ' * n}")),
    "inline-runs.html": (CLEANED, lambda n: page(f"<p>{'<i>so</i> ' * min(n // 20, 29_000)}.</p>{_P}")),
    # comments, sections, scripts
    "open-comment.html": (EITHER, lambda n: page(f"{_P}<!-- {SENTENCE * (n // 100)}")),
    "many-comments.html": (EITHER, lambda n: page(_P + "<!--" * (n // 20) + SENTENCE)),
    "short-comments.html": (CLEANED, lambda n: page(_P + "<!-- a -->" * min(n // 20, 59_000) + _P)),
    "comment-dashes.html": (EITHER, lambda n: page(f"{_P}<!-{'-' * n}{_P}")),
    "many-sections.html": (EITHER, lambda n: page("<![CDATA[" * (n // 20) + SENTENCE)),
    "many-sections-closed.xhtml": (CLEANED, lambda n: b"<?xml version='1.0'?>" + page("<![CDATA[ a < b ]]>" * (n // 60) + _P)),
    "open-script.html": (EITHER, lambda n: page(f"{_P}<script>{'var x = 1; ' * (n // 11)}")),
    "script-ends.html": (EITHER, lambda n: page(f"{_P}<script>{'</scrip' * (n // 20)}</script>{_P}")),
    "open-style.html": (EITHER, lambda n: page(f"{_P}<style>{'a { b: c } ' * (n // 11)}")),
    "open-textarea.html": (EITHER, lambda n: page(f"{_P}<textarea>{'word ' * (n // 5)}")),
    "plaintext.html": (CLEANED, lambda n: page(f"{_P}<plaintext>{'word ' * (n // 5)}")),
    "script-shell.html": (QUARANTINED, lambda n: page("<div id=root></div><script>" + "x();" * (n // 4) + "</script>")),
    "frameset.html": (QUARANTINED, lambda n: _raw("<html><frameset>" + "<frame src=a.html>" * (n // 60) + "</frameset></html>")),
    "only-markup.html": (QUARANTINED, lambda n: page("<div></div>" * (n // 40))),
    "only-comment.html": (QUARANTINED, lambda n: _raw(f"<!-- {SENTENCE * (n // 100)} -->")),
    "processing.html": (CLEANED, lambda n: page(_P + "<?php echo 1; ?>" * min(n // 40, 50_000) + _P)),
    # entities
    "laughs.html": (EITHER, lambda n: _raw(f"{_BOMB}<html><body>{_P}<p>&l9;</p></body></html>")),
    "laughs.xhtml": (EITHER, lambda n: _raw(f'<?xml version="1.0"?>{_BOMB}<html><body>{_P}<p>&l9;</p></body></html>')),
    "outside.xhtml": (
        CLEANED,
        lambda n: _raw(
            f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>{_P}<p>&x;</p></body></html>'
        ),
    ),
    "many-entities.html": (CLEANED, lambda n: page(f"<p>{'&amp;' * (n // 5)}</p>{_P}")),
    "bare-entities.html": (CLEANED, lambda n: page(f"<p>{'&' * n}</p>{_P}")),
    "odd-entities.html": (CLEANED, lambda n: page("<p>&#0;&#xD800;&#x110000;&#xFFFE;&#99999999999;&#128;&nosuch;</p>" * (n // 300) + _P)),
    "twice-escaped.html": (CLEANED, lambda n: page(f"<p>{'&amp;amp;' * (n // 9)}</p>{_P}")),
    "long-doctype.html": (EITHER, lambda n: _raw(f"<!DOCTYPE {'x' * n}><html><body>{_P}</body></html>")),
    # numbers and metadata
    "vast-numbers.html": (
        CLEANED,
        lambda n: page(f"<ol start={'9' * (n // 10)}><li value=-{'9' * 400}>one</ol><table><td colspan=999999999>x</table>{_P}"),
    ),
    "deep-linked-data.html": (CLEANED, lambda n: page(_P, f'<script type="application/ld+json">{"[" * n}</script>')),
    "nested-linked-data.html": (
        CLEANED,
        lambda n: page(_P, f'<script type="application/ld+json">{chr(123) + chr(34) + "a" + chr(34) + ":"}' * (n // 60) + "</script>"),
    ),
    "long-title.html": (
        CLEANED,
        lambda n: page(_P, f"<title>{'word | ' * (n // 7)}</title><meta property='og:title' content='{'x' * n}'>"),
    ),
    "many-metas.html": (CLEANED, lambda n: page(_P, "<meta name=author content='A. Nobody'>" * min(n // 60, 50_000))),
    "many-dates.html": (
        CLEANED,
        lambda n: page(
            "".join(f"<time datetime='19{i % 90 + 10}-01-01'>1 May 19{i % 90 + 10}</time> " for i in range(min(n // 60, 20_000))) + _P
        ),
    ),
    "many-digits.html": (CLEANED, lambda n: page(f"<p>{'20' * (n // 2)}</p><p>{'1/1/' * (n // 4)}</p>{_P}")),
    "lying-charset.html": (
        EITHER,
        lambda n: page(f"<p>Äußerungen über Öl. {SENTENCE}</p>", "<meta charset=utf-16><meta charset=x-user-defined>"),
    ),
    "unknown-charset.html": (CLEANED, lambda n: page(_P, "<meta charset=klingon>").replace(b"harbour", b"h\xe4fen")),
}
