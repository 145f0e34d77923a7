"""Teams of officials in the demonstration: three of the district and one of each commune, with this year's visits."""

from datetime import date, timedelta

from sqlalchemy import select

from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import Cell, Commune, District, seeded_random
from db.demo.person_generator import random_phone
from db.demo.word_lists import random_name
from db.models import Guest, Meeting, MeetingState, Sex, Team, TeamOfficial, TeamUnit, TeamVisit
from db.models.meetings import MeetingAudience

DISTRICT_TITLES = (
    "Ủy viên Ban Thường vụ Huyện ủy", "Phó Trưởng ban Tổ chức", "Phó Chủ nhiệm Ủy ban Kiểm tra",
    "Phó Bí thư Huyện đoàn",
)  # fmt: skip
COMMUNE_TITLES = ("Phó Bí thư Thường trực Đảng ủy", "Chủ tịch Ủy ban Mặt trận Tổ quốc")
DISTRICT_TEAMS, COMES, MOST_CELLS = 3, 0.7, 3  # teams; share of its cells' meetings a team attends; cells per team


def fill(filler: BulkFiller, district: District) -> None:
    """Add the teams."""
    standing = [commune for commune in district.communes if not district.has_cells_at_root]
    for number in range(1, DISTRICT_TEAMS + 1):
        followed = standing[number - 1 :: DISTRICT_TEAMS] if standing else []
        cells = [cell for commune in followed for cell in _cells(district, commune)[:1]]
        if cells:
            _team(filler, district, district.id, f"Tổ công tác số {number}", "cells", DISTRICT_TITLES, cells)
    for commune in district.communes:
        if cells := _cells(district, commune)[:MOST_CELLS]:
            unit_id = commune.id or district.id
            _team(filler, district, unit_id, "Tổ công tác của Đảng ủy", "standing", COMMUNE_TITLES, cells)
    filler.write()


def _cells(district: District, commune: Commune) -> list[Cell]:
    return [cell for cell in commune.cells if cell.own and cell.stands_on(district.today)]


def _team(
    filler: BulkFiller, district: District, unit_id: int, name: str, kind: str, titles: tuple[str, ...],
    cells: list[Cell],
) -> None:  # fmt: skip
    random, since = seeded_random("teams", unit_id, name), date(district.today.year - 1, 1, 1)
    team_id = filler.add(Team, unit_id=unit_id, name=name, kind=kind, valid_from=since)
    people = []
    for place, title in enumerate(titles):
        person = random_name(random, Sex.MALE if random.random() < 0.6 else Sex.FEMALE, random.randint(1966, 1988))
        about = {"team_id": team_id, "unit_id": unit_id, "person": person, "title": title, "valid_from": since}
        people.append((filler.add(TeamOfficial, **about, phone=random_phone(random), leads=place == 0), person, title))
    for cell in cells:
        filler.add(TeamUnit, team_id=team_id, unit_id=unit_id, followed_id=cell.id, valid_from=since)
    filler.write()
    query = select(Meeting.id, Meeting.unit_id, Meeting.period).where(
        Meeting.unit_id.in_([cell.id for cell in cells]),
        Meeting.state == MeetingState.HELD,
        Meeting.audience == MeetingAudience.OWN,
        Meeting.held_on.between(date(district.today.year, 1, 1), district.today - timedelta(days=1)),
    )
    for meeting_id, cell_id, period in list(filler.query(query.order_by(Meeting.id))):
        if random.random() < COMES:
            official_id, person, title = random.choice(people)
            filler.add(Guest, meeting_id=meeting_id, unit_id=cell_id, name=person, position=title, from_above=True)
            filler.add(TeamVisit, meeting_id=meeting_id, unit_id=cell_id, period=period, official_id=official_id)
