"""What a user of the judge would notice, on small pages of several languages."""

import numpy as np
import pytest

from curate.judge import Verdict, judge
from curate.judge.context import lay_out
from curate.judge.cues import CATEGORIES, find_cues, load_lexicon
from curate.judge.features import count_repeats
from curate.judge.stretches import measure_doubt
from curate.judge.text import lay_out_text
from curate.judge.weights import load_weights

MENU = ["Home\n", "Products\n", "News\n", "Contact us\n", "Login\n\n"]
FOOTER = ["Privacy policy\n", "Terms of use\n", "All rights reserved\n", "Follow us on Facebook\n"]
ENGLISH = [
    "The lighthouse keeper of the northern island retires\n\n",
    "After forty years on the rock, the last keeper of the lighthouse has handed over the keys to a machine that will "
    "watch the lamp from the mainland.\n\n",
    "He had come to the island as a young man, he said, because he wanted to read all the books that he had never had "
    "the time to open. The storms of the first winter taught him that there was other work to do.\n\n",
    "The lamp was turned by hand until engineers brought electricity to the island, and even then he did not trust "
    "it. On clear nights he went up the stairs to see with his own eyes that the light was still moving.\n\n",
    "What he will miss, he says, is not the sea but the silence between two ships. The house will be a museum in the "
    "spring, and he has been asked to show the visitors around.\n\n",
]
GERMAN = [
    "Die alte Mühle am Fluss bekommt ein neues Dach\n\n",
    "Nach langem Streit hat der Gemeinderat am Dienstag beschlossen, dass die Mühle am Fluss noch in diesem Jahr "
    "ein neues Dach bekommen soll.\n\n",
    "Das Gebäude steht seit mehr als dreißig Jahren leer, und durch die Löcher im Dach regnet es bis in den Keller. "
    "Der Verein, der die Mühle retten will, hat dafür über viele Jahre Geld gesammelt.\n\n",
    "„Wir haben nicht mehr daran geglaubt“, sagte die Vorsitzende des Vereins nach der Sitzung. Die Arbeiten sollen "
    "im Frühjahr beginnen und werden nach ihren Worten wohl zwei Jahre dauern.\n\n",
    "Später soll in der Mühle wieder Mehl gemahlen werden, wenn auch nur an den Wochenenden und für Besucher, die "
    "sehen wollen, wie das früher war.\n\n",
]
CHINESE = [
    "老图书馆将在春天重新开放\n\n",
    "经过三年的修缮，位于河边的老图书馆将在明年春天重新向读者开放。市政府在周二的会议上宣布了这个消息。\n\n",
    "这座建筑已经有一百多年的历史，屋顶漏水，墙壁也有裂缝。修缮期间，工人们在地下室发现了许多被遗忘的书籍和信件。\n\n",
    "馆长说，这些信件将和其他文物一起展出，读者可以免费参观。她希望更多的年轻人能够回到这里来读书。\n\n",
]
JAPANESE = [
    "川沿いの古い駅舎が博物館になる\n\n",
    "三年間の工事を終えて、川沿いの古い駅舎が来年の春に博物館として開館することになった。市が火曜日に発表した。\n\n",
    "駅舎は百年以上前に建てられたもので、屋根からは雨が漏り、壁にはひびが入っていた。工事中に地下室から多くの手紙が見つかった。\n\n",
    "館長は、これらの手紙もほかの資料と一緒に展示され、誰でも無料で見ることができると話している。\n\n",
]


def kept(passages: list[str], setting: str = "balanced") -> list[str]:
    verdicts = judge([passages], setting)[0]
    return [passage for passage, verdict in zip(passages, verdicts, strict=True) if verdict.keep]


@pytest.mark.parametrize("article", [ENGLISH, GERMAN, CHINESE, JAPANESE], ids=["en", "de", "zh", "ja"])
@pytest.mark.parametrize("setting", ["balanced", "cautious"])
def test_a_bare_article_stays_whole(article: list[str], setting: str) -> None:
    assert kept(article, setting) == article


@pytest.mark.parametrize("article", [ENGLISH, GERMAN, CHINESE, JAPANESE], ids=["en", "de", "zh", "ja"])
def test_an_article_stays_whole_between_menu_and_footer(article: list[str]) -> None:
    assert [passage for passage in kept(MENU + article + FOOTER) if passage in article] == article


@pytest.mark.parametrize("article", [ENGLISH, GERMAN], ids=["en", "de"])
def test_menu_and_footer_go(article: list[str]) -> None:
    assert kept(MENU + article + FOOTER) == article


def test_a_paragraph_between_ads_stays() -> None:
    page = [*GERMAN[:3], "Anzeige\n", "Anzeige\n\n", GERMAN[3], "Anzeige\n", "Anzeige\n\n", GERMAN[4]]
    assert [passage for passage in kept(MENU + page + FOOTER) if passage in GERMAN] == GERMAN


def test_a_short_last_paragraph_behind_a_teaser_stays() -> None:
    head = ["Council votes to reopen the ferry line\n", "By our newsroom\n", "Published 3 May 2024, 08:30\n\n", "Share on Facebook\n\n"]
    lede = "The council voted on Monday evening to reopen the ferry line that was closed in the flood last year. Two boats were sold.\n\n"
    teaser = "Read also: How the flood changed the town\n\n"
    closing = "Tickets will be sold on board and in the office at the harbour.\n\n"
    foot = ["Sign up for our newsletter\n", "Enter your email address\n", "This website uses cookies.\n", "All rights reserved\n"]
    found = kept([*head, lede, teaser, closing, *foot])
    assert lede in found
    assert closing in found
    assert not set(found) & set(foot)


def test_a_last_paragraph_that_speaks_of_a_newsletter_stays() -> None:
    last = (
        "The museum in the harbour would like to have the ledgers, but the keeper has not decided. They told him that he should "
        "subscribe to our newsletter and would then hear of the archive; he has no computer, he said.\n\n"
    )
    assert last in kept([*ENGLISH, "Related: Ten walks along the northern coast\n\n", last, *FOOTER])


def test_a_removal_names_category_and_cue() -> None:
    page = [*MENU, *GERMAN, "Melde dich an und erhalte unseren Newsletter\n", "Impressum\n", "Datenschutz\n", "Alle Rechte vorbehalten\n"]
    newsletter, *_, legal = judge([page])[0][-4:]
    assert (newsletter.keep, newsletter.category) == (False, "newsletter")
    assert "melde dich an" in newsletter.reason or "newsletter" in newsletter.reason
    assert (legal.keep, legal.category) == (False, "legal")


def test_a_list_of_links_is_called_one() -> None:
    links = [f"{name}\n" for name in ("Politics", "Economy", "Travel", "Style", "Science", "Motoring", "Gardens", "Chess")]
    reasons = [verdict.reason for verdict in judge([MENU + ENGLISH + links])[0] if not verdict.keep]
    assert any("short lines without a full stop: link list" in reason for reason in reasons)


def test_a_verdict_says_what_speaks_for_it_besides_the_score() -> None:
    links = [f"{name}\n" for name in ("Politics", "Economy", "Travel", "Style", "Science", "Motoring", "Gardens", "Chess")]
    verdicts = judge([[*MENU, *GERMAN, "Melde dich an und erhalte unseren Newsletter\n", *links]])[0][len(MENU + GERMAN) :]
    assert verdicts[0].evidence == "cue" and not verdicts[0].alone
    unnamed = [verdict for verdict in verdicts[1:] if not verdict.keep and verdict.evidence != "cue"]
    assert unnamed and all(verdict.evidence == "list" and verdict.alone for verdict in unnamed)
    unsure = Verdict(False, 0.1, "related-links", "unsure", 0.5, True, "score")
    assert unsure.alone and not Verdict(True, 0.9, "", "", 0.9, False).alone


def test_verdicts_are_plain_values() -> None:
    for verdict in judge([MENU + ENGLISH])[0]:
        assert isinstance(verdict, Verdict)
        assert verdict.keep == (verdict.evidence == "")
        assert verdict.keep == (verdict.category == "")
        assert verdict.keep or verdict.category in CATEGORIES
        assert 0 <= verdict.probability <= 1
        assert 0 <= verdict.confidence <= 1
        assert round(verdict.probability, 3) == verdict.probability


@pytest.mark.parametrize("documents", [[], [[]], [[""]], [["\n"], []], [["***\n", "—\n"]], [["\ud800\n"]]])
def test_nothing_to_judge(documents: list[list[str]]) -> None:
    verdicts = judge(documents)
    assert [len(found) for found in verdicts] == [len(document) for document in documents]
    assert all(verdict.keep for found in verdicts for verdict in found)


def test_other_documents_in_the_batch_change_nothing() -> None:
    page = MENU + GERMAN + FOOTER
    alone = judge([page])[0]
    assert judge([ENGLISH, page, CHINESE, []])[1] == alone


def test_an_unknown_setting_is_named() -> None:
    with pytest.raises(ValueError, match="bold"):
        judge([ENGLISH], "bold")


def test_cues_count_in_whole_passages_and_inside() -> None:
    text = lay_out_text([["Anzeige\n", "Eine Anzeige erstattet\n", "Please accept all cookies now\n"]], load_weights().tables)
    cues = find_cues(text, load_lexicon())
    names = [{CATEGORIES[place] for place in row.nonzero()[0]} for row in cues.flags]
    assert names == [{"advertisement"}, set(), {"cookie-consent"}]


def test_repeats_are_counted_within_a_document() -> None:
    text = lay_out_text([["Read more\n", "Other\n", "READ MORE!\n"], ["Read more\n"]], load_weights().tables)
    assert count_repeats(text).tolist() == [2, 1, 2, 1]


def test_chinese_characters_are_words() -> None:
    text = lay_out_text([["图书馆 open\n"]], load_weights().tables)
    assert text.words.tolist() == [4]


ATTENDANCE = [
    "| Name | Role | Organisation |\n",
    "| --- | --- | --- |\n",
    *(f"| {name} | {role} | {house} |\n" for name, role, house in zip(
        ("Ada Berg", "Ben Holt", "Cleo Marsh", "Dan Rowe", "Eve Stone"),
        ("Chair", "Secretary", "Treasurer", "Guest", "Guest"),
        ("Harbour Trust", "Mill Works", "Harbour Trust", "Quay Bank", "Mill Works"),
        strict=True,
    )),
]  # fmt: skip


@pytest.mark.parametrize("setting", ["balanced", "cautious"])
def test_a_table_drawn_with_bars_stays_whole_on_a_page(setting: str) -> None:
    found = kept([*MENU, *ENGLISH, *ATTENDANCE, "\n", *FOOTER], setting)
    assert [row for row in found if "|" in row] == ATTENDANCE
    assert FOOTER[2] not in found


def test_where_it_is_in_doubt_that_a_stretch_comes_from_a_web_page_that_counts_for_it() -> None:
    web = np.array([4.0] * 5 + [1.5] * 5)
    words, on_page = np.full(10, 10), np.ones(10, np.bool_)
    passages = [["a b c\n"] * 5, ["a b c\n"] * 5]
    where = lay_out(lay_out_text(passages, load_weights().tables))
    doubt = measure_doubt(web, np.zeros(10), words, on_page, where)
    assert doubt.tolist() == [0.0] * 5 + [4.0] * 5
