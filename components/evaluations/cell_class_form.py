"""The class of the cell itself for a year, and the points of its meetings by the criteria of the form."""

import streamlit as st

from components.i18n import _, number
from components.labels import evaluation_labels
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback, forms
from db.evaluations import evaluation_record, unit_evaluations
from db.evaluations.evaluation_form import CLASSES
from db.evaluations.unit_evaluations import CellYear, UnitEvaluationInput
from db.kernel.scope import Viewer, Work
from db.settings import settings

FORM = "evaluations_cell"


def show(viewer: Viewer, unit_id: int, year: int) -> None:
    """What stands, and for whoever writes it the form."""
    stands = unit_evaluations.load(viewer, unit_id, year)
    labels = {option.key: option.label for option in settings.options(viewer, CLASSES)}
    st.subheader(_("The cell itself"))
    st.markdown(escape_markdown(_told(stands, labels)))
    if viewer.writes(Work.ASSESSMENTS):
        with st.expander(_("Enter the class of the cell and the points of its meetings"), key=f"{FORM}_open"):
            _form(viewer, unit_id, year, stands)


def _told(stands: CellYear, labels: dict[str, str]) -> str:
    parts = []
    if stands.proposed:
        parts.append(_("proposes: {label}", label=labels.get(stands.proposed, stands.proposed)))
    if stands.decided:
        decision = evaluation_labels.decision_text(stands.decision_number, stands.decided_on)
        label = labels.get(stands.decided, stands.decided)
        parts.append(_("decided: {label} ({decision})", label=label, decision=decision))
    if stands.scored:
        parts.append(
            _("its meetings: {points} of {most} points", points=number(stands.points), most=number(stands.most))
        )
    return " · ".join(parts) or _("Nothing is entered for this year yet.")


def _form(viewer: Viewer, unit_id: int, year: int, stands: CellYear) -> None:
    name = f"{FORM}_{unit_id}_{year}"
    form = forms.form_key(name)
    left, right = st.columns(2)
    with left:
        proposed = forms.option_field(viewer, CLASSES, _("The cell proposes"), stands.proposed, key=f"{form}_proposed")
        decision = st.text_input(
            _("Number of the decision"), stands.decision_number or "", max_chars=evaluation_record.NUMBER,
            key=f"{form}_number",
        )  # fmt: skip
    with right:
        decided = forms.option_field(viewer, CLASSES, _("Decided"), stands.decided, key=f"{form}_decided")
        day = forms.date_field(_("Date of the decision"), stands.decided_on, key=f"{form}_day")
    points: dict[str, int | None] = {}
    for line in stands.scores:
        limit = _("at most {most}", most=number(line.most))
        points[line.key] = st.number_input(
            f"{escape_markdown(line.label)} ({limit})",
            0, line.most, line.points, key=f"{form}_{line.key}", placeholder="",
        )  # fmt: skip
    given = [each for each in points.values() if each is not None]
    st.markdown(_("Together: **{points}** of {most} points", points=number(sum(given)), most=number(stands.most)))
    if st.button(_("Save the cell's year"), type="primary", key=f"{form}_save", width="stretch"):
        with feedback.saving(_("Saved.")):
            with forms.once_token(name) as token:
                typed = UnitEvaluationInput(proposed, decided, decision, day)
                unit_evaluations.save(auth.viewer(), unit_id, year, typed, points, token)
            st.rerun()
