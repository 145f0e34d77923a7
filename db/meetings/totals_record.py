"""Recording totals without names: a year's typed numbers become meetings marked as reported by totals.

Saving counts as reporting. Only meetings with changed numbers are written.
"""

from sqlmodel import Session, select

from db.calendar import clock
from db.drafts import drafts
from db.errors import Conflict, Invalid
from db.kernel import row_access, unit_tree
from db.kernel.scope import Viewer, Work
from db.kernel.session import writing
from db.meetings import due_meetings, minutes_date, totals, totals_checks
from db.meetings.meeting_record import cell_acted_for
from db.meetings.roster import KINDS_CALLED
from db.meetings.sheet_snapshot import SheetSnapshot, refuse_changed
from db.meetings.totals import TotalsLine, TotalsYear
from db.models import Meeting, MeetingState, Tally


def save(
    viewer: Viewer,
    unit_id: int,
    year: int,
    reason: str | None = None,
    token: str | None = None,
    shown: SheetSnapshot | None = None,
) -> int:
    """Save what is typed for a year as it was `shown` and clear the draft; returns how many meetings were written.

    Raises Invalid for numbers that do not add up, if nothing is typed, or in a closed month without a reason;
    Conflict("sheet_changed") if something changed meanwhile, Conflict("rivals") if two people typed different numbers.
    """
    behalf = cell_acted_for(viewer, unit_id)
    with writing(viewer, "record_totals", reason=reason, token=token, on_behalf_of=behalf) as session:
        row_access.require_cell_work(session, unit_id, Work.MEETINGS)
        opened = totals.load_in(session, unit_id, year)
        refuse_changed(opened, shown)
        _check(opened)
        for line in opened.changed:
            _write(session, opened, line)
        drafts.delete_in(session, opened.place)
        return len(opened.changed)


def discard_draft(viewer: Viewer, unit_id: int, year: int, shown: SheetSnapshot | None = None) -> None:
    """Discard unsaved input. Raises Conflict("sheet_changed") if more has been typed than was `shown`."""
    with writing(viewer, "type") as session:
        opened = totals.load_in(session, unit_id, year)
        refuse_changed(opened, shown)
        drafts.delete_in(session, opened.place)


def _check(opened: TotalsYear) -> None:
    if opened.typed.conflicts:
        raise Conflict("rivals", count=len(opened.typed.conflicts))
    if not opened.changed:
        raise Invalid("totals_nothing")
    for line in opened.changed:
        if problem := totals_checks.find_problem(line):
            raise problem
        minutes_date.clean_date(opened.minutes_dated, line.now.held_on)


def _write(session: Session, opened: TotalsYear, line: TotalsLine) -> None:
    meeting = line.meeting or _new(session, opened, line)
    meeting.state, meeting.held_on, meeting.named = MeetingState.HELD, line.now.held_on, False
    meeting.reason = meeting.postponed_to = None
    meeting.first_saved_at = meeting.first_saved_at or clock.now()
    meeting.minutes_dated = opened.minutes_dated or meeting.minutes_dated
    session.add(meeting)
    session.flush()
    first, *others = KINDS_CALLED[line.audience]
    standing = {row.kind: row for row in session.exec(select(Tally).where(Tally.meeting_id == meeting.id))}
    for kind in others:  # without names, nobody knows which of them were temporary members
        if kind in standing:
            session.delete(standing[kind])
    shared = {name: getattr(meeting, name) for name in ("unit_id", "area_id", "period", "months", "type", "audience")}
    tally = standing.get(first) or Tally(meeting_id=meeting.id, kind=first, named=False, **shared)
    for name, value in totals_checks.tally_columns(line.now).items():
        setattr(tally, name, value)
    tally.named = False
    session.add(tally)


def _new(session: Session, opened: TotalsYear, line: TotalsLine) -> Meeting:
    above = unit_tree.ancestors(session, opened.unit_id)
    return Meeting(
        unit_id=opened.unit_id,
        area_id=above[1] if len(above) > 1 else None,
        type=line.type,
        audience=line.audience,
        period=line.period,
        months=line.months,
        state=MeetingState.HELD,
        planned_on=due_meetings.planned_day(session, opened.unit_id, line.period, line.months),
    )
