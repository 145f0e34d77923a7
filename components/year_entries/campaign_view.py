"""Campaigns of a cell's year: what was raised; begun, corrected and ended here."""

import streamlit as st

from components.i18n import N_, _, _n, day_text
from components.labels import entry_labels
from components.widgets import action_form, forms, link_tables
from components.widgets.action_form import Action, ActionForm
from components.widgets.link_tables import Column
from components.year_entries import amount_field
from components.year_entries.amount_field import TypedAmount
from db.kernel.scope import Viewer
from db.units.units import UnitName
from db.year_entries import campaigns
from db.year_entries.campaigns import NAME, CampaignInput, CampaignLine
from db.year_entries.entry_kinds import Measure

ADDRESS, PAGE = "/entries", "pages/people/entries.py"
COLUMNS = {
    "name": Column(N_("Campaign"), lambda line: line.name),
    "sum": Column(N_("Total"), lambda line: line.sum[0], lambda line: entry_labels.money_text(*line.sum)),
    "people": Column(
        N_("Took part"),
        lambda line: line.people,
        lambda line: _n("{count} member", "{count} members", line.people) if line.people else "",
    ),
    "ended": Column(N_("Ended"), lambda line: line.ended_on, lambda line: day_text(line.ended_on)),
}


def show(viewer: Viewer, cell: UnitName, year: int) -> None:
    """Show the campaigns with their totals, each linked to those who took part, and the actions on them."""
    lines = campaigns.list_for_year(viewer, cell.id, year)
    if lines:
        link_tables.link_rows(
            lines,
            COLUMNS,
            page=PAGE,
            query=lambda line: {"entries_view": "list", "entries_cell": cell.code, "entries_campaign": line.code},
            main="name",
            key="campaigns",
        )
    else:
        st.caption(_("A campaign gathers entries, or one total where it cannot be split among the members."))
    actions = {"begin": Action(_("New campaign"), lambda form: _begin(form, cell))}
    if lines:
        actions["correct"] = Action(_("Total, name, end"), lambda form: _correct(form, lines))
    action_form.choose("campaign", ADDRESS, actions)


def _begin(form: ActionForm, cell: UnitName) -> None:
    name = form.text(_("Name of the campaign"), max_chars=NAME)
    total = _total(form, "", "total")
    form.save_now(
        _("Begin the campaign"),
        _("Campaign begun."),
        lambda viewer, token: campaigns.create(viewer, cell.id, _input(name, total), token),
    )


def _correct(form: ActionForm, lines: list[CampaignLine]) -> None:
    of_code = {line.code: line for line in lines}
    chosen = forms.choice_field(
        _("Campaign"), {line.code: line.name for line in lines}, lines[0].code, key=form.key("which")
    )
    line = of_code.get(chosen or "")
    if line is None:
        return
    name = form.text(_("Name of the campaign"), line.name, f"name_{line.code}", max_chars=NAME)
    total = _total(form, entry_labels.money_text(line.total, line.approximate), f"total_{line.code}")
    ended_on = form.date(_("Ended on, if it is over"), line.ended_on, f"ended_{line.code}")
    form.save_now(
        _("Save"),
        _("Saved."),
        lambda viewer, _: campaigns.correct(viewer, line.code, _input(name, total)._replace(ended_on=ended_on)),
    )


def _total(form: ActionForm, current: str, field: str) -> TypedAmount:
    return amount_field.show(
        Measure.MONEY, current, False, _("One total, where it is not split among the members"), key=form.key(field)
    )


def _input(name: str, total: TypedAmount) -> CampaignInput:
    value = total.required_amount()
    return CampaignInput(name, None if value is None else int(value), total.reading.approximate)
