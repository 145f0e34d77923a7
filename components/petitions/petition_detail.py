"""One request of a book: its text, its steps, and the next actions."""

import streamlit as st

from components.i18n import _, day_text, meeting_name
from components.labels import petition_labels
from components.markdown import escape_markdown
from components.petitions import petition_actions
from components.petitions.petition_book import PEOPLE, PetitionBook
from components.widgets import feedback, filters
from db.kernel.scope import Viewer
from db.models import PetitionAsker
from db.petitions import petition_list
from db.petitions.petition_list import PetitionDetail, PetitionLine
from db.settings import settings

HOUSEHOLD, MEMBER = "pages/households/household.py", "pages/people/member.py"


def show(viewer: Viewer, code: str, book: PetitionBook = PEOPLE) -> None:
    """Show the request in the address."""
    with feedback.stop_on_refusal(book.page, _(book.everything)):
        told = petition_list.find(viewer, code, book.askers)
    line = told.line
    where = petition_labels.source_labels(viewer, book.options).get(line.source, line.source)
    st.caption(escape_markdown(" · ".join((line.cell, where, day_text(line.received_on)))))
    st.markdown(escape_markdown(line.text))
    st.markdown(f"**{escape_markdown(petition_labels.state_text(line))}**")
    _origin(told)
    st.markdown("\n".join(f"- {step}" for step in _steps(viewer, told)))
    petition_actions.show(viewer, told)
    st.page_link(book.page, label=_(book.everything), icon=":material/arrow_back:")


def opened_petition_code(book: PetitionBook = PEOPLE) -> str:
    """The code of the request in the address, empty if there is none."""
    return filters.query_param(book.opens)


def _steps(viewer: Viewer, petition: PetitionDetail) -> list[str]:
    """The steps with their days, in order."""
    line = petition.line
    steps = [_first_step(line)]
    if petition.on_behalf:
        steps[0] += " · " + _("entered on the cell's behalf")
    if petition.meeting:
        types = {option.key: option for option in settings.options(viewer, "meeting_types")}
        if kind := types.get(petition.meeting.type):
            steps.append(escape_markdown(meeting_name(kind.label, petition.meeting.period, kind.row["months"])))
    if line.due:
        steps.append(_("Answer promised by {day}", day=day_text(line.due)))
    if line.forwarded_on:
        to = line.body or line.held_by
        steps.append(_("Passed on to {whom} on {day}", whom=escape_markdown(to), day=day_text(line.forwarded_on)))
    if line.answered_on:
        answer = escape_markdown(petition.answer or "")
        steps.append(_("Answered on {day}: {answer}", day=day_text(line.answered_on), answer=answer))
    if line.told_on:
        told_on = day_text(line.told_on)
        of_people = line.asker == PetitionAsker.PEOPLE
        steps.append(
            _("Reported back on {day}", day=told_on) if of_people else _("The cell took note on {day}", day=told_on)
        )
    if line.closed_on:
        why = escape_markdown(petition.closed_because or "")
        steps.append(_("Closed on {day}: {why}", day=day_text(line.closed_on), why=why))
    return steps


def _first_step(line: PetitionLine) -> str:
    day = day_text(line.received_on)
    if line.asker == PetitionAsker.PEOPLE:
        return _("Received on {day}", day=day)
    if line.asker == PetitionAsker.CELL:
        return _("Reported by the cell on {day}", day=day)
    team = escape_markdown(line.team or _("a team of officials"))
    return _("Reported by {team} after a visit, {day}", team=team, day=day)


def _origin(petition: PetitionDetail) -> None:
    """Show who made the request and who brought it, for those who may know, with links."""
    if petition.origin is None:
        return
    if petition.origin.household:
        code, name = petition.origin.household
        label = _("Household: {name}", name=escape_markdown(name))
        st.page_link(HOUSEHOLD, label=label, icon=":material/home:", query_params={"household": code})
    if petition.origin.member:
        code, name = petition.origin.member
        label = _("Brought by {name}", name=escape_markdown(name))
        st.page_link(MEMBER, label=label, icon=":material/person:", query_params={"member": code})
