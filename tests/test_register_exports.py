"""Exports of what cells keep besides their meetings: every row is there, and none of another unit."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, strategies as st
from sqlmodel import select

from components.exporting import export_jobs, export_registry
from components.exporting.export_request import ExportRequest
from components.files import workbook_reader
from components.files.excel_writer import SheetTable
from db.accounts import accounts
from db.calendar import clock
from db.errors import NotAllowed
from db.exports import cell_registers
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading
from db.models import Account, Grant, GroupKind, GroupRole
from db.units import units
from tests.db.random_worlds import WORLDS
from tests.demo import Rows, demo_database, holds

KINDS = (GroupKind.PARTY, GroupKind.CONTACT)


@pytest.fixture
def live(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """The demonstration as the register sees it, and its rows."""
    monkeypatch.setenv("REGISTER_DEMO", "1")
    return Rows(demo_database(data_dir))


def _viewer(username: str) -> Viewer:
    with reading(SYSTEM) as session:
        query = select(Account.id, Grant.id).join(Grant, Grant.account_id == Account.id)
        account_id, grant_id = session.exec(query.where(Account.username == username)).first()
    return accounts.viewer_for(account_id, grant_id)


def _table(viewer: Viewer, what: str, day: date) -> SheetTable:
    return export_registry.build_table(viewer, ExportRequest(what, on=day, reason="report"))


def _rows(viewer: Viewer, what: str, unit: str | None = None) -> list[dict]:
    request = ExportRequest(what, unit, reason="report")
    sheet = workbook_reader.read_sheets(export_jobs.make_now(viewer.account_id, viewer.grant_id, request))[0]
    top = next(place for place, row in enumerate(sheet.rows) if row[0] == "TT")
    rows = [dict(zip(sheet.rows[top], row, strict=True)) for row in sheet.rows[top + 1 :]]
    return [row for row in rows if row["TT"] is not None]


def test_tasks_are_those_open_and_those_closed_this_year(live):
    commune, day = _viewer("xa"), clock.today()
    told = Counter((row["Chi bộ"], row["Nhiệm vụ"], row["Tình trạng"]) for row in _rows(commune, "tasks"))
    names = {unit_id: unit.name for unit_id, unit in units.in_reach(commune).items()}
    states = {None: "đang làm", True: "xong", False: "chưa làm được"}
    counted = Counter()
    for task in (task for task in live.task if task.unit_id in names):
        if task.done is None or task.closed_on.year == day.year:
            late = task.done is None and task.due is not None and task.due < day
            counted[names[task.unit_id], task.text, "quá hạn" if late else states[task.done]] += 1
    assert told == counted
    assert len(told) > 20


@WORLDS
@given(days_ago=st.integers(0, 700))
def test_what_a_year_recorded_is_listed_up_to_the_chosen_day(live, days_ago):
    commune, day = _viewer("xa"), clock.today() - timedelta(days_ago)
    cells, names = units.in_reach(commune), {member.id: member.name for member in live.member}
    found = [
        each for each in live.year_entry if each.unit_id in cells and date(day.year, 1, 1) <= each.happened_on <= day
    ]
    rows = [row[3:8] for row in _table(commune, "entries", day).rows]
    assert Counter((name, on, amount, days) for name, _, on, amount, days in rows) == Counter(
        (names[each.member_id], each.happened_on, each.amount, each.days) for each in found
    )
    visits = [each.visited_on for each in live.household_visit if each.unit_id in cells]
    assert Counter(row[3] for row in _table(commune, "visits", day).rows) == Counter(
        on for on in visits if date(day.year, 1, 1) <= on <= day
    )


def test_a_list_of_what_is_known_on_a_day_names_that_day_and_one_of_a_year_its_end(live):
    commune, day = _viewer("xa"), date(2026, 3, 5)
    told = {
        what: _table(commune, what, day).lines[1] for what in ("groups", "households", "entries", "tasks", "visits")
    }
    of_day, of_year = "Tính đến ngày 05/03/2026", "Năm 2026, đến ngày 05/03/2026"
    assert told == {
        **dict.fromkeys(("groups", "households"), of_day), **dict.fromkeys(("entries", "tasks", "visits"), of_year)
    }  # fmt: skip


def test_groups_have_everybody_who_is_in_them_today(live):
    secretary, day = _viewer("bithu"), clock.today()
    rows = _rows(secretary, "groups")
    groups = {
        group.id: group.name
        for group in live.cell_group
        if group.unit_id == secretary.unit_id
        and group.kind in (GroupKind.PARTY, GroupKind.CONTACT)
        and holds(group, day)
    }
    names = {member.id: member.name for member in live.member}
    found = Counter(
        (groups[each.group_id], names[each.member_id])
        for each in live.group_member
        if each.group_id in groups and each.role != GroupRole.IN_CHARGE and holds(each, day)
    )
    assert Counter((row["Tên tổ"], row["Họ và tên"]) for row in rows if row["Họ và tên"]) == found
    assert len(found) > 40
    assert {row["Chi bộ"] for row in rows} == {units.in_reach(secretary)[secretary.unit_id].name}


def test_the_directory_lists_those_who_hold_an_office(live):
    commune, day = _viewer("xa"), clock.today()
    found = [office for office in live.office if office.unit_id in units.in_reach(commune)]
    standing = [office for office in found if office.valid_to is None or office.valid_to >= day]
    assert len(_rows(commune, "directory")) == len(standing) > 15


def test_introductions_and_requests_are_those_of_the_commune(live):
    commune = _viewer("xa")
    found = [each for each in live.introduction if each.commune_id == commune.unit_id]
    request = ExportRequest("introductions", reason="report")
    rows = list(export_registry.build_table(commune, request).rows)
    assert len(rows) == len(found) > 700
    names = {member.id: member.name for member in live.member}
    assert Counter(row[1] for row in rows) == Counter(names[each.member_id] for each in found)
    asked = [each for each in live.comment_request if each.commune_id == commune.unit_id]
    assert len(_rows(commune, "requests")) == len(asked) >= 5


def test_units_are_those_in_reach(live):
    assert len(_rows(_viewer("huyen"), "units")) == len(live.unit)
    assert [row["Đơn vị"] for row in _rows(_viewer("bithu"), "units")] == ["Chi bộ thôn Đồng Bào"]


def test_viewers_who_read_no_names_export_none(live):
    district, day = _viewer("huyen"), clock.today()
    assert {"tasks", "entries", "groups", "directory", "requests"}.isdisjoint(export_registry.offered_to(district))
    for iterate in (cell_registers.iterate_tasks, cell_registers.iterate_entries, cell_registers.iterate_groups):
        with pytest.raises(NotAllowed):
            next(iterate(district, None, day))
    with pytest.raises(NotAllowed):
        next(cell_registers.iterate_posts(district, None))


@pytest.mark.parametrize(("username", "days_ago"), [("xa", 0), ("xa", 150), ("huyen", 0), ("bithu", 400)])
def test_the_number_on_the_button_is_that_of_the_rows_in_the_file(live, username, days_ago):
    viewer, on, differ = _viewer(username), clock.today() - timedelta(days_ago), {}
    for what in export_registry.offered_to(viewer):
        request = ExportRequest(what, on=on, since=on.year * 100 + 1, until=on.year * 100 + on.month, reason="report")
        told = export_registry.count_rows(viewer, request)
        rows = sum(1 for _row in export_registry.build_table(viewer, request).rows)
        if told != rows:
            differ[what] = told, rows
    assert differ == {}
