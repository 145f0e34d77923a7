"""Open questions of a list of requests: occasion, asker and days of all rows, and which of several people is meant."""

import streamlit as st

from components.i18n import _, _n, number
from components.importing import answer_autosave
from components.importing.excel_positions import row_text
from components.markdown import escape_markdown
from db.comments.comment_requests import OUTSIDERS
from db.imports.comment_request_people import RequestSubject
from db.imports.comment_request_plan import RequestOutcome, RequestPlan
from db.imports.import_answers import OUTSIDE, row_part
from db.kernel.scope import Viewer
from db.models import Role

SHOWN = 20


def show(viewer: Viewer, code: str, plan: RequestPlan) -> None:
    """Ask all questions; a row's own value takes precedence over the whole list's."""
    answer_autosave.list_choice_field(code, "occasion", _("What for"), plan.occasions, plan.answers.occasion)
    left, right = st.columns(2)
    with left:
        explained = _("For rows that do not name their own.")
        answer_autosave.date_field(code, "due", _("Answer wanted by"), plan.answers.due, explained, coming=True)
    if viewer.role != Role.WORKPLACE:
        with right:
            answer_autosave.date_field(code, "day", _("Received on"), plan.answers.day)
        places = {one.code: one.name for one in plan.workplaces.values()}
        answer_autosave.list_choice_field(code, "workplace", _("Workplace that asks"), places, plan.answers.workplace)
    _people(viewer, code, plan)


def _people(viewer: Viewer, code: str, plan: RequestPlan) -> None:
    """Ask about rows that match several people or a differently spelt name; show those already answered."""
    open_rows = [one for one in plan.outcomes if one.code in ("request_who", "request_not_listed")]
    asked = [one for one in open_rows if one.effect == "asked"]
    answered = [one for one in plan.outcomes if one.row.number in plan.answers.people and one not in asked]
    if asked:
        st.subheader(_n("{count} row: who is meant?", "{count} rows: who is meant?", len(asked)))
    for one in [*asked, *answered][:SHOWN]:
        _person(viewer, code, plan, one)
    if len(asked) > SHOWN:
        st.caption(_("Showing the first {count} of {total}.", count=SHOWN, total=number(len(asked))))


def _person(viewer: Viewer, code: str, plan: RequestPlan, one: RequestOutcome) -> None:
    labels = {person.code: _label(person) for person in one.candidates}
    if viewer.role == Role.COMMUNE and one.asked and one.asked.occasion in OUTSIDERS:
        labels[OUTSIDE] = _("in no list: enter the name alone")
    answer_autosave.choice_field(
        code,
        row_part(one.row.number),
        "same",
        f"{row_text(one.row.number)} · {escape_markdown(one.row.name)}",
        labels,
        plan.answers.people.get(one.row.number),
        f"import_same_{code}_{one.row.number}",
    )


def _label(person: RequestSubject) -> str:
    return " · ".join(filter(None, (person.name, (person.born or "")[:4], person.cell)))
