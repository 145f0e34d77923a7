"""Units managed by hand: founded, renamed, moved and ended from a day on; impossible changes are refused."""

from datetime import date

import pytest
from sqlmodel import select

from db.accounts import accounts
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Invalid, NotAllowed
from db.figures import unit_history
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, reading, writing
from db.meetings import meeting_list, meeting_record, meetings
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import draft_part
from db.models import Batch, Meeting, MeetingAudience, MeetingState, Tally, UnitKind, UnitVersion
from db.units import unit_actions, unit_list, units
from db.units.unit_actions import UnitInput
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
NEXT = date(2026, 12, 1)
CELL = UnitInput(UnitKind.CELL, "Chi bộ thôn Cầu Đá")


def name_on(world, key: str, day: date) -> str:
    return units.by_id(world.admin, day=day)[world.units[key]].name


def parent_on(world, key: str, day: date) -> int | None:
    return units.by_id(world.admin, day=day)[world.units[key]].parent_id


def last_batch() -> Batch:
    with reading(SYSTEM) as session:
        return session.exec(select(Batch).order_by(Batch.id.desc())).first()


def hold_meeting(world, key: str, day: date) -> None:
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Meeting,
            [
                {
                    "unit_id": world.units[key],
                    "type": "regular",
                    "audience": MeetingAudience.OWN,
                    "period": day.year * 100 + day.month,
                    "held_on": day,
                    "state": MeetingState.HELD,
                }
            ],
        )


def test_a_cell_is_founded_below_a_commune_once(world):
    code = unit_actions.create(world.admin, world.units["dong_ha"], CELL, token="once")
    with pytest.raises(AlreadyDone):
        unit_actions.create(world.admin, world.units["dong_ha"], CELL, token="once")
    line = unit_list.find(world.admin, code)
    assert (line.name, line.kind, line.parent_id, line.depth) == (CELL.name, UnitKind.CELL, world.units["dong_ha"], 2)
    assert units.by_id(world.admin)[line.id].level == "cell"


def test_a_unit_below_the_root_gets_the_level_of_its_kind(world):
    for kind, level in ((UnitKind.AREA, "commune"), (UnitKind.WORKPLACE, "workplace"), (UnitKind.AGENCY_CELL, "cell")):
        code = unit_actions.create(world.admin, world.units["an_binh"], UnitInput(kind, f"Đơn vị {kind}"))
        assert next(unit for unit in units.by_id(world.admin).values() if unit.code == code).level == level


def test_a_new_name_is_valid_from_its_day_and_without_a_day_replaces_the_old_one(world):
    unit_actions.rename(world.admin, world.units["dong_bao"], "Chi bộ thôn Đồng Bào 1", NEXT)
    assert name_on(world, "dong_bao", date(2026, 11, 30)) == "Chi bộ thôn Đồng Bào"
    assert name_on(world, "dong_bao", NEXT) == "Chi bộ thôn Đồng Bào 1"
    unit_actions.rename(world.admin, world.units["ben_da"], "Chi bộ thôn Bến Đá Mới", None)
    assert name_on(world, "ben_da", date(2000, 1, 1)) == "Chi bộ thôn Bến Đá Mới"


def test_a_cell_moves_from_a_day_on_and_the_move_can_be_undone(world):
    unit_actions.move(world.admin, world.units["dong_bao"], world.units["tay_son"], NEXT)
    assert parent_on(world, "dong_bao", date(2026, 11, 30)) == world.units["dong_ha"]
    assert parent_on(world, "dong_bao", NEXT) == world.units["tay_son"]
    undo.undo(world.admin, last_batch().id)
    assert parent_on(world, "dong_bao", NEXT) == world.units["dong_ha"]


def test_a_unit_cannot_be_put_below_itself_or_its_descendants(world):
    inner = unit_actions.create(world.admin, world.units["dong_ha"], UnitInput(UnitKind.AREA, "Đảng bộ bộ phận"))
    below = unit_list.find(world.admin, inner).id
    for place in (world.units["dong_ha"], below):
        with pytest.raises(Invalid, match="unit_under_itself"):
            unit_actions.move(world.admin, world.units["dong_ha"], place, NEXT)


@pytest.mark.parametrize("place", ["ben_da", "hospital"])
def test_nothing_can_be_put_below_a_cell_or_a_workplace(world, place):
    with pytest.raises(Invalid, match="unit_cannot_hold"):
        unit_actions.create(world.admin, world.units[place], CELL)
    with pytest.raises(Invalid, match="unit_cannot_hold"):
        unit_actions.move(world.admin, world.units["dong_bao"], world.units[place], NEXT)


def test_an_agency_cell_may_be_below_a_workplace_and_counts_for_the_area_above(world):
    code = unit_actions.create(world.admin, world.units["hospital"], UnitInput(UnitKind.AGENCY_CELL, "Chi bộ Khoa Nội"))
    cell = unit_list.find(world.admin, code)
    unit_actions.rename(world.admin, cell.id, "Chi bộ Khoa Ngoại", None)
    with reading(SYSTEM) as session:
        assert world.units["hospital"] in {
            span.area_id for span in unit_history.area_months(session, world.units["an_binh"])
        }
    with pytest.raises(Invalid, match="unit_cannot_hold"):
        unit_actions.correct(world.admin, cell.id, UnitKind.CELL, reports=True)


def test_no_two_siblings_have_the_same_name_on_a_day(world):
    for typed in ("Chi bộ thôn Bến Đá", "chi bo thon ben da"):
        with pytest.raises(Invalid, match="unit_there"):
            unit_actions.create(world.admin, world.units["dong_ha"], UnitInput(UnitKind.CELL, typed))
        with pytest.raises(Invalid, match="unit_there"):
            unit_actions.rename(world.admin, world.units["dong_bao"], typed, NEXT)
    unit_actions.create(world.admin, world.units["tay_son"], UnitInput(UnitKind.CELL, "Chi bộ thôn Bến Đá"))
    with pytest.raises(Invalid, match="unit_there"):
        unit_actions.move(world.admin, world.units["ben_da"], world.units["tay_son"], NEXT)
    with pytest.raises(Invalid, match="unit_name_missing"):
        unit_actions.create(world.admin, world.units["dong_ha"], UnitInput(UnitKind.CELL, "  "))


def test_a_name_is_free_again_after_its_unit_has_ended(world):
    code = unit_actions.create(world.admin, world.units["dong_ha"], CELL)
    unit_actions.end(world.admin, unit_list.find(world.admin, code).id, date(2026, 11, 20))
    assert unit_actions.create(
        world.admin, world.units["dong_ha"], UnitInput(UnitKind.CELL, CELL.name, date(2026, 11, 21))
    )


def test_a_unit_ends_only_after_its_units_and_members(world):
    for key, code in (("dong_ha", "unit_has_units"), ("dong_bao", "unit_has_members"), ("an_binh", "unit_root_stays")):
        with pytest.raises(Invalid, match=code):
            unit_actions.end(world.admin, world.units[key], date(2026, 11, 20))
    unit_actions.end(world.admin, world.units["hospital"], date(2026, 11, 20))
    assert world.units["hospital"] not in units.by_id(world.admin)


def test_a_unit_cannot_end_before_it_began_or_twice(world):
    since = date(2026, 11, 10)
    code = unit_actions.create(world.admin, world.units["dong_ha"], UnitInput(UnitKind.CELL, CELL.name, since))
    unit_id = unit_list.find(world.admin, code).id
    with pytest.raises(Invalid, match="day_before_start"):
        unit_actions.end(world.admin, unit_id, date(2026, 11, 9))
    unit_actions.end(world.admin, unit_id, NEXT)
    with pytest.raises(Invalid, match="ended_already"):
        unit_actions.end(world.admin, unit_id, NEXT)


def test_a_unit_cannot_move_before_a_meeting_it_held(world):
    hold_meeting(world, "dong_bao", date(2026, 11, 3))
    with pytest.raises(Invalid, match="unit_met_since"):
        unit_actions.move(world.admin, world.units["dong_bao"], world.units["tay_son"], date(2026, 11, 3))
    unit_actions.move(world.admin, world.units["dong_bao"], world.units["tay_son"], date(2026, 11, 4))


def test_drafts_move_with_their_cell_and_count_where_the_cell_was_that_day(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202611)
    field = DraftField(draft_part(world.members["binh"]), "outcome")
    drafts.save_values(world.commune, meetings.load(world.commune, call).place, {field: "absent"}, {})
    unit_actions.move(world.admin, world.units["dong_bao"], world.units["tay_son"], date(2026, 11, 10))
    former, present, secretary = (
        accounts.viewer_for(viewer.account_id, viewer.grant_id)
        for viewer in (world.commune, world.other_commune, world.secretary)
    )
    assert [draft.unit_id for draft in meeting_list.list_unfinished(present)] == [world.units["dong_bao"]]
    assert meeting_list.list_unfinished(former) == []
    assert meetings.load(secretary, call).typed.values == {field: "absent"}
    meeting_record.save(secretary, call)
    assert [(row.held_on, row.area_id) for row in rows(Meeting)] == [(date(2026, 11, 3), world.units["dong_ha"])]
    assert {row.area_id for row in rows(Tally)} == {world.units["dong_ha"]}


def test_a_practice_cell_is_left_out_of_all_figures(world):
    unit_actions.correct(world.admin, world.units["dong_bao"], UnitKind.AGENCY_CELL, reports=False)
    with reading(world.admin) as session:
        assert unit_history.practice_units(session) == {world.units["dong_bao"]}
    line = next(line for line in unit_list.load(world.admin) if line.id == world.units["dong_bao"])
    assert (line.kind, line.reports) == (UnitKind.AGENCY_CELL, False)
    with pytest.raises(Invalid, match="unit_kind_fixed"):
        unit_actions.correct(world.admin, world.units["dong_bao"], UnitKind.AREA, reports=True)


def test_a_commune_founds_and_renames_units_below_it(world):
    code = unit_actions.create(world.commune, world.units["dong_ha"], CELL)
    unit_actions.create(world.commune, world.units["dong_ha"], UnitInput(UnitKind.WORKPLACE, "Trạm Y tế xã Đông Hà"))
    commune = accounts.viewer_for(world.commune.account_id, world.commune.grant_id)
    cell = unit_list.find(commune, code)
    assert (cell.parent_id, cell.level) == (world.units["dong_ha"], "cell")
    unit_actions.rename(commune, cell.id, "Chi bộ thôn Cầu Đá Mới", NEXT)
    assert units.by_id(world.admin, day=NEXT)[cell.id].name == "Chi bộ thôn Cầu Đá Mới"
    undo.undo(commune, last_batch().id)
    assert units.by_id(world.admin, day=NEXT)[cell.id].name == CELL.name


def test_a_commune_changes_neither_the_tree_itself_nor_units_of_others(world):
    own, other = world.units["dong_ha"], world.units["tay_son"]
    for action in (
        lambda: unit_actions.create(world.commune, own, UnitInput(UnitKind.AREA, "Đảng bộ bộ phận")),
        lambda: unit_actions.create(world.commune, other, CELL),
        lambda: unit_actions.rename(world.commune, own, "Xã Đông Hà Mới", NEXT),
        lambda: unit_actions.rename(world.commune, world.units["nui_doi"], "Chi bộ khác", NEXT),
        lambda: unit_actions.move(world.commune, world.units["ben_da"], own, NEXT),
        lambda: unit_actions.end(world.commune, world.units["ben_da"], NEXT),
        lambda: unit_actions.correct(world.commune, world.units["ben_da"], UnitKind.CELL, reports=False),
    ):
        with pytest.raises(NotAllowed):
            action()


def test_an_area_must_have_an_existing_level(world):
    with pytest.raises(Invalid, match="choice_unknown"):
        unit_actions.create(world.admin, world.units["an_binh"], UnitInput(UnitKind.AREA, "Khối 1", level="khối"))
    with pytest.raises(Invalid, match="choice_unknown"):
        unit_actions.set_level(world.admin, world.units["dong_ha"], "cell")
    with pytest.raises(Invalid, match="unit_kind_fixed"):
        unit_actions.set_level(world.admin, world.units["dong_bao"], "commune")
    unit_actions.set_level(world.admin, world.units["an_binh"], "commune")
    assert units.by_id(world.admin)[world.units["an_binh"]].level == "commune"
    undo.undo(world.admin, last_batch().id)
    assert units.by_id(world.admin)[world.units["an_binh"]].level == "district"


@pytest.mark.parametrize("key", ["secretary", "assistant", "workplace", "district"])
def test_nobody_else_changes_units(world, key):
    viewer, own = world.viewers[key], world.viewers[key].unit_id
    for action in (
        lambda: unit_actions.create(viewer, own, CELL),
        lambda: unit_actions.rename(viewer, own, "Tên khác", NEXT),
        lambda: unit_actions.move(viewer, own, world.units["an_binh"], NEXT),
        lambda: unit_actions.end(viewer, own, NEXT),
        lambda: unit_actions.correct(viewer, own, UnitKind.CELL, reports=False),
    ):
        with pytest.raises(NotAllowed):
            action()


def test_the_list_follows_the_tree_within_reach(world):
    lines = unit_list.load(world.commune)
    assert [(line.depth, line.id) for line in lines] == [
        (0, world.units["dong_ha"]),
        (1, world.units["ben_da"]),
        (1, world.units["dong_bao"]),
    ]
    assert [line.members for line in lines] == [0, 2, 4]
    assert [line.meeting_day for line in lines] == [None, 3, 3]


def test_without_a_unit_within_reach_the_viewers_own_is_meant(world):
    own, below = units.own(world.commune), units.own(world.secretary)
    assert units.requested(world.commune, below.code) == below
    for code in (None, "", "unknown", units.one(world.admin, world.units["tay_son"]).code):
        assert units.requested(world.commune, code) == own


def test_a_unit_that_ends_later_says_until_when(world):
    code = unit_actions.create(world.admin, world.units["dong_ha"], CELL)
    unit_actions.end(world.admin, unit_list.find(world.admin, code).id, NEXT)
    assert unit_list.find(world.admin, code).until == NEXT
    with reading(SYSTEM) as session:
        assert session.exec(select(UnitVersion.valid_to).where(UnitVersion.valid_to.is_not(None))).all() == [NEXT]
