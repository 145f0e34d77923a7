"""Entries of the year in the demonstration:
what members did and gave, a campaign, an announcement that is passed on.
"""

from datetime import date, timedelta

from db.calendar.months import month_of
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT, OWN
from db.demo.district_state import Cell, District, seeded_random
from db.models import Announcement, AnnouncementRelay, Campaign, YearEntry

COMMUNES = 2  # communes whose cells have entries
SHARE = {CONTACT: 0.45, OWN: 0.3}  # share of the people who have an entry
KINDS = ("people_meeting", "contacted", "task", "help", "work", "expertise")
NOTES = {
    "task": "Vận động hiến đất mở đường",
    "help": "Dọn nhà sau bão",
    "expertise": "Tư vấn thiết kế nhà văn hóa",
    "people_meeting": "Hội nghị nhân dân",
}
GIFTS = (200_000, 300_000, 500_000)  # đồng
CAMPAIGN, ANNOUNCED = "Quỹ Vì người nghèo", "Họp nhân dân bàn mở rộng đường trục, 19 giờ thứ Bảy tại nhà văn hóa"


def fill(filler: BulkFiller, district: District) -> None:
    """Add them in the cells of the first two communes."""
    for commune in district.communes[:COMMUNES]:
        for cell in commune.cells:
            if cell.contact and cell.stands_on(district.today):
                _fill_cell(filler, district, cell)
                _announce(filler, district, cell)
                filler.write()


def _fill_cell(filler: BulkFiller, district: District, cell: Cell) -> None:
    random, today = seeded_random("entries", cell.id), district.today
    first = date(today.year, 1, 1)
    campaign_id = filler.add(
        Campaign,
        unit_id=cell.id,
        name=f"{CAMPAIGN} năm {today.year}",
        year=today.year,
        total=50_000 * cell.contact,
        approximate=True,
    )
    for kind, share in SHARE.items():
        for person in cell.people_on(kind, today):
            if random.random() > share:
                continue
            what = random.choice(KINDS)
            day = max(person.start or first, first + timedelta(days=random.randrange((today - first).days + 1)))
            shared = {"unit_id": cell.id, "member_id": person.member_id}
            days = random.choice((0.5, 1, 2)) if what == "work" else None
            filler.add(YearEntry, **shared, **_on(day), kind=what, days=days, note=NOTES.get(what))
            if random.random() < 0.3:
                gift = random.choice((*GIFTS, None))
                filler.add(YearEntry, **shared, **_on(day), kind="money", amount=gift, campaign_id=campaign_id)


def _on(day: date) -> dict:
    return {"period": month_of(day), "happened_on": day}


def _announce(filler: BulkFiller, district: District, cell: Cell) -> None:
    """Add an announcement that all groups except the last have heard."""
    groups = sorted({person.group_id for person in cell.people_of(CONTACT) if person.group_id})
    if not groups:
        return
    day = district.today - timedelta(days=4)
    announcement_id = filler.add(Announcement, unit_id=cell.id, text=ANNOUNCED, announced_on=day)
    for place, group_id in enumerate(groups[:-1]):
        passed = day + timedelta(days=place)
        columns = {"announcement_id": announcement_id, "unit_id": cell.id, "group_id": group_id}
        filler.add(AnnouncementRelay, **columns, passed_on=passed)
