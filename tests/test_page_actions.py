"""Read from the source: which action of a page is carried out without a comparison with what the page showed."""

import ast
from functools import cache
from pathlib import Path

from tests.sources import files_in, nodes, shown, tree

LOGGED_READING = ("need_to_know_reads", "read_texts")
SAVES = {"save", "save_now", "save_button", "run"}  # of forms; they and `feedback.saving` compare
BOOKKEEPING = {"drafts", "jobs", "export_log", "signin", "signin_attempts"}  # what history leaves out
THROUGH_ANOTHER = "its function is called by the button of another, which compares"
NO_PAGE = "done by the register itself, not on a page"
OWN = "one's own account, about which there is nothing to be seen"
TYPING = "typed as a draft, which keeps what others typed"
COMPARED_ELSEWHERE_OR_NOT = {
    "account_detail: accounts.set_active": THROUGH_ANOTHER,
    "account_detail: accounts.sign_out_everywhere": THROUGH_ANOTHER,
    "assessment_list_view: assessment_list_writer.discard_draft": THROUGH_ANOTHER,
    "evaluation_list_view: evaluation_list_writer.discard_draft": THROUGH_ANOTHER,
    "section_registry: settings.set_value": THROUGH_ANOTHER,
    "assigning_decision_forms: assignment_decisions.decline_assigning": THROUGH_ANOTHER,
    "assigning_decision_forms: assignment_decisions.resume_assigning": THROUGH_ANOTHER,
    "household_card: named_households.delete_rating": THROUGH_ANOTHER,
    "correction_forms: memberships.correct": THROUGH_ANOTHER,
    "correction_forms: exemptions.correct": THROUGH_ANOTHER,
    "correction_forms: offices.correct": THROUGH_ANOTHER,
    "worker: comment_requests.erase_outsiders": NO_PAGE,
    "worker: household_erasure.erase_closed": NO_PAGE,
    "paper_files: templates.store_shipped": NO_PAGE,
    "auth: own_account.switch_grant": OWN,
    "auth: own_account.sign_out_everywhere": OWN,
    "role_switch: own_account.set_language": OWN,
    "joint_meeting_call_inputs: invitations.invite": TYPING,
    "sheet_draft: draft_writer.save_values": TYPING,
    "member_detail: pending_corrections.add_from_question": TYPING,
}


def test_every_action_of_a_page_is_compared_with_what_it_showed_or_says_why_not():
    found = {
        f"{file.stem}: {node.value.id}.{node.attr}"
        for file in files_in("components", "pages")
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr) in _writing()
        and node.value.id not in BOOKKEEPING
        and not _is_compared(file, node)
    }
    assert found == COMPARED_ELSEWHERE_OR_NOT.keys()


def test_what_an_action_rests_on_is_said_in_two_places():
    assert [
        shown(file) for file in files_in("components", "pages") if "concurrent_changes.based_on" in file.read_text()
    ] == ["components/web/page_basis.py", "components/widgets/concurrent_edits.py"]


@cache
def _writing() -> frozenset[tuple[str, str]]:
    """The functions of `db` that open a `writing` session, or call one that does, each with the name of its file."""
    calls = {
        (file.stem, each.name): {_called(file, node) for node in ast.walk(each) if isinstance(node, ast.Call)}
        for file in files_in("db")
        for each in tree(file).body
        if isinstance(each, ast.FunctionDef)
    }
    found = {each for each, called in calls.items() if (each[0], "writing") in called} - {LOGGED_READING}
    while more := {each for each, called in calls.items() if called & found} - found - {LOGGED_READING}:
        found |= more
    return frozenset(found)


def _called(file: Path, call: ast.Call) -> tuple[str, str] | None:
    """Which function is called, with the name of its file."""
    match call.func:
        case ast.Attribute(ast.Name(where), name):
            return where, name
        case ast.Name(name):
            return file.stem, name
    return None


@cache
def _parents(file: Path) -> dict[ast.AST, ast.AST]:
    return {child: node for node in nodes(file) for child in ast.iter_child_nodes(node)}


def _is_compared(file: Path, node: ast.AST, within: tuple[str, ...] = ()) -> bool:
    """Whether it stands in a block or a call that compares, or in a function that is used in such places alone."""
    while node := _parents(file).get(node):
        if isinstance(node, ast.With) and any("saving(" in ast.unparse(each) for each in node.items):
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAVES:
            return True
        if isinstance(node, ast.FunctionDef):
            name = node.name
            used = [each for each in nodes(file) if isinstance(each, ast.Name) and each.id == name]
            return name in within or (bool(used) and all(_is_compared(file, each, (*within, name)) for each in used))
    return False
