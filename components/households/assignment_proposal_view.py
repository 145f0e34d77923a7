"""A proposal on screen: its limits, its progress, each suggestion with its reason, and accepting them."""

from datetime import date

import streamlit as st

from components.households import assignment_proposal_jobs, excluded_pair_form
from components.i18n import N_, _, _n, capitalized, day_text, join_list, number
from components.labels import household_labels
from components.markdown import escape_markdown
from components.refusals import sentences
from components.shell import auth
from components.widgets import action_form, feedback
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.households import assignment_proposal_acceptance, assignment_proposals
from db.households.assignee_availability import UnavailabilityReason
from db.households.assignment_proposals import Proposal, ProposalBasis, Suggestion
from db.households.household_board import Board, BoardRow
from db.jobs.jobs import JobStatus
from db.kernel.scope import Viewer
from db.models import JobState
from db.settings import settings
from db.settings.setting_definitions import MOST_HOUSEHOLDS
from db.units.units import UnitName

ADDRESS, FORM = "/household-proposal", "proposal"
WAITING = (JobState.WAITING, JobState.RUNNING)
RETURNING = (UnavailabilityReason.AWAY, UnavailabilityReason.EXEMPT)
REASONS = {
    ProposalBasis.PARTY_GROUP: N_("the member's Party group answers for {cluster}"),
    ProposalBasis.ADDRESS: N_("lives in {cluster}"),
    ProposalBasis.CHARGE: N_("already looks after households in {cluster}"),
    ProposalBasis.OTHER: N_("nobody nearer to {cluster} has room left"),
    ProposalBasis.ANYBODY: N_("evenly shared: it is not known who lives near {cluster}"),
}


def show_request(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Ask for the most households per member and the excluded pairs; then offer to start."""
    told = _(
        "{covered} of {all} households have a member in charge today.",
        covered=number(board.cover.covered),
        all=number(board.cover.households),
    )
    st.markdown(told)
    least, most = st.columns(2)
    values = {
        name: settings.value_for_viewer(viewer, f"assignment_{name}", unit_id=cell.id) for name in ("least", "most")
    }
    fewest = least.number_input(
        _("At least (households)"), 1, MOST_HOUSEHOLDS, values["least"], key=f"{FORM}_least_{cell.code}"
    )
    highest = most.number_input(
        _("At most (households)"), 1, MOST_HOUSEHOLDS, values["most"], key=f"{FORM}_most_{cell.code}"
    )
    pairs = {"pairs": Action(_("Not to be put together"), lambda form: excluded_pair_form.show(form, cell, board))}
    action_form.choose(f"{FORM}_pairs", ADDRESS, pairs, _("Before that"))
    job = assignment_proposal_jobs.latest(viewer, cell.id)
    known = job is not None and job.state == JobState.DONE and bool(_open(job, board))
    if st.button(
        _("Propose again") if known else _("Propose"),
        type="secondary" if known else "primary",
        width="stretch",
        key=f"{FORM}_ask",
        disabled=job is not None and job.state in WAITING,
    ):
        with feedback.saving(_("The proposal is being worked out.")):
            title = _("Proposed assignments")
            assignment_proposal_jobs.enqueue(auth.viewer(ADDRESS), cell.id, fewest, highest, title)
            st.rerun()


def show_latest(viewer: Viewer, cell: UnitName, board: Board) -> None:
    """Show the latest proposal: its progress, its suggestions, or why there are none."""
    job = assignment_proposal_jobs.latest(viewer, cell.id)
    if job is None:
        return
    if job.state in WAITING:
        st.fragment(_progress, run_every=1)(cell.id)
    elif job.state == JobState.DONE:
        _show(cell, board, job)
    else:
        st.info(escape_markdown(sentences.of_code(job.result.get("code", "job_failed"), job.result.get("values"))))


def _progress(unit_id: int) -> None:
    """Show the progress; reload the page when it is done."""
    job = assignment_proposal_jobs.latest(auth.viewer(ADDRESS), unit_id)
    if job is None or job.state not in WAITING:
        st.rerun()
    st.progress(min(1.0, job.done / job.total) if job.total else 0.0, text=_("The proposal is being worked out."))


def _show(cell: UnitName, board: Board, job: JobStatus) -> None:
    found, left = assignment_proposals.from_json(job.result), _open(job, board)
    st.subheader(
        _(
            "With this proposal {after} of {all} households have a member in charge",
            after=number(found.after),
            all=number(found.households),
        )
    )
    _say_rest(found, job.wanted["most"])
    _say_absent(left, board)
    if not left:
        if found.suggestions:
            st.caption(_("Everything has been accepted or settled otherwise. It can be undone in the history."))
        return
    form = ActionForm(f"{FORM}_{job.code}", ADDRESS, "accept")
    since, paper = form.date(_("From"), clock.today()), form.paper(_("Resolution or minutes"))
    form.save_now(
        _n("Accept the suggestion", "Accept all {count} suggestions", len(left)),
        _("Assignments recorded."),
        lambda viewer, token: _accept(viewer, cell, left, since, paper, token),
    )
    names = {load.who.member_id: load.who.name for load in board.loads}
    for line in board.lines:
        inside = [each for each in left if _line(each, board) is line]
        if inside:
            st.markdown(f"**{escape_markdown(line.name)}**")
        for each in inside:
            _one(cell, board, line, each, names, form, since, paper)


def _say_rest(found: Proposal, most: int) -> None:
    """Say how many households remain without anybody: one sentence for each cause."""
    roomless = found.households - found.after - found.oversized
    if roomless:
        st.markdown(
            _n(
                "{count} household remains: nobody who may look after it has room within {most} households.",
                "{count} households remain: nobody who may look after them has room within {most} households.",
                roomless,
                most=number(most),
            )
        )
    if found.oversized:
        st.markdown(
            _n(
                "{count} household remains in a household group of more than {most} households: allow more for one "
                "member, or divide the group.",
                "{count} households remain in household groups of more than {most} households: allow more for one "
                "member, or divide the groups.",
                found.oversized,
                most=number(most),
            )
        )


def _say_absent(left: list[Suggestion], board: Board) -> None:
    """Say whose assignments would end for good although the absence may be temporary."""
    ending = {assignment_id for each in left for assignment_id in each.ends}
    carers = {carer.member_id: carer for line in board.lines for carer in line.assignees if carer.id in ending}
    if absent := [carer for carer in carers.values() if carer.hindered in RETURNING]:
        st.markdown(
            escape_markdown(
                _(
                    "What {people} looked after goes to others permanently: it is not returned "
                    "automatically when they come back.",
                    people=join_list([household_labels.assignee_with_hindrance(carer) for carer in absent]),
                )
            )
        )


def _one(
    cell: UnitName,
    board: Board,
    line: BoardRow,
    each: Suggestion,
    names: dict[int, str],
    form: ActionForm,
    since: date | None,
    paper: str,
) -> None:
    """Show a suggestion with its reason and a button that accepts it alone."""
    key = f"{each.group_id}_{each.household_id}_{each.member_id}"
    with st.container(border=True, key=f"{FORM}_row_{key}"):
        what = (
            _("new group of {households}", households=household_labels.household_count(each.households))
            if each.divides
            else household_labels.household_count(each.households)
        )
        st.markdown(
            f"**{escape_markdown(names.get(each.member_id, ''))}** · {what}  \n"
            f":small[{escape_markdown(_reason(board, line, each))}]"
        )
        form.for_part(key).save_now(
            _("Accept this one"),
            _("Assignment recorded."),
            lambda viewer, token: _accept(viewer, cell, [each], since, paper, token),
            main=False,
        )


def _reason(board: Board, line: BoardRow, each: Suggestion) -> str:
    """Return why this member, how many households that makes, and from whom they are taken over."""
    above = {other.id: other for other in board.lines if other.kind}
    cluster = line
    while cluster.parent_id in above:
        cluster = above[cluster.parent_id]
    why = _(REASONS[each.basis], cluster=cluster.name)
    load = _("{before} → {after} households", before=number(each.before), after=number(each.after))
    former = [
        household_labels.assignee_with_hindrance(carer)
        for carer in line.assignees
        if carer.member_id in each.instead_of
    ]
    takes = _("takes over from {people}", people=join_list(former)) if former else ""
    coming = [carer for carer in line.coming if not each.divides]
    until = (
        _(
            "until {people} takes charge as planned, on {day}",
            people=join_list([carer.name for carer in coming]),
            day=day_text(min(carer.since for carer in coming)),
        )
        if coming
        else ""
    )
    told = "; ".join(filter(None, (why, load, takes, until)))
    return capitalized(told)


def _open(job: JobStatus, board: Board) -> list[Suggestion]:
    """Return the suggestions that are still valid: their households are unchanged and the member is there."""
    able = {load.who.member_id for load in board.loads if not load.who.hindered}
    found = []
    for each in assignment_proposals.from_json(job.result).suggestions:
        line = _line(each, board)
        if line is None or each.member_id not in able or board.declined:
            continue
        if each.divides:
            taken = any(
                other.parent_id == line.id and any(carer.member_id == each.member_id for carer in other.assignees)
                for other in board.lines
            )
            if not taken and not line.assignees:
                found.append(each)
        elif {carer.id for carer in line.assignees} == set(each.ends):
            found.append(each)
    return found


def _line(each: Suggestion, board: Board) -> BoardRow | None:
    wanted = (True, each.group_id) if each.group_id is not None else (False, each.household_id)
    return next((line for line in board.lines if (bool(line.kind), line.id) == wanted), None)


def _accept(viewer: Viewer, cell: UnitName, some: list[Suggestion], since: date | None, paper: str, token: str) -> None:
    assignment_proposal_acceptance.accept(viewer, cell.id, some, since, paper, _("Household group {number}"), token)
