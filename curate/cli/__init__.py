"""The command line: `curate X` lives in the module X.  Only this package prints and exits."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from curate.cli import (
    add,
    audit,
    clean,
    decisions,
    diff,
    duplicates,
    explain,
    export,
    forget,
    gc,
    init,
    log,
    repair,
    review,
    rules,
    run,
    sites,
    source,
    status,
    verify,
)
from curate.cli.output import print_warning
from curate.errors import CurateError
from curate.version import __version__

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Turn dirty web text into a clean, deduplicated, versioned corpus; show and undo every change.",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line and exit; every error a user can cause is one line on stderr."""
    if os.name != "nt" and sys.getfilesystemencoding() != "utf-8":  # seeds have UTF-8 names in every locale
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # faster on small matrices, and the same sums on every machine
    for stream in (sys.stdout, sys.stderr):  # in every locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        if len(sys.argv) == 1:
            sys.argv.append("--help")
        code = app(standalone_mode=False)
        if code == 130:  # how typer reports Ctrl-C
            raise KeyboardInterrupt
    except CurateError as error:
        code = _fail(str(error), error.exit_code)
    except typer.TyperException as error:  # wrong options and arguments
        code = _fail(f"{error.format_message()} (see `curate --help`)", 2)
    except (KeyboardInterrupt, typer.Abort):
        code = _fail("interrupted; the last revision is unchanged", 130)
    except BrokenPipeError:  # whoever read the output has closed it: no error
        sys.stderr.close()
        code = 0
    except OSError as error:
        code = _fail(f"{error.filename or 'the disk'}: {error.strerror}; make room, or check its permissions", 1)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int) -> int:
    print_warning(message)
    return code


def _print_version(is_given: bool) -> None:
    if is_given:
        print(f"curate {__version__}")
        raise typer.Exit


@app.callback()
def _curate(
    version: Annotated[bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


# in the order of `curate --help`
COMMANDS = (
    init.init, add.add, run.run, status.status,
    audit.audit, duplicates.duplicates, sites.sites, review.review, diff.diff, log.log, gc.gc,
    decisions.restore, decisions.drop, decisions.decisions,
    verify.verify, repair.repair, forget.forget,
    rules.rules, explain.explain, source.source, export.export, clean.clean,
)  # fmt: skip
for _command in COMMANDS:
    app.command()(_command)
