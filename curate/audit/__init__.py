"""The audit: what was removed and why, read from the ledgers."""
