"""The server behind `curate review`: one page, its documents, and the decisions made there, for this machine alone.

Whoever opens the address printed at the start gets a session; its token is
good for once.  Everything asked for without that session, under another host
name, or by a page of another origin is refused.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, urlsplit

from curate.errors import CurateError

HOST = "127.0.0.1"
_COOKIE = "curate-review"
_LONGEST = 1_000_000  # bytes of what may be sent; a decision holds at most some 40,000 characters
_SECONDS = 30  # for a request to arrive
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_STALE = "This address has been used, or is of another review. Start `curate review` again."

Values = Mapping[str, Any]


@dataclass(slots=True)
class Review:
    """What is served: the page; a document by its id, or None; what a decision sent from the page does."""

    page: Callable[[], bytes]
    document: Callable[[str], Values | None]
    decide: Callable[[Any], Values]  # raises CurateError, whose message the reader sees
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    lock: Lock = field(default_factory=Lock)

    def admits(self, token: str) -> bool:
        """Is this the token?  It is asked for once."""
        with self.lock:
            right = bool(self.token) and secrets.compare_digest(token.encode(), self.token.encode())
            if right:
                self.token = ""
            return right


class Server(ThreadingHTTPServer):
    """A server on the loopback interface; `port` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, review: Review, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.review = review

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    @property
    def address(self) -> str:
        """Where the review begins; good for once."""
        return f"{self.origin}/?token={self.review.token}"


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    timeout = _SECONDS
    server_version, sys_version = "curate", ""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        if not self._is_ours():
            self._refuse(HTTPStatus.FORBIDDEN, "Only this machine's own address is answered.")
        elif url.path == "/" and self.server.review.admits(asked.get("token", "")):
            cookie = f"{_COOKIE}={self.server.review.session}; HttpOnly; SameSite=Strict; Path=/"
            self._send(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": "/", "Set-Cookie": cookie})
        elif not self._is_known():
            self._refuse(HTTPStatus.FORBIDDEN, _STALE)
        elif url.path == "/":
            self._send(HTTPStatus.OK, self.server.review.page(), "text/html")
        elif url.path == "/document" and (found := self.server.review.document(asked.get("id", ""))) is not None:
            self._json(HTTPStatus.OK, found)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing of that name.")

    def do_POST(self) -> None:
        if not (self._is_ours() and self._is_known() and self.headers.get("Origin") == self.server.origin):
            self._refuse(HTTPStatus.FORBIDDEN, _STALE)
        elif self.path != "/decisions" or self.headers.get("Content-Type") != "application/json":
            self._refuse(HTTPStatus.NOT_FOUND, "Only decisions are taken here, as JSON.")
        elif not 0 < (length := self._length()) <= _LONGEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A decision has at most {_LONGEST:,} bytes.")
        else:
            self._decide(self.rfile.read(length))

    def _decide(self, body: bytes) -> None:
        try:
            with self.server.review.lock:
                self._json(HTTPStatus.OK, self.server.review.decide(json.loads(body)))
        except CurateError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except (ValueError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST, "That is not JSON.")

    def _is_ours(self) -> bool:
        """Was this machine asked for by its own name?  A page elsewhere may have had its name lead here."""
        return self.headers.get("Host") == f"{HOST}:{self.server.server_port}"

    def _is_known(self) -> bool:
        sent = {part.strip() for part in self.headers.get("Cookie", "").split(";")}
        right = f"{_COOKIE}={self.server.review.session}"
        return any(secrets.compare_digest(one.encode(), right.encode()) for one in sent)

    def _length(self) -> int:
        sent = self.headers.get("Content-Length", "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1

    def _json(self, status: HTTPStatus, values: Values) -> None:
        self._send(status, json.dumps(values).encode(), "application/json")

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send(status, json.dumps({"error": why}).encode(), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, kind: str, more: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(body)), **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the command."""
