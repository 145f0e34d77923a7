"""One request of the people: what it says, the steps it has taken, and what may be done next."""

import streamlit as st

from components.i18n import _, day_text, meeting_name
from components.labels import petition_labels
from components.markdown import escape_markdown
from components.petitions import petition_actions
from components.widgets import feedback, filters
from db.kernel.scope import Viewer
from db.petitions import petition_list
from db.petitions.petition_list import PetitionDetail
from db.settings import settings

PAGE, OPEN = "pages/households/petitions.py", "petition"
HOUSEHOLD, MEMBER = "pages/households/household.py", "pages/people/member.py"


def show(viewer: Viewer, code: str) -> None:
    """The request that an address names."""
    with feedback.stop_on_refusal(PAGE, _("All requests")):
        told = petition_list.find(viewer, code)
    line = told.line
    where = petition_labels.sources(viewer).get(line.source, line.source)
    st.caption(escape_markdown(" · ".join((line.cell, where, day_text(line.received_on)))))
    st.markdown(escape_markdown(line.text))
    st.markdown(f"**{escape_markdown(petition_labels.state_text(line))}**")
    _origin(told)
    st.markdown("\n".join(f"- {step}" for step in _steps(viewer, told)))
    petition_actions.show(viewer, told)
    st.page_link(PAGE, label=_("All requests"), icon=":material/arrow_back:")


def opened() -> str:
    """The code of the request that the address names, empty for none."""
    return filters.query_param(OPEN)


def _steps(viewer: Viewer, told: PetitionDetail) -> list[str]:
    """What happened on which day, in order."""
    line = told.line
    steps = [_("Received on {day}", day=day_text(line.received_on))]
    if told.on_behalf:
        steps[0] += " · " + _("entered on the cell's behalf")
    if told.meeting:
        types = {option.key: option for option in settings.options(viewer, "meeting_types")}
        if kind := types.get(told.meeting.type):
            steps.append(escape_markdown(meeting_name(kind.label, told.meeting.period, kind.row["months"])))
    if line.due:
        steps.append(_("Answer promised by {day}", day=day_text(line.due)))
    if line.forwarded_on:
        to = line.body or line.held_by
        steps.append(_("Passed on to {whom} on {day}", whom=escape_markdown(to), day=day_text(line.forwarded_on)))
    if line.answered_on:
        answer = escape_markdown(told.answer or "")
        steps.append(_("Answered on {day}: {answer}", day=day_text(line.answered_on), answer=answer))
    if line.told_on:
        steps.append(_("Reported back on {day}", day=day_text(line.told_on)))
    if line.closed_on:
        why = escape_markdown(told.closed_because or "")
        steps.append(_("Closed on {day}: {why}", day=day_text(line.closed_on), why=why))
    return steps


def _origin(told: PetitionDetail) -> None:
    """Whose it is and who brought it, for whoever may know, each a link."""
    if told.origin is None:
        return
    if told.origin.household:
        code, name = told.origin.household
        label = _("Household: {name}", name=escape_markdown(name))
        st.page_link(HOUSEHOLD, label=label, icon=":material/home:", query_params={"household": code})
    if told.origin.member:
        code, name = told.origin.member
        label = _("Brought by {name}", name=escape_markdown(name))
        st.page_link(MEMBER, label=label, icon=":material/person:", query_params={"member": code})
