"""The page of teams: a list is pasted, a team follows units, a cell sees who follows it and chooses them as guests."""

from datetime import date

import pytest

from db.models import Team, TeamOfficial, Unit
from db.teams import officials, teams
from tests.pages import button, said, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
PAGE = "pages/people/teams.py"
LIST = "Nguyễn Văn <b>Minh – =cmd|'/c' – Tổ 1 – Tổ trưởng\nTrần Thị Hoa – Chánh Thanh tra – Tổ 1"


def deed(app, name: str):
    next(group for group in app.button_group if (group.key or "").endswith("_action")).set_value(name).run()
    assert not app.exception, app.exception
    return app


@pytest.fixture
def pasted(world):
    """A team of two that follows the commune of Đông Hà."""
    since = date(2026, 1, 1)
    officials.add(world.district, officials.parse_lines(LIST), None, "cells", since)
    commune = next(row.code for row in rows(Unit) if row.id == world.units["dong_ha"])
    teams.set_followed_units(world.district, rows(Team)[0].code, [commune], since)
    return world


def test_a_list_is_pasted_on_the_page(world):
    app = deed(shown(world.district, PAGE), "paste")
    app.text_area[0].set_value(LIST)
    button(app, "Đưa vào tổ").click().run()
    assert [each.value for each in app.error] == []
    assert [(row.person, row.leads) for row in rows(TeamOfficial)] == [
        ("Nguyễn Văn <b>Minh", True), ("Trần Thị Hoa", False),
    ]  # fmt: skip


def test_a_cell_sees_who_follows_it_and_another_cell_does_not(pasted):
    app = shown(pasted.secretary, PAGE)
    assert "Trần Thị Hoa" in said(app)
    assert "<b>Minh" not in said(app).replace("\\<b", "")
    assert "Trần Thị Hoa" not in said(shown(pasted.neighbour, PAGE))


def test_another_units_team_can_be_read_but_not_changed(pasted):
    code = rows(Team)[0].code
    app = shown(pasted.commune, PAGE, teams_team=code)
    assert "Trần Thị Hoa" in said(app)
    assert not [group for group in app.button_group if (group.key or "").endswith("_action")]
    assert "Trần Thị Hoa" not in said(shown(pasted.other_commune, PAGE, teams_team=code))
