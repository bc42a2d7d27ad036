"""Each room imports only what stands below it, openly, at the head of the file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.house.source import HOME, PACKAGE, PURE_ROOMS, functions, modules, shown, tree_of

# Where an import must wait, and why: a command opens the database first; Django calls `ready` once models exist; each
# web process loads the application for itself.
# The child that looks at one upload loads what that kind of file needs, and lives no longer.
_MAY_WAIT = (
    *("server/cli/*.py", "server/cli/*/*.py", "*/apps.py", "*/*/apps.py", "server/serving/web.py"),
    "cases/evidence/child.py",
)


def test_the_contracts_between_rooms_are_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(HOME)
    code = lint_imports(config_filename=str(HOME / "pyproject.toml"), cache_dir=None)
    assert code == 0, capsys.readouterr().out


def test_a_room_that_no_contract_knows_would_be_found() -> None:
    contracts = (HOME / "pyproject.toml").read_text()
    assert "exhaustive = true" in contracts
    rooms = {folder.parent.name for folder in PACKAGE.glob("*/__init__.py")}
    assert {room for room in rooms if room not in contracts} == set()


def test_no_import_of_a_room_is_hidden_inside_a_function() -> None:
    hidden = [
        f"{shown(file)}:{node.lineno}"
        for file in modules()
        if not any(file.relative_to(PACKAGE).match(each) for each in _MAY_WAIT)
        for function in functions(file)
        for node in ast.walk(function)
        if _imports(node, "xueji")
    ]
    assert not hidden


def test_pure_rooms_import_nothing_inside_functions() -> None:
    hidden = [
        f"{shown(file)}:{node.lineno}"
        for file in _pure_modules()
        for function in functions(file)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden


@pytest.mark.parametrize("asked", ["today", "now", "utcnow", "time", "fromtimestamp", "localdate"])
def test_pure_rooms_ask_no_clock(asked: str) -> None:
    """`now` is an argument there; a call such as date.today() is found by its name."""
    calls = [
        f"{shown(file)}:{node.lineno}"
        for file in _pure_modules()
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == asked
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"date", "datetime", "time", "timezone"}
    ]
    assert not calls


def test_rooms_of_children_call_no_signals_for_business() -> None:
    """What follows from a decision is named in its procedure, not hung on a save."""
    listening = [
        f"{shown(file)}:{node.lineno}"
        for file in modules()
        for node in ast.walk(tree_of(file))
        if _imports(node, "django.db.models.signals") or _imports(node, "django.dispatch")
    ]
    assert not listening


def _pure_modules() -> list[Path]:
    return [file for file in modules() if file.relative_to(PACKAGE).parts[0] in PURE_ROOMS]


def _imports(node: ast.AST, package: str) -> bool:
    if isinstance(node, ast.Import):
        return any(each.name == package or each.name.startswith(f"{package}.") for each in node.names)
    return isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[
        : package.count(".") + 1
    ] == package.split(".")
