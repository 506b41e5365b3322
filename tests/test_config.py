"""Settings: read from either file, and every mistake named."""

from __future__ import annotations

from pathlib import Path

import pytest

from curate.config import TEMPLATE, Config, load_config, parse_config
from curate.errors import UsageError


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[boilerplat]", "curate.toml: unknown table [boilerplat]; did you mean 'boilerplate'?"),
        ("[boilerplate]\nseting = 'off'", "curate.toml: [boilerplate] has no setting 'seting'; did you mean 'setting'?"),
        ("[boilerplate]\nsetting = 'of'", "curate.toml: boilerplate.setting = 'of': choose one of balanced, cautious, rules, off"),
        ("[normalise]\nencoding = 'yes'", "curate.toml: normalise.encoding = 'yes': must be true or false"),
        ("[duplicates]\nthreshold = 80", "curate.toml: duplicates.threshold = 80: must be a number above 0 and up to 1"),
        ("[seeds]\npaths = 'seeds'", "curate.toml: seeds.paths = 'seeds': must be a list of names, like [\"seeds\"]"),
        ("seeds = 3", "curate.toml: seeds must be a table, like [seeds]"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "curate.toml").write_text(text)
    with pytest.raises(UsageError) as error:
        load_config(tmp_path)
    assert str(error.value) == message


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    (tmp_path / "curate.toml").write_text("[seeds")
    with pytest.raises(UsageError, match=r"^curate\.toml: not TOML: Expected"):
        load_config(tmp_path)


def test_curate_toml_has_priority_over_pyproject(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()
    (tmp_path / "pyproject.toml").write_text("[tool.curate.boilerplate]\nsetting = 'off'")
    assert load_config(tmp_path).boilerplate.setting == "off"
    (tmp_path / "curate.toml").write_text("")
    assert load_config(tmp_path) == Config()


def test_the_template_shows_every_setting_at_its_default() -> None:
    import tomllib

    shown = tomllib.loads("".join(line.removeprefix("# ") + "\n" for line in TEMPLATE.splitlines()[2:]))
    assert parse_config(shown, "template") == Config()
    assert {t: set(v) for t, v in shown.items()} == {t: set(v) for t, v in {"seeds": {"paths": 0}, **Config().as_plain_values()}.items()}
