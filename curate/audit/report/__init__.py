"""The audit as one self-contained HTML page: it needs no server and no network, and no text in it can run as script."""
