"""Unlisted words that are right all the same: compounds, derived words, endings."""

from __future__ import annotations

from curate.language.lexicon import Lexicon

_PART = 10**-6.5  # zipf 2.5: a part of a compound is a word that one meets
_SHORT_PART = 10**-4.0  # zipf 5: two or three letters are a word only if they are a very common one
# fmt: off
_COMPOUNDS = {"de": ("", "s", "es", "n", "en", "e", "er"), "nl": ("", "s", "en", "e")}
_PREFIXES = {
    "en": "un re non over under out pre de dis mis co sub super anti inter micro mini multi semi counter fore post bio eco cyber e "
          "meta para hyper ultra trans pseudo quasi auto self mega giga kilo nano tele tetra photo electro hydro geo neo proto poly mono "
          "infra intra extra thermo psycho neuro",
    "de": "un ge be ver er ent zer ab an auf aus ein mit nach vor zu bei los weg hin her um über unter durch wieder zurück "
          "miss ur mega super",
    "fr": "dé re ré in im sur sous anti pré non co auto", "es": "des re in im sobre sub anti pre auto ex super",
    "it": "dis ri in im sotto sopra anti pre auto stra super", "nl": "on ge be ver ont her af aan op uit in mee na voor toe bij over onder",
    "pt": "des re in im sobre sub anti pre auto super", "pl": "nie po prze przy roz wy za na do od pod ob u s z bez anty super",
}
_SUFFIXES = {
    "en": "s es ed d ing er ers or ors ly ness less like able ible ish ism ist ists ity "
          "ful ment ments al y ie ies ification ization",
    "de": "e en er em es n s st t te ten ter tes ung ungen heit keit lich lichen ig ige igen isch ische ischen in innen chen lein los bar",
    "fr": "s e es r nt x ment ements eur eurs euse euses iste isme able ables ique",
    "es": "s es n mente r ndo do da dos das ista ismo ble bles",
    "it": "i e o a mente re ndo to ta ti te ista ismo bile bili no va",
    "nl": "e s en er ers t te ten de den heid lijk lijke je jes ing",
    "pt": "s es m mente r ndo do da dos das ista ismo vel veis", "pl": "a y i e ę ą u o em ie om "
          "ami ach ych ego emu ej ym ymi owi ów cie my ł ła li",
}
# fmt: on
_ENDING = 3  # letters at the end in which inflection shows
_MUTE = {"de": "e", "nl": "e", "fr": "e", "pl": "eyi", "it": "aeio", "es": "aeio", "pt": "aeio", "en": "e"}


def is_form_of(word: str, other: str, language: str) -> bool:
    """May both be forms of one word: alike but for a vowel that endings drop (Wegs, Weges) or swap (machet, machte)?

    >>> is_form_of("andre", "andere", "de"), is_form_of("irgenwo", "irgendwo", "de")
    (True, False)
    """
    mute = _MUTE.get(language, "")
    if len(word) == len(other):
        return word[:-2] == other[:-2] and bool(set(word[-2:]) & set(mute)) and word[-1] not in "nmdg" and other[-1] not in "nmdg"
    if len(word) > len(other):
        return False
    at = _first_difference(word, other)
    return at >= len(word) - _ENDING and other[at] in mute


def is_elided(word: str, other: str, language: str) -> bool:
    """May it be the other word with a vowel dropped, as verse, older prose and older spelling do in German?

    >>> [is_elided(*pair, "de") for pair in (("gnauere", "genauere"), ("winzge", "winzige"), ("gestorbne", "gestorben"), ("habn", "haben"))]
    [True, True, True, True]
    """
    if language != "de":
        return False
    if len(word) == len(other):
        return word.endswith("ne") and other.endswith("en")
    at = _first_difference(word, other)
    return len(word) < len(other) and (other[at] == "e" or other[at : at + 2] == "ig")


def is_joined_otherwise(word: str, other: str) -> bool:
    """May they be one compound, with and without a letter that links its parts (Rechtinhaber, Rechteinhaber)?"""
    longer, shorter = sorted((word, other), key=len, reverse=True)
    return len(longer) > len(shorter) and longer[_first_difference(longer, shorter)] in "ens"


def is_spelt_otherwise(word: str, other: str, language: str) -> bool:
    """May both be ways to spell one word: s for z, or, in English, a consonant doubled before an ending or not?

    >>> is_spelt_otherwise("surprizing", "surprising", "en"), is_spelt_otherwise("emailling", "emailing", "en")
    (True, True)
    """
    if len(word) == len(other):
        return {*zip(word, other, strict=True)} - {(a, a) for a in word} <= {("s", "z"), ("z", "s")}
    at = _first_difference(word, other)  # the second of the two letters
    return (
        language == "en" and len(word) > len(other) and word[at:].lstrip(word[at]) in ("s", "ed", "ing", "er", "ers", "or", "ors", "able")
    )


def splits(word: str, lexicon: Lexicon) -> list[str]:
    """Return the ways to read a word as two common ones between which a space is missing, the likeliest first."""
    found = {f"{word[:i]} {word[i:]}": min(_as_part(word[:i], lexicon), _as_part(word[i:], lexicon)) for i in range(2, len(word) - 1)}
    return sorted((pair for pair, frequency in found.items() if frequency), key=lambda pair: -found[pair])


def _first_difference(word: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def is_built(word: str, lexicon: Lexicon, language: str) -> bool:
    """Is the word built from known ones: a compound of the language, or a known word with a prefix or an ending?"""
    links = _COMPOUNDS.get(language, ())
    for i in range(3, len(word) - 2):
        if links and _is_part(word[i:], lexicon) and _is_head(word[:i], links, lexicon):
            return True
    return _is_derived(word, lexicon, language)


def _is_head(head: str, links: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Is it the first part of a compound, with or without a letter that links?"""
    stems = (head[: len(head) - len(link)] for link in links if head.endswith(link))
    return any(len(stem) > 2 and _is_part(stem, lexicon) for stem in stems)


def _is_part(part: str, lexicon: Lexicon) -> bool:
    return lexicon.get(part, 0) >= (_PART if len(part) > 3 else _SHORT_PART)


def _is_derived(word: str, lexicon: Lexicon, language: str) -> bool:
    stems = [word[len(p) :] for p in _PREFIXES[language].split() if word.startswith(p)]
    stems += [word[: -len(s)] for s in _SUFFIXES[language].split() if word.endswith(s)]
    return any(len(stem) > 3 and lexicon.get(stem, 0) >= _PART for stem in stems)


def _as_part(part: str, lexicon: Lexicon) -> float:
    frequency = lexicon.get(part, 0.0)
    return frequency if frequency >= (_SHORT_PART if len(part) < 4 else 10**-5.0) else 0.0
