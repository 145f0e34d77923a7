"""How the screens use Streamlit: what pages leave to components, HTML, keys of widgets, switches of pages."""

import ast
from collections.abc import Iterator

import pytest

from tests.sources import files_in, nodes, shown, tree


@pytest.mark.parametrize(
    "word", ["unsafe_allow_html", "unsafe_allow_javascript", "session_state", "st.html", "cache_data", "cache_resource"]
)
def test_pages_do_not_use(word):
    assert [shown(file) for file in files_in("pages") if word in file.read_text("utf-8")] == []


def test_components_write_html_only_without_typed_text():
    allowed = {"components/shell/auth.py"}
    assert [
        shown(file)
        for file in files_in("components")
        if "unsafe_allow" in file.read_text("utf-8") and shown(file) not in allowed
    ] == []


def test_no_widget_uses_a_key_of_the_sign_in():
    taken = {"name", "username", "email", "roles", "logout", "authentication_status"}
    found = [(file, keyword.value.value) for file in files_in("components", "pages") for keyword in _keys(tree(file))]
    assert [
        f"{shown(file)}: {key}"
        for file, key in found
        if key in taken or not key.replace("_", "").replace("-", "").isalnum()
    ] == []


def test_every_page_switch_has_an_address_of_its_own():
    # Without one, Streamlit raises if the address holds a filter.
    calls = [
        (file, node) for file in files_in("components", "pages") for node in nodes(file) if isinstance(node, ast.Call)
    ]
    left = [
        (file, node) for file, node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "switch_page"
    ]
    assert left
    assert [
        f"{shown(file)}:{node.lineno}"
        for file, node in left
        if "query_params" not in {word.arg for word in node.keywords}
    ] == []


def test_edited_cells_are_taken_from_a_grids_session_and_not_from_the_frame_that_it_returns():
    # The frame is the one that was given (components/web/widget_guard.py).
    alone = [
        node.value for file in files_in("components", "pages") for node in nodes(file) if isinstance(node, ast.Expr)
    ]
    calls = [node for file in files_in("components", "pages") for node in nodes(file) if _is_grid(node)]
    assert calls
    assert [node.lineno for node in calls if node not in alone] == []


def _is_grid(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "data_editor"


def _keys(tree: ast.Module) -> Iterator[ast.keyword]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (
                word
                for word in node.keywords
                if word.arg == "key" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
            )
