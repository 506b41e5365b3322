"""Turn dirty web text into a clean, deduplicated, versioned corpus, and show and undo all that was done.

The public names; what each needs is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from curate.version import __version__

if TYPE_CHECKING:
    from curate.api import Corpus as Corpus
    from curate.api import clean as clean
    from curate.api import open_corpus as open_corpus
    from curate.api import run as run
    from curate.errors import CurateError as CurateError
    from curate.ledger.edits import Edit as Edit
    from curate.store.cleaned_document import Cleaned as Cleaned
    from curate.store.cleaned_document import Removed as Removed


_HOME = {
    "clean": "api", "run": "api", "open_corpus": "api", "Corpus": "api",
    "Cleaned": "store.cleaned_document", "Removed": "store.cleaned_document", "Edit": "edits", "CurateError": "errors",
}  # fmt: skip
__all__ = ["Cleaned", "Corpus", "CurateError", "Edit", "Removed", "__version__", "clean", "open_corpus", "run"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'curate' has no attribute {name!r}")
    return getattr(import_module(f"curate.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
