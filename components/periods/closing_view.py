"""Closing a month, half-year or year on screen: missing reports, current state, and changes since."""

from collections.abc import Mapping
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _, _n, capitalized, day_text, join_list, number, period_name
from components.labels import report_labels
from components.markdown import escape_markdown
from components.periods import amended_flag, amendment_cache
from components.reporting import report_cache
from components.shell import auth
from components.widgets import confirm_button, feedback, forms, period_boxes, report_link, url_state
from db.calendar.months import add_months, is_year_mark
from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.figures import FigureQuery
from db.figures.report_kinds import ReportKind
from db.history.amendments import Amendment
from db.kernel.scope import Viewer
from db.periods import closing
from db.periods.closing import ClosingState
from db.units import units

PAGE = "/periods"
LENGTH, PERIOD = "periods_length", "periods_from"
LENGTH_LABELS = {1: N_("Month"), 6: N_("Half-year"), 12: N_("Year")}
NAMED = 12  # units named at once
Sums = list[tuple[str, int, int]]  # reports made and owed, by the parts of a unit


class ChosenPeriod(NamedTuple):
    """A period by its first month and number of months."""

    period: int
    months: int

    @property
    def name(self) -> str:
        return period_name(self.period, self.months)

    @property
    def until(self) -> int:
        """Its last month."""
        return add_months(self.period, self.months - 1)

    @property
    def months_and_year_mark(self) -> list[int]:
        """Its months, and for a year its mark."""
        return closing.months_and_year_mark(self.period, self.months)


def choose_period(viewer: Viewer) -> tuple[ChosenPeriod, ClosingState]:
    """Choose a period that has ended; returns it with its state."""
    bound = url_state.choice_in_address(LENGTH, closing.LENGTHS, lambda each: _(LENGTH_LABELS[each]), 1)
    months = int(st.segmented_control(_("Period"), required=True, label_visibility="collapsed", **bound) or 1)
    offered = closing.selectable_periods(months)
    states = closing.load_states(viewer, offered, months)
    name = f"{PERIOD}_{months}"
    told = period_boxes.period_in_address(
        name, offered, months, offered[0], lambda period: _option(states[period], months)
    )
    period = int(st.selectbox(_("Period"), label_visibility="collapsed", **told))
    return ChosenPeriod(period, months), states[period]


def show(viewer: Viewer, chosen: ChosenPeriod, state: ClosingState) -> None:
    """Show the state of the period, and the possible actions."""
    own = state.closed_by(viewer.unit_id)
    if state.closed_at is None:
        if state.closed:
            closed = sum(not is_year_mark(month.period) for month in state.closed)
            st.markdown(
                _("{closed} of {months} months are closed.", closed=closed, months=chosen.months)
                if closed < chosen.months
                else _("All its months are closed; the figures stated once for the year are not.")
            )
        _close(viewer, chosen)
    else:
        st.markdown(_closed(viewer, state))
    found = amendment_cache.load(viewer, FigureQuery(chosen.period, chosen.until)) if state.closed else []
    if found:
        st.warning(
            _n(
                "Changed after closing: {count} action. Figures of this period are marked until it is closed again.",
                "Changed after closing: {count} actions. Figures of this period are marked until it is closed again.",
                len(found),
            ),
            icon=":material/edit_calendar:",
        )
    if own:
        with st.container(horizontal=True):
            if found:
                st.button(_("Close again"), type="primary", key="closing_again", on_click=_again, args=(chosen, found))
            st.button(_("Reopen"), key="closing_reopen", on_click=_reopen, args=(chosen,))
    if found:
        with st.expander(_("What was changed"), key="closing_changes", on_change="rerun") as opened:
            if opened.open:
                amended_flag.show_list(viewer, found)
    elif state.closed_at:
        st.caption(_("Nothing was changed after the closing."))


def _option(state: ClosingState, months: int) -> str:
    name = period_name(state.period, months)
    return _("{month} (closed)", month=name) if state.closed_at else name


def _closed(viewer: Viewer, state: ClosingState) -> str:
    last = max(state.closed, key=lambda month: str(month.closed_at))
    if last.unit_id == viewer.unit_id or last.unit_id is None:
        return _("Closed on {day}.", day=day_text(last.closed_at))
    name = units.one(viewer, last.unit_id).name
    return _("Closed on {day} by {unit}.", day=day_text(last.closed_at), unit=escape_markdown(name))


def _close(viewer: Viewer, chosen: ChosenPeriod) -> None:
    """The list of missing reports, then the button, with a confirmation."""
    reports = _reports(viewer, chosen)
    for kind, sums in reports.items():
        _show_silent(viewer, kind, chosen, sums)
    missing = _missing(reports)
    if not missing:
        st.markdown(_("All cells have reported."))
    shown = forms.value_when_last_drawn(f"closing_missing_{chosen.period}_{chosen.months}", missing)
    question = _("Close {month}? Whatever is entered for it later requires a reason.", month=chosen.name)
    if confirm_button.confirmed_button(
        _("Close {period}", period=chosen.name), question, key="closing_close", type="primary"
    ):
        told = _("{period} is closed.", period=chosen.name)
        with feedback.saving(capitalized(told)):
            viewer = auth.viewer(PAGE)
            closing.close_months(
                viewer,
                viewer.unit_id,
                chosen.months_and_year_mark,
                lambda: all(shown.get(part, 0) >= count for part, count in _missing(_reports(viewer, chosen)).items()),
            )
            st.rerun()


def _reports(viewer: Viewer, chosen: ChosenPeriod) -> dict[ReportKind, Sums]:
    """How many reports of each kind the parts of the viewer's unit have made, and owe."""
    found = {}
    for kind in ReportKind:
        if report_kinds.rules_of_kind(kind).months <= chosen.months:
            wanted = ReportQuery(kind, chosen.period, _last(kind, chosen))
            parts = reporting.list_parts(viewer, wanted, report_cache.load(viewer, wanted))
            found[kind] = [(part.name, *part.reported_and_expected(wanted.periods)) for part in parts]
    return found


def _last(kind: ReportKind, chosen: ChosenPeriod) -> int:
    return report_kinds.periods_between(kind, chosen.until, chosen.until)[0]


def _missing(reports: Mapping[ReportKind, Sums]) -> dict[tuple[str, str], int]:
    """How many reports are missing, by kind and part."""
    return {
        (kind.value, name): owed - made for kind, sums in reports.items() for name, made, owed in sums if made < owed
    }


def _show_silent(viewer: Viewer, kind: ReportKind, chosen: ChosenPeriod, sums: Sums) -> None:
    """Show who has not reported of a kind, with links, if anybody."""
    missing = {name: owed - made for name, made, owed in sums if made < owed}
    if not missing:
        return
    names = list(missing)[:NAMED] + [_("others")] * (len(missing) > NAMED)
    label, count = report_labels.kind_label(kind), sum(missing.values())
    owed = sum(owed for _name, _made, owed in sums)
    st.warning(
        _n(
            "{kind}: {count} of {expected} reports is missing: {names}.",
            "{kind}: {count} of {expected} reports are missing: {names}.",
            count,
            kind=label,
            expected=number(owed),
            names=escape_markdown(join_list(names)),
        )
    )
    report_link.show(viewer, _("Who has not reported: {kind}", kind=label), kind, _last(kind, chosen))


def _again(chosen: ChosenPeriod, shown: list[Amendment]) -> None:
    with feedback.saving(_("The period is closed again; its figures are no longer marked.")):
        viewer = auth.viewer(PAGE)
        wanted = FigureQuery(chosen.period, chosen.until)
        closing.reclose_months(
            viewer,
            viewer.unit_id,
            chosen.months_and_year_mark,
            lambda: set(amendment_cache.load(viewer, wanted)) <= set(shown),
        )


def _reopen(chosen: ChosenPeriod) -> None:
    with feedback.saving(_("The period is open again.")):
        viewer = auth.viewer(PAGE)
        closing.reopen_months(viewer, viewer.unit_id, chosen.months_and_year_mark)
