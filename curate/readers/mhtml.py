"""Read MHTML, a page that a browser saved with its images and styles: extract the HTML of the page."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

from curate.errors import Unreadable
from curate.readers.decode import decode
from curate.readers.record import Record, find_declared_charset

_MULTIPART = re.compile(rb"^content-type:\s*+(?:multipart|message)/", re.I | re.M)
_MAX_MULTIPARTS = 100  # parts that contain others; a saved page has one, and the parser descends into each


def convert_mhtml(data: bytes) -> Record:
    """Return the page, the first part that is HTML, as a record; raise Unreadable if there is none.

    Frames are separate pages and are skipped.
    """
    if len(_MULTIPART.findall(data)) > _MAX_MULTIPARTS:
        raise Unreadable(f"more than {_MAX_MULTIPARTS} parts that hold other parts, which no saved page has; save the page anew")
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            body = part.get_payload(decode=True)
            if not isinstance(body, bytes):
                break
            charset = part.get_content_charset() or ""
            decoded = decode(body, charset or find_declared_charset)
            url = str(part.get("Content-Location", "") or message.get("Snapshot-Content-Location", ""))
            metadata = {"encoding": {"codec": decoded.codec, "evidence": decoded.evidence}}
            return Record("", decoded.text, "html", metadata | ({"url": url} if url.startswith("http") else {}))
    raise Unreadable("no page in it: MHTML holds one as text/html; save the page anew")
