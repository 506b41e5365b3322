"""The audit as one self-contained HTML page: no server, no network, nothing of a text that could run."""
