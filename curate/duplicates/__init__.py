"""Near-duplicate passages: sketches of documents, the search for overlaps between them, and their removal."""
