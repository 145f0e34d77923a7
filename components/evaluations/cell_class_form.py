"""The class of the cell itself for a year, and its meetings' points by the form's criteria."""

import streamlit as st

from components.i18n import _, number
from components.labels import evaluation_labels
from components.markdown import escape_markdown
from components.widgets import forms
from components.widgets.draft_fields import DraftFields
from components.widgets.filters import parse_int
from db.drafts.drafts import DraftKey
from db.evaluations import cell_own_evaluation, evaluation_list_writer
from db.evaluations.cell_own_evaluation import CellOwnEvaluation, UnitEvaluationInput
from db.evaluations.evaluation_form import CLASSES
from db.kernel.scope import Audience, Viewer, Work
from db.settings import settings

FORM, ADDRESS = "evaluations_cell", "/evaluations"


def show(viewer: Viewer, unit_id: int, year: int) -> None:
    """Show what is recorded, and the form to those who may write."""
    stands = cell_own_evaluation.load(viewer, unit_id, year)
    labels = {option.key: option.label for option in settings.options(viewer, CLASSES)}
    st.subheader(_("The cell itself"))
    st.markdown(escape_markdown(_told(stands, labels)))
    if viewer.writes(Work.ASSESSMENTS):
        label = _("Enter the class of the cell and the points of its meetings")
        with st.expander(label, key=f"{FORM}_open", on_change="rerun") as opened:
            if opened.open:  # most visits are not about it
                _form(viewer, unit_id, year, stands)


def _told(stands: CellOwnEvaluation, labels: dict[str, str]) -> str:
    parts = []
    if stands.proposed:
        parts.append(_("proposes: {label}", label=labels.get(stands.proposed, stands.proposed)))
    if stands.decided:
        decision = evaluation_labels.decision_text(stands.decision_number, stands.decided_on)
        label = labels.get(stands.decided, stands.decided)
        parts.append(_("decided: {label} ({decision})", label=label, decision=decision))
    if stands.has_points:
        parts.append(
            _(
                "its meetings: {points} of {most} points",
                points=number(stands.total_points),
                most=number(stands.max_points),
            )
        )
    return " · ".join(parts) or _("Nothing is entered for this year yet.")


def _form(viewer: Viewer, unit_id: int, year: int, stands: CellOwnEvaluation) -> None:
    fields = DraftFields(DraftKey(f"{FORM}_{year}", unit_id, str(viewer.account_id)), ADDRESS, Audience.ASSESSMENTS)
    seen = forms.value_when_first_shown(
        fields.form, (stands.as_typed, {line.key: line.points for line in stands.scores})
    )
    left, right = st.columns(2)
    with left:
        proposed = _class(viewer, fields, _("The cell proposes"), "proposed", stands.proposed)
        decision = st.text_input(
            _("Number of the decision"), fields.value("number", stands.decision_number or ""),
            max_chars=evaluation_list_writer.NUMBER, live=True, **fields.widget_options("number"),
        )  # fmt: skip
    with right:
        decided = _class(viewer, fields, _("Decided"), "decided", stands.decided)
        day = forms.date_field(
            _("Date of the decision"), fields.day("day", stands.decided_on), **fields.widget_options("day")
        )
    points: dict[str, int | None] = {}
    for line in stands.scores:
        limit = _("at most {most}", most=number(line.most))
        told = "" if line.points is None else str(line.points)
        points[line.key] = st.number_input(
            f"{escape_markdown(line.label)} ({limit})",
            0, line.most, parse_int(fields.value(line.key, told), line.most), placeholder="",
            **fields.widget_options(line.key),
        )  # fmt: skip
    given = [each for each in points.values() if each is not None]
    st.markdown(_("Together: **{points}** of {most} points", points=number(sum(given)), most=number(stands.max_points)))
    typed = UnitEvaluationInput(proposed, decided, decision or None, day)
    changed = {key: value for key, value in points.items() if value != seen[1].get(key)}
    fields.save_button(
        _("Save the cell's year"),
        _("Saved."),
        lambda doer, token: cell_own_evaluation.save(doer, unit_id, year, typed, changed, token, seen[0], fields.place),
    )


def _class(viewer: Viewer, fields: DraftFields, label: str, name: str, current: str | None) -> str | None:
    return forms.option_field(viewer, CLASSES, label, fields.value(name, current or ""), **fields.widget_options(name))
