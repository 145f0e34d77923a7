"""Past figures: at a period's closing or on a day, compared with today's, on screen and as a workbook."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

import streamlit as st

from components.briefings import briefing_request, section_registry
from components.briefings.section_declaration import BriefingKind
from components.files import excel_writer
from components.files.excel_writer import SheetColumn, SheetTable, ValueKind
from components.i18n import N_, _, _n, day_text, in_language, moment_text, number, percent, short_number
from components.markdown import escape_markdown
from components.periods import past_figures_request
from components.periods.closing_view import PAGE, ChosenPeriod
from components.periods.past_figures_request import PastRequest
from components.shell import auth
from components.widgets import feedback, filters, latest_job, link_tables, url_state
from components.widgets.link_tables import Column
from db.calendar import clock
from db.jobs.jobs import JobStatus
from db.kernel import validation
from db.kernel.scope import Viewer
from db.models import JobState
from db.units import units

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_CLOSING, ON_DAY = "closing", "day"
WHEN_LABELS = {AT_CLOSING: N_("At the closing"), ON_DAY: N_("On a day")}


class FigurePair(NamedTuple):
    """A figure then and now: label, section, values, and denominators if it is a share."""

    section: str
    label: str
    then: float | None
    then_denominator: float | None
    now: float | None
    now_denominator: float | None
    is_share: bool

    @property
    def differs(self) -> bool:
        return (self.then, self.then_denominator) != (self.now, self.now_denominator)

    @property
    def compared_values(self) -> tuple[float | None, float | None]:
        """The values compared: ratios for a share, None without a denominator."""
        if not self.is_share:
            return self.then, self.now
        pairs = ((self.then, self.then_denominator), (self.now, self.now_denominator))
        return tuple(part / of if of and part is not None else None for part, of in pairs)  # type: ignore[return-value]

    @property
    def difference(self) -> float | None:
        """The increase since then, in percentage points for a share; None without a denominator."""
        then, now = self.compared_values
        return None if then is None or now is None else now - then

    def text(self, past: bool) -> str:
        value, of = (self.then, self.then_denominator) if past else (self.now, self.now_denominator)
        return percent(value, of or 0) if self.is_share else number(value)

    @property
    def difference_text(self) -> str:
        found = self.difference
        if not found:
            return number(None) if found is None else "0"
        size = _("{points} points", points=short_number(abs(found) * 100)) if self.is_share else number(abs(found))
        return f"{'+' if found > 0 else '−'}{size}"


COLUMNS = {
    "label": Column(N_("Figure"), lambda row: row.label),
    "then": Column(N_("Then"), lambda row: row.text(past=True), figures=True),
    "now": Column(N_("Now"), lambda row: row.text(past=False), figures=True),
    "difference": Column(N_("Difference"), lambda row: row.difference_text, figures=True),
}


def show(viewer: Viewer, chosen: ChosenPeriod, closed: bool) -> None:
    """The unit and the moment, the button, and the result."""
    st.caption(
        _(
            "Each figure as it stood then and as it stands now. People erased since then are "
            "missing from the past figures, too."
        )
    )
    when = ON_DAY
    if closed:
        bound = url_state.choice_in_address(
            "periods_when", list(WHEN_LABELS), lambda each: _(WHEN_LABELS[each]), AT_CLOSING
        )
        when = st.segmented_control(_("When"), required=True, label_visibility="collapsed", **bound)
    day = None
    if when == ON_DAY:
        today = clock.today()
        day = st.date_input(
            _("Day"),
            None,
            min_value=validation.EARLIEST,
            max_value=today,
            format="DD/MM/YYYY",
            key="periods_day",
            bind="query-params",
        )
    unit = filters.unit_filter(viewer, "periods", briefing_request.days_of_period(chosen.period, chosen.months))
    request = PastRequest(chosen.period, chosen.months, unit, day.isoformat() if isinstance(day, date) else None)
    last = past_figures_request.latest_job(viewer, request)
    made = last is not None and last.state == JobState.DONE
    st.button(
        _("Compare again") if made else _("Compare with today's figures"),
        width="stretch",
        icon=":material/compare_arrows:",
        key="periods_compare",
        disabled=when == ON_DAY and day is None,
        on_click=_ask,
        args=(request,),
    )
    running = last is not None and last.state in latest_job.ACTIVE
    st.fragment(_result, run_every=1 if running else None)(request, chosen.name, running)


def _ask(request: PastRequest) -> None:
    """Queue it. A callback."""
    with feedback.saving(_("The figures are being put together.")):
        past_figures_request.enqueue(auth.viewer(PAGE), request)


def _result(request: PastRequest, name: str, was_running: bool) -> None:
    """The progress, or the table."""
    viewer = auth.viewer(PAGE)
    latest_job.show_result(
        past_figures_request.latest_job(viewer, request),
        was_running,
        lambda job: _table(viewer, request, name, job),
        _("You may leave this page; the figures will be here."),
    )


def _table(viewer: Viewer, request: PastRequest, name: str, job: JobStatus) -> None:
    rows = list(figure_pairs(viewer, job.result))
    differing = [row for row in rows if row.differs]
    then, now = moment_text(datetime.fromisoformat(job.result["at"])), moment_text(job.asked_at)
    st.markdown(
        _n(
            "**{count} of {all} figures differs** between {then} and {now}.",
            "**{count} of {all} figures differ** between {then} and {now}.",
            len(differing),
            all=number(len(rows)),
            then=then,
            now=now,
        )
        if differing
        else _("**No figure differs** between {then} and {now}.", then=then, now=now)
    )
    whole = st.toggle(_("Show all figures"), key="periods_all", bind="query-params")
    shown = rows if whole else differing
    for section in dict.fromkeys(row.section for row in shown):
        with st.container(key=f"periods_section_{section}"):
            st.markdown(f"**{escape_markdown(section)}**")
            link_tables.read_only_table([row for row in shown if row.section == section], COLUMNS)
    st.download_button(
        _("Download the Excel file"),
        partial(_workbook, viewer, request, name, job),
        f"so-sanh-{request.period}-{clock.today():%Y-%m-%d}.xlsx",
        XLSX,
        icon=":material/download:",
        key="periods_take",
        on_click="ignore",
    )


def figure_pairs(viewer: Viewer, result: dict) -> Iterator[FigurePair]:
    """The figures of a result, ordered and worded as in the viewer's briefings."""
    known = section_registry.figures_by_code()
    for choice in section_registry.choices(viewer, BriefingKind.MEETING):
        told = result["sections"].get(choice.key, {"then": {}})
        for code, (then, of_then) in told["then"].items():
            if code in known:
                now, of_now = told["now"][code]
                figure = known[code]
                yield FigurePair(
                    choice.title, _(figure.label), then, of_then, now, of_now, is_share=figure.denominator is not None
                )


def _workbook(viewer: Viewer, request: PastRequest, name: str, job: JobStatus) -> bytes:
    """All figures as a workbook, always in Vietnamese."""
    with in_language("vi"):
        rows = [_row(pair) for pair in figure_pairs(viewer, job.result)]
        unit = units.requested(viewer, request.unit).name
        then = day_text(datetime.fromisoformat(job.result["at"]))
        lines = [
            unit,
            _("{period} · as it stood on {then} and on {now}", period=name, then=then, now=day_text(job.asked_at)),
            _("People erased since are in neither."),
            _("Prepared by {who}, {moment}", who=viewer.name, moment=moment_text(clock.now())),
        ]
        columns = [
            SheetColumn(_("Section"), width=26),
            SheetColumn(_("Figure"), width=44),
            *(SheetColumn(title, ValueKind.DECIMAL, 14) for title in (_("Then"), _("Now"), _("Difference"))),
            SheetColumn(_("Unit of measure"), width=14),
        ]
        target = io.BytesIO()
        title = _("Figures then and now").upper()
        excel_writer.write_workbook(target, SheetTable(_("Figures"), title, lines, columns, rows))
    return target.getvalue()


def _row(pair: FigurePair) -> list:
    by = 100 if pair.is_share else 1
    values = (*pair.compared_values, pair.difference)
    told = [None if value is None else round(value * by, 2) for value in values]
    return [pair.section, pair.label, *told, "%" if pair.is_share else ""]
