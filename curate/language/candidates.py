"""Candidates for the word that a typo was meant to be, and the kind of typing error between the two."""

from __future__ import annotations

from curate.language.keyboard import insert_letter, remove_doubled_letter, replace_by_adjacent_key, restore_umlaut, swap_neighbours

MIN_LENGTH_OF_KEY_SLIP = 7  # letters; too many shorter words are one adjacent key apart
ADJACENT_KEY, MISSING_UMLAUT = "the key beside the right one", "an umlaut without its dots"


def generate_candidates(folded: str, language: str) -> set[str]:
    """Return the strings from which the word may have come by a plain slip of the keys."""
    candidates = swap_neighbours(folded) | remove_doubled_letter(folded) | insert_letter(folded, language)
    if len(folded) >= MIN_LENGTH_OF_KEY_SLIP:
        candidates |= replace_by_adjacent_key(folded, language) | restore_umlaut(folded, language)
    return candidates


def describe_slip(word: str, meant: str) -> str:
    """Return the kind of typing error that turned `meant` into the word, in words."""
    if len(meant) != len(word):
        return "a letter doubled" if len(meant) < len(word) else "a letter left out"
    if sorted(word) == sorted(meant):
        return "two letters swapped"
    return MISSING_UMLAUT if meant in restore_umlaut(word, "de") else ADJACENT_KEY


def restore_sharp_s(word: str, best: str) -> str:
    """Return the candidate with ß where the word has it; unchanged if the typo affects the ß."""
    if "ß" not in word:
        return best
    spellings = [f"{best[:i]}ß{best[i + 2 :]}" for i in range(len(best)) if best.startswith("ss", i)]
    return next((spelling for spelling in spellings if spelling in generate_candidates(word.lower(), "de")), best)


def match_case(word: str, candidate: str) -> str:
    """Return the candidate with the capital and the ß of the word."""
    candidate = restore_sharp_s(word, candidate)
    return candidate.capitalize() if word[0].isupper() else candidate
