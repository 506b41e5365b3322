"""HTML in, the fixed form of docs/rendering.md out."""

from __future__ import annotations

import logging
import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curate.errors import Unreadable
from curate.judge import trafilatura as main_content
from curate.readers.html import read_html
from curate.readers.page_metadata import PLACES
from curate.rules.registry import CATEGORIES
from curate.text.document import ROLES, Document
from curate.text.segment import segment

INLINE_RENDERINGS = {
    "a paragraph": ("<p>It rained.</p>", "It rained.\n"),
    "text without any element": ("It rained.", "It rained.\n"),
    "a no-break space": ("<p>10&nbsp;km</p>", "10\xa0km\n"),
    "a word in two pieces": ("<p><b>D</b>er Regen</p>", "Der Regen\n"),
    "joiners": ("<p>\u200dمی\u200cخواهم</p>", "\u200dمی\u200cخواهم\n"),
    "a place to break a long word": ("<p>0.4061<wbr>6753<wbr>67</p><p>b", "0.4061675367\n\nb\n"),
    "text after sources": ("<div><picture><source><img></picture>a<p>b</div>", "a\n\nb\n"),
    "a soft hyphen": ("<p>Regen&shy;schirm</p>", "Regen\xadschirm\n"),
    "what looks like markup": ("<p>a &lt;b&gt; &amp;amp; c</p>", "a <b> &amp; c\n"),
    "astral characters": ("<p>😀 𝔄</p>", "😀 𝔄\n"),
}
IN_THE_WILD = {
    "a note's number behind a year": ("<p>burned down in 1788<sup><a href=#n1>1</a></sup> and</p>", "burned down in 1788¹ and\n"),
    "two notes": ("<p>gebaut 1912<sup>3, 14</sup>.</p>", "gebaut 1912³, ¹⁴.\n"),
    "a power": ("<p>10<sup>-6</sup> m<sup>2</sup> et 3 m<sup>3</sup></p>", "10⁻⁶ m² et 3 m³\n"),
    "an ordinal is none": ("<p>the 1<sup>st</sup>, le 2<sup>e</sup>, nota [<sup>4</sup>]</p>", "the 1st, le 2e, nota [⁴]\n"),
    "a fraction is none": ("<p><sup>1</sup>/<sub>2</sub> l</p>", "1/2 l\n"),
    "a formula of chemistry is none": ("<p>CO<sub>2</sub></p>", "CO2\n"),
    "a reading without brackets": ("<p><ruby>灯台<rt>とうだい</rt></ruby>の下</p>", "灯台(とうだい)の下\n"),
    "a reading in Latin letters": ("<p>去<ruby>上海<rt>Shànghǎi</rt></ruby>了</p>", "去上海(Shànghǎi)了\n"),
    "a reading with brackets": ("<p><ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby></p>", "港（みなと）\n"),
    "an empty reading": ("<p><ruby>港<rt></rt></ruby></p>", "港\n"),
    "spans side by side": ("<div><span>5 May 2020</span><span>Ada Berg</span></div>", "5 May 2020 Ada Berg\n"),
    "a label and its value": ("<li><span>Höhe</span><span>312 m</span></li>", "- Höhe 312 m\n"),
    "spans that are one word": ("<p><span>un</span><span>bekannt</span> <span>W</span><span>hen</span></p>", "unbekannt When\n"),
    "letters drawn one by one": ("<div><span>L</span><span>u</span><span>x</span></div>", "Lux\n"),
    "a script that draws a formula": ("<p>is <script type=math/tex>v=\\frac{s}{t}</script>, if</p>", "is v=\\frac{s}{t}, if\n"),
    "a formula as MathML with its source": (
        "<p>gilt <math><mi>a</mi><msqrt><mi>b</mi></msqrt><annotation encoding=application/x-tex>a\\sqrt b</annotation></math>.</p>",
        "gilt a\\sqrt b.\n",
    ),
    "a formula as a picture": ("<p>où <img class=latex alt='\\alpha^2'> vaut</p>", "où \\alpha^2 vaut\n"),
    "a picture is none": ("<p>a <img class=photo alt='A pier'> b</p>", "a b\n"),
    "a label to tick in a list": ("<ul><li><label><input type=checkbox> 200 g flour</label><li>salt</ul>", "- 200 g flour\n- salt\n"),
    "markup written as text in a noscript": ("<p>a</p><noscript>&lt;img src=x&gt;</noscript>", "a\n"),
    "code with an element a line": ("<pre><code><div>if x:</div><div>    y</div></code></pre>", "```\nif x:\n    y\n```\n"),
    "the same with line breaks between": ("<pre><div>if x:</div>\n<div>    y</div>\n</pre>", "```\nif x:\n    y\n```\n"),
}
RENDERINGS = {
    "white space": ("<p> It\n\t rained.  </p>", "It rained.\n"),
    "two blocks": ("<p>One.</p><div>Two.</div>", "One.\n\nTwo.\n"),
    "text beside blocks keeps its place": ("<body>a<div>b</div>c<div>d<p>e</p>f</div>g", "a\n\nb\n\nc\n\nd\n\ne\n\nf\n\ng\n"),
    "block within inline": ("<a>One<div>two</div>three</a>", "One\n\ntwo\n\nthree\n"),
    "headings": ("<h1>A</h1><h6>B<br>C</h6>", "# A\n\n###### B C\n"),
    "a heading of two blocks": ("<h2><div>A</div><div>B</div></h2>", "## A\n\n## B\n"),
    "breaks": ("<p>one<br>two<br><br>three<br></p>four", "one\ntwo\n\nthree\n\nfour\n"),
    "a break at the start": ("<p>one</p><p><br>two</p>", "one\n\ntwo\n"),
    "items": ("<p>x</p><ul><li>a</li><li>b</li></ul><p>y</p>", "x\n\n- a\n- b\n\ny\n"),
    "numbers": ("<ol start=3><li>a<li>b<li value=9>c<li>d</ol>", "3. a\n4. b\n9. c\n10. d\n"),
    "a number that is none": ("<ol start=x><li value='99999999999999'>a</ol>", "1. a\n"),
    "nested lists": ("<ul><li>a<ol><li>b<ul><li>c</ul></ol><li>d</ul>", "- a\n  1. b\n    - c\n- d\n"),
    "an item that is a list only": ("<ul><li><ul><li>a</ul></ul>", "- a\n"),
    "an item of two paragraphs": ("<ul><li><p>a</p><p>b</p><li>c</ul>", "- a\n\n  b\n\n- c\n"),
    "an item with a break": ("<ul><li>a<br>b<li>c</ul>", "- a\n  b\n- c\n"),
    "an item that begins with a heading": ("<ul><li><h3>A</h3><p>b</p></ul>", "### A\n\nb\n"),
    "an item without a list": ("<div><li>a<li>b</div>", "- a\n- b\n"),
    "two lists": ("<ul><li>a</ul><ul><li>b</ul>", "- a\n\n- b\n"),
    "a table": ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a | b\n1 | 2\n"),
    "a caption": ("<table><caption>T</caption><tr><td>1<td>2</table>", "T\n\n1 | 2\n"),
    "empty cells": ("<table><tr><td><td>a<td><td>b<td></table>", "| a | | b |\n"),
    "a cell of one paragraph": ("<table><tr><td><p>a</p><td><div>b</div></table>", "a | b\n"),
    "a break in a cell": ("<table><tr><td>a<br>b<td>c</table>", "a b | c\n"),
    "a layout table": ("<table><tr><td>menu<td><p>One.</p><p>Two.</p></table>", "menu\n\nOne.\n\nTwo.\n"),
    "a table in a table": ("<table><tr><td><table><tr><td>1<td>2</table><td>x</table>", "1 | 2\n\nx\n"),
    "a long row with breaks": (f"<table><tr><td>{'a ' * 101}<br>b<td>c</table>", ("a " * 101).strip() + "\nb\n\nc\n"),
    "text outside cells": ("<table><tr>loose<td>a<td>b</table>", "loose\n\na | b\n"),
    "terms": ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\nb\nc\nd\n"),
    "a quotation": ("<blockquote><p>a</p><ul><li>b</ul></blockquote>c", "> a\n\n> - b\n\nc\n"),
    "a quotation in an item": ("<ul><li>a<blockquote>b</blockquote></ul>", "- a\n\n  > b\n"),
    "code": ("<pre>\n  if x:\n\ty  \n</pre>", "```\n  if x:\n\ty\n```\n"),
    "code with a fence in it": ("<pre>```\na\n```</pre>", "````\n```\na\n```\n````\n"),
    "code with elements": ("<pre><span>a</span><br><b> b</b></pre>", "```\na\n b\n```\n"),
    "empty code": ("a<pre> \n </pre>b", "a\n\nb\n"),
    "a figure": ("<figure><img alt=no><figcaption>A pier.</figcaption></figure>", "A pier.\n"),
    "controls": (
        "<form><label>Name</label><input value=no><select><option>a<option>b</select><textarea>t\n <b></textarea><button>Go</button>"
        "<input type=submit value=Send></form>",
        "Name\n\na\nb\n\nt <b>\n\nGo\n\nSend\n",
    ),
    "a button within a paragraph": ("<p>The <button>moor</button> lay still.</p>", "The moor lay still.\n"),
    "a checkbox does not cut its line": ("<div>one <input type=checkbox> two</div>", "one two\n"),
    "links without a space": ("<div><a>Home</a><a>News</a></div>", "Home News\n"),
    "a link within a word": ("<p>un<a>believ</a>able</p>", "unbelievable\n"),
    "custom elements": ("<x-a>one</x-a><x-b>two</x-b><p>a <x-c>b</x-c> c</p>", "one\n\ntwo\n\na b c\n"),
    "misnested": ("<p><b>a<i>b</b>c</i>d<div>e</p>f</div></span></table>g", "abcd\n\nef\n\ng\n"),
    "entities": ("<p>&auml;&#228;&#xe4; &hellip; &bogus; &#x80;</p>", "äää … &bogus; €\n"),
    "comments": ("<p>a<!-- no <p>no -->b</p><!--[if IE]>no<![endif]-->", "ab\n"),
    "CDATA": ("<p>a <![CDATA[b <i>c</i> &amp; d]]> e</p><!-- <![CDATA[ --><p>f</p><![CDATA[g", "a b c & d e\n\nf\n\ng\n"),
    "CDATA in XHTML": ("<?xml version='1.0'?><p>a <![CDATA[b <i>c</i> &amp; d]]> e</p>", "a b <i>c</i> &amp; d e\n"),
    "CDATA in a script": ("<script>//<![CDATA[\nno\n//]]></script><p>a</p>", "a\n"),
    "script and style": ("<style>no</style>a<script>no</script>b", "ab\n"),
    "the title": ("<title>no</title><p>a</p>", "a\n"),
    "XHTML": (
        '<?xml version="1.0" encoding="iso-8859-1"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/><script src="x"/></head>'
        "<body><p>ä</p></body></html>",
        "ä\n",
    ),
    "a byte order mark": ("\ufeff<p>a</p>", "a\n"),
    "NUL and control characters": ("<p>a\0b\x01c</p>\0", "abc\n"),
    "line breaks of Windows": ("<pre>a\r\nb</pre>", "```\na\nb\n```\n"),
    "text after the end": ("<html><body>a</body></html>b<p>c</p>d", "a\n\nb\n\nc\n\nd\n"),
    "two pages in one": ("<html><p>a</p></html><html><body>b</body></html>c", "a\n\nb\n\nc\n"),
    "deep nesting": ("<div>" * 1500 + "a" + "</div>" * 1500 + "b", "a\n\nb\n"),
    "ruby": ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢(かん)\n"),
    "a drawing": ("<p>a</p><svg><text>x</text><text>y</text></svg>", "a\n\nx y\n"),
}


@pytest.mark.parametrize(
    ("markup", "source"),
    [*INLINE_RENDERINGS.values(), *IN_THE_WILD.values(), *RENDERINGS.values()],
    ids=[*INLINE_RENDERINGS, *IN_THE_WILD, *RENDERINGS],
)
def test_the_rendering_has_the_documented_form(markup: str, source: str) -> None:
    document = read_html("a.html", markup)
    assert document.source == source
    assert spans(document) == segment(source), "read as plain text, the passages are the same"
    assert document.markup == markup and document.format == "html"


def spans(document: Document) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in document.passages]


def visible_passages(document: Document, hidden: bool = False) -> list[str]:
    return [document.source[p.start : p.end].strip() for p in document.passages if p.hidden == hidden]


HIDDEN = {
    "hidden": ("<p>a</p><p hidden>no</p>", ["a"], ["no"]),
    "style": ("a<p style='color:red; DISPLAY : none'>no</p><p style='visibility:hidden'>nor</p>", ["a"], ["no", "nor"]),
    "a style that hides nothing": ("<p style='backface-visibility:hidden'>a</p>", ["a"], []),
    "aria-hidden": ("a<p aria-hidden=true>no</p><p aria-hidden=false>b</p>", ["a", "b"], ["no"]),
    "within a line": ("<p>one <i aria-hidden=true>no</i>two</p>", ["one two"], ["no"]),
    "blocks within a line": ("<p>one <span hidden>no<br>nor</span> two</p>", ["one two"], ["no", "nor"]),
    "before a line": ("<h2><i aria-hidden=true>no</i> A</h2>", ["## A"], ["no"]),
    "an item's mark is for what is seen": ("<ul><li><i hidden>no</i>a<li hidden>b</ul>", ["- a"], ["no", "- b"]),
    "a cell": ("<table><tr><td>a<td>b<td hidden>no</table>", ["a | b"], ["no"]),
    "a row": ("<table><tr hidden><td>a<td>b<tr><td>1<td>2</table>", ["1 | 2"], ["a | b"]),
    "within code": ("<pre><i aria-hidden=true>1</i>a\nb</pre>", ["```\na\nb\n```"], ["1"]),
    "template": ("a<template><p>no</p></template>", ["a"], ["no"]),
    "noscript": ("a<noscript><p>no</p></noscript>", ["a"], ["no"]),
    "a frame": ("a<iframe><p>no <b>frame</b></p></iframe>", ["a"], ["no frame"]),
    "dialogs": ("<dialog>no</dialog><dialog open>a</dialog>", ["a"], ["no"]),
    "details": (
        "<details>no<summary>a</summary>nor<p>this</p>that</details><details open><summary>b</summary>c</details>",
        ["a", "b", "c"],
        ["no", "nor", "this", "that"],
    ),
    "all of it": ("<body style='display:none'><p>no</p></body>", [], ["no"]),
    "a page for those without scripts": (f"<noscript>{'word ' * 60}</noscript>", [], [("word " * 60).strip()]),
    "a drawing's title": ("<p>a<svg><title>no</title></svg></p>", ["a"], ["no"]),
}


@pytest.mark.parametrize(("markup", "seen", "unseen"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_text_is_kept_and_flagged(markup: str, seen: list[str], unseen: list[str]) -> None:
    document = read_html("a.html", markup)
    assert visible_passages(document) == seen
    assert visible_passages(document, hidden=True) == unseen


UNREADABLE = {
    "": "no visible text: the page is empty",
    " \n": "no visible text: the page is empty",
    "\0": "no visible text: the page is empty",
    "<!-- a -->": "no visible text: the page is empty",
    "<p>&nbsp;</p>": "no visible text: the page has markup only",
    "<div id=app></div><script>go()</script>": "no visible text: the page is a shell that a script fills",
    "<noscript>Enable JavaScript.</noscript><script>go()</script>": "no visible text: the page is a shell that a script fills",
    "<frameset><frame src=a><noframes>No frames.</noframes></frameset>": (
        "no visible text: the page is a frameset, its text is in the pages it names"
    ),
    "<div>" * 5000 + "a": "the page is nested too deep to be read without loss (line 1)",
}


@pytest.mark.parametrize(("markup", "reason"), UNREADABLE.items(), ids=range(len(UNREADABLE)))
def test_a_page_without_text_is_refused_with_the_reason(markup: str, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_html("a.html", markup)
    assert str(error.value) == reason


ROLES_BY_MARKUP = {
    "<p>a": "paragraph", "<h3>a": "heading", "<ul><li>a": "item", "<table><tr><td>a<td>b": "row", "<figcaption>a": "caption",
    "<blockquote><p>a": "quote", "<pre>a": "code", "<button>a": "control", "<dt>a": "term",
}  # fmt: skip


@pytest.mark.parametrize(("markup", "role"), ROLES_BY_MARKUP.items())
def test_each_passage_has_the_role_of_its_element(markup: str, role: str) -> None:
    assert [p.role for p in read_html("a.html", markup).passages] == [role]
    assert role in ROLES


PATHS = {
    "<nav class='main  Top' id=n role=navigation><a itemprop=url>a</a></nav>": (
        "body",
        "nav.main.Top#n[role=navigation]",
        "a[itemprop=url]",
    ),
    "<div><p><a>a</a> b</p></div>": ("body", "div", "p"),
    "<div><p><b><a>a</a><i>b</i></b></p></div>": ("body", "div", "p", "b"),
    "<table><tr class=r><td>a<td>b</table>": ("body", "table", "tr.r"),
    "<div>" * 99 + "a": ("div",) * 64,
}


@pytest.mark.parametrize(("markup", "path"), PATHS.items(), ids=range(len(PATHS)))
def test_the_path_names_the_elements_around_a_whole_passage(markup: str, path: tuple[str, ...]) -> None:
    assert read_html("a.html", markup).passages[0].path == path


TAGS = "a b br button dd details div dl dt em h1 h2 i iframe label li ol option p pre script select span table td template tr ul x-y blockquote"
MARKUP = st.lists(
    st.one_of(
        st.sampled_from(TAGS.split()).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag}>", f"<{tag} hidden>"])),
        st.from_regex(r"[a-z]{1,5}( [a-z]{1,5})?", fullmatch=True),
        st.sampled_from([" ", "\n"]),
    ),
    max_size=40,
).map("".join)


@given(MARKUP)
def test_no_character_is_lost_and_passages_tile(markup: str) -> None:
    from curate.readers.page_tree import parse_page
    from curate.readers.rendering import render_lines

    try:
        root = parse_page(markup)
    except Unreadable:
        return
    lines = render_lines(root)
    texts = [t for t in root.xpath("//text()[not(ancestor::script or ancestor::style)]") if t.strip()]
    assert Counter("".join(texts).replace(" ", "").replace("\n", "")) == Counter(
        re.sub(r"[ \n|]", "", "".join(line.text for line in lines))
    )
    try:
        document = read_html("a.html", markup)
    except Unreadable:
        return
    assert [0, *(end for _, end in spans(document))] == [*(start for start, _ in spans(document)), len(document.source)]
    assert all(document.source[start:end].endswith("\n") for start, end in spans(document))


METADATA = {
    "nothing": ("<p>a</p>", {}),
    "title": ("<title> A\n storm </title>", {"title": "A storm"}),
    "title of social media goes first": ("<title>A - S</title><meta property='og:title' content=A>", {"title": "A"}),
    "the heading that the title begins with": ("<title>A storm - The Times</title><h1>A storm</h1>", {"title": "A storm"}),
    "a heading that is half of the title": ("<title>War: no end</title><h1>War</h1>", {"title": "War: no end"}),
    "author": ("<meta name=author content='By Ada Byron'>", {"author": "Ada Byron"}),
    "an author that is none": ("<meta name=author content='https://facebook.com/x'><meta name=dc.creator content=admin>", {}),
    "JSON-LD": (
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "S"}, {"@type": "NewsArticle", "headline": "A",'
        '"author": [{"name": "Ada"}, {"name": "Bo"}], "datePublished": "2020-02-03T04:05:06Z", "license": "https://l.org/"}]}</script>',
        {"title": "A", "author": "Ada; Bo", "date": "2020-02-03", "site": "S", "licence": "https://l.org/"},
    ),
    "JSON-LD of another thing": ('<script type="application/ld+json">{"@type": "Event", "author": {"name": "Ada"}}</script>', {}),
    "broken JSON-LD": ('<script type="application/ld+json">{"@type": ' + "[" * 9999 + "</script>", {}),
    "date": ("<meta property='article:published_time' content='2020-02-03T04:05'>", {"date": "2020-02-03"}),
    "a day that is not in the calendar": ("<meta name=date content=2020-02-30>", {}),
    "a date with two readings": ("<meta name=date content=3/4/2020>", {}),
    "the only time": ("<time datetime=2020-02-03>today</time>", {"date": "2020-02-03"}),
    "times of several days": ("<time datetime=2020-02-03>a</time><time datetime=2020-02-04>b</time>", {}),
    "language, address, licence, site": (
        "<html lang=de_at><link rel=canonical href=https://a.at/b><link rel=license href=https://l.org/><meta property=og:site_name content=S>",
        {"language": "de-AT", "url": "https://a.at/b", "licence": "https://l.org/", "site": "S"},
    ),
    "an address without a host": ("<link rel=canonical href=/b>", {}),
}


@pytest.mark.parametrize(("head", "expected"), METADATA.values(), ids=METADATA)
def test_metadata_of_the_head_are_extracted(head: str, expected: dict[str, str]) -> None:
    metadata = read_html("a.html", head + "<p>It rained.</p>").metadata
    assert metadata == expected
    assert set(metadata) <= set(PLACES)


STORY = [
    "The rain fell on the harbour all that night, and in the morning the boats were gone from the quay.",
    "Nobody in the village could say afterwards who had first seen the light above the old mill that evening.",
    "They searched the shore for three days, from the pier to the cliffs, and found nothing but a single oar.",
]
PAGE = (
    "<html><head><title>A storm | The Times</title></head><body><nav><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
    f"<h1>A storm</h1><article><p>{STORY[0]}</p><h2>The light</h2><p>{STORY[1]}</p><p>{STORY[2]}</p></article>"
    f"<aside class=teaser><a href=/x>{STORY[0][:40]}</a></aside><footer>© The Times</footer></body></html>"
)


def test_select_finds_the_main_content_and_the_title() -> None:
    document = read_html("a.html", PAGE)
    selected = [document.source[p.start : p.end].strip() for i, p in enumerate(document.passages) if i in main_content.select(document)]
    assert selected == ["# A storm", STORY[0], "## The light", *STORY[1:]]


def test_select_is_empty_and_silent_where_trafilatura_fails(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        assert main_content.select(Document("a.html", "", "html", markup="<html></html>")) == set()
    assert not caplog.records


def test_copies_are_selected_as_often_as_the_output_has_them_and_in_order() -> None:
    from curate.judge.trafilatura.alignment import align_texts, split_words

    texts = [split_words(t) for t in (STORY[1], STORY[0], "Note", STORY[1], STORY[2], "Note")]
    assert align_texts(texts, "\n".join(STORY)) == {1, 3, 4}
    assert align_texts(texts, "\n".join([STORY[0], "Note", *STORY[1:]])) == {1, 2, 3, 4}


GROUNDS = {
    "<nav><p>a</p></nav>": "navigation",
    "<div role=banner>a</div>": "navigation",
    "<div class=breadcrumb>a</div>": "navigation",
    "<footer>a</footer>": "legal",
    "<footer><div class=socialLinks>a</div></footer>": "sharing",
    "<aside>a</aside>": "related-links",
    "<div class=related-posts>a</div>": "related-links",
    "<div id=cookie-banner>a</div>": "cookie-consent",
    "<div class=newsletter-signup>a</div>": "newsletter",
    "<div class=paywall>a</div>": "login",
    "<div id=comments><p>a</p></div>": "comment-policy",
    "<section class=product-reviews><div class=review-body>a</div></section>": "comment-policy",
    "<div role=dialog class=box>a</div>": "navigation",
    "<div class=newsletter-popup>a</div>": "newsletter",
    "<div class=imageCaption>a</div>": "credit",
    "<div class=news-slider><p class=slide>a</p></div>": "related-links",
    "<div class=ad-slot>a</div>": "advertisement",
    "<span class=byline>a</span>": "byline",
    "<div class=entry-meta>a</div>": "page-metadata",
    "<p hidden>a</p>": "page-metadata",
    "<body class='nav ads'><div class='shadow heading'>a</div>": "navigation",
}


@pytest.mark.parametrize(("markup", "category"), GROUNDS.items())
def test_grounds(markup: str, category: str) -> None:
    document = read_html("a.html", markup)
    found, reason, confidence = main_content.find_ground(document, 0)
    assert (found, found in CATEGORIES, reason.endswith("."), 0 < confidence < 1) == (category, True, True, True)


def test_a_ground_that_the_markup_does_not_give_is_called_unsure() -> None:
    _, reason, confidence = main_content.find_ground(read_html("a.html", "<div class=x>a</div>"), 0)
    assert (reason, confidence) == ("trafilatura did not take it for main content; its markup does not say why.", 0.4)


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<p>" * 70_000, "a page with 70,000 tags, more than 60,000; split it or export its text"),
        ("<p " + "a=1 " * 20_000 + ">x", "a page with 20,000 attributes in one tag, more than 10,000; split it or export its text"),
        ("<p>x" + "\n" * 400_000, "a page with 400,000 lines, more than 300,000; split it or export its text"),
    ],
)
def test_a_page_that_would_hang_a_parser_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_html("x", markup)
    assert str(error.value) == reason
