"""Seed 001, Thái Bình 2012: seventy officials sent to the cells bring their difficulties home; the books of 4,333 cells
are checked.
"""

from datetime import date

import pytest

from db.figures import checked_books, petition_counts
from db.figures.checked_books import CheckedBooks
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import BookCheck, Team, TeamOfficial, Unit, UnitKind, UnitVersion
from db.petitions import difficulties, petition_list, petition_states
from db.petitions.difficulties import DifficultyInput
from db.petitions.petition_list import PetitionFilter
from db.teams import officials, teams
from tests.rows import rows
from tests.seeds.seed_cells import CELLS, add_cells

pytestmark = pytest.mark.usefixtures("november")
SINCE = date(2012, 3, 1)
ASKERS = petition_states.DIFFICULTIES


def test_seventy_officials_report_difficulties_of_the_cells_they_attend_to_those_who_sent_them(world):
    """ "phân công 70 đồng chí ... về các huyện, thành ủy để tham gia sinh hoạt với các chi bộ ... báo cáo Ban Thường vụ
    Tỉnh ủy tháo gỡ kịp thời những khó khăn, vướng mắc ở cơ sở\"
    """
    lines = "\n".join(f"Lãnh Đạo Số {at} – Ủy viên Ban Chấp hành – Đoàn {at % 7 + 1}" for at in range(70))
    assert officials.add(world.district, officials.parse_lines(lines), None, "areas", SINCE) == (70, 0)
    assert (len(rows(Team)), len(rows(TeamOfficial))) == (7, 70)
    commune = next(row.code for row in rows(Unit) if row.id == world.units["dong_ha"])
    for team in teams.list_current(world.district):
        teams.set_followed_units(world.district, team.code, [commune], SINCE)
        told = DifficultyInput(f"{team.name}: thiếu vốn làm đường", "means", date(2026, 11, 2), team=team.code)
        difficulties.report(world.district, world.units["dong_bao"], told)
    counts = petition_counts.by_unit(world.district, askers=ASKERS)
    assert petition_counts.total(part.count for part in counts).open == 7
    held = petition_list.list_all(world.district, PetitionFilter(askers=ASKERS, held=True))
    assert {line.team for line in held} == {f"Đoàn {at}" for at in range(1, 8)}
    assert petition_list.list_all(world.commune, PetitionFilter(askers=ASKERS, held=True)) == []


def test_of_4333_cells_the_books_of_2548_and_460_are_checked_and_1325_remain(world):
    """ "4.333 chi bộ trực thuộc, trong đó có 2.548 chi bộ thuộc xã, 460 chi bộ thuộc phường, thị trấn\""""
    with writing(SYSTEM, "province") as session:
        area_id = insert_rows(session, Unit, [{"kind": UnitKind.AREA, "level": "commune"}])[0]
        about = {"name": "Tỉnh", "search_key": "tinh", "sort_key": "tinh", "parent_id": world.units["an_binh"]}
        insert_rows(session, UnitVersion, [{"unit_id": area_id, **about}])
        cells = add_cells(session, area_id)
        about = {"by_unit_id": area_id, "checker": "Ủy ban Kiểm tra", "checked_on": date(2026, 11, 20)}
        months = {"first_month": 202601, "last_month": 202610}
        for whose in ("commune", "ward"):
            insert_rows(session, BookCheck, [{"unit_id": each, **about, **months} for each in cells[whose]])
    found = {row.unit_id: row.count for row in checked_books.by_unit(world.district, 202601, 202610)}
    checked = CELLS["commune"] + CELLS["ward"]
    assert found[area_id] == CheckedBooks(4_333, checked, 0, 1_325, 0)
    left = [row for row in checked_books.list_cells(world.district, 202601, 202610, area_id) if row.count.unchecked]
    assert {row.unit_id for row in left} == set(cells["other"])
