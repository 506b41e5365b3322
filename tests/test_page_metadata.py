"""Author and date of a page in the wild: a wrong value is worse than none."""

from __future__ import annotations

import pytest

from curate.readers.html import read_html

TEXT = "<p>The council met on Monday evening to decide what should become of the mill, which has stood empty for years.</p>"


def metadata(inside: str, head: str = "", language: str = "en") -> dict[str, str]:
    top = f"<!doctype html><html lang={language}><head><title>The mill</title>{head}</head>"
    page = f"{top}<body><h1>The mill</h1>{inside}{TEXT}</body></html>"
    return dict(read_html("a.html", page).metadata)


@pytest.mark.parametrize(
    "inside",
    [
        "<div class=comments><p><a rel=author href=/u/7>frog77</a> <time datetime=2021-04-05>5 April</time></p><p>Well said.</p></div>",
        "<ol id=kommentare><li class='author vcard'><span class=fn>Frosch</span> <time datetime=2021-04-05>gestern</time></li></ol>",
        "<div itemprop=review><span itemprop=author>Eva L.</span><meta itemprop=datePublished content=2021-04-05></div>",
        "<div class='related-teasers'><a rel=author href=/u>Ada Berg</a> <time datetime=2021-04-05>5.4.</time></div>",
        "<section class=footnotes><ol><li id=fn1>See Moor, p. 44</li><li id=fn:2 role=doc-endnote>Ibid.</li></ol></section>",
    ],
    ids=["a comment", "a comment in German", "a review", "a teaser", "footnotes"],
)
def test_what_is_no_part_of_the_article_names_neither_author_nor_date(inside: str) -> None:
    found = metadata(inside)
    assert "author" not in found and "date" not in found


def test_the_articles_own_byline_does() -> None:
    found = metadata("<div class=byline>By <a rel=author href=/u>Ada Berg</a></div><time datetime=2021-04-05>5 April 2021</time>")
    assert (found["author"], found["date"]) == ("Ada Berg", "2021-04-05")


@pytest.mark.parametrize("heading", ["<h2>By the way</h2>", "<h2>Von der Schafzählung</h2>", "<li>By train</li>", "<p>Über uns</p>"])
def test_a_heading_that_begins_like_a_byline_names_nobody(heading: str) -> None:
    assert "author" not in metadata(TEXT + heading)


@pytest.mark.parametrize(
    ("language", "date", "candidates"),
    [
        ("en", None, "2023-03-05 2023-05-03"),
        ("en-US", "2023-03-05", None),
        ("en-GB", "2023-05-03", None),
        ("fr", "2023-05-03", None),
        ("zh", None, "2023-03-05 2023-05-03"),
    ],
)
def test_a_date_of_two_readings_is_decided_by_the_language_or_not_at_all(language: str, date: str | None, candidates: str | None) -> None:
    found = metadata("<p class=date>03/05/2023</p>", language=language)
    assert (found.get("date"), found.get("date_candidates")) == (date, candidates)


def test_a_date_of_one_reading_is_read() -> None:
    assert metadata("<p class=date>25/05/2023</p>")["date"] == "2023-05-25"


@pytest.mark.parametrize(
    "data",
    [
        '/* <![CDATA[ */ {"@type":"NewsArticle","datePublished":"2023-03-05","author":{"name":"Ada Berg"}} /* ]]> */',
        '//<![CDATA[\n{"@type":"Article","datePublished":"2023-03-05","author":"Ada Berg"}\n//]]>',
        '<!-- {"@type":"Article","datePublished":"2023-03-05","author":"Ada Berg"} -->',
        '{"@type":"WebPage","mainEntity":{"@type":"Article","datePublished":"2023-03-05","author":[{"name":"Ada Berg"}]}}',
        '{"@type":"BlogPosting","datePublished":"2023-03-05","author":{"givenName":"Ada","familyName":"Berg"}}',
    ],
)
def test_linked_data_is_read_however_it_is_wrapped(data: str) -> None:
    found = metadata("", head=f"<script type=application/ld+json>{data}</script>")
    assert (found["author"], found["date"]) == ("Ada Berg", "2023-03-05")


def test_the_author_of_a_review_is_not_that_of_the_product() -> None:
    data = '[{"@type":"Product","name":"Coat"},{"@type":"Review","datePublished":"2023-03-05","author":"Eva L."}]'
    found = metadata("", head=f"<script type=application/ld+json>{data}</script>")
    assert "author" not in found and "date" not in found
