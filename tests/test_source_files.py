"""Files and what they define: short, described, named once, and used."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import CODE, OURS, ROOT, files_in, nodes, shown, tree

CALLED_FROM_OUTSIDE = {
    "get_cookie": "by the authenticator's model of cookies",
    "process_bind_param": "by SQLAlchemy",
    "process_result_value": "by SQLAlchemy",
    "load_dialect_impl": "by SQLAlchemy",
    "reset_monotonic_start": "by tests, in the place of a start",
}
DOTTED = re.compile(r"\w+(\.\w+)*")
LINES = 265
SAME_ROLE = {"__init__.py", "__main__.py"}
ONE_A_ROOM = {"models", "demo", "refusals", "versions"}  # their files are named after the rooms


@pytest.mark.parametrize("layer", ["db", "components"])
def test_no_two_files_of_a_layer_have_the_same_name(layer):
    files = [file for file in files_in(layer) if file.name not in SAME_ROLE and not ONE_A_ROOM & set(file.parts)]
    names = Counter(file.name for file in files)
    assert {name for name, count in names.items() if count > 1} == set()


def test_no_two_public_classes_have_the_same_name():
    classes = (
        node.name
        for file in CODE
        if "versions" not in file.parts
        for node in tree(file).body
        if isinstance(node, ast.ClassDef)
    )
    names = Counter(name for name in classes if not name.startswith("_"))
    assert {name for name, count in names.items() if count > 1} == set()


def test_every_public_name_is_used():
    """Code that only tests call is not part of the register."""
    defined: dict[str, Path] = {}
    used: set[str] = set()
    for file in [*CODE, *files_in("benchmarks")]:
        for node in nodes(file):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and file in CODE:
                defined[node.name] = file
            elif isinstance(node, ast.Name):
                used.add(node.id)
            elif isinstance(node, ast.Attribute):
                used.add(node.attr)
            elif isinstance(node, ast.alias):
                used.add(node.name)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DOTTED.fullmatch(node.value):
                used.update(node.value.split("."))  # table columns name the attribute they show
    public = {name for name, file in defined.items() if name[0] != "_" and "versions" not in file.parts}
    assert {name: str(defined[name]) for name in public - used - CALLED_FROM_OUTSIDE.keys()} == {}


def test_no_file_is_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []


def test_files_are_short():
    long = {shown(file): len(file.read_text("utf-8").splitlines()) for file in CODE if "versions" not in file.parts}
    assert {name: lines for name, lines in long.items() if lines > LINES} == {}


def test_every_file_states_its_purpose_in_a_sentence():
    silent = [shown(file) for file in OURS if file.stat().st_size and not ast.get_docstring(tree(file))]
    assert silent == []
    assert [
        shown(file)
        for file in CODE
        if file.stat().st_size and (ast.get_docstring(tree(file)) or ".").splitlines()[0][-1] not in ".,:;"
    ] == []


def test_every_public_function_has_a_docstring():
    files = [file for file in CODE if "versions" not in file.parts]
    assert [
        f"{shown(file)}: {node.name}" for file in files for node in _public(tree(file)) if not ast.get_docstring(node)
    ] == []


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions of a module that others may call, without those nested inside them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node
