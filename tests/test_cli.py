"""The command line as a user meets it: streams, exit codes, and each error in one line."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import OTHER, STORY, put

from curate import cli
from curate.pipeline.run import Project


def run_process(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Run a command in its own process; return exit code, stdout and stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "curate.cli", *arguments],
        cwd=cwd, input=stdin, capture_output=True, env={**os.environ, "COLUMNS": "200", **environment}, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def run_cli(*arguments: str, cwd: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """The same in this process, which is faster."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch, pytest.raises(SystemExit) as stop:
        patch.chdir(cwd)
        patch.setenv("COLUMNS", "200")
        for name, value in (
            ("argv", ["curate", *arguments]),
            ("stdout", out),
            ("stderr", err),
            ("stdin", io.TextIOWrapper(io.BytesIO(stdin))),
        ):
            patch.setattr(sys, name, value)
        cli.main()
    out.flush()
    err.flush()
    return int(stop.value.code or 0), read_stream(out), read_stream(err)


def read_stream(stream: io.TextIOWrapper) -> str:
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode()


def run_ok(*arguments: str, cwd: Path, stdin: bytes = b"") -> str:
    """Run a command that must succeed without a warning; return its output."""
    code, out, err = run_cli(*arguments, cwd=cwd, stdin=stdin)
    assert (code, err) == (0, ""), err
    return out


@pytest.mark.usefixtures("on_pages")
def test_the_commands_from_init_to_restore(tmp_path: Path) -> None:
    inside = tmp_path / "mine"
    assert run_ok("init", "mine", cwd=tmp_path).startswith("created mine/curate.toml and mine/seeds/")
    (tmp_path / "story.txt").write_text(f"A storm\n\nAdvertisement\n\n{STORY}\n")
    assert run_ok("add", "../story.txt", "--url", "https://example.org/storm", cwd=inside).startswith("added story.txt")
    assert run_ok("status", cwd=inside).startswith("        new  story.txt")
    assert run_ok("run", cwd=inside).startswith("made revision 1.0.0")
    assert run_ok("run", cwd=inside).startswith("nothing changed; 1.0.0")
    assert run_ok("status", cwd=inside) == "1 seed unchanged since the last revision\n"
    assert run_ok("source", "story.txt", cwd=inside) == (tmp_path / "story.txt").read_text()
    assert json.loads((inside / "cleaned/metadata/story.txt.jsonl").read_text())["url"] == "https://example.org/storm"
    audit = run_ok("audit", "story.txt", cwd=inside)
    assert "[-Advertisement-]‹advertisement›" in audit and STORY in audit
    assert "‹advertisement›" not in run_ok("audit", "--category", "sharing", cwd=inside)
    assert run_ok("verify", cwd=inside).endswith("every ledger gives back its source\n")
    (inside / "seeds" / "other.txt").write_text(f"Another day\n\n{OTHER}\n")
    code, out, _ = run_cli("run", "--check", cwd=inside)
    assert code == 5 and out.startswith("would make revision 1.1.0") and not (inside / "cleaned/documents/other.txt").exists()
    run_ok("run", cwd=inside)
    assert "other.txt  added  (seed: the seed was added)" in run_ok("diff", cwd=inside)
    assert [line.split()[1] for line in run_ok("log", cwd=inside).splitlines()] == ["1.1.0", "1.0.0"]
    at = (tmp_path / "story.txt").read_text().index("Advert")
    assert "any.ad" in run_ok("explain", f"story.txt:{at}", cwd=inside) or "en.ad" in run_ok("explain", f"story.txt:{at}", cwd=inside)
    assert "no rule applies to it" in run_ok("explain", "story.txt:0", cwd=inside)
    run_ok("restore", "story.txt", "--at", str(at), cwd=inside)
    run_ok("run", cwd=inside)
    assert "a decision restored it" in run_ok("explain", f"story.txt:{at}", cwd=inside)


def test_help_has_a_line_for_each_command(tmp_path: Path) -> None:
    code, out, _ = run_process("--help", cwd=tmp_path, COLUMNS="80")
    lines = out.partition("Commands:\n")[2].splitlines()
    assert code == 0 and len(lines) == len(cli.COMMANDS) and all(len(line) <= 80 and line.endswith(".") for line in lines)
    assert "..." not in out.partition("Commands:\n")[2]


def test_what_is_only_suggested_is_explained(corpus: Project) -> None:
    put(corpus, "glued.txt", f"{STORY}\n\nThe keeper went down to the harbour.Amsterdam was far away that night.\n\n{OTHER}\n")
    run_ok("run", cwd=corpus.root)
    text = run_ok("source", "glued.txt", cwd=corpus.root)
    out = run_ok("explain", f"glued.txt:{text.index('Amsterdam')}", cwd=corpus.root)
    assert "suggested at" in out and "typography.glued-sentence-unlisted" in out


def test_every_command_prints_json(corpus: Project) -> None:
    put(corpus, "new.txt", f"New\n\n{OTHER} And what then?\n")
    run_ok("run", cwd=corpus.root)
    for command in ("run", "status", "audit", "diff", "log", "verify", "rules", "explain a.txt:1", "source a.txt", "clean seeds/a.txt"):
        json.loads(run_ok(*command.split(), "--json", cwd=corpus.root))


def test_json_audit_adds_up(corpus: Project) -> None:
    for document in json.loads(run_ok("audit", "--json", cwd=corpus.root))["documents"]:
        growth = sum(len(e["after"]) - len(e["before"]) for e in document["edits"])
        assert document["characters_in"] + growth == document["characters_out"]


def test_clean_is_a_filter(tmp_path: Path) -> None:
    text = f"Share this\n\n{STORY}\r\n".encode()
    assert run_ok("clean", "-", cwd=tmp_path, stdin=text) == f"{STORY}\n"
    assert run_ok("clean", "-", "--ledger", "l.jsonl", cwd=tmp_path, stdin=text) == f"{STORY}\n"
    assert [json.loads(line)["before"] for line in (tmp_path / "l.jsonl").read_text().splitlines()] == ["Share this\n\n", "\r"]
    page = f"<html><body><nav>Home</nav><article><h1>Rain</h1><p>{STORY}</p><p>{OTHER}</p></article></body></html>"
    assert STORY in run_ok("clean", "-", "--html", cwd=tmp_path, stdin=page.encode())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["l.jsonl"]


def test_output_is_utf8_whatever_the_locale(tmp_path: Path) -> None:
    code, out, _ = run_process("clean", "-", cwd=tmp_path, stdin=f"„{STORY}“ ü".encode(), LC_ALL="C", PYTHONIOENCODING="ascii")
    assert code == 0 and "ü" in out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ("run --project nowhere", 2, "nowhere: no such folder; name the project's with --project"),
        ("run --seeds nowhere", 2, "nowhere: no such folder; make it, or name another with --seeds or in curate.toml"),
        ("run --jobs 0", 2, "Invalid value for '--jobs': "),
        ("run --fast", 2, "No such option: --fast"),
        ("walk", 2, "No such command 'walk'"),
        ("audit zzz", 2, "zzz: no such document; `curate status --all` lists them"),
        ("audit b.txt", 2, "b.txt: no such document; did you mean b/b.txt?"),
        ("audit --rule en.share-button", 2, "en.share-button: no such rule; did you mean en.share-buttons?"),
        ("audit --category navigatoin", 2, "navigatoin: no such category; did you mean navigation?"),
        ("explain a.txt", 2, "a.txt: name a place as DOCUMENT:OFFSET, like a.txt:120"),
        ("explain a.txt:99999", 2, "a.txt:99999: the document has "),
        ("source empty.txt", 2, "empty.txt: in quarantine: empty; nothing to clean"),
        ("rules no.such", 2, "no.such: no such rule; `curate rules` lists them"),
        ("diff 7", 2, "7 is no revision; `curate log` lists all 2"),
        ("add nowhere.txt", 2, "nowhere.txt: no such file; nothing was added"),
        ("add empty", 2, "empty: no file in it; nothing was added"),
        ("add no*.txt", 2, "no*.txt: matches no file; nothing was added"),
        ("add -", 2, "-: name it with --name, like --name page.html; nothing was added"),
        ("add again.txt", 2, "again.txt: the same bytes are a seed already, a.txt; nothing was added"),
        ("add other/a.txt", 2, "other/a.txt: seeds/a.txt stands there already; rename one of them; nothing was added"),
        ("clean nowhere.txt", 1, "nowhere.txt: no such file"),
        ("init .", 2, "curate.toml: exists already; this folder is a project"),
        ("log --into nowhere", 2, "nowhere: no corpus there; run `curate run` first"),
        ("verify --into nowhere", 4, "nowhere: no corpus; run `curate run` first"),
    ],
)
def test_each_error_is_one_line(corpus: Project, arguments: str, code: int, message: str) -> None:
    put(corpus, "empty.txt", "")
    run_code, _, err = run_cli("run", cwd=corpus.root)
    assert (run_code, err) == (0, "curate: empty.txt: in quarantine: empty; nothing to clean\n")
    (corpus.root / "curate.toml").write_text("")
    (corpus.root / "again.txt").write_bytes((corpus.root / "seeds/a.txt").read_bytes())
    (corpus.root / "other").mkdir()
    (corpus.root / "empty").mkdir()
    (corpus.root / "other/a.txt").write_text("something else")
    exit_code, _, err = run_cli(*arguments.split(), cwd=corpus.root)
    assert (exit_code, err.count("\n")) == (code, 1), err
    assert err.startswith(f"curate: {message}")


def test_an_empty_project_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    assert run_cli("run", cwd=tmp_path) == (2, "", "curate: seeds: no seeds there; put files into it, or use `curate add`\n")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(STORY)
    (tmp_path / "cleaned").write_text("a file where the folder should be")
    code, _, err = run_process("run", cwd=tmp_path)
    assert code == 1 and err.count("\n") == 1 and "cleaned/manifest.json: cannot be read: Not a directory" in err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_seed_without_permission_is_quarantined(corpus: Project) -> None:
    (corpus.root / "seeds" / "a.txt").chmod(0)
    code, _, err = run_process("run", cwd=corpus.root)
    assert code == 0 and "a.txt: in quarantine: cannot be read: Permission denied; check its permissions" in err


def test_control_characters_of_a_seed_are_escaped(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(f"\x1b[31m{STORY}\u202e\n")
    run_ok("run", cwd=tmp_path)
    for command in ("audit a.txt", "audit", "explain a.txt:0"):
        out = run_ok(*command.split(), cwd=tmp_path)
        assert "\x1b[31m" not in out and "\u202e" not in out and "[U+001B]" in out


def test_copies_are_listed_with_their_original(corpus: Project) -> None:
    put(corpus, "d.txt", f"{STORY.replace('boats', 'ships')}\n\nSomething else altogether, of which nobody had heard before.\n")
    run_ok("run", "-q", cwd=corpus.root)
    lines = run_ok("duplicates", cwd=corpus.root).splitlines()
    assert lines[0] == f"a.txt:9  {STORY[:79]}…" and lines[1] == "  100%  b/b.txt:119 (removed)"
    assert lines[2].startswith("c.html:12  quotes 16 words of b/b.txt:13: Nobody in the village")
    assert lines[3].startswith("d.txt:0  quotes 20 words of a.txt:9")
    assert "near miss: d.txt:0 is 52% similar to a.txt:9" in lines[4:]
    assert run_ok("duplicates", "c.html", cwd=corpus.root).startswith("c.html:12  quotes 16 words")
    values = json.loads(run_ok("duplicates", "--json", cwd=corpus.root))
    assert values["clusters"][0]["copies"][0]["document"] == "b/b.txt" and values["misses"]
    assert run_cli("duplicates", "e.txt", cwd=corpus.root)[0] == 2


def test_a_corpus_without_copies_says_so(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text(f"{STORY}\n", "utf-8")
    run_ok("run", "-q", cwd=tmp_path)
    code, out, err = run_cli("duplicates", cwd=tmp_path)
    assert (code, out) == (0, "") and err == "no copy and no quotation of at least 12 words\n"


def test_a_sweep_tells_how_many_copies_each_threshold_makes(corpus: Project) -> None:
    put(corpus, "d.txt", f"{STORY.replace('boats', 'ships')}\n\nSomething else altogether, of which nobody had heard before.\n")
    rows = {row["threshold"]: row["passages"] for row in json.loads(run_ok("duplicates", "--sweep", "--json", cwd=corpus.root))}
    assert rows[0.5] == 2 and rows[0.8] == rows[1.0] == 1
    assert "0.8         1          0  <- in use" in run_ok("duplicates", "--sweep", cwd=corpus.root)


def test_forget_asks_at_a_terminal(corpus: Project) -> None:
    terminal, stdin = pty.openpty()
    os.write(terminal, b"n\n")
    command = [sys.executable, "-m", "curate.cli", "forget", "a.txt"]
    declined = subprocess.run(command, cwd=corpus.root, stdin=stdin, capture_output=True, text=True, timeout=60)
    assert declined.returncode != 0 and "This cannot be undone." in declined.stderr
    assert (corpus.root / "seeds/a.txt").exists()
    assert subprocess.run([*command, "--yes"], cwd=corpus.root, stdin=stdin, capture_output=True, timeout=60).returncode == 0
    assert not (corpus.root / "seeds/a.txt").exists()
