"""The web server of `curate review`: it serves one page and its documents, and takes decisions, on this machine alone.

Opening the address printed at the start begins a session; the token in it works
once.  The server refuses requests without that session, under another host
name, or from a page of another origin.
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
_MAX_BODY = 1_000_000  # bytes of a request; a decision holds at most some 40,000 characters
_TIMEOUT = 30  # seconds for a request to arrive
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_NO_SESSION = "This address has been used already, or belongs to another review. Start `curate review` again."

Values = Mapping[str, Any]


@dataclass(slots=True)
class ReviewHandlers:
    """What the server answers with, and the secrets that let one browser in.

    `page` renders the report; `document` returns a document by its id, None if there is
    none; `decide` carries out a request of the page.
    """

    page: Callable[[], bytes]
    document: Callable[[str], Values | None]
    decide: Callable[[Any], Values]  # raises CurateError, whose message the page shows
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    lock: Lock = field(default_factory=Lock)

    def use_token(self, token: str) -> bool:
        """Return whether this is the token; if it is, it works no more."""
        with self.lock:
            is_right = bool(self.token) and secrets.compare_digest(token.encode(), self.token.encode())
            if is_right:
                self.token = ""
            return is_right


class ReviewServer(ThreadingHTTPServer):
    """A server on the loopback interface; `port` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, handlers: ReviewHandlers, port: int) -> None:
        super().__init__((HOST, port), RequestHandler)
        self.handlers = handlers

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    @property
    def address(self) -> str:
        """The address that begins a session; it works once."""
        return f"{self.origin}/?token={self.handlers.token}"


class RequestHandler(BaseHTTPRequestHandler):
    """Answer one request."""

    server: ReviewServer
    timeout = _TIMEOUT
    server_version, sys_version = "curate", ""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if not self._is_own_host():
            self._refuse(HTTPStatus.FORBIDDEN, "Open the address that `curate review` printed.")
        elif url.path == "/" and self.server.handlers.use_token(query.get("token", "")):
            cookie = f"{_COOKIE}={self.server.handlers.session}; HttpOnly; SameSite=Strict; Path=/"
            self._send(HTTPStatus.SEE_OTHER, b"", "text/plain", {"Location": "/", "Set-Cookie": cookie})
        elif not self._has_session():
            self._refuse(HTTPStatus.FORBIDDEN, _NO_SESSION)
        elif url.path == "/":
            self._send(HTTPStatus.OK, self.server.handlers.page(), "text/html")
        elif url.path == "/document" and (document := self.server.handlers.document(query.get("id", ""))) is not None:
            self._send_json(HTTPStatus.OK, document)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")

    def do_POST(self) -> None:
        if not (self._is_own_host() and self._has_session() and self.headers.get("Origin") == self.server.origin):
            self._refuse(HTTPStatus.FORBIDDEN, _NO_SESSION)
        elif self.path != "/decisions" or self.headers.get("Content-Type") != "application/json":
            self._refuse(HTTPStatus.NOT_FOUND, "Only decisions can be sent here, as JSON.")
        elif not 0 < (length := self._body_length()) <= _MAX_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A decision has at most {_MAX_BODY:,} bytes.")
        else:
            self._decide(self.rfile.read(length))

    def _decide(self, body: bytes) -> None:
        try:
            with self.server.handlers.lock:
                self._send_json(HTTPStatus.OK, self.server.handlers.decide(json.loads(body)))
        except CurateError as error:
            self._refuse(HTTPStatus.CONFLICT, str(error))
        except (ValueError, RecursionError):
            self._refuse(HTTPStatus.BAD_REQUEST, "That is not JSON.")

    def _is_own_host(self) -> bool:
        """Is the request addressed to this host?  Another site may make its name resolve to this machine (DNS rebinding)."""
        return self.headers.get("Host") == f"{HOST}:{self.server.server_port}"

    def _has_session(self) -> bool:
        cookies = {cookie.strip() for cookie in self.headers.get("Cookie", "").split(";")}
        session = f"{_COOKIE}={self.server.handlers.session}"
        return any(secrets.compare_digest(cookie.encode(), session.encode()) for cookie in cookies)

    def _body_length(self) -> int:
        """Return the length of the body in bytes, -1 if the request does not tell it."""
        header = self.headers.get("Content-Length", "")
        return int(header) if header.isascii() and header.isdigit() and len(header) < 10 else -1

    def _send_json(self, status: HTTPStatus, values: Values) -> None:
        self._send(status, json.dumps(values).encode(), "application/json")

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self._send(status, json.dumps({"error": reason}).encode(), "application/json")

    def _send(self, status: HTTPStatus, body: bytes, media_type: str, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        content = {"Content-Type": f"{media_type}; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**_HEADERS, **content, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the terminal belongs to the command."""
