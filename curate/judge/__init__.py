"""The judge: a small learned model that tells content from boilerplate, passage by passage, in plain text."""

from __future__ import annotations

from curate.judge.pages import judge_pages
from curate.judge.verdict import SETTINGS, Verdict, judge
from curate.judge.weights import digest_weights

__all__ = ["SETTINGS", "Verdict", "digest_weights", "judge", "judge_pages"]
