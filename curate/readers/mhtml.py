"""MHTML, a page saved by a browser with all it shows: the page itself, as HTML."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from curate.errors import Unreadable
from curate.readers.decode import decode
from curate.readers.record import Record, declared

_HOLDS_PARTS = re.compile(rb"^content-type:\s*+(?:multipart|message)/", re.I | re.M)
_MOST_NESTED = 100  # parts that may hold others; a saved page has one, and the parser goes into each of them


def opened(data: bytes) -> Record:
    """Return the page, which is the first part that is HTML; raise Unreadable if there is none.

    Its frames are not read: they are pages of their own.
    """
    if len(_HOLDS_PARTS.findall(data)) > _MOST_NESTED:
        raise Unreadable(f"more than {_MOST_NESTED} parts that hold other parts, which no saved page has; save the page anew")
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if not isinstance(body, bytes):
                break
            charset = part.get_content_charset() or ""
            found = decode(body, charset or declared)
            url = str(part.get("Content-Location", "") or message.get("Snapshot-Content-Location", ""))
            about = {"encoding": {"codec": found.codec, "evidence": found.evidence}}
            return Record("", found.text, "html", about | ({"url": url} if url.startswith("http") else {}))
    raise Unreadable("no page in it: MHTML holds one as text/html; save the page anew")
