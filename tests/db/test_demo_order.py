"""The demonstration obeys the register's rules and is the same each time, in either database."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from db import config, vietnamese
from db.accounts import accounts, passwords
from db.calendar import clock
from db.demo.build import build
from db.demo.district_plan import SIZES, plan_district
from db.errors import Refused
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.maintenance import raw_connection
from db.models import ExemptionClass, Member, MembershipKind, Role, Table
from db.settings import settings
from tests.demo import Rows, demo_database, holds

SHIPPED = tomllib.loads((Path(settings.__file__).with_name("settings.toml")).read_text("utf-8"))
FITS = {
    ExemptionClass.OWN: {MembershipKind.OWN, MembershipKind.TEMPORARY},
    ExemptionClass.CONTACT: {MembershipKind.CONTACT},
}
MADE = [table.name for table in Table.metadata.sorted_tables]
CHOSEN = {
    "arrivals": ("membership", "arrival"),
    "departures": ("membership", "departure"),
    "exemption_reasons": ("exemption", "reason"),
    "absence_reasons": ("absence_reason", "reason"),
    "posts": ("office", "post"),
    "organisations": ("member", "organisation"),
    "meeting_types": ("meeting", "type"),
    "meeting_forms": ("meeting", "form"),
    "household_classes": ("household_class", "rating"),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    return Rows(demo_database(tmp_path_factory.mktemp("demo")))


def test_no_reference_is_dangling(data_dir: Path):
    with raw_connection.connect(raw_connection.sqlite_url(demo_database(data_dir)), write=False) as connection:
        raw_connection.check_foreign_keys(connection)
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_the_initial_data_is_not_in_the_history(demo: Rows):
    assert (demo.batch, demo.change, demo.draft) == ([], [], [])


def test_a_roster_number_belongs_to_one_person_for_ever(demo: Rows):
    holders = defaultdict(set)
    for row in demo.membership:
        holders[row.unit_id, row.kind == MembershipKind.CONTACT, row.roster_number].add(row.member_id)
    assert [key for key, members in holders.items() if len(members) > 1 or key[2] is None] == []
    sheets = defaultdict(set)
    for unit_id, contact, number in holders:
        sheets[unit_id, contact].add(number)
    assert all(numbers == set(range(1, len(numbers) + 1)) for numbers in sheets.values())


def test_people_came_and_left_and_some_are_probationary(demo: Rows):
    assert (
        min(len(demo.here(demo.named(name), kind)) for name in ["Chi bộ thôn Đồng Bào"] for kind in ("own", "contact"))
        > 0
    )
    left = Counter(row.kind for row in demo.membership if row.valid_to)
    came = Counter(row.kind for row in demo.membership if row.valid_from and row.arrival != "listed")
    assert (
        min(
            left[MembershipKind.OWN],
            left[MembershipKind.CONTACT],
            came[MembershipKind.OWN],
            came[MembershipKind.CONTACT],
        )
        > 20
    )
    latest = {
        row.member_id: row.kind.value for row in sorted(demo.standing, key=lambda row: row.valid_from or date.min)
    }
    assert 5 < Counter(latest.values())["probationary"] < 60


def test_exemptions_and_offices_lie_within_a_membership_they_fit(demo: Rows):
    stays = defaultdict(list)
    for row in demo.membership:
        stays[row.member_id, row.unit_id].append(row)
    for row in demo.exemption:
        fitting = [
            stay for stay in stays[row.member_id, row.unit_id] if stay.kind in FITS.get(row.kind, set(MembershipKind))
        ]
        assert any(_within(row, stay) for stay in fitting)
    for row in demo.office:
        assert (row.member_id is None) != (row.person is None)
        assert row.member_id is None or any(_within(row, stay) for stay in stays[row.member_id, row.unit_id])
    for row in [*demo.group_member, *demo.assignment]:
        assert any(_within(row, stay) for stay in stays[row.member_id, row.unit_id])


def test_nobody_is_in_a_cell_twice_at_a_time_as_the_same_kind(demo: Rows):
    stays = defaultdict(list)
    for row in demo.membership:
        stays[row.member_id, row.unit_id, row.kind].append((row.valid_from or date.min, row.valid_to or date.max))
    assert all(first[1] < second[0] for spans in stays.values() for first, second in pairwise(sorted(spans)))


def test_every_residential_cell_has_its_offices(demo: Rows):
    posts = defaultdict(set)
    for row in demo.office:
        if holds(row, demo.today):
            posts[row.unit_id].add(row.post)
    for unit in demo.unit:
        if unit.kind.value == "cell" and demo.here(unit.id, "own"):
            assert posts[unit.id] >= {"secretary", "front_head", "unit_head"} | (
                {"deputy", "committee"} if len(demo.here(unit.id, "own")) >= 9 else set()
            )


@pytest.mark.parametrize("setting", CHOSEN)
def test_values_chosen_from_a_short_list_are_on_it(demo: Rows, setting: str):
    table, column = CHOSEN[setting]
    found = {getattr(row, column) for row in getattr(demo, table)} - {None}
    assert found <= {row["key"] for row in SHIPPED[setting]}
    assert found


def test_name_keys_are_those_the_register_computes(demo: Rows):
    for row in demo.member:
        assert (row.sort_key, row.search_key) == (vietnamese.person_sort_key(row.name), vietnamese.fold(row.name))
        assert row.name == vietnamese.clean(row.name)
        assert not row.card_number
        assert not row.citizen_number


def test_a_meeting_is_saved_within_a_week_and_not_in_the_future(demo: Rows):
    for row in demo.meeting:
        if row.first_saved_at:
            assert 0 <= (row.first_saved_at.astimezone(clock.HERE).date() - row.held_on).days <= 6
            assert row.first_saved_at < clock.now()


def test_every_role_signs_in_with_the_displayed_password(demo: Rows):
    roles = defaultdict(set)
    usernames = {row.id: row.username for row in demo.account}
    for row in demo.access_grant:
        roles[usernames[row.account_id]].add(row.role.value)
    assert {name: roles[name] for name in ("admin", "huyen", "xa", "bithu", "coquan", "haivai")} == {
        "admin": {"admin"},
        "huyen": {"district"},
        "xa": {"commune"},
        "bithu": {"secretary"},
        "coquan": {"workplace"},
        "haivai": {"secretary", "commune"},
    }
    assert passwords.matches_hash("demo-2026", demo.account[0].password_hash)
    assert not any(row.must_change for row in demo.account)


def test_a_viewer_of_each_role_sees_his_own_part(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    demo = Rows(demo_database(data_dir))
    monkeypatch.setenv("REGISTER_DEMO", "1")
    usernames = {row.id: row.username for row in demo.account}
    viewers = {
        usernames[row.account_id]: accounts.viewer_for(row.account_id, row.id)
        for row in demo.access_grant
        if row.role != Role.ADMIN
    }
    assert viewers["bithu"].unit_ids == {demo.named("Chi bộ thôn Đồng Bào")}
    assert len(viewers["xa"].unit_ids) == 17
    assert viewers["coquan"].role == Role.WORKPLACE


def test_another_day_has_its_own_latest_meeting(tmp_path: Path, set_clock: Callable[[str], None]):
    set_clock("2027-01-02")
    rows = Rows(demo_database(tmp_path))
    book = rows.named("Chi bộ thôn Đồng Bào")
    assert max(row.period for row in rows.meeting if row.unit_id == book) == 202611
    assert max(row.held_on for row in rows.meeting if row.held_on) < date(2027, 1, 2)
    assert (
        sum(
            len(rows.here(unit.id, "contact"))
            for unit in rows.unit
            if _parent(rows, unit.id) == rows.named("Thị trấn Đông Bình")
        )
        == 780
    )


def test_a_database_in_use_is_left_alone_and_an_unknown_size_is_refused(database: Path):
    with pytest.raises(Refused, match="size_unknown"):
        build("huge", lambda *told: None)
    accounts.set_up_register("Huyện An Bình", name="An", username="quantri", password="27041988")
    assert build("small", lambda *told: None) is None


def test_the_same_day_gives_the_same_district_in_either_database_and_ids_continue(demo: Rows, any_database: str):
    _, written = build("small", lambda *told: None)
    again = Rows(config.database_url())
    for table in MADE:
        assert _without_hashes(getattr(again, table)) == _without_hashes(getattr(demo, table)), table
    with writing(SYSTEM, "try") as session:
        member = Member(name="Lê Văn Tám", sort_key="", search_key="")
        session.add(member)
        session.flush()
    assert member.id == written["member"] + 1


@pytest.mark.parametrize(
    ("size", "communes", "cells", "own", "contact"),
    [("district", 30, 600, 15_000, 6_000), ("province", 285, 4_333, 96_757, 12_000)],
)
def test_a_larger_size_is_planned_with_its_numbers(size: str, communes: int, cells: int, own: int, contact: int):
    district = plan_district(SIZES[size], clock.today())
    told = (
        len(district.communes),
        len(district.cells),
        sum(cell.own for cell in district.cells),
        sum(cell.contact for cell in district.cells),
    )
    assert told == (communes, cells, own, contact)
    assert all(cell.own or cell.founded for cell in district.cells)


def _without_hashes(rows: list) -> list[dict]:
    """Rows without the columns that depend on a key or on salt."""
    return [{name: value for name, value in row._asdict().items() if not name.endswith("_hash")} for row in rows]


def _within(row, stay) -> bool:
    """Whether a span lies within a membership; its own open ends reach as far as the membership does."""
    begins, ends = row.valid_from or stay.valid_from, row.valid_to or stay.valid_to
    return (stay.valid_from or date.min) <= (begins or date.min) and (ends or date.max) <= (stay.valid_to or date.max)


def _parent(rows: Rows, unit_id: int) -> int | None:
    return next((row.parent_id for row in rows.unit_version if row.unit_id == unit_id and holds(row, rows.today)), None)
