"""What may be noted of a cell's initiatives and indicators: entered, corrected, taken back."""

import streamlit as st

from components.i18n import _
from components.labels import indicator_labels
from components.widgets import action_form, forms, person_finder
from components.widgets.action_form import Action, ActionForm
from db.calendar import clock
from db.households import board, groups
from db.initiatives import indicators, initiatives
from db.initiatives.indicators import IndicatorInput
from db.initiatives.initiatives import InitiativeInput, InitiativeLine
from db.kernel.scope import Viewer, Work
from db.models import GroupKind
from db.settings import settings
from db.units.units import UnitName

ADDRESS = "/initiatives"


def show(viewer: Viewer, cell: UnitName) -> None:
    """The actions of whoever keeps the cell's book, and the form of the one chosen."""
    if not viewer.writes(Work.HOUSEHOLDS):
        return
    actions = {
        "add": Action(_("Add an initiative"), lambda form: _add(form, cell)),
        "figure": Action(_("Record an indicator"), lambda form: _figure(form, cell)),
    }
    if lines := initiatives.list_of(viewer, cell.id):
        actions["correct"] = Action(_("Correct or end one"), lambda form: _correct(form, cell, lines))
    if lines or indicators.list_of(viewer, cell.id):
        actions["mistake"] = Action(_("Entered by mistake"), lambda form: _mistake(form, cell))
    action_form.choose(f"initiatives_{cell.code}", ADDRESS, actions)


def _add(form: ActionForm, cell: UnitName) -> None:
    typed = _fields(form, cell)
    form.save_now(
        _("Add the initiative"),
        _("Initiative added."),
        lambda viewer, token: initiatives.create(viewer, cell.id, typed, token),
    )


def _correct(form: ActionForm, cell: UnitName, lines: list[InitiativeLine]) -> None:
    known = {line.code: line for line in lines}
    code = form.choice(_("Which initiative"), {line.code: line.name for line in lines})
    typed = _fields(form.part(code), cell, known[code])
    form.save_now(
        _("Save changes"), _("Corrected."), lambda viewer, token: initiatives.correct(viewer, code, typed, token)
    )


def _fields(form: ActionForm, cell: UnitName, line: InitiativeLine | None = None) -> InitiativeInput:
    """The fields of an initiative, filled with what stands."""
    viewer = form.viewer()
    name = form.text(_("Name of the initiative"), line.name if line else "")
    standing = board.load(viewer, cell.id)
    clusters = {each.code: each.name for each in standing.lines if each.kind == GroupKind.CLUSTER}
    if line and line.cluster_code:
        clusters.setdefault(line.cluster_code, line.cluster or "")
    stood = line.cluster_code if line else None
    cluster = forms.choice_field(_("Cluster (empty: the whole area)"), clusters, stood, key=form.key("cluster"))
    households = st.number_input(
        _("Households taking part"),
        0,
        groups.MOST,
        line.households if line else None,
        key=form.key("households"),
        placeholder=_("for example 43"),
    )
    people = person_finder.labels_of([load.who for load in standing.loads])
    leader = forms.choice_field(
        _("Led by (a member of the cell)"), people, line.leader_code if line else None, key=form.key("leader")
    )
    office = ""
    if not leader:
        told = line.leader if line and not line.leader_code else ""
        office = form.text(_("Or led by (an office, for example head of the Women's Union)"), told or "", "office")
    since, until = form.span(line.since if line else None, line.until if line else None)
    result = form.text(
        _("Result, in a sentence"), (line.result if line else "") or "", "result", max_chars=initiatives.RESULT
    )
    st.caption(_("Do not write down names of residents, illness, religion, ethnicity, or who paid or did not."))
    return InitiativeInput(name, cluster, households, leader, office, since, until, result)


def _figure(form: ActionForm, cell: UnitName) -> None:
    """A figure as it was published: an amount, or so many of a total."""
    options = {each.key: each for each in settings.active_options(form.viewer(), indicators.INDICATORS)}
    key = form.choice(_("Indicator"), {each: indicator_labels.title(options, each) for each in options})
    year = st.number_input(
        _("Year"), indicators.FIRST_YEAR, clock.today().year, clock.today().year, key=form.key("year")
    )
    share = indicator_labels.is_share(options.get(key))
    label = _("Figure") if share is False else _("How many")
    value = st.number_input(label, 0.0, indicators.LARGEST, None, key=form.key(f"value_{key}"), format="%g")
    total = qualifier = None
    if share is not False:
        of = _("Of how many") if share else _("Of how many, if it is a share")
        total = st.number_input(of, 0.0, indicators.LARGEST, None, key=form.key(f"total_{key}"), format="%g")
    if share is not True:
        words = {each: _(text, figure="…") for each, text in indicator_labels.QUALIFIERS.items()}
        qualifier = st.pills(
            _("As it was published, if not exactly"), list(words), format_func=words.get, key=form.key("qualifier")
        )
    st.caption(_("Kept as it was published; the register does not work it out and does not check it."))
    form.save_now(
        _("Record the figure"),
        _("Figure recorded."),
        lambda viewer, token: indicators.record(
            viewer, cell.id, IndicatorInput(key, int(year), value, total, qualifier), token
        ),
    )


def _mistake(form: ActionForm, cell: UnitName) -> None:
    viewer = form.viewer()
    known = indicator_labels.load(viewer)
    words = {("initiative", line.code): line.name for line in initiatives.list_of(viewer, cell.id)} | {
        (line.indicator, str(line.year)): " · ".join(
            (indicator_labels.title(known, line.indicator), str(line.year), indicator_labels.figure(line))
        )
        for line in indicators.list_of(viewer, cell.id)
    }
    what, which = form.choice(_("What was entered by mistake"), words)
    form.save_now(
        _("Take this entry back"),
        _("Taken back."),
        lambda viewer, token: (
            initiatives.delete(viewer, which, token)
            if what == "initiative"
            else indicators.withdraw(viewer, cell.id, what, int(which), token)
        ),
    )
