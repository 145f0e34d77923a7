"""Requests of the demonstration: a few pending ones in the first township, one of them about somebody on no list."""

from datetime import timedelta

from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import District
from db.models import CommentRequest, MembershipKind

ASKED = ("yearly_classification", "appointment", "planning", "reward")
ASKER = "Đảng ủy cơ quan Sở Nội vụ"


def fill(filler: BulkFiller, district: District) -> None:
    """Add a request for each of some occasions, received last week, and one for an admission."""
    commune, today = district.communes[0], district.today
    people = [
        person
        for cell in commune.cells[:4]
        for person in cell.people
        if person.kind == MembershipKind.CONTACT and person.is_present(today) and not person.exempt_on(today)
    ]
    came = {"commune_id": commune.id, "source": "paper", "received_on": today - timedelta(days=6), "asked_by": ASKER}
    for place, occasion in enumerate(ASKED):
        due = today + timedelta(days=4 + 7 * place)
        filler.add(CommentRequest, member_id=people[place * 7].member_id, occasion=occasion, due=due, **came)
    outside = {"person": "Ngô Thị Hà My", "born": "2001", "address": commune.name}
    filler.add(CommentRequest, occasion="admission", due=today + timedelta(days=20), **outside, **came)
