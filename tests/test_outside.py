"""Nothing is fetched, nothing is written elsewhere: every command, watched."""

from __future__ import annotations

import ast
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hostile import remote

HERE = Path(__file__).parent
MAKE = ("init", "add in/page.html --url {url}/ --name p.html", "add in", "run --jobs 2")
COMMANDS = (  # not `review`, whose page is served on 127.0.0.1
    "status", "audit", "audit --html audit.html", "audit --csv audit.csv", "duplicates", "rules", "log",
    "explain p.html:40", "source p.html", "drop in/plain.txt --at 3", "decisions", "run --jobs 1", "diff",
    "export jsonl --to out/jsonl", "export parquet --to out/parquet", "export tei --to out/tei", "verify --deep", "forget in/rows.csv",
    "gc --keep 1", "repair", "clean in/page.html --ledger page.ledger", "verify",
)  # fmt: skip
NAMED = {"audit.html", "audit.csv", "out", "page.ledger"}
OWN = {"curate.toml", "seeds", "cleaned", ".curate", "decisions.toml", "tombstones.jsonl", "provenance.jsonl"}
ALL = """
import sys
from curate.cli import app
for words in sys.argv[1:]:
    print("::", words)
    app(words.split(), standalone_mode=False)
"""


@contextmanager
def listening() -> Iterator[tuple[str, list[object]]]:
    """Give an address of this machine, and the list of those who have called there."""
    callers: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    connection, caller = server.accept()
                except OSError:
                    return
                callers.append(caller)
                connection.close()

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", callers


def run_there(folder: Path, words: list[str], log: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, watched if there is a log to write to, with a home and a place for temporary files of its own."""
    home = folder.with_name("home")
    home.mkdir(exist_ok=True)
    env = os.environ | dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "APPDATA"), str(home))
    path = [str(HERE / "watched"), str(HERE.parent)] if log else [str(HERE.parent)]
    env |= {"PYTHONPATH": os.pathsep.join(path), "PYTHONDONTWRITEBYTECODE": "1"} | ({"CURATE_WATCHED": str(log)} if log else {})
    return subprocess.run([sys.executable, *words], cwd=folder, env=env, capture_output=True, text=True)


def project_of(folder: Path, url: str) -> Path:
    (folder / "in").mkdir(parents=True)
    for name, data in remote.seeds(url).items():
        (folder / "in" / name).write_bytes(data)
    return folder


def commands(folder: Path, url: str, words: Iterable[str], log: Path | None = None) -> None:
    done = run_there(folder, ["-c", ALL, *(word.format(url=url) for word in words)], log)
    assert not done.returncode, done.stdout.rpartition("::")[2] + done.stderr


def revision(folder: Path) -> tuple[str, list[tuple[str, str]]]:
    manifest = json.loads((folder / "cleaned" / "manifest.json").read_bytes())
    return manifest["id"], [(seed["seed"], seed["state"]) for seed in manifest["seeds"]]


def is_nameless(path: Path, temporary: Path) -> bool:
    """Is it the file without a name, or the trial before it, in which py3langid unpacks its model?  It holds nothing of a seed."""
    return path == temporary or (path.parent == temporary and re.fullmatch("[a-z0-9_]{8}", path.name) is not None)


def test_who_watches_sees_what_is_fetched_and_written(tmp_path: Path) -> None:
    log, folder = tmp_path / "log", tmp_path / "project"
    folder.mkdir()
    with listening() as (url, callers):
        run_there(folder, ["-c", f"import urllib.request; urllib.request.urlopen({url!r})"])
        run_there(folder, ["-c", f"import urllib.request; urllib.request.urlopen({url!r})"], log)
        run_there(folder, ["-c", f"import socket; socket.getaddrinfo({url!r}, 80)"], log)
    assert len(callers) == 1
    run_there(folder, ["-c", "open('a', 'w'); import os; os.rename('a', '../b')"], log)
    said = log.read_text()
    assert "network" in said and f"write {str(folder / 'a')!r}\n" in said and f"write {str(tmp_path / 'b')!r}\n" in said


def test_nothing_is_fetched_and_nothing_is_missed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with listening() as (url, callers):
        free, shut = (project_of(tmp_path / name / "project", url) for name in ("free", "shut"))
        commands(free, url, MAKE)
        commands(shut, url, MAKE, log)
    assert callers == [] and "network" not in log.read_text()
    assert revision(free) == revision(shut)
    states = dict(revision(free)[1])
    assert len(states) == len(remote.seeds(""))
    undefined = {"in/entities.xml", "in/type.docx"}  # entities that nobody defines but the other end
    assert {name for name, state in states.items() if state == "quarantined"} == undefined


def test_nothing_is_written_outside_the_project_and_what_was_named(tmp_path: Path) -> None:
    log, folder = tmp_path / "log", project_of(tmp_path / "project", "http://127.0.0.1:9")
    code = {path: path.lstat().st_mtime_ns for path in HERE.parent.joinpath("curate").rglob("*.py")}
    commands(folder, "http://127.0.0.1:9", (*MAKE, *COMMANDS), log)
    lines = log.read_text().splitlines()
    assert [line for line in lines if line.startswith("network")] == []
    written = {Path(ast.literal_eval(line.removeprefix("write "))) for line in lines} - {Path(os.devnull)}
    inside = {path for path in written if path.is_relative_to(folder)}
    kept = {path for path in inside - {folder} if not re.fullmatch(r"\.\d+-\d+\.tmp", path.name)}
    assert len(kept) > 100 and {path.relative_to(folder).parts[0] for path in kept} == OWN | NAMED
    elsewhere = {path for path in written - inside if not is_nameless(path, tmp_path / "home")}
    assert {path for path in elsewhere if not path.is_relative_to(HERE.parent / "curate" / "__pycache__")} == set()  # see SECURITY.md
    assert {path.name for path in folder.iterdir()} == OWN | NAMED | {"in"}
    assert list((tmp_path / "home").rglob("*")) == [] and {path.name for path in tmp_path.iterdir()} == {"log", "project", "home"}
    assert {path: path.lstat().st_mtime_ns for path in code} == code
