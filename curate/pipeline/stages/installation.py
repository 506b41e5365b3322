"""What every result depends on besides its input: this code, and the packages that decide about texts."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import curate
from curate.digest import digest_json, sha256

PACKAGES = (
    "beautifulsoup4", "chardet", "ftfy", "htmldate", "lxml", "numpy", "py3langid", "simplemma", "trafilatura", "wordfreq",
)  # fmt: skip


@cache
def digest_code() -> str:
    """Return a digest of this package's own files, so that no result outlives the code that computed it."""
    root = Path(curate.__file__).parent
    paths: Sequence[Path] = sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml", ".npz"))
    return digest_json([[p.relative_to(root).as_posix(), sha256(p.read_bytes())] for p in paths])


@cache
def package_versions() -> dict[str, str]:
    """Return the versions of the packages that decide about texts."""
    installed = {name: metadata.version(name) for name in PACKAGES}
    with contextlib.suppress(metadata.PackageNotFoundError):  # decides only where there are WARC files
        installed["fastwarc"] = metadata.version("fastwarc")
    return installed


def digest_installation() -> str:
    """Return a digest of the code and the packages: all that decides and is installed."""
    return digest_json([digest_code(), package_versions()])
