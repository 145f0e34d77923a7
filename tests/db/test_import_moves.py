"""People who move, leave or are missing according to an imported list."""

from datetime import date

from sqlmodel import select

from db.calendar import clock
from db.history import undo
from db.imports import import_answers, import_run
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    CellGroup,
    Exemption,
    GroupMember,
    Meeting,
    MeetingAudience,
    Membership,
    Office,
    Question,
)
from tests.db.dumps import dump
from tests.db.member_lists import BEN_DA, FILE, answer, bring_in, effects, member_named, read, row


def test_a_move_is_asked_about_and_ends_one_membership_the_day_before_the_next(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA)]
    assert effects(world.admin, rows) == [("asked", "import_moved")]
    answer(world.admin, moved=import_answers.MOVE, day="2026-10-05")
    bring_in(world.admin, rows)
    stays = read(
        select(Membership.unit_id, Membership.valid_from, Membership.valid_to).where(
            Membership.member_id == world.members["an"]
        )
    )
    assert (world.units["dong_bao"], date(2020, 1, 1), date(2026, 10, 4)) in stays
    assert (world.units["ben_da"], date(2026, 10, 5), None) in stays


def test_a_list_adds_temporary_members_but_asks_before_an_own_member_becomes_one(world):
    rows = [
        row(2, "Trần Văn Ánh", born="1970", kind="temporary"),
        row(3, "Đỗ Văn Bảo", born="1985", kind="temporary", home=BEN_DA),
        row(4, "Nguyễn Văn An", born="1957-03-02", kind="temporary"),
    ]
    assert effects(world.admin, rows) == [("created", None), ("created", None), ("asked", "import_moved")]
    bring_in(world.admin, rows)
    stays = read(
        select(Membership.kind, Membership.unit_id).where(Membership.member_id == member_named("Trần Văn Ánh").id)
    )
    assert stays == [("temporary", world.units["dong_bao"])]
    both = read(
        select(Membership.kind, Membership.unit_id).where(Membership.member_id == member_named("Đỗ Văn Bảo").id)
    )
    assert set(both) == {("temporary", world.units["dong_bao"]), ("contact", world.units["ben_da"])}


def test_later_saved_meetings_are_asked_about_and_stay(world):
    meeting = {
        "unit_id": world.units["dong_bao"],
        "type": "regular",
        "period": 202610,
        "held_on": date(2026, 10, 10),
        "state": "held",
        "named": True,
    }
    with writing(SYSTEM, "test") as session:
        bulk.insert(
            session,
            Meeting,
            [meeting | {"audience": MeetingAudience.OWN, "saved_at": clock.now(), "first_saved_at": clock.now()}],
        )
    answer(world.admin, day="2026-10-05")
    bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970")])
    assert [question.member_id for question in read(select(Question))] == [member_named("Trần Văn Ánh").id]


def test_people_missing_from_the_list_stay_unless_answered_to_have_left(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    assert [one.ends for one in import_run.preview(world.admin, FILE, rows).missing] == [False, False]
    assert bring_in(world.admin, rows).batch_id is None
    answer(world.admin, missing=import_answers.LEFT)
    assert bring_in(world.admin, rows, "second").ended == 2
    ended = read(select(Membership.member_id).where(Membership.valid_to.is_not(None)))
    assert set(ended) == {world.members["binh"], world.members["cuong"]}


def test_offices_and_roles_end_and_come_back_with_their_membership(world):
    """Offices, exemptions, roles in groups; if one of them has yet to begin, nothing ends."""
    cell, cuong = world.units["dong_bao"], world.members["cuong"]
    with writing(SYSTEM, "test") as session:
        group = bulk.insert(session, CellGroup, [{"unit_id": cell, "kind": "party", "name": "Tổ 1"}])[0]
        bulk.insert(session, GroupMember, [{"unit_id": cell, "member_id": cuong, "group_id": group}])
        bulk.insert(
            session, Exemption, [{"unit_id": cell, "member_id": cuong, "kind": "own", "valid_from": date(2026, 1, 1)}]
        )
        posts = [
            {"member_id": cuong, "valid_from": date(2026, 1, 1)},
            {"member_id": world.members["binh"], "valid_from": date(2026, 11, 1)},
        ]
        bulk.insert(session, Office, [{"unit_id": cell, "post": "deputy", **post} for post in posts])
    before = dump()
    answer(world.admin, missing=import_answers.LEFT, day="2026-10-05")
    done = bring_in(world.admin, [row(2, "Nguyễn Văn An", born="1957-03-02")])
    assert read(select(Membership.member_id, Membership.valid_to).where(Membership.valid_to.is_not(None))) == [
        (cuong, date(2026, 10, 5))
    ]
    ends = [read(select(table.valid_to).where(table.member_id == cuong)) for table in (GroupMember, Exemption, Office)]
    assert ends == [[date(2026, 10, 5)]] * 3
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_a_person_the_list_marks_as_gone_is_not_created_and_asked_about_like_the_missing(world):
    rows = [
        row(2, "Mai Văn Mới", gone="Đã chuyển sinh hoạt"),
        row(3, "Nguyễn Văn An", born="1957-03-02", gone="Đã chuyển sinh hoạt"),
    ]
    plan = import_run.preview(world.admin, FILE, rows)
    assert [outcome.code for outcome in plan.outcomes] == ["import_gone"] * 2
    assert {one.said for one in plan.missing if one.member_id == world.members["an"]} == {"Đã chuyển sinh hoạt"}


def test_a_move_still_names_the_membership_it_concerns_after_any_answer(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA)]
    for moved in (None, import_answers.KEEP, import_answers.MOVE):
        answer(world.admin, moved=moved)
        (outcome,) = import_run.preview(world.admin, FILE, rows).outcomes
        assert [stay.unit_id for stay in outcome.against] == [world.units["dong_bao"]]


def test_a_person_named_beside_the_imported_rows_is_neither_missing_nor_leaving(world):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, missing=import_answers.LEFT)
    plan = import_run.preview(world.admin, FILE, rows)
    names = [plan.known.people[one.member_id]["name"] for one in plan.missing]
    assert len(names) == 2
    plan = import_run.preview(world.admin, FILE, rows, beside=[names[0].upper()])
    assert [plan.known.people[one.member_id]["name"] for one in plan.missing] == names[1:]
    assert [(plan.known.people[one.member_id]["name"], one.ends) for one in plan.beside] == [(names[0], False)]
    assert import_run.execute(world.admin, FILE, rows, "t", beside=names).ended == 0
    assert import_run.execute(world.admin, FILE, rows, "u", beside=names[:1]).ended == 1


def test_the_cells_in_which_somebody_is_are_named_in_the_question_whether_they_moved(world):
    (outcome,) = import_run.preview(
        world.admin, FILE, [row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA)]
    ).outcomes
    assert (outcome.code, outcome.values) == ("import_moved", {"units": ["Chi bộ thôn Đồng Bào"]})
