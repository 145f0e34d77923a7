"""Our own files as parsed Python, each parsed once for all tests that look at them."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def files_in(*folders: str) -> list[Path]:
    """The Python files in folders of the project and below them."""
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


CODE = [ROOT / "app.py", ROOT / "page_script.py", *files_in("components", "db", "pages")]
OURS = [file for file in [*CODE, *files_in("tests", "benchmarks", "docs")] if "versions" not in file.parts]


def shown(file: Path) -> str:
    """The path of a file as a failing test shows it."""
    return file.relative_to(ROOT).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text("utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """Every node of a file's syntax tree."""
    return tuple(ast.walk(tree(file)))
