"""Documents as rows of a table: the columns of Parquet, JSON Lines, pandas and Arrow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from curate.errors import UsageError
from curate.store.cleaned_document import Cleaned

if TYPE_CHECKING:
    import pyarrow

# name -> type; a value that is not known is an empty string
COLUMNS = {
    "id": "string", "text": "string", "language": "string", "title": "string", "author": "string", "date": "string",
    "url": "string", "licence": "string", "duplicate_of": "string", "characters_in": "int64", "characters_out": "int64",
    "edits": "int64", "metadata": "string",
}  # fmt: skip
MEANINGS = {
    "id": "The document's id: its seed's name, then #key where a seed holds many.",
    "text": "The cleaned text.",
    "language": "ISO 639-1 code, und if it cannot be told.",
    "title": "As the page or its first heading says.",
    "author": "As the page says.",
    "date": "As the page or the one who added it says.",
    "url": "Where it was published.",
    "licence": "On what terms it may be used, as the one who added it says.",
    "duplicate_of": "The older document that holds most of this one's text.",
    "characters_in": "Code points of the source text.",
    "characters_out": "Code points of the cleaned text.",
    "edits": "How many edits led from the one to the other.",
    "metadata": "All that is known of the document, as JSON.",
}


def make_row(document: Cleaned) -> dict[str, Any]:
    """Return the values of a document by the names of `COLUMNS`, in their order."""
    values: dict[str, Any] = {"id": document.id, "text": document.text, "language": document.language}
    values |= {"characters_in": len(document.source), "characters_out": len(document.text), "edits": len(document.edits)}
    values["metadata"] = json.dumps(dict(document.metadata), ensure_ascii=False, sort_keys=True)
    return {name: values.get(name, _to_string(document.metadata.get(name))) for name in COLUMNS}


def _to_string(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(_to_string, value))
    return "" if value is None else str(value)


def arrow_schema() -> pyarrow.Schema:
    """Return the schema of `COLUMNS` for Arrow; raise UsageError if pyarrow is not installed."""
    return import_pyarrow().schema(list(COLUMNS.items()))


def import_pyarrow() -> Any:
    """Return the module pyarrow; raise UsageError if it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise UsageError("pyarrow is not installed; pip install 'curate-corpus[parquet]'") from None
    return pyarrow
