"""A year of totals without names: one grid of planned meetings, kept as typed, saved as a whole."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from components.i18n import _, day_text, period_name
from components.markdown import escape_markdown
from components.meetings import shown_snapshot, totals_day_confirmation
from components.refusals import sentences
from components.shell import auth, refusal_message
from components.widgets import draft_fields, feedback, forms
from components.widgets.draft_grid import Cell, DraftGrid, whole_number
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField, DraftKey
from db.meetings import totals, totals_checks, totals_record
from db.meetings.sheet_snapshot import SheetSnapshot
from db.meetings.totals import YEAR, TotalsInput, TotalsLine, TotalsYear
from db.models import MeetingState, Role, new_code
from db.units.units import UnitName

RECORD = "pages/meetings/record.py"
PERIOD = 92  # width of a grid column in pixels
WIDTHS = {"expected": 106, "absent": 82, "exempt": 82, "present": 96, "excused": 104, "unexcused": 128, "held_on": 124}
SHEET, GRID = "totals", "totals_grid"


def render(cell: UnitName, year: int) -> None:
    """Show one year, which is opened with the page and saved as a whole."""
    _render(cell, year, new_code())


@st.fragment
def _render(cell: UnitName, year: int, token: str) -> None:
    """Show the grid as a fragment, redrawn on each input without the rest of the page."""
    viewer = auth.viewer()
    if shown_snapshot.has_unsaved_changes() and (place := shown_snapshot.shown_snapshot().place):
        _keep(place, {})
    with feedback.stop_on_refusal():
        opened = totals.load(viewer, cell.id, year)
    before, gone = shown_snapshot.remember_shown(opened)
    if gone:
        draft_fields.renew_fields(SHEET)
    open_lines = [line for line in opened.lines if not line.named]
    if open_lines:
        st.caption(
            _(
                "Enter how many were expected (without the exempt), and how many were absent or present; the other "
                "number follows. Leave empty what is not known."
            )
        )
        _grid(opened, open_lines)
        if viewer.role == Role.COMMUNE:
            _minutes_date(opened)
        _problems(opened)
        totals_day_confirmation.show(SHEET, opened.changed, lambda typed: _keep(opened.place, typed))
        _rivals(opened)
        _save(opened, token, before)
    _recorded(cell, opened)
    shown_snapshot.clear_refusal()


def columns() -> dict[str, str]:
    """The columns of the grid by their fields, in order."""
    return {
        "expected": _("Expected"),
        "absent": _("Absent"),
        "exempt": _("Exempt"),
        "present": _("Present"),
        "excused": _("With reason"),
        "unexcused": _("Without reason"),
        "held_on": _("Meeting date"),
    }


def _grid(opened: TotalsYear, lines: list[TotalsLine]) -> None:
    """Show one row per meeting."""
    grid = _draft_grid(opened.place)
    given = grid.values_to_give(
        [line.part for line in lines],
        {(line.part, name): getattr(line.now, name) for line in lines for name in TotalsInput._fields},
    )
    months = _("Month")
    frame = pd.DataFrame(
        [{months: _short_period(line)} | {name: given[line.part, name] for name in columns()} for line in lines]
    ).astype(dict.fromkeys(totals.NUMBERS, "Int64"))
    frame["held_on"] = pd.to_datetime(frame["held_on"])
    number: dict[str, Any] = {"min_value": 0, "max_value": totals.MOST, "step": 1}
    st.data_editor(
        frame,
        hide_index=True,
        disabled=[months],
        num_rows="fixed",
        height="content",
        placeholder="",
        key=grid.key,
        on_change=_edited,
        args=(opened.place,),
        column_config={months: st.column_config.TextColumn(pinned=True, width=PERIOD)}
        | {
            name: st.column_config.DateColumn(title, format="DD/MM/YYYY", width=WIDTHS[name])
            if name == "held_on"
            else st.column_config.NumberColumn(title, width=WIDTHS[name], **number)
            for name, title in columns().items()
        },
    )
    titles = {line.part: _short_period(line) for line in lines}
    grid.take_back_cells(
        lambda cells: _keep(opened.place, _fields(cells)),
        lambda part, name: f"{titles.get(part, '')} {columns().get(name, '')}".strip(),
    )


def _short_period(line: TotalsLine) -> str:
    """A month or half-year abbreviated for a phone; others by name."""
    year, month = divmod(line.period, 100)
    if line.months == 6:
        return _("half {half}/{year}", half="I" if month == 1 else "II", year=str(year))
    return f"{month}/{year}" if line.months == 1 else period_name(line.period, line.months)


def _draft_grid(place: DraftKey) -> DraftGrid:
    return DraftGrid(GRID, place, _read)


def _edited(place: DraftKey) -> None:
    """Keep the cells changed in the grid. A callback."""
    grid = _draft_grid(place)
    changes = grid.changes()
    if _keep(place, _fields(changes)):
        grid.mark_kept(changes)


def _fields(cells: Mapping[Cell, Any]) -> dict[DraftField, str | None]:
    return {DraftField(*cell): draft_fields.to_text(value) for cell, value in cells.items()}


def _read(name: str, value: Any) -> date | int | None:
    """A cell's value as received. Raises ValueError if it is impossible."""
    if value is None or value == "":
        return None
    if name != "held_on":
        return whole_number(value, totals.MOST)
    if day := clock.parse_day(str(value)[:10]):
        return day
    raise ValueError("no day")


def _keep(place: DraftKey, typed: shown_snapshot.Values) -> bool:
    """Save to the draft; returns whether it was kept."""

    def write(values: shown_snapshot.Values, seen: shown_snapshot.Values) -> shown_snapshot.Values:
        drafts.save_values(auth.viewer(), place, values, seen)
        return values

    return shown_snapshot.save_or_remember(place, typed, write)


def _minutes_date(opened: TotalsYear) -> None:
    place, at = opened.place, DraftField(YEAR, "minutes_dated")
    key = draft_fields.field_key(SHEET, "minutes", str(opened.unit_id), str(opened.year))
    forms.date_field(
        _("Date of the minutes or report these numbers are from"),
        opened.minutes_dated,
        **draft_fields.draft_widget(key, lambda text: _keep(place, {at: text})),
    )


def _problems(opened: TotalsYear) -> None:
    """Numbers that do not add up, reported while typing."""
    for line in opened.changed:
        if problem := totals_checks.find_problem(line):
            st.warning(escape_markdown(sentences.of_refusal(problem)))


def _rivals(opened: TotalsYear) -> None:
    """Different numbers typed by two people: asked, never decided automatically."""
    names = {line.part: period_name(line.period, line.months) for line in opened.lines}
    for field, rivals in opened.typed.conflicts.items():
        values = list(dict.fromkeys(rival.value for rival in rivals))
        authors = {rival.value: escape_markdown(rival.author) for rival in rivals}
        labels = [f"{authors[value]}: {value or _('no entry')}" for value in values]
        key = draft_fields.field_key(SHEET, "rival", field.part, field.name)
        about = f"{names.get(field.part, '')} {columns().get(field.name, '')}".strip()
        st.segmented_control(
            _("{who}: two users made different entries. Which is correct?").format(who=about),
            range(len(labels)),
            format_func=labels.__getitem__,
            key=key,
            on_change=_resolve,
            args=(key, opened.place, field, values),
        )


def _resolve(key: str, place: DraftKey, field: DraftField, values: list[str | None]) -> None:
    """A callback."""
    if (chosen := st.session_state.get(key)) is not None:
        with refusal_message.showing_refusal():
            drafts.resolve_conflict(auth.viewer(), place, field, values[chosen])
            shown_snapshot.add_own_changes(place, {field: values[chosen]})


def _save(opened: TotalsYear, token: str, before: SheetSnapshot) -> None:
    """The time of the last draft, the main button, and the button to discard."""
    with st.container(key="savebar"):
        shown_snapshot.show_status(opened)
        reason = None
        if any(line.closed for line in opened.changed):
            reason = st.text_input(
                _("This month is closed. Reason for the correction?"), key="totals_reason", live=True, max_chars=200
            )
        pressed = st.button(_("Save the totals"), type="primary", key="totals_save", width="stretch")
        if pressed and not shown_snapshot.pending_refusal():
            with feedback.saving(_("Totals saved.")):
                totals_record.save(auth.viewer(), opened.unit_id, opened.year, reason or None, token, before)
                _begin_anew()
                st.rerun()
    if opened.typed.values and st.button(_("Discard the draft"), key="totals_discard"):
        with feedback.saving(_("The draft has been discarded.")):
            totals_record.discard_draft(auth.viewer(), opened.unit_id, opened.year, before)
            draft_fields.renew_fields(GRID)
            _begin_anew()
            st.rerun()


def _begin_anew() -> None:
    shown_snapshot.forget_shown()
    draft_fields.renew_fields(SHEET)


def _recorded(cell: UnitName, opened: TotalsYear) -> None:
    """Show saved meetings of the year with links, where names can replace totals."""
    known = [line for line in opened.lines if line.meeting]
    if not known:
        return
    st.subheader(_("Recorded"))
    states = {MeetingState.NOT_HELD: _("– not held"), MeetingState.POSTPONED: _("↷ postponed")}
    with st.container(key="tap_totals"):
        for line in known:
            if line.meeting is None:
                continue
            came = states.get(line.meeting.state) or totals_text(line.saved)
            how = _("by name") if line.named else _("Σ totals only")
            parts = [period_name(line.period, line.months), day_text(line.meeting.held_on), came]
            held = line.meeting.state == MeetingState.HELD
            st.page_link(
                RECORD,
                label=" · ".join(part for part in (*parts, how if held else "") if part),
                query_params={"unit": cell.code, "meeting": line.meeting.code},
            )


def totals_text(saved: TotalsInput) -> str:
    """Saved numbers in a line: "42/50 present, 5 exempt"."""
    text = _("{present} of {expected} present", present=saved.present or 0, expected=saved.expected or 0)
    return f"{text}, " + _("{count} exempt", count=saved.exempt) if saved.exempt else text
