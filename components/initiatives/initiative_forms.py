"""Actions on a cell's initiatives and indicators: enter, correct, withdraw."""

import streamlit as st

from components.i18n import _
from components.initiatives import indicator_form
from components.labels import indicator_labels
from components.widgets import action_form, filters, forms, person_finder
from components.widgets.action_form import Action, ActionForm
from components.widgets.draft_fields import DraftFields
from db.drafts.drafts import DraftKey
from db.households import groups, household_board
from db.initiatives import indicators, initiatives
from db.initiatives.initiatives import InitiativeInput, InitiativeLine
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.validation import PLANNED
from db.models import GroupKind
from db.units.units import UnitName

ADDRESS = "/initiatives"
FORM, FIGURE = "initiative", "indicator"


def show(viewer: Viewer, cell: UnitName) -> None:
    """Show the actions of those who keep the cell's book, and the chosen form."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    actions = {
        "add": Action(_("Add an initiative"), lambda form: _add(form, cell)),
        "figure": Action(
            _("Record an indicator"), lambda form: indicator_form.show(_draft(form.viewer(), FIGURE, cell), cell)
        ),
    }
    if lines := initiatives.list_of_cell(viewer, cell.id):
        actions["correct"] = Action(_("Correct or end one"), lambda form: _correct(form, cell, lines))
    if lines or indicators.list_of_cell(viewer, cell.id):
        actions["mistake"] = Action(_("Entered by mistake"), lambda form: _mistake(form, cell))
    action_form.choose(f"initiatives_{cell.code}", ADDRESS, actions)


def _draft(viewer: Viewer, kind: str, cell: UnitName) -> DraftFields:
    return DraftFields(DraftKey(kind, cell.id, str(viewer.account_id)), ADDRESS, Audience.NAMES)


def _add(form: ActionForm, cell: UnitName) -> None:
    fields = _draft(form.viewer(), FORM, cell)
    typed = _fields(fields, form.viewer(), cell)
    fields.save_button(
        _("Add the initiative"),
        _("Initiative added."),
        lambda viewer, token: initiatives.create(viewer, cell.id, typed, token, fields.place),
    )


def _correct(form: ActionForm, cell: UnitName, lines: list[InitiativeLine]) -> None:
    known = {line.code: line for line in lines}
    code = form.choice(_("Which initiative"), {line.code: line.name for line in lines})
    fields = _draft(form.viewer(), f"{FORM}_{code}", cell)
    seen = forms.value_when_first_shown(fields.form, known[code].as_typed)
    typed = _fields(fields, form.viewer(), cell, known[code])
    fields.save_button(
        _("Save changes"),
        _("Corrected."),
        lambda viewer, token: initiatives.correct(viewer, code, typed, seen, token, fields.place),
    )


def _fields(fields: DraftFields, viewer: Viewer, cell: UnitName, line: InitiativeLine | None = None) -> InitiativeInput:
    """Ask for an initiative; the initial values are the draft, or else what is recorded."""
    stands = line.as_typed if line else InitiativeInput("")
    name = _text(fields, _("Name of the initiative"), "name", stands.name, initiatives.NAME)
    standing = household_board.load(viewer, cell.id)
    clusters = {each.code: each.name for each in standing.lines if each.kind == GroupKind.CLUSTER}
    if line and line.cluster_code:
        clusters.setdefault(line.cluster_code, line.cluster or "")
    cluster = forms.choice_field(
        _("Cluster (empty: the whole area)"),
        clusters,
        fields.value("cluster", stands.cluster or ""),
        **fields.widget_options("cluster"),
    )
    told = "" if stands.households is None else str(stands.households)
    households = st.number_input(
        _("Households taking part"),
        0,
        groups.MOST,
        filters.parse_int(fields.value("households", told), groups.MOST),
        placeholder=_("for example 43"),
        **fields.widget_options("households"),
    )
    people = person_finder.person_labels([load.who for load in standing.loads])
    leader = forms.choice_field(
        _("Led by (a member of the cell)"),
        people,
        fields.value("leader", stands.leader or ""),
        **fields.widget_options("leader"),
    )
    office = ""
    if not leader:
        label = _("Or led by (an office, for example head of the Women's Union)")
        office = _text(fields, label, "office", stands.office, initiatives.NAME)
    first, last = st.columns(2)
    with first:
        since = forms.date_field(_("From"), fields.day("since", stands.since), **fields.widget_options("since"))
    with last:
        ends = fields.day("until", stands.until)
        until = forms.date_field(_("Until (if known)"), ends, ahead=PLANNED, **fields.widget_options("until"))
    result = _text(fields, _("Result, in a sentence"), "result", stands.result, initiatives.RESULT)
    st.caption(_("Do not write down names of residents, illness, religion, ethnicity, or who paid or did not."))
    return InitiativeInput(name, cluster, households, leader, office, since, until, result)


def _text(fields: DraftFields, label: str, name: str, current: str, limit: int) -> str:
    return (
        st.text_input(label, fields.value(name, current), max_chars=limit, live=True, **fields.widget_options(name))
        or ""
    )


def _mistake(form: ActionForm, cell: UnitName) -> None:
    viewer = form.viewer()
    known = indicator_labels.load_indicators(viewer)
    words = {("initiative", line.code): line.name for line in initiatives.list_of_cell(viewer, cell.id)} | {
        (line.indicator, str(line.year)): " · ".join(
            (
                indicator_labels.title_with_measure(known, line.indicator),
                str(line.year),
                indicator_labels.figure_text(line),
            )
        )
        for line in indicators.list_of_cell(viewer, cell.id)
    }
    what, which = form.choice(_("What was entered by mistake"), words)
    form.save_now(
        _("Take this entry back"),
        _("Taken back."),
        lambda viewer, token: (
            initiatives.delete(viewer, which, token)
            if what == "initiative"
            else indicators.delete(viewer, cell.id, what, int(which), token)
        ),
    )
