"""Near-duplicate passages: shingles, sketches, and who copies whom."""
