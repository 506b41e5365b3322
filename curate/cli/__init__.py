"""The command line: parses, calls, prints.  Nothing else prints or exits."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from curate.cli import auditing, checking, copying, deciding, exporting, filtering, history, projects, reviewing, showing
from curate.errors import CurateError
from curate.version import __version__

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn dirty web text into a clean, deduplicated, versioned corpus, and show and undo all that was done.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; every error the user can cause is one line on stderr."""
    if os.name != "nt" and sys.getfilesystemencoding() != "utf-8":  # names of seeds are UTF-8, whatever the locale says
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # quicker on small matrices, and the same sums on every machine
    for stream in (sys.stdout, sys.stderr):  # whatever the locale says
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if len(sys.argv) == 1:
            sys.argv.append("--help")
        code = app(standalone_mode=False)
        if code == 130:  # typer's own word for Ctrl-C
            raise KeyboardInterrupt
    except CurateError as error:
        code = _fail(str(error), error.exit_code)
    except typer.TyperException as error:  # wrong options and arguments
        code = _fail(f"{error.format_message()} (see `curate --help`)", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _fail("interrupted; the last revision is as it was", 130)
    except BrokenPipeError:  # the reader of our output has gone: no error
        sys.stderr.close()
        code = 0
    except OSError as error:
        code = _fail(f"{error.filename or 'the disk'}: {error.strerror}; make room, or check its permissions", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int) -> int:
    print(f"curate: {message}", file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        print(f"curate {__version__}")
        raise typer.Exit


@app.callback()
def _curate(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


# in the order of `curate --help`
COMMANDS = (
    projects.init, projects.add, projects.run, projects.status,
    auditing.audit, copying.duplicates, reviewing.review, history.diff, history.log, history.gc,
    deciding.restore, deciding.drop, deciding.decisions,
    checking.verify, checking.repair, checking.forget,
    showing.rules, showing.explain, showing.source, exporting.export, filtering.clean,
)  # fmt: skip
for _command in COMMANDS:
    app.command()(_command)
