"""Recognise correct words that no list has: compounds, derived words, inflected and variant forms."""

from __future__ import annotations

from curate.language.lexicon import Lexicon

_MIN_CONSTITUENT = 10**-6.5  # zipf 2.5: words that occur in compounds
_MIN_SHORT_CONSTITUENT = 10**-4.0  # zipf 5: two or three letters count as a word only if they are a very common one
# fmt: off
_LINKING_ELEMENTS = {"de": ("", "s", "es", "n", "en", "e", "er"), "nl": ("", "s", "en", "e")}
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
_ENDING_LENGTH = 3  # letters at the end of a word that inflection changes
_UNSTABLE_VOWELS = {"de": "e", "nl": "e", "fr": "e", "pl": "eyi", "it": "aeio", "es": "aeio", "pt": "aeio", "en": "e"}


def is_form_of(word: str, other: str, language: str) -> bool:
    """May both be forms of one word, different only in a vowel that endings drop (Wegs, Weges) or swap (machet, machte)?

    >>> is_form_of("andre", "andere", "de"), is_form_of("irgenwo", "irgendwo", "de")
    (True, False)
    """
    vowels = _UNSTABLE_VOWELS.get(language, "")
    if len(word) == len(other):
        return word[:-2] == other[:-2] and bool(set(word[-2:]) & set(vowels)) and word[-1] not in "nmdg" and other[-1] not in "nmdg"
    if len(word) > len(other):
        return False
    at = _find_first_difference(word, other)
    return at >= len(word) - _ENDING_LENGTH and other[at] in vowels


def is_elision_of(word: str, other: str, language: str) -> bool:
    """May it be the other word with an elided vowel, as in verse and older prose?  True only for German.

    >>> pairs = ("gnauere", "genauere"), ("winzge", "winzige"), ("gestorbne", "gestorben"), ("habn", "haben")
    >>> [is_elision_of(*pair, "de") for pair in pairs]
    [True, True, True, True]
    """
    if language != "de":
        return False
    if len(word) == len(other):
        return word.endswith("ne") and other.endswith("en")
    at = _find_first_difference(word, other)
    return len(word) < len(other) and (other[at] == "e" or other[at : at + 2] == "ig")


def is_compound_variant(word: str, other: str) -> bool:
    """May they be one compound with and without a linking letter (Rechtinhaber, Rechteinhaber)?"""
    longer, shorter = sorted((word, other), key=len, reverse=True)
    return len(longer) > len(shorter) and longer[_find_first_difference(longer, shorter)] in "ens"


def is_spelling_variant(word: str, other: str, language: str) -> bool:
    """May both be spellings of one word: s for z, or, in English, a single or double consonant before an ending?

    >>> is_spelling_variant("surprizing", "surprising", "en"), is_spelling_variant("emailling", "emailing", "en")
    (True, True)
    """
    if len(word) == len(other):
        return {*zip(word, other, strict=True)} - {(a, a) for a in word} <= {("s", "z"), ("z", "s")}
    at = _find_first_difference(word, other)  # the second of the two letters
    return (
        language == "en" and len(word) > len(other) and word[at:].lstrip(word[at]) in ("s", "ed", "ing", "er", "ers", "or", "ors", "able")
    )


def find_splits(word: str, lexicon: Lexicon) -> list[str]:
    """Return the ways to split a word into two common words (a space may be missing), the likeliest first."""
    splits = {}
    for i in range(2, len(word) - 1):
        left, right = word[:i], word[i:]
        splits[f"{left} {right}"] = min(_constituent_frequency(left, lexicon), _constituent_frequency(right, lexicon))
    return sorted((pair for pair, frequency in splits.items() if frequency), key=lambda pair: -splits[pair])


def _find_first_difference(word: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def is_derived_or_compound(word: str, lexicon: Lexicon, language: str) -> bool:
    """Is the word a compound of known words, or a known word with a prefix or an ending?"""
    links = _LINKING_ELEMENTS.get(language, ())
    for i in range(3, len(word) - 2):
        if links and _is_constituent(word[i:], lexicon) and _is_first_constituent(word[:i], links, lexicon):
            return True
    return _is_derived(word, lexicon, language)


def _is_first_constituent(head: str, links: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Is it the first constituent of a compound, with or without a linking element?"""
    stems = (head[: len(head) - len(link)] for link in links if head.endswith(link))
    return any(len(stem) > 2 and _is_constituent(stem, lexicon) for stem in stems)


def _is_constituent(word: str, lexicon: Lexicon) -> bool:
    """Is the word common enough to be a constituent of a compound?"""
    return lexicon.frequency(word) >= (_MIN_CONSTITUENT if len(word) > 3 else _MIN_SHORT_CONSTITUENT)


def _is_derived(word: str, lexicon: Lexicon, language: str) -> bool:
    stems = [word[len(p) :] for p in _PREFIXES[language].split() if word.startswith(p)]
    stems += [word[: -len(s)] for s in _SUFFIXES[language].split() if word.endswith(s)]
    return any(len(stem) > 3 and lexicon.frequency(stem) >= _MIN_CONSTITUENT for stem in stems)


def _constituent_frequency(word: str, lexicon: Lexicon) -> float:
    """Return the frequency of one of two words without a space between them; 0 if it is too rare to be one."""
    frequency = lexicon.frequency(word)
    return frequency if frequency >= (_MIN_SHORT_CONSTITUENT if len(word) < 4 else 10**-5.0) else 0.0
