"""Our own files as Python reads them, each read once for all tests that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@cache
def tree(file: Path) -> ast.Module:
    """What stands in a file."""
    return ast.parse(file.read_text("utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All that stands in a file, each part of it by itself."""
    return tuple(ast.walk(tree(file)))
