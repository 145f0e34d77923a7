"""Saving input on a meeting's sheet to its draft, in one action."""

from collections.abc import Mapping

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel.scope import Viewer
from db.kernel.session import writing
from db.meetings import draft_checks, meetings, sheet
from db.meetings.meeting_refs import MeetingRef
from db.meetings.sheet_snapshot import SheetSnapshot

DAY = DraftField(sheet.MEETING, "held_on")


def save_values(
    viewer: Viewer,
    ref: MeetingRef,
    values: Mapping[DraftField, str | None],
    shown: SheetSnapshot,
    seen: Mapping[DraftField, str | None] | None = None,
) -> SheetSnapshot:
    """Save what was typed on the sheet as it was `shown`; returns the sheet as its author now knows it.

    Unreadable values are left out. `seen` is what the author saw in some fields, where that differs from the sheet.
    Raises as `meetings.load` does.
    """
    with writing(viewer, "type") as session:
        draft = meetings.load_draft_in(session, ref)
        values = {field: value for field, value in values.items() if draft_checks.is_readable(field, value)}
        # the chosen day belongs to the draft
        if values and ref.day and draft.meeting is None and DAY not in draft.typed.values:
            values = {DAY: min(ref.day, clock.today()).isoformat()} | values
        known = shown.values if shown.place == draft.place else {}
        if values:
            before = {field: known.get(field) for field in values} | dict(seen or {})
            drafts.save_values_in(session, draft.place, values, before, close=sheet.CLOSE)
    return shown.with_own_changes(values) if shown.place == draft.place else shown
