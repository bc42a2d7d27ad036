"""The nation is a foreign country: it knows the protocol and the words, and none of the registry's rooms."""

from __future__ import annotations

import ast

from tests.house.source import PACKAGE, modules, shown, tree_of

_ALLOWED = ("xueji.exchange.port", "xueji.exchange.adapters", "xueji.exchange.simulator", "xueji.vocabulary")


def test_the_simulator_imports_only_the_port_the_adapters_and_the_words() -> None:
    own = [file for file in modules() if file.is_relative_to(PACKAGE / "exchange" / "simulator")]
    assert own
    foreign = {
        (shown(file), name)
        for file in own
        for node in ast.walk(tree_of(file))
        for name in _imported(node)
        if name.startswith(("xueji", "django")) and not name.startswith(_ALLOWED)
    }
    assert not foreign


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
