"""Single events of the demonstration: a commune's own meeting, and a meeting entered by mistake."""

from datetime import datetime, time, timedelta

from db.calendar import clock
from db.calendar.months import month_of
from db.demo.attendance import AttendanceRoll
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT
from db.demo.district_state import District, seeded_random
from db.models import Meeting, MeetingState, Tally
from db.models.meetings import MeetingAudience

PUT_OFF = "Chi bộ tổ dân phố số 8"  # its latest meeting is still to come
MISTAKEN = "Chi bộ tổ dân phố số 2"
JOINT = ("Chi bộ tổ dân phố số 1", "Chi bộ tổ dân phố số 4", "Chi bộ tổ dân phố số 6")


def fill(filler: BulkFiller, district: District) -> None:
    """Add both."""
    _mistaken(filler, district)
    _joint(filler, district)


def _mistaken(filler: BulkFiller, district: District) -> None:
    """Add a cancelled meeting: its people and sums are gone, its row remains."""
    held = district.today - timedelta(days=95)
    columns = {
        "type": "extraordinary",
        "audience": MeetingAudience.OWN,
        "period": month_of(held),
        "state": MeetingState.CANCELLED,
    }
    filler.add(
        Meeting,
        unit_id=district.cell_of_first_commune(MISTAKEN).id,
        area_id=district.communes[0].id,
        held_on=held,
        **columns,
    )


def _joint(filler: BulkFiller, district: District) -> None:
    """Add the meeting in which the first township consulted contact members of three cells about a new road."""
    held, commune = district.today - timedelta(days=130), district.communes[0]
    columns = {"period": month_of(held), "type": "contact_extraordinary", "audience": MeetingAudience.CONTACT}
    saved = datetime.combine(held + timedelta(days=1), time(9, 20), clock.HERE)
    texts = {"place": f"Hội trường {commune.name}", "agenda": "1. Lấy ý kiến về phương án mở rộng đường trục chính"}
    held_columns = {"state": MeetingState.HELD, "held_on": held, "first_saved_at": saved}
    above = None if district.has_cells_at_root else district.id
    meeting_id = filler.add(Meeting, unit_id=commune.id, area_id=above, **held_columns, **columns, **texts)
    for name in JOINT:
        cell = district.cell_of_first_commune(name)
        here = [person for person in cell.people_of(CONTACT) if person.is_present(held)]
        people = here[:15]
        shared = {"meeting_id": meeting_id, "unit_id": cell.id, "area_id": commune.id, **columns}
        called = {"cell_called": len(people) == len(here)}
        for kind, counts in (
            AttendanceRoll(seeded_random("joint", cell.id), held, people).add_rows(filler, shared).items()
        ):
            filler.add(Tally, kind=kind, **shared, **called, **counts)
