"""The register's own list imported again: whoever is on it, it changes nothing, asks nothing and misses nobody."""

from datetime import date

import pytest
from hypothesis import HealthCheck, Phase, given, settings as tried, strategies as some

from components.exporting import export_jobs, export_registry
from components.exporting.export_request import ExportRequest
from components.files import list_formats, own_exports
from components.files.member_lists import MEMBER_LISTS
from components.files.workbook_reader import WorkbookSheet
from components.importing import staged_lists
from db.errors import Invalid
from db.imports import import_run
from db.imports.member_list_outcomes import RowEffect
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Exemption, Member, Membership, MembershipKind, Office, Standing, UnitVersion
from db.vietnamese import fold, person_sort_key, unit_sort_key

NAMES = [
    "Nguyễn Văn Hùng",
    "Nguyễn Văn Hưng",
    "NGUYỄN VĂN HÙNG",
    "Trần Thị Thủy",
    "Trần Thị Thuỷ",
    "=1+1 Ân",
    "Lê Ơn",
    "Đ/c Lê Ơn",
    "Tran Van Y",
]
DATES = ["1953", "1953-04", "1953-04-02", "1971-12-31", None]
STAY = some.tuples(
    some.sampled_from(["dong_bao", "ben_da", "nui_doi"]),
    some.sampled_from(list(MembershipKind)),
    some.sampled_from([None, None, 2025, 2027]),
)
PERSON = some.fixed_dictionaries(
    {
        "name": some.sampled_from(NAMES),
        "sex": some.sampled_from(["male", "female", None]),
        "born": some.sampled_from(DATES),
        "admitted": some.sampled_from(["1990", "1990-05", "1990-05-19", None]),
        "official": some.sampled_from(["1991", "1991-05-19", None]),
        "address": some.sampled_from(["Số 1, ngõ 2", "Tổng", None]),
        "phone": some.sampled_from(["0912345678", "0987654321", None]),
        "workplace": some.sampled_from(["Công ty Than", "Chi bộ thôn Bến Đá", None]),
        "position": some.sampled_from(["Giám đốc", "Bí thư chi bộ", None]),
        "organisation": some.sampled_from(["forces", "joint_stock", "other", None]),
        "stays": some.lists(STAY, min_size=1, max_size=2, unique_by=lambda stay: stay[0]),
        "post": some.sampled_from(["secretary", None, None]),
        "away": some.booleans(),
        "standing": some.sampled_from(["full", "probationary"]),
    }
)


def _fill(world, people: list[dict]) -> None:
    with writing(SYSTEM, "test") as session:
        for person in people:
            columns = {
                name: person.get(name)
                for name in (
                    "name",
                    "sex",
                    "born",
                    "admitted",
                    "official",
                    "address",
                    "phone",
                    "workplace",
                    "position",
                    "organisation",
                )
            }
            (member_id,) = bulk.insert(
                session,
                Member,
                [{**columns, "sort_key": person_sort_key(person["name"]), "search_key": fold(person["name"])}],
            )
            bulk.insert(session, Standing, [{"member_id": member_id, "kind": person["standing"], "valid_from": None}])
            own = False
            for cell, kind, until in person["stays"]:
                kind = MembershipKind.CONTACT if own and kind == MembershipKind.OWN else kind
                own = own or kind == MembershipKind.OWN
                place = {"member_id": member_id, "unit_id": world.units[cell]}
                bulk.insert(session, Membership, [{**place, "kind": kind, "valid_to": until and date(until, 6, 1)}])
                if until is None and person["post"] and kind == MembershipKind.OWN:
                    bulk.insert(session, Office, [{**place, "post": person["post"], "valid_from": date(2026, 1, 1)}])
                if until is None and person["away"]:
                    bulk.insert(session, Exemption, [{**place, "kind": "away", "valid_from": date(2026, 1, 1)}])


@pytest.fixture
def alike(world):
    """Two cells with one name in two communes."""
    with writing(SYSTEM, "test") as session:
        version = session.get(UnitVersion, world.units["nui_doi"])
        name = "Chi bộ thôn Bến Đá"
        bulk.update(
            session,
            UnitVersion,
            [{"id": version.id, "name": name, "search_key": fold(name), "sort_key": unit_sort_key(name)}],
        )
    return world


@pytest.mark.parametrize("who", ["admin", "commune"])
def test_an_exported_list_changes_nothing_when_imported_again(alike, who):
    world, viewer = alike, alike.viewers[who]

    @tried(
        max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    @given(some.lists(PERSON, max_size=6), some.sampled_from([None, MembershipKind.OWN, MembershipKind.CONTACT]))
    def check(people, kind):
        _fill(world, people)
        data = export_jobs.make_now(
            viewer.account_id, viewer.grant_id, ExportRequest("members", kind=kind, reason="report")
        )
        code = staged_lists.stage(viewer, "dang-vien.xlsx", data)
        staged = staged_lists.load(viewer, code)
        plan = import_run.preview(viewer, code, staged.rows, whole=not staged.part)
        touched = [one for one in plan.outcomes if one.effect != RowEffect.UNTOUCHED or one.differing]
        assert not touched, [
            (one.row, one.effect, one.code, one.values, one.sets, one.differing, one.asked) for one in touched
        ]
        assert plan.missing == []
        assert [note for row in staged.rows for note in row.noted if note[1] == "exempt"] == []
        assert import_run.execute(viewer, code, staged.rows, code).batch_id is None

    check()


@pytest.mark.parametrize("narrowed", [{"left": True}, {"exempt": True}])
def test_a_partial_list_asks_about_nobody_else(world, narrowed):
    stays = [("dong_bao", MembershipKind.OWN, 2025), ("ben_da", MembershipKind.OWN, None)]
    base = dict.fromkeys(("sex", "admitted", "official", "address", "phone", "workplace", "position", "post")) | {
        "born": "1960",
        "standing": "full",
        "away": True,
    }
    _fill(
        world,
        [base | {"name": "Trần Văn Ánh", "stays": stays[:1]}, base | {"name": "Trần Văn Bảo", "stays": stays[1:]}],
    )
    viewer = world.commune
    code = staged_lists.stage(
        viewer,
        "a.xlsx",
        export_jobs.make_now(viewer.account_id, viewer.grant_id, ExportRequest("members", reason="report", **narrowed)),
    )
    staged = staged_lists.load(viewer, code)
    plan = import_run.preview(viewer, code, staged.rows, whole=not staged.part)
    assert (plan.missing, plan.changes, plan.counts[RowEffect.ASKED], plan.counts[RowEffect.REFUSED]) == (
        [],
        False,
        0,
        0,
    )


@pytest.mark.parametrize("role", ["commune", "district", "workplace"])
def test_no_export_but_the_list_of_members_is_read_as_a_list(world, role):
    viewer = world.viewers[role]
    for what in {*export_registry.offered_to(viewer)} - {"members"}:
        table = export_registry.build_table(viewer, ExportRequest(what, since=202601, until=202611, reason="report"))
        heads = [column.title for column in table.columns]
        rows = [[title, *[None] * (len(heads) - 1)] for title in (table.title, *table.lines)]
        with pytest.raises(Invalid, match="import_own_export"):
            own_exports.refuse([WorkbookSheet(table.name, False, [*rows, heads])], list_formats.FORMATS)


def test_the_list_of_members_is_not_read_as_one_of_introductions_by_those_who_import_only_these(world):
    viewer = world.district
    data = export_jobs.make_now(viewer.account_id, viewer.grant_id, ExportRequest("members", reason="report"))
    with pytest.raises(Invalid, match="import_own_export"):
        staged_lists.stage(viewer, "dang-vien.xlsx", data)


def test_a_list_of_ones_own_that_names_its_author_is_a_list(world):
    rows = [["DANH SÁCH"], ["Số liệu đến ngày 28/11/2026"], ["Người lập: Lê Văn Khải"], ["STT", "Họ và tên"]]
    own_exports.refuse([WorkbookSheet("a", False, rows)], [MEMBER_LISTS])
