"""The arrows of the code, read from the source: app → pages → components → db, and none against them."""

import ast
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from tests.sources import CODE, OURS, ROOT, files_in, nodes, shown

SQL = {"sqlalchemy", "sqlmodel"}
RAW_SQL = {
    "db/kernel/bulk.py": "writing in bulk, remembered",
    "db/kernel/change_log.py": "so is history itself",
    "db/history/prepared_writes.py": "so is what was made ready before",
    "db/history/undo.py": "so is taking back",
    "db/history/past_copy.py": "rows of a copy of the register, with what came later filled in",
    "db/kernel/pending_changes.py": "rows as they stand, before they change",
    "db/kernel/raw_sql.py": "is it",
    "db/kernel/scope.py": "watches it",
    "db/kernel/session.py": "opens it",
    "db/drafts/drafts.py": "bookkeeping that history leaves out",
    "db/jobs/jobs.py": "bookkeeping that history leaves out",
}
WHOLE_DATABASES = ("db/demo/", "db/maintenance/", "db/migrations/")


@cache
def _imports(file: Path) -> list[str]:
    """Each module, and each name imported from one, as dotted text."""
    return [
        alias.name if isinstance(node, ast.Import) else f"{'.' * node.level}{node.module or ''}.{alias.name}"
        for node in nodes(file)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]


def _taken(files: list[Path], *modules: str) -> list[str]:
    """Imports of these modules or of anything in them."""
    found = [(file, name) for file in files for name in _imports(file)]
    return [
        f"{shown(file)}: {name}"
        for file, name in found
        if any(name == module or name.startswith(f"{module}.") for module in modules)
    ]


@pytest.mark.parametrize("layer", ["db", "components"])
def test_no_room_depends_on_a_room_that_depends_on_it(layer):
    rooms: dict[str, set[str]] = {}
    for file in files_in(layer):
        rooms.setdefault(_room(shown(file).removesuffix(".py").replace("/", ".")), set()).update(
            map(_room, _imports(file))
        )
    graph = {
        room: {other for other in others if other.split(".")[0] == layer} - {room} for room, others in rooms.items()
    }
    assert list(TopologicalSorter(graph).static_order())


def _room(module: str) -> str:
    """The folder of a module, as the graph of rooms counts it: files directly in a layer form one room."""
    layer, *rest = module.split(".")
    return f"{layer}.{rest[0]}" if rest and _is_folder(layer, rest[0]) else layer


@cache
def _is_folder(layer: str, name: str) -> bool:
    return (ROOT / layer / name).is_dir()


def test_no_page_imports_a_page_or_sends_sql():
    assert _taken(files_in("pages"), "pages", "app", "page_script", *SQL) == []


@pytest.mark.parametrize(
    "folder", ["db", "components/files", "components/charts", "components/exporting", "components/refusals"]
)
def test_modules_that_handle_rows_do_not_import_streamlit(folder):
    assert _taken(files_in(folder), "streamlit", "streamlit_authenticator") == []


def test_arrows_point_one_way():
    assert _taken(files_in("db"), "components", "pages", "app", "page_script") == []
    assert _taken(files_in("components"), "pages", "app", "page_script") == []


def test_no_test_file_imports_from_another():
    """What several share stands in a module that is named after it; a test is moved without asking who leans on it."""
    tests = [(file, name) for file in files_in("tests", "benchmarks") for name in _imports(file)]
    assert [
        f"{shown(file)}: {name}"
        for file, name in tests
        if any(part.startswith("test_") and _is_test_file(name, at) for at, part in enumerate(name.split(".")))
    ] == []


def _is_test_file(name: str, at: int) -> bool:
    """Whether the parts of a dotted name up to this one are the path of a file."""
    return ROOT.joinpath(*name.split(".")[: at + 1]).with_suffix(".py").is_file()


def test_imports_name_their_module_in_full():
    assert [f"{shown(file)}: {name}" for file in OURS for name in _imports(file) if name.startswith(".")] == []


def test_sql_is_in_db_only():
    assert _taken(files_in("components"), *SQL) == []
    assert _taken([ROOT / "app.py", ROOT / "page_script.py"], *SQL) == []


def test_only_bulk_history_and_bookkeeping_send_raw_sql():
    assert [name for name in RAW_SQL if not (ROOT / name).is_file()] == []
    outside = [file for file in CODE if shown(file) not in RAW_SQL and not shown(file).startswith(WHOLE_DATABASES)]
    assert _taken(outside, "db.kernel.raw_sql", "db.kernel.scope.narrow_statement") == []


def test_every_attribute_used_of_a_module_exists():
    missing = [
        f"{shown(file)}:{node.lineno} {node.value.id}.{node.attr}"
        for file in OURS
        for modules in [_modules_by_name(file)]
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules
        if not hasattr(import_module(modules[node.value.id]), node.attr)
    ]
    assert missing == []


def _modules_by_name(file: Path) -> dict[str, str]:
    """Our modules that a file imports, by the name it uses for them; none whose name it also uses
    for something else.
    """
    standing = nodes(file)
    taken = {node.id for node in standing if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    taken |= {node.arg for node in standing if isinstance(node, ast.arg)}
    found = {
        name.asname or name.name: f"{node.module}.{name.name}"
        for node in standing
        if isinstance(node, ast.ImportFrom) and node.module
        for name in node.names
    }
    paths = {name: ROOT / module.replace(".", "/") for name, module in found.items()}
    return {
        name: module
        for name, module in found.items()
        if name not in taken and (paths[name].with_suffix(".py").is_file() or (paths[name] / "__init__.py").is_file())
    }
