"""Assessments of the demonstration: two cells have assessed this year's contact members, the others have not.
The commune has confirmed the first cell's.
"""

from datetime import date, timedelta

from db.assessments.assessment_forms import FULL
from db.assessments.mark_storage import join_marks
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Cell, District, seeded_random
from db.models import Assessment, MembershipKind
from db.settings import dated_rules

DONE = 2  # cells that have assessed
USUAL = {
    "example": "example_yes",
    "civic_duty": "civic_yes",
    "contact": "contact_yes",
    "activities": "activities_yes",
    "proposal": "no_proposal",
}
BETTER = {"example": "example_good", "activities": "activities_very", "proposal": "praise"}


def fill(filler: BulkFiller, district: District) -> None:
    """Add the assessments of two cells outside the first township, where nobody has begun."""
    first = {cell.id for cell in district.communes[0].cells[:15]}
    cells = [cell for commune in district.communes for cell in commune.cells if cell.contact and cell.id not in first]
    for place, cell in enumerate(cells[:DONE]):
        _fill_cell(filler, district, cell, confirmed=place == 0)


def _fill_cell(filler: BulkFiller, district: District, cell: Cell, *, confirmed: bool) -> None:
    today, random = district.today, seeded_random("assessments", cell.id)
    agreed, form = today - timedelta(days=9), dated_rules.load_defaults()[FULL][-1]
    for person in cell.people:
        if person.kind != MembershipKind.CONTACT or not person.is_present(today) or person.exempt_on(today):
            continue
        about = {"unit_id": cell.id, "member_id": person.member_id, "year": _year(today)}
        told = {"form": FULL, "form_from": form["valid_from"], "assessed_on": agreed}
        told |= {"front_agreed_on": agreed, "front_agreed_with": "Trưởng ban công tác mặt trận"}
        told |= {"confirmed_on": today - timedelta(days=3)} if confirmed else {}
        marks = USUAL | {"meetings": "full" if person.comes > 0.6 else "partial"}
        marks |= BETTER if random.random() < 0.15 else {}
        filler.add(Assessment, **about, **told, marks=join_marks(marks))


def _year(today: date) -> int:
    """Return the year assessed."""
    return today.year if today.month >= 10 else today.year - 1
