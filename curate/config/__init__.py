"""The settings of a project: their defaults (`settings`), the file that `curate init` writes (`template`), and the parser (`parse`)."""

from __future__ import annotations

from curate.config.parse import load_config, parse_config
from curate.config.settings import CHOICES, Boilerplate, Config, Duplicates, Fields, Guards, Html, Normalise, Seeds, Sites
from curate.config.template import TEMPLATE

__all__ = [
    "CHOICES", "TEMPLATE", "Boilerplate", "Config", "Duplicates", "Fields", "Guards", "Html", "Normalise", "Seeds", "Sites",
    "load_config", "parse_config",
]  # fmt: skip
