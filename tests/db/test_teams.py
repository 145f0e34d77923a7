"""Teams of officials: entered from a list, who sees them, guests that become visits, visits owed and made."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import Invalid, NotAllowed
from db.figures import team_visits
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, Change, Guest, Meeting, MeetingState, Team, TeamOfficial, TeamVisit, Unit
from db.settings import settings
from db.teams import guest_visits, officials, teams
from db.teams.officials import OfficialInput
from db.teams.teams import TeamInput
from tests.db.told import refused_with
from tests.db.visited_meetings import meet
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
SINCE = date(2026, 1, 1)
LIST = """1. Đ/c Nguyễn Văn Minh – Phó Trưởng ban Tổ chức – Tổ 1 – Tổ trưởng – 0912 345 678
2. Trần Thị Hoa - Chánh Thanh tra - Tổ 1
3. Lê Văn Tú\tPhó Bí thư Huyện đoàn\tTổ 2

4. Trần Thị Hoa – Chánh Thanh tra – Tổ 2"""


def unit_code(world, key: str) -> str:
    return next(row.code for row in rows(Unit) if row.id == world.units[key])


def paste(world, text: str = LIST, viewer=None, team=None):
    return officials.add(viewer or world.district, officials.parse_lines(text), team, "cells", SINCE)


def follow(world, name: str, *keys: str, viewer=None, since: date = SINCE) -> None:
    code = next(row.code for row in rows(Team) if row.name == name)
    teams.set_followed_units(viewer or world.district, code, [unit_code(world, key) for key in keys], since)


def test_a_pasted_list_sets_up_teams_and_pasting_it_again_changes_nothing(world):
    assert paste(world) == (4, 0)
    assert paste(world) == (0, 4)
    first, second = teams.list_current(world.district)
    assert (first.name, first.leader, len(first.officials), len(second.officials)) == ("Tổ 1", "Nguyễn Văn Minh", 2, 2)
    assert first.officials[0].phone == "0912 345 678"
    assert first.officials[0].title == "Phó Trưởng ban Tổ chức"


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "officials_missing"), ("Lê Văn Tú – Chánh Thanh tra", "official_without_team"), ("A – B – C", "name_short")],
)
def test_an_invalid_list_is_refused_whole(world, text, code):
    with refused_with(code):
        paste(world, f"Trần Thị Hoa – Chánh Thanh tra – Tổ 9\n{text}" if text else "")
    assert rows(Team) == rows(TeamOfficial) == []


def test_an_invalid_team_is_refused(world):
    teams.create(world.district, TeamInput("Tổ 1", "cells", SINCE))
    for typed, code in (
        (TeamInput(" ", "cells"), "team_name_missing"),
        (TeamInput("Tổ 2"), "team_kind_missing"),
        (TeamInput("Tổ 2", "kings"), "choice_unknown"),
        (TeamInput("tổ 1", "cells"), "team_there_already"),
        (TeamInput("Tổ 2", "cells", date(2026, 2, 1), date(2026, 1, 1)), "span_backwards"),
    ):
        with pytest.raises(Invalid, match=code):
            teams.create(world.district, typed)


def test_a_unit_sees_the_teams_that_follow_it_and_no_others(world):
    paste(world)
    follow(world, "Tổ 1", "dong_ha")
    follow(world, "Tổ 2", "nui_doi")
    teams.create(world.other_commune, TeamInput("Tổ của xã", "standing"))
    assert [team.name for team in teams.list_current(world.district)] == ["Tổ 1", "Tổ 2", "Tổ của xã"]
    assert [team.name for team in teams.list_current(world.commune)] == ["Tổ 1"]
    assert [team.name for team in teams.list_current(world.other_commune)] == ["Tổ 2", "Tổ của xã"]
    seen = officials.followers(world.secretary, world.units["dong_bao"])
    assert [(one.name, one.team) for one in seen] == [("Nguyễn Văn Minh", "Tổ 1"), ("Trần Thị Hoa", "Tổ 1")]
    assert [one.name for one in officials.followers(world.neighbour, world.units["nui_doi"])] == [
        "Lê Văn Tú", "Trần Thị Hoa",
    ]  # fmt: skip
    assert officials.followers(world.secretary, world.units["nui_doi"]) == []
    assert officials.followers(world.secretary, world.units["dong_bao"], date(2025, 1, 1)) == []


def test_nobody_changes_a_team_of_another_unit(world):
    paste(world)
    follow(world, "Tổ 1", "dong_ha")
    team, official = rows(Team)[0].code, rows(TeamOfficial)[0].code
    for stranger in (world.secretary, world.commune, world.other_commune, world.workplace, world.admin):
        for attempt in (
            lambda who=stranger: teams.correct(who, team, TeamInput("Khác", "cells")),
            lambda who=stranger: teams.set_followed_units(who, team, [], SINCE),
            lambda who=stranger: paste(world, "Lê Thị Hai – Phó ban", who, team),
            lambda who=stranger: officials.end_official(who, official, date(2026, 5, 1)),
            lambda who=stranger: officials.erase(who, official),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    teams.create(world.commune, TeamInput("Tổ của xã", "standing"))
    own = rows(Team)[-1].code
    with refused_with("unit_not_followed"):
        teams.set_followed_units(world.commune, own, [unit_code(world, "nui_doi")], SINCE)
    with refused_with("unit_not_followed"):
        teams.set_followed_units(world.commune, own, [unit_code(world, "an_binh")], SINCE)


def test_a_guest_is_recognised_as_the_official_he_is(world):
    paste(world, f"{LIST}\nVũ Văn Ba – Trưởng phòng A – Tổ 1\nVũ Văn Ba – Trưởng phòng B – Tổ 1")
    follow(world, "Tổ 1", "dong_ha")
    names = {row.id: (row.person, row.title) for row in rows(TeamOfficial)}
    meet(world, "dong_bao", date(2026, 3, 3), (("nguyen van minh", None), ("Lê Văn Tú", None), ("Ông Lạ", None)))
    assert [names[row.official_id][0] for row in rows(TeamVisit)] == ["Nguyễn Văn Minh"]
    meet(world, "dong_bao", date(2026, 4, 3), (("Vũ Văn Ba", None), ("Trần Thị Hoa", "Giám đốc")))
    assert len(rows(TeamVisit)) == 1  # which of the two it was is unknown, and another post means another person
    meet(world, "dong_bao", date(2026, 5, 3), (("Vũ Văn Ba", "Trưởng phòng B"),))
    assert names[rows(TeamVisit)[-1].official_id] == ("Vũ Văn Ba", "Trưởng phòng B")
    meet(world, "dong_bao", date(2025, 12, 3), (("Nguyễn Văn Minh", None),))
    assert len(rows(TeamVisit)) == 2  # the team did not exist yet


def test_guests_typed_before_the_team_was_entered_are_recognised_afterwards(world):
    meet(world, "dong_bao", date(2026, 3, 3), (("Nguyễn Văn Minh", "Phó Trưởng ban Tổ chức"),))
    paste(world)
    follow(world, "Tổ 1", "dong_ha")
    for stranger in (world.neighbour, world.other_commune, world.district, world.workplace):
        with pytest.raises(NotAllowed):
            guest_visits.link_earlier(stranger, world.units["dong_bao"])
    assert guest_visits.link_earlier(world.secretary, world.units["dong_bao"]) == 1
    assert guest_visits.link_earlier(world.secretary, world.units["dong_bao"]) == 0
    undo.undo(world.secretary, rows(Batch)[-1].id)
    assert rows(TeamVisit) == []


def test_no_visit_is_owed_for_a_month_without_a_meeting(world):
    paste(world)
    follow(world, "Tổ 1", "dong_bao")
    minh = (("Nguyễn Văn Minh", None),)
    meet(world, "dong_bao", date(2026, 1, 3), minh)
    meet(world, "dong_bao", date(2026, 2, 3))
    meet(world, "dong_bao", date(2026, 3, 3), minh, MeetingState.POSTPONED)
    meet(world, "dong_bao", date(2026, 11, 3), minh)  # November has not ended
    first = team_visits.by_team(world.district, 2026)[0]
    assert (first.owed, first.met, first.missing, first.made) == (2, 1, 1, 2)
    assert list(first.officials.values()) == [2]
    assert team_visits.by_team(world.commune, 2026)[0][:5] == first[:5]
    settings.set_value(world.district, world.units["an_binh"], "team_visit_months", 3, SINCE)
    quarterly = team_visits.by_team(world.district, 2026)[0]
    assert (quarterly.owed, quarterly.met) == (1, 1)


def test_an_erased_officials_name_is_found_nowhere(world):
    paste(world)
    follow(world, "Tổ 1", "dong_ha")
    meet(world, "dong_bao", date(2026, 3, 3), (("Nguyễn Văn Minh", None),))
    officials.erase(world.district, rows(TeamOfficial)[0].code)
    assert "Nguyễn Văn Minh" not in str([*rows(TeamOfficial), *rows(Change)][: 10**6]).replace(str(rows(Guest)), "")
    assert [one.name for one in officials.followers(world.secretary, world.units["dong_bao"])] == ["Trần Thị Hoa"]
    assert team_visits.by_team(world.district, 2026)[0].met == 1


def test_the_cells_a_team_follows_change_from_a_day_on_and_that_can_be_undone(world):
    paste(world)
    follow(world, "Tổ 1", "dong_bao", "ben_da")
    follow(world, "Tổ 1", "ben_da", "nui_doi", since=date(2026, 6, 1))
    meet(world, "dong_bao", date(2026, 5, 3))
    meet(world, "dong_bao", date(2026, 6, 3))
    meet(world, "nui_doi", date(2026, 5, 3))
    meet(world, "nui_doi", date(2026, 7, 3))
    cells = {cell.unit_id: cell.owed for cell in team_visits.by_team(world.district, 2026)[0].cells}
    assert cells == {world.units["dong_bao"]: 1, world.units["ben_da"]: 0, world.units["nui_doi"]: 1}
    batch = max(row.id for row in rows(Batch) if row.deed == "follow_units")
    undo.undo(world.district, batch)
    assert set(teams.list_current(world.district)[0].followed) == {world.units["dong_bao"], world.units["ben_da"]}


@dataclass(frozen=True)
class RandomMeeting:
    cell: str
    day: date
    held: bool
    came: bool


MEETINGS = st.lists(
    st.builds(
        RandomMeeting,
        st.sampled_from(["dong_bao", "ben_da", "nui_doi"]),
        st.dates(date(2025, 12, 1), date(2026, 11, 22)),
        st.booleans(),
        st.booleans(),
    ),
    max_size=25,
)


@given(MEETINGS, st.sampled_from([1, 2, 3, 6, 12]))
@hypothesis(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_visits_equal_a_recount(world, some, months):
    with writing(SYSTEM, "test") as session:
        for table in (TeamVisit, Guest, Meeting):
            for row in rows(table):
                session.delete(session.get_one(table, row.id))
    if not rows(Team):
        paste(world)
        follow(world, "Tổ 1", "dong_ha")
    settings.set_value(world.district, world.units["an_binh"], "team_visit_months", months, SINCE)
    for one in some:
        state = MeetingState.HELD if one.held else MeetingState.NOT_HELD
        meet(world, one.cell, one.day, (("Nguyễn Văn Minh", None),) if one.came else (), state)
    mine = [one for one in some if one.cell != "nui_doi" and one.held and one.day.year == 2026]
    over = [one for one in mine if ((one.day.month - 1) // months + 1) * months < 11]
    owed = {(one.cell, (one.day.month - 1) // months) for one in over}
    met = {(one.cell, (one.day.month - 1) // months) for one in over if one.came}
    first = team_visits.by_team(world.district, 2026)[0]
    assert (first.owed, first.met, first.made) == (len(owed), len(met), sum(one.came for one in mine))


def test_a_name_is_stored_as_typed_whatever_it_contains(world):
    paste(world, '=cmd|"/c calc" An – <script>alert(1)</script> – Tổ <b>')
    official, team = rows(TeamOfficial)[0], rows(Team)[0]
    assert (official.title, team.name) == ("<script>alert(1)</script>", "Tổ <b>")
    officials.correct(world.district, official.code, OfficialInput("Trần Văn An", leads=True))
    assert (rows(TeamOfficial)[0].person, rows(TeamOfficial)[0].leads) == ("Trần Văn An", True)
