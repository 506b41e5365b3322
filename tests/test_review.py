"""`curate review`: who gets a session, what can be sent, and that it ends cleanly."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest
from test_cli import run_cli

from curate.audit.load import load_document
from curate.cli.review import create_server
from curate.cli.review_server import ReviewServer
from curate.decisions.create import create_restore
from curate.pipeline.run import Project

Answer = tuple[int, Mapping[str, str], bytes]


@contextmanager
def run_server(server: ReviewServer) -> Iterator[ReviewServer]:
    """Run a server in a thread while the context lasts."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def server(corpus: Project) -> Iterator[ReviewServer]:
    manifest = corpus.store.load_current()
    assert manifest
    with run_server(create_server(corpus, manifest, 0)) as started:
        yield started


def send_request(server: ReviewServer, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    got = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return got


def open_session(server: ReviewServer) -> dict[str, str]:
    """Open the address once, and return the headers of the session."""
    status, headers, _ = send_request(server, server.address.removeprefix(server.origin))
    assert status == 303 and headers["Location"] == "/"
    assert {"HttpOnly", "SameSite=Strict"} <= set(headers["Set-Cookie"].split("; "))
    return {"Cookie": headers["Set-Cookie"].partition(";")[0], "Origin": server.origin, "Content_Type": "application/json"}


def restore_decision(corpus: Project) -> dict[str, str]:
    manifest = corpus.store.load_current()
    assert manifest
    one = load_document(corpus.store, manifest, "a.txt")
    edit = next(edit for edit in one.edits if edit.before.startswith("Share this"))
    made = create_restore("a.txt", one.source, edit)
    return {key: value for key, value in asdict(made).items() if value}


def test_only_the_loopback_interface_listens(server: ReviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"


def test_the_address_works_once_and_opens_a_session(server: ReviewServer) -> None:
    address = server.address.removeprefix(server.origin)
    assert send_request(server, "/")[0] == send_request(server, "/?token=guessed")[0] == 403
    known = open_session(server)
    assert send_request(server, address)[0] == 403, "a second use of the token"
    status, headers, page = send_request(server, "/", Cookie=known["Cookie"])
    assert status == 200 and page.startswith(b"<!doctype html>") and headers["X-Frame-Options"] == "DENY"
    assert b"connect-src 'self'" in page and headers["Cache-Control"] == "no-store"
    assert not any(name.lower().startswith("access-control") for name in headers)


def test_a_decision_is_saved_and_taken_back(server: ReviewServer, corpus: Project) -> None:
    known, entry = open_session(server), restore_decision(corpus)
    path = corpus.root / "decisions.toml"
    path.write_text("# mine\n")
    status, _, body = send_request(server, "/decisions", "POST", json.dumps({"add": entry}).encode(), **known)
    assert status == 200 and json.loads(body) == {"decisions": 1}
    assert tomllib.loads(path.read_text())["decision"] == [entry] and path.read_text().startswith("# mine\n")
    status, _, body = send_request(server, "/decisions", "POST", json.dumps({"remove": entry}).encode(), **known)
    assert status == 200 and json.loads(body) == {"decisions": 0} and path.read_text() == "# mine\n"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Cookie": "curate-review=guessed"}, 403),
        ({"Cookie": ""}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content_Type": "text/plain"}, 404),
        ({"Content_Length": "2000000"}, 413),
        ({"Content_Length": "-1"}, 413),
        ({"Transfer_Encoding": "chunked", "Content_Length": ""}, 413),
    ],
    ids=str,
)
def test_a_request_from_elsewhere_is_refused(server: ReviewServer, corpus: Project, change: dict[str, str], status: int) -> None:
    body = json.dumps({"add": restore_decision(corpus)}).encode()
    got, _, answer = send_request(server, "/decisions", "POST", body, **(open_session(server) | change))
    assert got == status and "error" in json.loads(answer)
    assert not (corpus.root / "decisions.toml").exists()


@pytest.mark.parametrize(
    "sent",
    [
        b"{", b"[]", b"[" * 5000, b'{"add": 1}', b'{"add": {"action": "restore"}}',
        b'{"add": {"action": 1, "document": "a.txt", "text": "x"}}',
        b'{"add": {"action": "drop", "document": "a.txt", "text": "not there", "path": "/etc"}}',
        b'{"add": {"action": "drop", "document": "../../etc/passwd", "text": "root"}}',
        b'{"add": {"action": "drop", "document": "a.txt", "text": "not there at all"}}',
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_written(server: ReviewServer, corpus: Project, sent: bytes) -> None:
    status, _, body = send_request(server, "/decisions", "POST", sent, **open_session(server))
    assert status in (200, 400, 409) and (status == 200) == (sent == b"[]"), body
    assert not (corpus.root / "decisions.toml").exists()


def test_documents_are_given_to_the_session_alone(server: ReviewServer) -> None:
    assert send_request(server, "/document?id=a.txt")[0] == 403
    cookie = open_session(server)["Cookie"]
    status, _, body = send_request(server, "/document?id=a.txt", Cookie=cookie)
    pieces: list[Any] = json.loads(body)["pieces"]
    assert status == 200 and "".join(p if isinstance(p, str) else p.get("b", p.get("s")) for p in pieces).startswith("A storm\n\n")
    for name in ("nothing", "../decisions.toml", "%2e%2e/manifest.json", ""):
        assert send_request(server, f"/document?id={name}", Cookie=cookie)[0] == 404
    assert send_request(server, "/manifest.json", Cookie=cookie)[0] == 404


def test_another_host_name_is_refused(server: ReviewServer) -> None:
    status, _, _ = send_request(server, server.address.removeprefix(server.origin), Host=f"evil.example:{server.server_port}")
    assert status == 403 and server.handlers.token, "the token is not used up either"


@pytest.mark.skipif(os.name == "nt", reason="no SIGINT to send there")
def test_ctrl_c_ends_it(corpus: Project) -> None:
    command = [sys.executable, "-m", "curate.cli", "review"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what runs in the background is born deaf to it
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=corpus.root, stdout=pipe, stderr=pipe, text=True, preexec_fn=heard) as process:
        assert process.stdout and process.stdout.readline().startswith("open http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0 and err == "" and "decisions.toml holds as many decisions as before" in out


def test_a_port_that_is_taken_is_one_line(server: ReviewServer, corpus: Project) -> None:
    code, out, err = run_cli("review", "--port", str(server.server_port), cwd=corpus.root)
    assert (code, out) == (2, "") and err == f"curate: --port {server.server_port}: Address already in use; name another, or none\n"
