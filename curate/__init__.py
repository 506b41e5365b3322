"""Turn dirty web text into a clean, deduplicated, versioned corpus, and show and undo all that was done."""

__version__ = "0.1.0"
