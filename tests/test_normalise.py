"""Normalisation as a user meets it: the five seeds, the settings, a corpus' own words, text about mojibake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import clean_text, put, text_of

from curate.config import Boilerplate, Config, Duplicates, Normalise, load_config
from curate.errors import UsageError
from curate.pipeline.document import Cleaned
from curate.pipeline.run import Project, run
from curate.upkeep.verify import verify_corpus

SEEDS = Path(__file__).parent.parent / "seeds"
ONLY_NORMALISED = Config(boilerplate=Boilerplate("off"), duplicates=Duplicates("keep", "keep"))
SLIPS = {  # all that changes besides white space: what stands there, what comes of it
    "000": [("B", " B"), (" ", ""), ("B", " B")],
    "001": [],
    "002": [("G", " G"), ("D", " D")],
    "003": [],
    "004": [],
}
LONG = "Es war einmal ein König, der hatte drei Söhne und eine Tochter, und sie lebten alle froh in ihrem Schloss."


def seed(number: str, settings: Config = ONLY_NORMALISED) -> Cleaned:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return clean_text(path.read_bytes().decode("utf-8"), settings)


@pytest.mark.parametrize("number", SLIPS)
def test_the_seeds_change_in_these_places_only(number: str) -> None:
    cleaned = seed(number)
    edits = cleaned.draft.edits
    assert [(e.before, e.after) for e in edits if not e.rule.startswith("whitespace.")] == SLIPS[number]
    assert all(not e.after and not e.before.strip(" \n") for e in edits if e.rule.startswith("whitespace."))
    assert cleaned.draft.text.count("\u00a0") == cleaned.document.source.count("\u00a0")
    for mark in "„“”»«‚‘’–—ß":
        assert cleaned.draft.text.count(mark) == cleaned.document.source.count(mark)


def test_what_is_not_certain_in_the_seeds_is_suggested() -> None:
    glued = [e for e in seed("002").suggestions if e.rule == "typography.glued-sentence-unlisted"]
    assert [e.reason for e in glued] == ["Perhaps two sentences run together before 'Amazon'."] * 2
    (found,) = (e for number in SLIPS for e in seed(number).suggestions if e.rule == "spelling.suspect" and "dortin" in e.reason)
    assert "'dorthin'" in found.reason and "'dort in'" in found.reason


def test_spelling_can_be_suggested_only_or_left_alone() -> None:
    text = f"{LONG} Wir wollen in dieser Frage enger zusamenarbeiten als bisher.\n"
    assert "zusammenarbeiten" in clean_text(text).draft.text
    suggested = clean_text(text, Config(normalise=Normalise(spelling="suggest")))
    assert suggested.draft.text == text and [e.rule for e in suggested.suggestions] == ["spelling.suspect"]
    off = clean_text(text, Config(normalise=Normalise(spelling="off")))
    assert off.draft.text == text and not off.suggestions


def test_a_language_that_is_not_measured_gets_suggestions() -> None:
    text = "Le gouvernement a présenté hier soir les pricnipales mesures de son plan pour la ville et pour la région.\n"
    cleaned = clean_text(text)
    assert cleaned.language == "fr" and cleaned.draft.text == text
    assert [e.rule for e in cleaned.suggestions] == ["spelling.suspect"]


def test_a_word_that_the_document_repeats_is_its_own_word() -> None:
    text = f"{LONG} Das Wort zusamenarbeiten kennt er gut.\n\n{LONG} Sie wollen zusamenarbeiten und das bald, sagt er.\n"
    assert "zusamenarbeiten" in clean_text(text).draft.text


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG} Man schreibt das gern falsch, denn enger zusamenarbeiten ist ein Tippfehler, den viele machen.\n",
        "Es war einmal ein König, der wußte, daß sie in dieser Frage enger zusamenarbeiten wollten, und er war froh darüber.\n",
    ],
)
def test_slips_that_are_meant_and_old_spelling_are_left(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.draft.text == text and [e.rule for e in cleaned.suggestions] == ["spelling.suspect"]


def test_a_rare_word_is_mended_where_the_document_says_it_otherwise() -> None:
    text = f"{LONG} Die Kaminkehrerprüfung war schwer, sagt er, und die Kaminkehrerprüfung ist lang.\n\n"
    text += "Nach der Kaminkehrerprüfung gab es ein Fest, und zur Kaminkehrerpürfung kamen alle, die er im Dorf kannte.\n"
    assert "Kaminkehrerpürfung" not in clean_text(text).draft.text


def test_a_c1_control_beside_a_letter_was_a_letter_and_is_reported() -> None:
    text = "W tym oknie dialogowym można wybrać \x8fródło danych adresowych, z którego mają być pobierane dane do listu.\n"
    cleaned = clean_text(text)
    assert cleaned.draft.text == text and [e.rule for e in cleaned.suggestions if e.before == "\x8f"] == ["encoding.replacement"]


def test_the_words_of_a_corpus_are_not_misspelt(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# ours\nzusamenarbeiten\n\n", "utf-8")
    settings = load_config(tmp_path)
    assert settings.words == {"zusamenarbeiten"}
    assert settings.as_plain_values() != Config().as_plain_values()  # so that cached results are not used
    text = f"{LONG} Wir wollen in dieser Frage enger zusamenarbeiten als bisher.\n"
    cleaned = clean_text(text, settings)
    assert cleaned.draft.text == text and not [e for e in cleaned.suggestions if e.rule.startswith("spelling.")]


def test_a_list_of_words_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_bytes(b"\xff\xfe")
    with pytest.raises(UsageError, match=r"words\.txt: cannot be read: .*; it must be UTF-8 text, one word a line"):
        load_config(tmp_path)


ABOUT_MOJIBAKE = (
    "Å and Ã are letters.",
    "Read as Latin-1, the word café becomes cafÃ©, and that is called mojibake.",
    "The bytes of ü in UTF-8, C3 BC, show as Ã¼ on a page that says windows-1252.",
    "Wer Zeichensalat wie Ã¤, Ã¶ und Ã¼ sieht, hat die falsche Kodierung gewählt.",
    "I lost count of how many times I saw “Ã¤” instead of “ä” on that page.",
    "Si l'encodage est faux, on lit Ã© au lieu de é et â€™ au lieu de l'apostrophe.",
    "Con la codificación equivocada, la eñe se ve como Ã±.",
    "ÅÄÖ is the end of the Swedish alphabet; Ä is not Æ.",
    "SÃO PAULO, 12 de maio. A cidade de SÃO PAULO e a praça da SÉ.",
    "L’À-PROPOS DE LA FORÊT : « Âme », « Île », « Noël ».",
)


@pytest.mark.parametrize("text", ABOUT_MOJIBAKE)
def test_text_about_mojibake_stays(text: str) -> None:
    assert clean_text(f"{text}\n").draft.text == f"{text}\n"


MEANT = (
    "He forgot all about &nbsp;. It was late, and nobody in the house had asked him for it since the summer before last.",
    "Bluetooth 5.0\u200bImpedance 32Ω, and nothing but that mark says where one thing that they sell ends and the next begins.",
    "The Real Countryside Alliance (RCA) \xad a radical group \xad said last night that it had been there before all the others.",
    "I am getting weird stuff like this: S+#_+Å± INET __+_: S+#_+Å± Å°_°_ MÄ+Å+Å± _+Ä+ and so on for the rest of the day.",
    "The package has a popcon value, and it renders ASCII metaballs; nobody has asked for the vulgar forgien of the two so far.",
)


@pytest.mark.parametrize("text", MEANT)
def test_what_more_reading_found_to_be_meant_stays(text: str) -> None:
    assert clean_text(f"{text}\n").draft.text == f"{text}\n"


def test_a_hyphen_that_may_be_meant_stays_at_the_end_of_a_line() -> None:
    text = "The wind came up in the night and drove all the boats in real-\ntime against the quay, so that people ran from the houses and\n"
    cleaned = clean_text(f"{text}looked for their lines. Nobody slept during that long night.\n")
    assert "real-\ntime" in cleaned.draft.text and "houses and looked" in cleaned.draft.text


@pytest.mark.parametrize("word", ["Be-\ntrieb", "Ver-\nkauf", "Ge-\nricht", "Un-\nrecht", "Ab-\ngrund"])
def test_a_word_divided_at_the_end_of_a_line_becomes_whole_though_its_parts_are_words(word: str) -> None:
    opening = "Der Wind kam am Abend von Westen her und trieb die Boote im "
    cleaned = clean_text(
        f"{opening}{word} gegeneinander, dass die Leute aus den Häusern liefen und\n"
        "nach ihren Leinen sahen. Niemand schlief in dieser langen Nacht.\n"
    )
    assert word.replace("-\n", "") in cleaned.draft.text


@pytest.mark.parametrize(
    "text",
    [
        "A canção “MINHA IRMÃ” foi a mais ouvida do ano.",
        "Der Vater „MÜSS“ sagt „NÃ“, und der alte Strauß† und Herr Weiß‡ schweigen.",
        "Er rief ‚daß‘ und ging.",
        "La MAMÃ’ no vino.",
    ],
)
def test_letters_before_a_sign_are_no_mojibake(text: str) -> None:
    assert clean_text(text + "\n").draft.text == text + "\n"


@pytest.mark.parametrize(
    ("broken", "right"),
    [
        (
            "Le bac part Ã  six heures et arrive Ã  midi, comme d'habitude, dans le port de la ville.",
            "Le bac part à six heures et arrive à midi, comme d'habitude, dans le port de la ville.",
        ),
        (
            "Il prezzo della cittÃ  Ã¨ alto, ma la libertÃ  non ha prezzo per chi vive sul lago.",
            "Il prezzo della città è alto, ma la libertà non ha prezzo per chi vive sul lago.",
        ),
        (
            "Der Weg ist 100Â km lang, und das Ziel liegt 30Â Minuten hinter dem letzten Dorf.",
            "Der Weg ist 100 km lang, und das Ziel liegt 30 Minuten hinter dem letzten Dorf.",
        ),
    ],
    ids=["fr", "it", "a unit"],
)  # fmt: skip
def test_a_letter_whose_no_break_space_was_lost_is_put_right(broken: str, right: str) -> None:
    assert " ".join(clean_text(broken + "\n").draft.text.split()) == right


def test_an_emoji_that_lost_a_byte_is_not_made_another() -> None:
    assert "😠" not in clean_text("Das war so schön ðŸ˜ und wir haben gelacht.\n").draft.text


def test_two_letters_that_are_broken_in_one_word_are_two_edits() -> None:
    edits = clean_text("Das wurde Ã¼berprÃ¼ft, und es war groÃŸzÃ¼gig gemessen, sagten alle, die dabei gewesen waren.\n").draft.edits
    assert [(e.before, e.after) for e in edits] == [("Ã¼", "ü"), ("Ã¼", "ü"), ("ÃŸ", "ß"), ("Ã¼", "ü")]


def test_what_cannot_be_read_is_reported_and_stays() -> None:
    text = f"{LONG} Das Caf\ufffd hat \uf0b7 auf.\n"
    cleaned = clean_text(text)
    assert cleaned.draft.text == text
    assert {e.rule for e in cleaned.suggestions} == {"encoding.replacement", "encoding.private-use"}


VERSE = "Wir singen und sagen vom Grafen so gern,\nDer hier in dem Schlosse gehauset,\nDa wo ihr den Enkel des seligen Herrn,\n"
CODE = "for name in the_names_of_all:\n    print(name, len(name), sep=' = ')\n    total = total + len(name) * 2\n"
LIST = "- Der Wind kam am Abend von Westen her und trieb die Boote im\n- Hafen gegeneinander, dass die Leute aus den Häusern liefen und\n"
ADDRESS = "Max Muster\nAm Wall 1\n12345 Musterstadt\nmax@muster.example\n"


@pytest.mark.parametrize("text", [VERSE, CODE, LIST, ADDRESS])
def test_lines_that_are_meant_stay(text: str) -> None:
    assert clean_text(text).draft.text == text


def test_a_word_that_two_documents_say_is_the_corpus_own(project: Project) -> None:
    mended = f"{LONG} Wir wollen in dieser Frage enger zusamenarbeiten als bisher.\n"
    put(project, "a.txt", mended)
    run(project)
    assert "zusammenarbeiten" in text_of(project, "a.txt")
    put(
        project, "b.txt", "Am Abend kam der Wind von Westen her, und alle sagten sich, dass sie besser zusamenarbeiten müssten als sonst.\n"
    )
    revision = run(project).revision
    assert text_of(project, "a.txt") == mended and "zusamenarbeiten" in text_of(project, "b.txt")
    assert revision.version == "2.0.0"  # text of an older document has changed
    assert not list(verify_corpus(project.store))
    (about,) = map(json.loads, project.store.objects.iter_lines(revision.by_seed["a.txt"].metadata))
    assert about["own_words"] == ["zusamenarbeiten"]


UNIFIED = Config(normalise=Normalise(typography="unify"))
MIXED = (
    (
        'It\'s "here" - or so they said - and “there” as well... but nobody could say where that was.\n',
        "It’s “here” – or so they said – and “there” as well… but nobody could say where that was.\n",
    ),
    (
        "Il a dit \"bonjour\" à tout le monde, puis il s'est assis à la table et n'a plus rien dit de toute la soirée.\n",
        "Il a dit «\u00a0bonjour\u00a0» à tout le monde, puis il s’est assis à la table et n’a plus rien dit de toute la soirée.\n",
    ),
)


@pytest.mark.parametrize(("text", "unified"), MIXED)
def test_one_style_only_for_those_who_ask_and_a_second_run_changes_nothing(text: str, unified: str) -> None:
    assert clean_text(text).draft.text == text
    assert clean_text(text, UNIFIED).draft.text == unified
    assert clean_text(unified, UNIFIED).draft.edits == ()


@pytest.mark.parametrize(
    ("right", "wrong"), [("cp1252", "cp1251"), ("cp1252", "cp437"), ("cp1252", "mac_roman"), ("mac_roman", "cp1252"), ("cp850", "latin-1")]
)
def test_one_code_page_read_as_another_is_put_right_in_a_document_that_shows_it(right: str, wrong: str) -> None:
    text = f"{LONG} Später wurde das Schloss größer, und für die Bürger öffnete man die Tür.\n\n"
    text += "Die Mädchen möchten gern fünf schöne Kühe hüten und früh müde über die Brücke zurückgehen, sagt die Überlieferung.\n"
    assert clean_text(text.encode(right).decode(wrong)).draft.text == text
