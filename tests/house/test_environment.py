"""Whatever a deployment decides by its environment stands in the README, in both languages, and nothing else does."""

from __future__ import annotations

import re

import pytest

from tests.house.source import HOME, modules

_NAME = re.compile(r"XUEJI_[A-Z]+(?:_[A-Z]+)*")
_MADE = {f"XUEJI_EXCHANGE_{each}" for each in ("URL", "KEY", "PROVINCE")}
# The supervisor tells its children by it who their parent is: nobody sets it.
_BETWEEN_OUR_PROCESSES = {"XUEJI_PARENT"}


def read_by_the_program() -> set[str]:
    found = {name for file in modules() for name in _NAME.findall(file.read_text())}
    # Three names are put together of this beginning (server/border.py).
    return found - {"XUEJI_EXCHANGE"} - _BETWEEN_OUR_PROCESSES


def test_the_names_put_together_are_the_ones_told() -> None:
    assert read_by_the_program() >= _MADE, "they are also named whole, where a closed border is mended"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_variable_and_no_other(readme: str) -> None:
    assert set(_NAME.findall((HOME / readme).read_text())) == read_by_the_program()
