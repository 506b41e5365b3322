"""Texts in scripts that put no spaces between words are counted, divided and joined like others."""

from __future__ import annotations

import pytest

from curate.cleaners import wrapping
from curate.cleaners.context import Context
from curate.config import Config
from curate.ledger.draft import Draft
from curate.rules.folding import fold_passage
from curate.rules.matching import Matcher
from curate.rules.registry import parse_pack
from curate.text.document import Document
from curate.text.segment import segment
from curate.text.words import count_words, is_running_text

CHINESE = "昨天夜里港口下了一整夜的雨，渔民们都没有出海，只在屋里补网，等着天亮。"
JAPANESE = "夕べは一晩中港に雨が降り続き、漁師たちは海に出ないで家で網を繕っていた。"
ARABIC = "هطل المطر طوال الليل على الميناء ولم يخرج الصيادون إلى البحر بل بقوا في بيوتهم يصلحون شباكهم؟"
HINDI = "रात भर बंदरगाह पर बारिश होती रही और मछुआरे समुद्र में नहीं गए बल्कि घर में बैठे जाल ठीक करते रहे।"


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, ARABIC, HINDI])
def test_a_paragraph_is_running_text_in_any_script(text: str) -> None:
    assert is_running_text(text)


@pytest.mark.parametrize("text", ["首页 新闻 财经 娱乐 体育 科技 汽车 房产 教育 健康 旅游 军事 论坛", "昨天夜里下雨。", "関連記事"])
def test_a_menu_and_a_short_line_are_not(text: str) -> None:
    assert not is_running_text(text)


def test_words_are_counted_where_none_are_apart() -> None:
    assert count_words("relatório") == 1
    assert count_words("") == count_words(" 　。") == 0
    assert 12 <= count_words(CHINESE) <= 20
    assert count_words("ข่าวล่าสุดวันนี้") > 1


def test_full_width_signs_at_the_end_do_not_count_when_phrases_are_compared() -> None:
    assert fold_passage("相关新闻：") == fold_passage("相关新闻") == fold_passage("■相关新闻")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ANA İÇERİĞE ATLA", "Ana içeriğe atla"),
        ("YORUMLAR KAPALI", "Yorumlar kapalı"),
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "Διαβάστε επίσης"),
        ("ПОКАЗАТЬ ЕЩЕ", "Показать ещё"),
        ("إقرأ أيضاً", "اقرا ايضا"),
        ("Зворотній зв’язок", "Зворотній зв'язок"),
    ],
)
def test_phrases_are_one_however_a_page_writes_their_letters(one: str, other: str) -> None:
    assert fold_passage(one) == fold_passage(other)


def test_paragraphs_of_one_line_are_passages_of_their_own() -> None:
    text = f"{CHINESE * 2}\n{CHINESE}\n{CHINESE * 2}"
    assert len(segment(text)) == 3


def test_the_lines_of_a_wrapped_paragraph_are_joined_without_a_space() -> None:
    text = (CHINESE * 6)[:-1]
    wrapped = "\n".join(text[at : at + 50] for at in range(0, len(text), 50)) + "。"
    context = Context(Document("t", wrapped, "text"), "zh", Config(), ())
    assert Draft(wrapped).revise(wrapping.propose(Draft(wrapped), context)).text == text + "。"


PACK = """
[[rule]]
id = "xx.a"
category = "page-metadata"
reason = "Why."
pattern = '来源：.{1,60}'
where = "head"
max_words = 8
removes = ["来源：港口报"]
keeps = ["来源不明。"]
"""


@pytest.mark.parametrize("before", [0, 1, 2])
def test_the_head_ends_before_the_second_running_passage(before: int) -> None:
    text = "\n".join([f"{CHINESE}{'天' * n}。" for n in range(before)] + ["来源：港口报"] + [f"{CHINESE}{'地' * n}。" for n in range(4)])
    matches = list(Matcher([parse_pack("xx", PACK)]).find_matches(text, segment(text)))
    assert [match.index for match in matches] == ([before] if before < 2 else [])


def test_a_pattern_counts_the_words_of_a_line_without_spaces() -> None:
    text = "来源：港口报与其他许多报纸都这样说过很多次"
    assert not list(Matcher([parse_pack("xx", PACK)]).find_matches(text, segment(text)))
