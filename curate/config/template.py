"""The text of a new `curate.toml`, as `curate init` writes it: every setting with its default, commented out."""

from __future__ import annotations

TEMPLATE = """\
# Settings of this corpus; each line shows the default.

[seeds]
# paths = ["seeds"]          # folders with seed files; or addresses, like "s3://bucket/pages"

[fields]                     # what the fields of JSON Lines and tables are called; the first that is there is taken
# text = ["text", "content", "raw_content", "body"]
# html = ["html", "raw_html"]                        # goes before text
# id = ["id", "doc_id", "key"]
# url = ["url", "uri", "source_url"]
# title = ["title", "headline"]
# date = ["date", "published", "timestamp"]
# author = ["author", "authors"]
# language = ["language", "lang"]
# licence = ["licence", "license"]

[boilerplate]
# setting = "balanced"       # or "cautious" (keeps when in doubt), "rules" (no model), "off"

[html]
# judge = "curate"           # or "trafilatura", to compare

[normalise]
# encoding = true            # repair mojibake, drop control characters
# typography = "repair"      # or "unify" (one style of quotation marks, dashes …), "off"
# spelling = "fix"           # or "suggest", "off"; the corpus' own words go into words.txt, one a line

[duplicates]
# passages = "drop"          # or "mark", "keep"
# documents = "mark"         # or "drop", "keep"
# quotations = "mark"        # or "drop", "keep"
# keep = "senior"            # which document keeps its text; or "longest", "newest"
# preferred = []             # beginnings of the ids of documents that keep theirs before all others, like ["books/"]
# threshold = 0.8            # Jaccard similarity of word 5-grams

[sites]
# furniture = "drop"         # lines that many pages of a site share; or "mark", "keep"

[guards]
# running_text = 0.2         # largest share of a document's running text that the judge may remove by its score alone; else it is kept
# protected = 0.5            # the same of paragraphs with quotations or numbers, headings, first and last paragraph, in doubt
# document = 0.9             # share of a document's words; where the judge removes more, the document is named
# page = 0.98                # the same of a page whose markup is known
# source = 0.8               # share of the words of a source, copies apart; where more was removed, the source is named
# rule = 0.7                 # by one rule
# category = 0.7             # by the rules of one category
"""
