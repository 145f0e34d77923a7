"""Seed 002, teams: eighteen of a district with 147 officials, and three of a commune's standing committee."""

from datetime import date

import pytest

from db.figures import team_visits
from db.models import Team, TeamOfficial, Unit
from db.teams import officials, teams
from db.teams.teams import TeamInput
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_eighteen_teams_of_147_officials_are_one_pasted_list(world):
    """ "18 tổ công tác gồm 147 đồng chí lãnh đạo, cán bộ cấp huyện về dự sinh hoạt hàng tháng với chi bộ\""""
    lines = [f"{at}. Đồng chí Cán bộ Số {at} – Chức vụ {at} – Tổ công tác số {at % 18 + 1}" for at in range(1, 148)]
    found = officials.add(world.district, officials.parse_lines("\n".join(lines)), None, "cells", date(2019, 1, 1))
    assert found == (147, 0)
    known = teams.list_of(world.district)
    assert (len(known), sum(len(team.officials) for team in known)) == (18, 147)
    assert {one.months for one in team_visits.by_team(world.district, 2026)} == {1}  # "hàng tháng"


def test_three_members_of_the_standing_committee_lead_a_team_for_each_of_three_cells(world):
    """ "đã thành lập 3 tổ công tác do 3 đồng chí thường trực đảng ủy làm tổ trưởng phụ trách 3 chi bộ\""""
    since, codes = date(2026, 1, 1), {row.id: row.code for row in rows(Unit)}
    cells = ["dong_bao", "ben_da", "nui_doi"]
    for at, cell in enumerate(cells, 1):
        team = teams.create(world.district, TeamInput(f"Tổ {at}", "standing", since))
        people = officials.parse_lines(f"Thường Trực Số {at} – Phó Bí thư – Tổ trưởng")
        officials.add(world.district, people, team, None, since)
        teams.follow(world.district, team, [codes[world.units[cell]]], since)
    assert [team.leader for team in teams.list_of(world.district)] == [f"Thường Trực Số {at}" for at in (1, 2, 3)]
    for at, cell in enumerate(cells, 1):
        assert [one.name for one in officials.followers(world.district, world.units[cell])] == [f"Thường Trực Số {at}"]


def test_seventy_officials_of_a_province_attend_meetings_of_cells_in_its_communes(world):
    """Seed 001: "phân công 70 đồng chí ... về các huyện, thành ủy để tham gia sinh hoạt với các chi bộ\""""
    lines = "\n".join(f"Lãnh Đạo Số {at} – Ủy viên Ban Chấp hành – Đoàn {at % 7 + 1}" for at in range(70))
    assert officials.add(world.district, officials.parse_lines(lines), None, "areas", date(2012, 3, 1)) == (70, 0)
    assert (len(rows(Team)), len(rows(TeamOfficial))) == (7, 70)
