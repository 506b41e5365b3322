"""Which language a text is in."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from curate.language.tables import Table, kept, native, values
from curate.ledger.draft import Draft
from curate.text.words import is_running_text

UNKNOWN = "und"
_ENOUGH_WORDS = 5
_ENOUGH_LETTERS = 20  # of a script without spaces
_ENOUGH_CHARACTERS = 2_000  # more does not change the verdict
_FIRST_CHARACTERS = 500  # nearly always these say the same, and the rest need not be read
_SURE, _VERY_SURE = 0.6, 0.9


def detect(draft: Draft) -> str:
    """Return the ISO 639-1 code of the language of most of a draft's text, or `und`.

    Running text decides where there is some, so that a German article under an
    English menu is German.  Wrong for text in several languages: it gets one.
    """
    sample = _sample(draft)
    enough = len(sample.split()) >= _ENOUGH_WORDS or sum(map(str.isalpha, sample)) >= _ENOUGH_LETTERS
    return _classified(sample) if enough and any(map(str.isalpha, sample)) else UNKNOWN


def _sample(draft: Draft) -> str:
    """Return the beginning of the running text, or of the whole where none is running."""
    running: list[str] = []
    for span in draft.spans:
        passage = draft.text[slice(*span)].strip()
        if is_running_text(passage):
            running.append(passage)
            if sum(map(len, running)) >= _ENOUGH_CHARACTERS:
                break
    passages = running or (draft.text[slice(*span)].strip() for span in draft.spans)
    return "\n".join(passages)[:_ENOUGH_CHARACTERS]


@lru_cache(maxsize=256)
def _classified(sample: str) -> str:
    """Return the language of a sample; a text is asked about again and again while it is cleaned."""
    language, probability = _identifier().classify(sample[:_FIRST_CHARACTERS])
    if probability < _VERY_SURE:
        language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE else UNKNOWN


@cache
def _identifier() -> Any:
    # the model takes a moment to load: only when first asked
    from py3langid.langid import LanguageIdentifier

    parts = kept("language", "py3langid", _parts)
    return LanguageIdentifier(
        native(parts["ptc"]).reshape(-1, len(parts["pc"])),
        native(parts["pc"]),
        bytes(parts["classes"]).decode().split(),
        values(parts["nextmove"]),
        parts["output"].tolist(),
        norm_probs=True,
        tk_row=parts["row"].tolist(),
    )


def _parts() -> Table:
    """Return what py3langid's model consists of."""
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
