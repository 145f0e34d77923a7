"""Imported unit lists: the import does what its preview promises, in whatever order the rows are, and never twice."""

import json
from datetime import date
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings as tried, strategies as some
from sqlmodel import select

from db.calendar import clock
from db.drafts.drafts import DraftField
from db.errors import NotAllowed
from db.history import undo
from db.imports import import_answers, import_run
from db.imports.import_answers import row_part, unit_part
from db.imports.unit_import import UNITS
from db.imports.unit_rows import UnitRow
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Batch,
    Meeting,
    MeetingAudience,
    MeetingState,
    Setting,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.vietnamese import fold
from tests.db.dumps import dump

FILE = "abcdefghjkmn"
AREA, CELL, AGENCY, WORKPLACE = UnitKind.AREA, UnitKind.CELL, UnitKind.AGENCY_CELL, UnitKind.WORKPLACE
DONG_HA, TAY_SON, DONG_BAO = "Xã Đông Hà", "Xã Tây Sơn", "Chi bộ thôn Đồng Bào"


def row(at: int, name: str, parent: str | None = None, kind: UnitKind | None = CELL, **known) -> UnitRow:
    return UnitRow(at, name, kind=kind, parent=parent, **known)


def preview(viewer, rows: list[UnitRow]) -> list[tuple[str, str | None]]:
    plan = import_run.preview(viewer, FILE, rows, kind=UNITS)
    return [(outcome.effect.value, outcome.code) for outcome in plan.outcomes]


def bring_in(viewer, rows: list[UnitRow], token: str = "t") -> import_run.ImportResult:
    return import_run.execute(viewer, FILE, rows, token, kind=UNITS)


def give_answer(viewer, part: str, name: str, value: str) -> None:
    import_answers.save_answers(viewer, FILE, {DraftField(part, name): value})


def tree() -> dict[str, tuple]:
    """Every unit of today by its name and the names above it: kind, whether it reports, its own meeting day."""
    with reading(SYSTEM) as session:
        query = select(UnitVersion, Unit).join(Unit, Unit.id == UnitVersion.unit_id)
        found = {unit.id: (version, unit) for version, unit in session.exec(query) if version.valid_to is None}
        days = {
            setting.unit_id: json.loads(setting.value)
            for setting in session.exec(
                select(Setting).where(Setting.name == "meeting_day").order_by(Setting.valid_from)
            )
        }

        def path(unit_id: int | None) -> str:
            version = found[unit_id][0] if unit_id else None
            return f"{path(version.parent_id)}/{version.name}" if version else ""

        return {path(unit_id): (unit.kind, unit.reports, days.get(unit_id)) for unit_id, (_, unit) in found.items()}


NEW = [
    row(2, "Chi bộ thôn Thượng", "Xã Bắc Lâm", meeting_day=5, since="2024-07-01"),
    row(3, "Chi bộ Trạm Y tế", "Đảng ủy Trung tâm Y tế", AGENCY, reports=False),
    row(4, "Xã Bắc Lâm", "Huyện An Bình", AREA, meeting_day=3),
    row(5, "Đảng ủy Trung tâm Y tế", None, WORKPLACE),
    row(6, "Chi bộ thôn Hạ", "Đông Hà", None, likely=CELL),
]


def test_a_list_of_units_creates_them_whatever_the_order_of_its_rows(world):
    before = tree()
    assert preview(world.admin, NEW) == [("created", None)] * 4 + [("asked", "import_unit_unknown")]
    give_answer(world.admin, unit_part(fold("Đông Hà")), "unit", f"unit:{code_of(DONG_HA)}")
    done = bring_in(world.admin, NEW)
    root = "/Huyện An Bình"
    assert done.counts["created"] == 5
    assert tree() == before | {
        f"{root}/Xã Bắc Lâm": (AREA, True, 3),
        f"{root}/Xã Bắc Lâm/Chi bộ thôn Thượng": (CELL, True, 5),
        f"{root}/Đảng ủy Trung tâm Y tế": (WORKPLACE, True, None),
        f"{root}/Đảng ủy Trung tâm Y tế/Chi bộ Trạm Y tế": (AGENCY, False, None),
        f"{root}/{DONG_HA}/Chi bộ thôn Hạ": (CELL, True, None),
    }
    with reading(SYSTEM) as session:
        begun = select(UnitVersion.valid_from).where(UnitVersion.name == "Chi bộ thôn Thượng")
        assert session.exec(begun).one() == date(2024, 7, 1)


def code_of(name: str) -> str:
    with reading(SYSTEM) as session:
        query = select(Unit.code).join(UnitVersion, UnitVersion.unit_id == Unit.id).where(UnitVersion.name == name)
        return session.exec(query).one()


def test_a_preview_writes_nothing(world):
    before = dump()
    preview(world.admin, NEW)
    assert dump() == before


def test_importing_the_same_list_again_changes_nothing(world):
    bring_in(world.admin, NEW[:4])
    before = dump()
    assert preview(world.admin, NEW[:4]) == [("untouched", None)] * 4
    assert bring_in(world.admin, NEW[:4], "again").batch_id is None
    assert dump() == before


def test_an_undone_import_leaves_no_trace(world):
    before = dump()
    rows = [*NEW[:4], row(7, DONG_BAO, DONG_HA, meeting_day=9, reports=False)]
    give_answer(world.admin, row_part(8), "same", code_of("Chi bộ thôn Núi Đôi"))
    rows.append(row(8, "Chi bộ thôn Núi Đôi", DONG_HA))
    done = bring_in(world.admin, rows)
    assert (done.counts["created"], done.counts["changed"]) == (4, 2)
    assert dump() != before
    with reading(SYSTEM) as session:
        assert session.exec(select(Batch.deed).order_by(Batch.id.desc())).first() == "import_units"
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_a_meeting_day_and_whether_a_unit_reports_are_changed_and_omitted_values_stay(world):
    bring_in(world.admin, [row(2, DONG_BAO, DONG_HA, meeting_day=9, reports=False)])
    path = f"/Huyện An Bình/{DONG_HA}/{DONG_BAO}"
    assert tree()[path] == (CELL, False, 9)
    assert preview(world.admin, [row(2, "CB thôn Đồng Bào", DONG_HA, None)]) == [("untouched", None)]
    bring_in(world.admin, [row(2, DONG_BAO, DONG_HA, meeting_day=12)], "t2")
    assert tree()[path] == (CELL, False, 12)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([row(2, "Xã Mới", "Xã Mới", AREA)], ["import_unit_under_itself"]),
        ([row(2, "Xã Một", "Xã Hai", AREA), row(3, "Xã Hai", "Xã Một", AREA)], ["import_unit_under_itself"] * 2),
        ([row(2, "Chi bộ thôn Hạ", DONG_HA), row(3, "CB thôn Hạ", DONG_HA)], ["import_unit_twice"] * 2),
        ([row(2, DONG_BAO, DONG_HA), row(3, DONG_BAO, DONG_HA, meeting_day=3)], ["import_unit_twice"] * 2),
        ([row(2, "Chi bộ thôn Hạ", "Thị trấn Quế Võ")], ["import_parent_unknown"]),
        ([row(2, "Chi bộ thôn Hạ")], ["import_parent_missing"]),
        ([row(2, "Chi bộ thôn Hạ", "Bệnh viện huyện An Bình")], ["import_parent_unfit"]),
        ([row(2, "Xã Mới", DONG_BAO, AREA)], ["import_parent_unfit"]),
        ([row(2, "Chi bộ Bưu điện", DONG_HA, None)], ["import_unit_kind_missing"]),
        ([row(2, DONG_BAO, DONG_HA, AGENCY)], ["import_unit_kind_differs"]),
        (
            [row(2, "Chi bộ thôn Hạ", "Xã Mới"), row(3, "Xã Mới", DONG_BAO, AREA)],
            ["import_parent_left", "import_parent_unfit"],
        ),
        ([UnitRow(2, "Chi bộ thôn Hạ", "import_meeting_day", {"typed": "30"})], ["import_meeting_day"]),
    ],
)
def test_invalid_rows_are_refused_with_their_reason_in_any_order(world, rows, codes):
    before = tree()
    assert preview(world.admin, rows) == [("refused", code) for code in codes]
    assert preview(world.admin, rows[::-1]) == [("refused", code) for code in codes[::-1]]
    bring_in(world.admin, rows)
    assert tree() == before


def test_namesakes_below_other_units_are_different_units_and_an_ambiguous_parent_is_asked_about(world):
    rows = [row(2, DONG_BAO, TAY_SON), row(3, DONG_BAO, DONG_HA)]
    assert preview(world.admin, rows) == [("created", None), ("untouched", None)]
    bring_in(world.admin, rows)
    second = [row(2, DONG_HA, TAY_SON, AREA), row(3, "Chi bộ thôn Hạ", DONG_HA), row(4, DONG_HA, "Huyện An Bình", AREA)]
    assert preview(world.admin, second) == [
        ("created", None),
        ("refused", "import_parent_several"),
        ("untouched", None),
    ]
    told = [second[0], row(3, "Chi bộ thôn Hạ", f"{DONG_HA}, {TAY_SON}"), second[2]]
    assert preview(world.admin, told) == [("created", None), ("created", None), ("untouched", None)]


def test_a_unit_registered_elsewhere_is_asked_about_and_moves_on_the_lists_day(world):
    moved = [row(2, "Chi bộ thôn Núi Đôi", DONG_HA)]
    assert preview(world.admin, moved) == [("asked", "import_unit_moved")]
    give_answer(world.admin, "file", "day", "2026-11-01")
    give_answer(world.admin, row_part(2), "same", code_of("Chi bộ thôn Núi Đôi"))
    assert preview(world.admin, moved) == [("changed", None)]
    bring_in(world.admin, moved)
    with reading(SYSTEM) as session:
        query = select(UnitVersion.parent_id, UnitVersion.valid_from, UnitVersion.valid_to)
        found = session.exec(query.where(UnitVersion.unit_id == world.units["nui_doi"]).order_by(UnitVersion.id)).all()
    assert found == [
        (world.units["tay_son"], None, date(2026, 10, 31)),
        (world.units["dong_ha"], date(2026, 11, 1), None),
    ]
    assert preview(world.admin, moved) == [("untouched", None)]


def test_a_unit_below_one_that_is_asked_about_waits_for_the_answer(world):
    rows = [row(2, "Chi bộ thôn Hạ", DONG_HA), row(3, DONG_HA, TAY_SON, AREA)]
    assert preview(world.admin, rows) == [("asked", "import_parent_left"), ("asked", "import_unit_moved")]


def test_a_unit_answered_to_be_another_one_is_created(world):
    give_answer(world.admin, row_part(2), "same", "another")
    assert preview(world.admin, [row(2, "Chi bộ thôn Núi Đôi", DONG_HA)]) == [("created", None)]


def test_a_unit_cannot_move_before_a_meeting_it_held_where_it_is(world):
    with writing(SYSTEM, "test") as session:
        known = {"unit_id": world.units["nui_doi"], "area_id": world.units["tay_son"], "period": 202611}
        known |= {"type": "regular", "audience": MeetingAudience.OWN, "state": MeetingState.HELD}
        bulk.insert(session, Meeting, [known | {"held_on": clock.today(), "first_saved_at": clock.now()}])
    give_answer(world.admin, row_part(2), "same", code_of("Chi bộ thôn Núi Đôi"))
    assert preview(world.admin, [row(2, "Chi bộ thôn Núi Đôi", DONG_HA)]) == [("refused", "import_unit_met")]


def test_a_commune_never_moves_below_its_own_descendants(world):
    give_answer(world.admin, row_part(2), "same", code_of(DONG_HA))
    give_answer(world.admin, row_part(3), "same", code_of(TAY_SON))
    rows = [row(2, DONG_HA, TAY_SON, AREA), row(3, TAY_SON, DONG_HA, AREA)]
    assert preview(world.admin, rows) == [("refused", "import_unit_under_itself")] * 2


def test_a_commune_imports_its_own_cells_and_nothing_else(world):
    rows = [
        row(2, "Chi bộ thôn Hạ", meeting_day=6),
        row(3, "Chi bộ thôn Trung", TAY_SON),
        row(4, "Xã Mới", DONG_HA, AREA),
        row(5, "Chi bộ thôn Núi Đôi", TAY_SON, meeting_day=4),
        row(6, DONG_BAO, DONG_HA, meeting_day=7),
    ]
    assert preview(world.commune, rows) == [
        ("created", None),
        ("refused", "import_unit_foreign"),
        ("refused", "import_area_above"),
        ("refused", "import_unit_foreign"),
        ("changed", None),
    ]
    before = tree()
    bring_in(world.commune, rows)
    assert tree() == before | {
        f"/Huyện An Bình/{DONG_HA}/Chi bộ thôn Hạ": (CELL, True, 6),
        f"/Huyện An Bình/{DONG_HA}/{DONG_BAO}": (CELL, True, 7),
    }


@pytest.mark.parametrize("key", ["secretary", "assistant", "district", "workplace"])
def test_nobody_else_imports_units(world, key):
    with pytest.raises(NotAllowed):
        bring_in(world.viewers[key], NEW)


def test_a_commune_cannot_create_communes_without_the_list_either(world):
    with pytest.raises(NotAllowed), writing(world.commune, "test") as session:
        bulk.insert(session, Unit, [{"kind": AREA, "level": "commune"}])


AREAS = ["Xã An", "Xã Bình", "Phường Cao"]
TOKENS = count()
RANDOM = some.lists(
    some.tuples(
        some.sampled_from(["Chi bộ thôn 1", "Chi bộ thôn 2", "Chi bộ tổ dân phố 3", *AREAS, "Đảng ủy Bệnh viện Bắc"]),
        some.sampled_from([None, *AREAS, DONG_HA, "Huyện An Bình", "Đảng ủy Bệnh viện Bắc", "Xã Không Có Đâu Cả"]),
        some.sampled_from([CELL, AREA, AGENCY, WORKPLACE, None]),
        some.none() | some.integers(1, 28),
        some.none() | some.booleans(),
    ),
    max_size=9,
)


@tried(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(listed=RANDOM, seed=some.integers(0, 99))
def test_random_lists_do_what_they_promise_once_in_any_order_and_their_undo_leaves_no_trace(world, listed, seed):
    rows = [
        row(at, name, parent, kind, meeting_day=day, reports=reports)
        for at, (name, parent, kind, day, reports) in enumerate(listed, 2)
    ]
    shuffled = Random(seed).sample(rows, len(rows))
    told = {
        one.row.number: (one.effect, one.code)
        for one in import_run.preview(world.admin, FILE, rows, kind=UNITS).outcomes
    }
    again = import_run.preview(world.admin, FILE, shuffled, kind=UNITS).outcomes
    assert {one.row.number: (one.effect.value, one.code) for one in again} == told
    before, units = dump(), tree()
    done = bring_in(world.admin, shuffled, f"first {next(TOKENS)}")
    made = tree().keys() - units.keys()
    assert len(made) == done.counts["created"] == sum(effect == "created" for effect, _ in told.values())
    for one in again:
        if one.effect == "created":
            parent = one.row.parent or "Huyện An Bình"
            (path,) = [
                path for path in made if path.endswith(f"/{parent}/{one.row.name}") and tree()[path][0] == one.kind
            ]
            assert tree()[path] == (one.kind, one.row.reports is not False, one.row.meeting_day)
    repeated = {one.row.number: one.effect for one in import_run.preview(world.admin, FILE, rows, kind=UNITS).outcomes}
    assert {repeated[number] for number, (effect, _) in told.items() if effect == "created"} <= {"untouched"}
    assert bring_in(world.admin, rows, f"again {next(TOKENS)}").batch_id is None
    if done.batch_id:
        undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_a_unit_written_with_other_accents_is_neither_taken_for_the_registers_nor_created(world):
    rows = [row(2, "Chi bộ thôn Đồng Bảo", DONG_HA, meeting_day=9), row(3, "Chi bộ thôn Mới", "Xã Đông Hả", CELL)]
    outcomes = import_run.preview(world.admin, FILE, rows, kind=UNITS).outcomes
    assert [(one.effect.value, one.code) for one in outcomes] == [
        ("refused", "import_unit_accents"),
        ("asked", "import_unit_unknown"),
    ]
    plain = [row(2, "Chi bo thon Dong Bao", "Xa Dong Ha"), row(3, "CHI BỘ THÔN ĐỒNG BÀO", DONG_HA)]
    assert [preview(world.admin, [one]) for one in plain] == [[("untouched", None)]] * 2


def test_units_of_one_list_that_differ_only_in_accents_are_two_and_found_again(world):
    rows = [
        row(2, "Chi bộ thôn Hưng", DONG_HA, CELL),
        row(3, "Chi bộ thôn Hùng", DONG_HA, CELL),
        row(4, "Xã Bình Đông", "Huyện An Bình", AREA),
        row(5, "Xã Bình Đồng", "Huyện An Bình", AREA),
        row(6, "Chi bộ thôn 1", "Xã Bình Đông", CELL),
        row(7, "Chi bộ thôn 1", "Xã Bình Đồng", CELL),
    ]
    before = tree()
    assert preview(world.admin, rows) == [("created", None)] * 6
    bring_in(world.admin, rows)
    assert {path.removeprefix("/Huyện An Bình") for path in tree().keys() - before.keys()} == {
        *(f"/{DONG_HA}/Chi bộ thôn Hưng", f"/{DONG_HA}/Chi bộ thôn Hùng", "/Xã Bình Đông", "/Xã Bình Đồng"),
        *("/Xã Bình Đông/Chi bộ thôn 1", "/Xã Bình Đồng/Chi bộ thôn 1"),
    }
    assert preview(world.admin, rows) == [("untouched", None)] * 6


def test_a_unit_written_once_without_accents_is_in_doubt_beside_one_with_them(world):
    for other in ("Chi bo thon Hung", "CHI BỘ THÔN HƯNG"):
        rows = [row(2, "Chi bộ thôn Hưng", DONG_HA, CELL), row(3, other, DONG_HA, CELL)]
        assert preview(world.admin, rows) == [("refused", "import_unit_twice")] * 2
