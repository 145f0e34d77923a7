"""The arrows of the code, read from the source: app → pages → components → db, and none against them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

import pytest

from tests.sources import nodes, tree

ROOT = Path(__file__).resolve().parents[1]
SQL = {"sqlalchemy", "sqlmodel"}
STATEMENTS = {"select", "insert", "update", "delete", "text", "func"}
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
CALLED_FROM_OUTSIDE = {
    "get_cookie": "by the authenticator's model of cookies",
    "process_bind_param": "by SQLAlchemy",
    "process_result_value": "by SQLAlchemy",
    "load_dialect_impl": "by SQLAlchemy",
    "reset_monotonic_start": "by tests, in the place of a start",
}
WHOLE_DATABASES = ("db/demo/", "db/maintenance/", "db/migrations/")
AS_SYSTEM = {
    "db/access_log/need_to_know_reads.py": "that a text was read, which nobody writes by himself",
    "db/papers/documents.py": "numbers and later versions of papers, whoever may read these",
    "db/assessments/assessment_progress.py": "how many assessments there are, for whoever reads none",
    "db/figures/task_counts.py": "how many tasks there are, for whoever reads none",
    "db/assessments/pending_confirmations.py": "that the same sentence is said of many, which shows none of them",
    "db/access_log/export_log.py": "that a list was exported, which nobody writes by himself",
    "db/accounts/accounts.py": "whether there is an account yet, and whose roles are which, is asked before anybody "
    "is here",
    "db/accounts/signin_attempts.py": "so are failures to sign in",
    "db/accounts/signin.py": "so are passwords and sessions",
    "db/kernel/audience.py": "says what it is",
    "db/kernel/closed_periods.py": "in which closed month a meeting lies, and on which lists a member is meanwhile",
    "db/kernel/row_access.py": "what follows from an action by itself",
    "db/teams/book_checks.py": "a checker's erased name, and an answer that goes with the check it was given to",
    "db/teams/officials.py": "copies of an erased name in the history, whoever may read these",
    "db/contacts/people_named_in_letters.py": "people whom a letter names: a workplace enters nobody itself",
    "db/contacts/register_matches.py": "a number that somebody out of reach has, of whom nothing is told",
    "db/contacts/objections.py": "what a cell says of an introduction, which it does not write",
    "db/contacts/receiving.py": "that a letter is somebody's of whom its reader knows nothing",
    "db/contacts/change_notice_effects.py": "whether somebody is in the register elsewhere, which is not told",
    "db/papers/templates.py": "the register's own templates, which are kept with the papers that they print",
    "db/settings/paper_wording_rules.py": "that something was saved by a version, not what",
    "db/comments/comment_issue.py": "whether a number was given before",
    "db/comments/comment_requests.py": "erasing names of people in no list, in the nightly work",
    "db/comments/request_writer.py": "who is exempt, which whoever asks need not read",
    "db/comments/request_list.py": "that there is an assessment, not what it says",
    "db/comments/paper_hand_over.py": "which papers were replaced",
    "db/comments/workplace_proposals.py": "a workplace's answer to a letter, whose proposal it does not read",
    "db/figures/assessment_results.py": "which forms a cell's assessments of a year were made with",
    "db/figures/contact_step_counts.py": "how many were assessed in a month, nobody's name",
    "db/figures/contact_summary.py": "how many were assessed in a cell, nobody's name",
    "db/evaluations/evaluation_record.py": "whether another cell has classified somebody for the year",
    "db/figures/evaluation_counts.py": "how many have which class in a cell, which is told without whose they are",
    "db/figures/data_version.py": "whether anything that a figure reads has changed, which is not told",
    "db/figures/mark_counts.py": "how many have each mark in a cell, which is told without whose they are",
    "db/figures/assessment_report_states.py": "that assessments are half typed, not what",
    "db/figures/meeting_report_states.py": "that a meeting is half typed, not what",
    "db/figures/repeated_calls.py": "how many came to several meetings, nobody's name",
    "db/findings/findings.py": "how much there is to review in a cell, whom it is about is not told",
    "db/findings/fresh_findings.py": "on which day records were last changed, which is not told",
    "db/jobs/jobs.py": "the worker's queue",
    "db/households/household_erasure.py": "erasing households closed long ago, in the nightly work",
    "db/households/household_notes.py": "what was agreed on a visit goes with it, whoever noted it",
    "db/meetings/household_round_writer.py": "what the cell typed, which a commune saves unread",
    "db/petitions/petition_origins.py": "whose a request is where the cell noted it, which goes with the request",
    "db/people/former_members.py": "who answers for somebody now, which is not told",
    "db/history/closings_in_force.py": "by which action a unit above closed a month, and when the register began",
    "db/history/amendments.py": "where a changed row counts; who may not read it is told no more than that",
    "db/history/undo.py": "half-way, a row may be out of sight that is in sight before and after",
    "db/history/rows_changed_by_action.py": "what became of a row is known before it is asked whether it may be read",
    "db/history/undo_checks.py": "which cells met, so that questions can be raised there",
    "db/imports/import_run.py": "whether anything that a plan rests on was changed or erased since",
    "db/imports/introduction_import.py": "people whom a list of letters names: a workplace enters nobody itself",
    "db/imports/member_import.py": "people of other cells whom a list moves, and questions there",
    "db/imports/register_snapshot.py": "numbers that somebody outside the importer's reach has already",
    "db/imports/unit_snapshot.py": "the days of meetings of units that a list moves, which are not told",
    "db/imports/import_writer.py": "what a list remembers for the next one",
    "db/meetings/absence_reason_writer.py": "reasons that stay although whoever saves does not read them",
    "db/meetings/meeting_record.py": "what follows from saving: questions and introductions",
    "db/meetings/meetings_not_held.py": "what follows from taking a meeting back",
    "db/meetings/roster_questions.py": "questions on saved meetings of cells that the viewer may have left",
    "db/meetings/unplaced_guests.py": "guests of a meeting whom the commune places",
    "db/people/membership_consistency.py": "what stands in other cells excludes what is entered in this one",
    "db/people/directory.py": "the copies of somebody who is erased from it, whoever reads them",
    "db/people/erasure.py": "all that concerns a person, whoever reads it",
    "db/people/memberships.py": "what ends with a membership",
    "db/people/profiles.py": "a number that somebody else has already",
    "db/units/unit_tree_consistency.py": "whether a unit met or has members, which who keeps the units may not read",
}
DOTTED = re.compile(r"\w+(\.\w+)*")
LINES = 265
SAME_ROLE = {"__init__.py", "__main__.py"}
ONE_A_ROOM = {"models", "demo", "refusals", "versions"}  # their files are named after the rooms


def _files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


CODE = [ROOT / "app.py", ROOT / "page_script.py", *_files("components", "db", "pages")]
OURS = [file for file in [*CODE, *_files("tests", "benchmarks", "docs")] if "versions" not in file.parts]


def _shown(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


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
        f"{_shown(file)}: {name}"
        for file, name in found
        if any(name == module or name.startswith(f"{module}.") for module in modules)
    ]


@pytest.mark.parametrize("layer", ["db", "components"])
def test_no_room_depends_on_a_room_that_depends_on_it(layer):
    rooms: dict[str, set[str]] = {}
    for file in _files(layer):
        rooms.setdefault(_room(_shown(file).removesuffix(".py").replace("/", ".")), set()).update(
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


@pytest.mark.parametrize("layer", ["db", "components"])
def test_no_two_files_of_a_layer_have_the_same_name(layer):
    files = [file for file in _files(layer) if file.name not in SAME_ROLE and not ONE_A_ROOM & set(file.parts)]
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


def test_no_page_imports_a_page_or_sends_sql():
    assert _taken(_files("pages"), "pages", "app", "page_script", *SQL) == []


@pytest.mark.parametrize(
    "folder", ["db", "components/files", "components/charts", "components/exporting", "components/refusals"]
)
def test_modules_that_handle_rows_do_not_import_streamlit(folder):
    assert _taken(_files(folder), "streamlit", "streamlit_authenticator") == []


def test_arrows_point_one_way():
    assert _taken(_files("db"), "components", "pages", "app", "page_script") == []
    assert _taken(_files("components"), "pages", "app", "page_script") == []


def test_no_test_file_imports_from_another():
    """What several share stands in a module that is named after it; a test is moved without asking who leans on it."""
    tests = [(file, name) for file in _files("tests", "benchmarks") for name in _imports(file)]
    assert [
        f"{_shown(file)}: {name}"
        for file, name in tests
        if any(part.startswith("test_") and _is_test_file(name, at) for at, part in enumerate(name.split(".")))
    ] == []


def _is_test_file(name: str, at: int) -> bool:
    """Whether the parts of a dotted name up to this one are the path of a file."""
    return ROOT.joinpath(*name.split(".")[: at + 1]).with_suffix(".py").is_file()


def test_imports_name_their_module_in_full():
    assert [f"{_shown(file)}: {name}" for file in OURS for name in _imports(file) if name.startswith(".")] == []


def test_sql_is_in_db_only():
    assert _taken(_files("components"), *SQL) == []
    assert _taken([ROOT / "app.py", ROOT / "page_script.py"], *SQL) == []


def test_only_bulk_history_and_bookkeeping_send_raw_sql():
    assert [name for name in RAW_SQL if not (ROOT / name).is_file()] == []
    outside = [file for file in CODE if _shown(file) not in RAW_SQL and not _shown(file).startswith(WHOLE_DATABASES)]
    assert _taken(outside, "db.kernel.raw_sql", "db.kernel.scope.narrow_statement") == []


def test_only_the_listed_files_act_as_the_system():
    """Whether in a session of their own or within another unit of work."""
    used = {_shown(file) for file in CODE if _acts_as_system(file) and not _shown(file).startswith("db/demo/")}
    assert used == AS_SYSTEM.keys()


def _acts_as_system(file: Path) -> bool:
    """Whether a file names the all-powerful viewer, or the function that lends its rights."""
    attributes = {node.attr for node in nodes(file) if isinstance(node, ast.Attribute)}
    names = {node.id for node in nodes(file) if isinstance(node, ast.Name)}
    return bool((attributes | names) & {"SYSTEM", "as_system", "reading_as_system"})


def test_every_attribute_used_of_a_module_exists():
    missing = [
        f"{_shown(file)}:{node.lineno} {node.value.id}.{node.attr}"
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


def test_every_public_name_is_used():
    """Code that only tests call is not part of the register."""
    defined: dict[str, Path] = {}
    used: set[str] = set()
    for file in [*CODE, *_files("benchmarks")]:
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


def test_a_sessions_context_is_one_object():
    loose = [
        f"{_shown(file)}:{node.lineno}"
        for file in CODE
        if _shown(file) != "db/kernel/session_context.py"
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr == "info" and _names_session(node.value)
    ]
    assert loose == []


def _names_session(node: ast.expr) -> bool:
    """Whether an expression is a session, by its name."""
    return (isinstance(node, ast.Name) and node.id in ("session", "self")) or (
        isinstance(node, ast.Attribute) and node.attr == "session"
    )


def test_no_file_is_directly_in_pages():
    assert list((ROOT / "pages").glob("*.py")) == []


@pytest.mark.parametrize(
    "word", ["unsafe_allow_html", "unsafe_allow_javascript", "session_state", "st.html", "cache_data", "cache_resource"]
)
def test_pages_do_not_use(word):
    assert [_shown(file) for file in _files("pages") if word in file.read_text("utf-8")] == []


def test_components_write_html_only_without_typed_text():
    allowed = {"components/shell/auth.py"}
    assert [
        _shown(file)
        for file in _files("components")
        if "unsafe_allow" in file.read_text("utf-8") and _shown(file) not in allowed
    ] == []


def test_files_are_short():
    long = {_shown(file): len(file.read_text("utf-8").splitlines()) for file in CODE if "versions" not in file.parts}
    assert {name: lines for name, lines in long.items() if lines > LINES} == {}


def test_every_file_states_its_purpose_in_a_sentence():
    silent = [_shown(file) for file in OURS if file.stat().st_size and not ast.get_docstring(tree(file))]
    assert silent == []
    assert [
        _shown(file)
        for file in CODE
        if file.stat().st_size and (ast.get_docstring(tree(file)) or ".").splitlines()[0][-1] not in ".,:;"
    ] == []


def test_every_public_function_has_a_docstring():
    files = [file for file in CODE if "versions" not in file.parts]
    assert [
        f"{_shown(file)}: {node.name}" for file in files for node in _public(tree(file)) if not ast.get_docstring(node)
    ] == []


def test_no_widget_uses_a_key_of_the_sign_in():
    taken = {"name", "username", "email", "roles", "logout", "authentication_status"}
    found = [(file, keyword.value.value) for file in _files("components", "pages") for keyword in _keys(tree(file))]
    assert [
        f"{_shown(file)}: {key}"
        for file, key in found
        if key in taken or not key.replace("_", "").replace("-", "").isalnum()
    ] == []


def test_every_page_switch_has_an_address_of_its_own():
    # Without one, Streamlit raises if the address holds a filter.
    calls = [
        (file, node) for file in _files("components", "pages") for node in nodes(file) if isinstance(node, ast.Call)
    ]
    left = [
        (file, node) for file, node in calls if isinstance(node.func, ast.Attribute) and node.func.attr == "switch_page"
    ]
    assert left
    assert [
        f"{_shown(file)}:{node.lineno}"
        for file, node in left
        if "query_params" not in {word.arg for word in node.keywords}
    ] == []


def _public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    """Functions of a module that others may call, without those nested inside them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


def _keys(tree: ast.Module) -> Iterator[ast.keyword]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (
                word
                for word in node.keywords
                if word.arg == "key" and isinstance(word.value, ast.Constant) and isinstance(word.value.value, str)
            )
