"""Which files act as the system, each with its reason, and the one file that touches a session's context."""

import ast
from pathlib import Path

from tests.sources import CODE, nodes, shown

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
    "db/kernel/concurrent_changes.py": "whether a row was changed since a page was shown, which is all that is told",
    "db/history/latest_change.py": "the number of the latest change, which tells nothing about it",
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
    "db/comments/proposals_to_workplaces.py": "a workplace's answer to a letter, whose proposal it does not read",
    "db/figures/assessment_results.py": "which forms a cell's assessments of a year were made with",
    "db/figures/contact_step_counts.py": "how many were assessed in a month, nobody's name",
    "db/figures/contact_summary.py": "how many were assessed in a cell, nobody's name",
    "db/evaluations/evaluation_list_writer.py": "whether another cell has classified somebody for the year",
    "db/figures/evaluation_counts.py": "how many have which class in a cell, which is told without whose they are",
    "db/figures/data_version.py": "whether anything that a figure reads has changed, which is not told",
    "db/figures/mark_counts.py": "how many have each mark in a cell, which is told without whose they are",
    "db/figures/assessment_report_states.py": "that assessments are half typed, not what",
    "db/figures/meeting_report_states.py": "that a meeting is half typed, not what",
    "db/figures/repeated_calls.py": "how many came to several meetings, nobody's name",
    "db/findings/findings.py": "how much there is to review in a cell, whom it is about is not told",
    "db/findings/cell_review_period.py": "on which day records were last changed, which is not told",
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
    "db/imports/prepared_member_rows.py": "what a list remembers for the next one",
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


def test_only_the_listed_files_act_as_the_system():
    """Whether in a session of their own or within another unit of work."""
    used = {shown(file) for file in CODE if _acts_as_system(file) and not shown(file).startswith("db/demo/")}
    assert used == AS_SYSTEM.keys()


def _acts_as_system(file: Path) -> bool:
    """Whether a file names the all-powerful viewer, or the function that lends its rights."""
    attributes = {node.attr for node in nodes(file) if isinstance(node, ast.Attribute)}
    names = {node.id for node in nodes(file) if isinstance(node, ast.Name)}
    return bool((attributes | names) & {"SYSTEM", "as_system", "reading_as_system"})


def test_a_sessions_context_is_one_object():
    loose = [
        f"{shown(file)}:{node.lineno}"
        for file in CODE
        if shown(file) != "db/kernel/session_context.py"
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr == "info" and _names_session(node.value)
    ]
    assert loose == []


def _names_session(node: ast.expr) -> bool:
    """Whether an expression is a session, by its name."""
    return (isinstance(node, ast.Name) and node.id in ("session", "self")) or (
        isinstance(node, ast.Attribute) and node.attr == "session"
    )
