"""Actions on a candidate for admission: next step, stop, correct, link to the member, delete."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from components.i18n import _
from components.labels import candidate_labels
from components.widgets import action_form, confirm_button, feedback, forms, person_finder
from components.widgets.action_form import Action, ActionForm
from db.admissions import candidate_steps, candidates
from db.admissions.candidate_list import CandidateLine
from db.admissions.candidate_steps import ENDED, CandidateState
from db.admissions.candidates import CandidateInput
from db.calendar import clock
from db.kernel.scope import Viewer, Work
from db.people import group_board

ADDRESS = "/admissions"


def show_actions_on_candidate(viewer: Viewer, line: CandidateLine) -> None:
    """Show the available actions, and the form of the selected one."""
    if viewer.writes(Work.ENTRIES):
        found = {key: Action(_title(key, line), partial(draw, line)) for key, draw in _offered(line).items()}
        action_form.choose(f"admission_{line.code}", ADDRESS, found)


def show_new_candidate_form(viewer: Viewer, unit_id: int) -> None:
    """Show the form for a new candidate."""
    draw = partial(_propose, unit_id)
    action_form.choose(f"admissions_new_{unit_id}", ADDRESS, {"propose": Action(_("Propose somebody"), draw)})


def _offered(line: CandidateLine) -> dict[str, Callable]:
    if line.state == CandidateState.ADMITTED:
        return {} if line.member else {"link": _link}
    return {} if line.state in ENDED else {"advance": _advance, "stop": _stop, "correct": _correct, "delete": _delete}


def _title(action: str, line: CandidateLine) -> str:
    step = candidate_steps.next_step(line.state)
    return {
        "advance": _("Next: {step}", step=_(candidate_labels.STATES[step])) if step else "",
        "stop": _("Stop"),
        "correct": _("Correct"),
        "link": _("Is now a member of the register"),
        "delete": _("Entered by mistake"),
    }[action]


def _propose(unit_id: int, form: ActionForm) -> None:
    typed = _fields(unit_id, form, None)
    form.save_now(
        _("Propose somebody"),
        _("Recorded."),
        lambda viewer, token: candidates.propose(viewer, unit_id, typed, token),
        missing="" if typed.name.strip() else _("Enter the name."),
    )


def _correct(line: CandidateLine, form: ActionForm) -> None:
    typed = _fields(line.unit_id, form, line)
    form.save_now(_("Save"), _("Corrected."), lambda viewer, token: candidates.correct(viewer, line.code, typed, token))


def _fields(unit_id: int, form: ActionForm, line: CandidateLine | None) -> CandidateInput:
    """Name and year of birth only; the proposing member, and the day."""
    name = form.text(_("Full name"), (line and line.name) or "", live=True)
    latest = clock.today().year - candidates.YOUNGEST
    born = st.number_input(
        _("Year of birth"), latest - candidates.OLDEST, latest, line.born if line else None, key=form.key("born"),
        placeholder="",
    )  # fmt: skip
    proposer = _member(unit_id, form, _("Proposed by (may stay empty)"), line.proposer if line else None)
    day = form.date(_("Proposed on"), line.proposed_on if line else clock.today())
    st.caption(_("Nothing else is recorded of the person: no biography, no family, no opinions."))
    return CandidateInput(name, born, day, proposer)


def _member(unit_id: int, form: ActionForm, label: str, standing: tuple[str, str] | None = None) -> str | None:
    labels = person_finder.person_labels(group_board.list_people(form.viewer(), unit_id))
    labels |= {standing[0]: standing[1]} if standing and standing[0] not in labels else {}
    return forms.choice_field(label, labels, standing[0] if standing else None, key=form.key("member"))


def _advance(line: CandidateLine, form: ActionForm) -> None:
    day = form.date(_("Date of this step"), clock.today())
    form.save_now(
        _title("advance", line),
        _("Recorded."),
        lambda viewer, token: candidates.advance(viewer, line.code, day, line.state, token),
    )


def _stop(line: CandidateLine, form: ActionForm) -> None:
    st.caption(_("Name and year of birth are erased for good, in the history too; that there was one stays counted."))
    day = form.date(_("Stopped on"), clock.today())
    form.save_now(
        _("Stop and erase the name"),
        _("Stopped; the name is erased."),
        lambda viewer, token: candidates.stop(viewer, line.code, day, token),
    )


def _link(line: CandidateLine, form: ActionForm) -> None:
    st.caption(_("Enter the new member in the register first; then choose him here. His name is kept only there."))
    member = _member(line.unit_id, form, _("Member"))
    form.save_now(
        _("This is the member"),
        _("Recorded."),
        lambda viewer, token: candidates.replace_by_member(viewer, line.code, member or "", token),
        missing="" if member else _("Choose the member."),
    )


def _delete(line: CandidateLine, form: ActionForm) -> None:
    if confirm_button.confirmed_button(
        _("Entered by mistake: take it back"), _("This entry goes and is not counted."), form.key("delete")
    ):
        with feedback.saving(_("Taken back."), form.show_refused), form.checked():
            candidates.delete(form.viewer(), line.code)
            st.query_params.pop("candidate", None)
            st.rerun()
