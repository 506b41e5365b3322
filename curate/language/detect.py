"""Detect the language of a text."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from curate.language.tables import Table, as_memoryview, load_or_build, to_native_byte_order
from curate.ledger.draft import Draft
from curate.text.words import is_running_text

UNKNOWN = "und"
_MIN_WORDS = 5
_MIN_LETTERS = 20  # enough in a script without spaces
_SAMPLE_LENGTH = 2_000  # characters; more do not change the result
_SHORT_SAMPLE_LENGTH = 500  # characters that nearly always give the same result, and faster
_MIN_PROBABILITY, _MIN_SHORT_PROBABILITY = 0.6, 0.9


def detect_language(draft: Draft) -> str:
    """Return the ISO 639-1 code of the main language of a draft's text, or `und`.

    If the text has running text, only that counts: a German article below an
    English menu is German.  Wrong for text in several languages: it gets one.
    """
    sample = _sample(draft)
    is_enough = len(sample.split()) >= _MIN_WORDS or sum(map(str.isalpha, sample)) >= _MIN_LETTERS
    return _classify(sample) if is_enough and any(map(str.isalpha, sample)) else UNKNOWN


def _sample(draft: Draft) -> str:
    """Return the beginning of the running text, or of the whole text if nothing in it is running text."""
    running: list[str] = []
    for span in draft.spans:
        passage = draft.text[slice(*span)].strip()
        if is_running_text(passage):
            running.append(passage)
            if sum(map(len, running)) >= _SAMPLE_LENGTH:
                break
    passages = running or (draft.text[slice(*span)].strip() for span in draft.spans)
    return "\n".join(passages)[:_SAMPLE_LENGTH]


@lru_cache(maxsize=256)
def _classify(sample: str) -> str:
    """Return the language of a sample; cached, because each round of cleaning asks about the same text again."""
    language, probability = _load_identifier().classify(sample[:_SHORT_SAMPLE_LENGTH])
    if probability < _MIN_SHORT_PROBABILITY:
        language, probability = _load_identifier().classify(sample)
    return str(language) if probability >= _MIN_PROBABILITY else UNKNOWN


@cache
def _load_identifier() -> Any:
    """Return py3langid's classifier; loading takes a moment, so it is done at the first call."""
    from py3langid.langid import LanguageIdentifier

    arrays = load_or_build("language", "py3langid", _load_model_arrays)
    return LanguageIdentifier(
        to_native_byte_order(arrays["ptc"]).reshape(-1, len(arrays["pc"])),
        to_native_byte_order(arrays["pc"]),
        bytes(arrays["classes"]).decode().split(),
        as_memoryview(arrays["nextmove"]),
        arrays["output"].tolist(),
        norm_probs=True,
        tk_row=arrays["row"].tolist(),
    )


def _load_model_arrays() -> Table:
    """Return py3langid's model as one-dimensional arrays."""
    import numpy as np
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE)
    return {
        "ptc": np.ravel(model.nb_ptc),
        "pc": model.nb_pc,
        "classes": np.frombuffer(" ".join(model.nb_classes).encode(), np.uint8),
        "nextmove": np.asarray(model.tk_nextmove),
        "output": np.asarray(model.tk_output, np.int32),
        "row": np.asarray(model.tk_row),
    }
