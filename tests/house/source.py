"""The source of the house as the tests of its form read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PACKAGE = HOME / "xueji"
PURE_ROOMS = ("vocabulary", "process", "rulebooks")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*, migrations: bool = False) -> list[Path]:
    """List the modules of the package; migrations are written by Django and are left out unless asked for."""
    return [
        file
        for file in sorted(PACKAGE.rglob("*.py"))
        if "__pycache__" not in file.parts and (migrations or "migrations" not in file.parts)
    ]


@cache
def tree_of(file: Path) -> ast.Module:
    """Parse a module."""
    return ast.parse(file.read_text(), filename=str(file))


def functions(file: Path) -> Iterator[Function]:
    """Yield every function of a module, inner ones and methods included."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, Function):
            yield node


def shown(file: Path) -> str:
    """Name a file as a person would, from the project's folder."""
    return str(file.relative_to(HOME))
