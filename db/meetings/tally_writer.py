"""The tallies of a saved meeting, one row per cell and kind of person: all figures are sums of these."""

from collections.abc import Mapping

from sqlalchemy import bindparam
from sqlmodel import Session

from db.kernel import bulk, unit_tree
from db.kernel.plain_rows import PlainRow
from db.kernel.statements import prepared_statement, select_plain
from db.meetings import erased_attendance, joint_roster, sheet
from db.meetings.meetings import OpenMeeting
from db.meetings.roster import KINDS_CALLED
from db.models import Meeting, MeetingAudience, MembershipKind, Tally

TallyKey = tuple[int, MembershipKind]  # a cell and a kind of person


def write_tallies(session: Session, meeting: Meeting, opened: OpenMeeting) -> None:
    """Save the sums of a meeting's people and of those erased since."""
    standing: dict[TallyKey, PlainRow] = {
        (row.unit_id, row.kind): row for row in session.exec(_TALLIES, params={"meeting": meeting.id})
    }
    sums_of = opened.sheet.tallies_by_unit()
    for key in _always(meeting, opened, standing, sums_of):
        sums_of.setdefault(key, dict.fromkeys(sheet.SUMS, 0))
    for key, erased in erased_attendance.sums_of_erased(session, meeting).items():
        sums = sums_of.setdefault(key, dict.fromkeys(sheet.SUMS, 0))
        sums_of[key] = {name: sums[name] + erased[name] for name in sums}
    told = {
        key: {**sums, "named": True, "type": meeting.type, "cell_called": _cell_called(opened, standing, key)}
        for key, sums in sums_of.items()
    }
    new = {key: _new(session, meeting, opened, key) for key in told if key not in standing}
    bulk.delete(session, Tally, [row.id for key, row in standing.items() if key not in told])
    bulk.update(session, Tally, [{"id": row.id} | told[key] for key, row in standing.items() if key in told])
    bulk.insert(session, Tally, [row | told[key] for key, row in new.items()])


def _always(
    meeting: Meeting,
    opened: OpenMeeting,
    standing: Mapping[TallyKey, PlainRow],
    sums_of: dict[TallyKey, dict[str, int]],
) -> set[TallyKey]:
    """A meeting without anybody present still took place: it is counted under the first kind that it calls."""
    if not opened.joint:
        return {(meeting.unit_id, KINDS_CALLED[opened.audience][0])}
    call = joint_roster.parse_call(opened.audience, opened.typed.values)
    called = {(cell, KINDS_CALLED[audience][0]) for cell in call.cells for audience in call.audiences}
    empty = {key for key, row in standing.items() if not row.expected + row.exempt + row.extra}
    invited = {
        (unit_id, MembershipKind.OWN)
        for unit_id, kind in sums_of
        if _audience(opened, standing, (unit_id, kind)) == MeetingAudience.INVITED
    }
    return called | empty | invited


def _audience(opened: OpenMeeting, standing: Mapping[TallyKey, PlainRow], key: TallyKey) -> MeetingAudience:
    if key in standing:
        return standing[key].audience
    return joint_roster.parse_call(opened.audience, opened.typed.values).audience_of(*key)


def _cell_called(opened: OpenMeeting, standing: Mapping[TallyKey, PlainRow], key: TallyKey) -> bool:
    """Whether the meeting called the whole cell; once called, it stays so."""
    if not opened.joint or (key in standing and standing[key].cell_called):
        return True
    return joint_roster.parse_call(opened.audience, opened.typed.values).calls(*key)


def _new(session: Session, meeting: Meeting, opened: OpenMeeting, key: TallyKey) -> dict:
    """What a tally stores about its meeting, besides the sums."""
    unit_id, kind = key
    shared = {name: getattr(meeting, name) for name in ("area_id", "period", "months", "type", "audience")}
    if opened.joint:
        above = unit_tree.ancestors(session, unit_id)
        shared |= {"area_id": above[1] if len(above) > 1 else None, "audience": _audience(opened, {}, key)}
    return {"meeting_id": meeting.id, "unit_id": unit_id, "kind": kind, **shared}


_TALLIES = prepared_statement(select_plain(Tally).where(Tally.meeting_id == bindparam("meeting")))
