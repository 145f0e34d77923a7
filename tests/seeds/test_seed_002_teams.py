"""Seed 002, teams: eighteen teams of a district with 147 officials, and three of a commune's standing committee."""

from datetime import date

import pytest

from db.figures import team_visits
from db.models import Unit
from db.teams import officials, teams
from db.teams.teams import TeamInput
from tests import people
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_eighteen_teams_of_147_officials_are_entered_as_one_pasted_list(world):
    """ "18 tổ công tác gồm 147 đồng chí lãnh đạo, cán bộ cấp huyện về dự sinh hoạt hàng tháng với chi bộ\""""
    lines = [f"{at}. Đồng chí Cán bộ Số {at} – Chức vụ {at} – Tổ công tác số {at % 18 + 1}" for at in range(1, 148)]
    found = officials.add(world.district, officials.parse_lines("\n".join(lines)), None, "cells", date(2019, 1, 1))
    assert found == (147, 0)
    known = teams.list_current(world.district)
    assert (len(known), sum(len(team.officials) for team in known)) == (18, 147)
    assert {one.months for one in team_visits.by_team(world.district, 2026)} == {1}  # "hàng tháng"


def test_three_members_of_the_standing_committee_lead_a_team_for_each_of_three_cells(database):
    """ "đã thành lập 3 tổ công tác do 3 đồng chí thường trực đảng ủy làm tổ trưởng phụ trách 3 chi bộ\""""
    here, since = people.ward(), date(2026, 1, 1)  # a commune with its cells directly below it
    codes = {row.id: row.code for row in rows(Unit)}
    cells = ["dong_bao", "ben_da", "nui_doi"]
    for at, cell in enumerate(cells, 1):
        team = teams.create(here.commune, TeamInput(f"Tổ {at}", "standing", since))
        members = officials.parse_lines(f"Thường Trực Số {at} – Phó Bí thư – Tổ trưởng")
        officials.add(here.commune, members, team, None, since)
        teams.set_followed_units(here.commune, team, [codes[here.units[cell]]], since)
    assert [team.leader for team in teams.list_current(here.commune)] == [f"Thường Trực Số {at}" for at in (1, 2, 3)]
    for at, cell in enumerate(cells, 1):
        assert [one.name for one in officials.followers(here.commune, here.units[cell])] == [f"Thường Trực Số {at}"]
    assert [one.name for one in officials.followers(here.secretary, here.units["dong_bao"])] == ["Thường Trực Số 1"]
    visits = team_visits.by_team(here.commune, 2026)
    assert [[cell.unit_id for cell in team.cells] for team in visits] == [[here.units[cell]] for cell in cells]
