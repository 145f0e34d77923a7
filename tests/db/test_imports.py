"""Imported lists: the import does what its preview promises, the same list again changes nothing, and undoing it leaves
no trace.
"""

import threading
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as tried, strategies as some
from sqlmodel import select

from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import NotAllowed
from db.history import undo
from db.imports import import_answers, import_run, read_options
from db.imports.member_list_outcomes import RowEffect
from db.imports.person_rows import HashedNumber, PersonRow, row_from_dict, to_dict
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Batch,
    Introduction,
    Member,
    Membership,
    MembershipKind,
    Standing,
)
from tests.db.dumps import dump
from tests.db.member_lists import (
    BEN_DA,
    DONG_BAO,
    FILE,
    NEW,
    NUI_DOI,
    answer,
    bring_in,
    effects,
    hashed,
    member_named,
    number,
    read,
    row,
)


def test_a_preview_writes_nothing(world):
    before = dump(set())
    assert effects(world.admin, NEW) == [("created", None)] * 3
    assert dump(set()) == before


def test_new_people_get_memberships_statuses_introductions_and_the_next_numbers_in_vietnamese_order(world):
    done = bring_in(world.admin, [*NEW, row(5, "Bùi Văn Ẩn", born="1975", official="2001-04")])
    assert done.counts["created"] == 4
    first, second, third = member_named("Trần Văn Ánh"), member_named("Lê Thị Ân"), member_named("Bùi Văn Ẩn")
    numbers = dict(
        read(
            select(Membership.member_id, Membership.roster_number).where(Membership.unit_id == world.units["dong_bao"])
        )
    )
    assert [numbers[one.id] for one in (first, second, third)] == [4, 5, 6]
    assert first.citizen_hash == hashed("099070123456")
    assert (first.citizen_last4, first.citizen_number) == ("3456", None)
    (contact,) = read(select(Membership).where(Membership.member_id == member_named("Đỗ Văn Bảo").id))
    assert (contact.kind, contact.unit_id) == (MembershipKind.CONTACT, world.units["ben_da"])
    (introduced,) = read(select(Introduction).where(Introduction.membership_id == contact.id))
    assert (introduced.state, introduced.workplace_id, introduced.commune_id) == (
        "unknown",
        world.units["hospital"],
        world.units["dong_ha"],
    )
    assert len(read(select(Standing).where(Standing.member_id == third.id))) == 1


def test_a_person_becomes_an_own_member_in_one_cell_and_a_contact_member_where_he_lives(world):
    bring_in(world.admin, [row(2, "Trần Văn Ánh", born="1970", home=BEN_DA)])
    kinds = read(
        select(Membership.unit_id, Membership.kind).where(Membership.member_id == member_named("Trần Văn Ánh").id)
    )
    assert set(kinds) == {
        (world.units["dong_bao"], MembershipKind.OWN),
        (world.units["ben_da"], MembershipKind.CONTACT),
    }


def test_importing_the_same_list_again_changes_nothing_and_leaves_no_batch(world):
    bring_in(world.admin, NEW, "first")
    before = dump(set())
    done = bring_in(world.admin, NEW, "second")
    assert (done.batch_id, done.counts["untouched"]) == (None, 3)
    assert dump(set()) == before


def test_an_undone_import_leaves_no_trace(world):
    before = dump()
    done = bring_in(world.admin, NEW)
    assert dump() != before
    undo.undo(world.admin, done.batch_id)
    assert dump() == before


def test_an_answer_for_one_person_overrides_the_answer_for_the_whole_list(world):
    rows = [
        row(2, "Nguyễn Văn An", born="1957-03-02", cell=BEN_DA, phone="0900 1"),
        row(3, "Trần Thị Bình", born="1964", cell=BEN_DA),
    ]
    rows.append(row(4, "Nguyễn Văn Hùng", born="1953", cell=BEN_DA, phone="0900 2"))
    with writing(SYSTEM, "test") as session:
        bulk.update(session, Member, [{"id": world.members[key], "phone": "0912 9"} for key in ("an", "hung")])
    answer(
        world.admin,
        moved=import_answers.MOVE,
        differing=import_answers.KEEP,
        missing=import_answers.LEFT,
        day="2026-10-05",
    )
    with reading(SYSTEM) as session:
        stays = session.get(Member, world.members["hung_lan"]).code
    answer(world.admin, import_answers.row_part(3), moved=import_answers.KEEP)
    answer(world.admin, import_answers.row_part(2), differing=import_answers.THEIRS)
    plan = import_run.preview(world.admin, FILE, rows)
    assert [len(one.ends) for one in plan.outcomes] == [1, 0, 0]
    assert [one.sets for one in plan.outcomes] == [{"phone": "0900 1"}, {}, {}]
    assert {one.member_id: one.ends for one in plan.missing} == {world.members["hung_lan"]: True}
    answer(world.admin, import_answers.member_part(stays), missing=import_answers.KEEP)
    assert [one.ends for one in import_run.preview(world.admin, FILE, rows).missing] == [False]


@pytest.mark.parametrize("who", ["secretary", "assistant", "workplace", "district"])
def test_nobody_else_imports_anything(world, who):
    rows = [row(2, "Trần Văn Ánh", born="1970", cell=DONG_BAO)]
    before = dump(set())
    with pytest.raises(NotAllowed):
        bring_in(world.viewers[who], rows)
    assert dump(set()) == before


def test_two_simultaneous_imports_duplicate_nobody(world):
    rows = [row(at, f"Nguyễn Văn {chr(64 + at)}ng", born="1970", citizen=number(f"0990{at:08}")) for at in range(2, 22)]
    each = [threading.Thread(target=bring_in, args=(world.admin, rows, token)) for token in ("one", "two")]
    for thread in each:
        thread.start()
    for thread in each:
        thread.join()
    assert (
        len(
            read(
                select(Member.id).where(
                    Member.name.startswith("Nguyễn Văn "), Member.name.endswith("ng"), Member.citizen_hash.is_not(None)
                )
            )
        )
        == 20
    )
    assert len(read(select(Batch.id).where(Batch.deed == "import"))) == 1


def test_a_row_survives_the_round_trip_through_json():
    one = PersonRow(
        7,
        "Trần Văn Ánh",
        card=HashedNumber("h", "1234"),
        fault="digits_unfit",
        values={"lengths": [8, 12]},
        said={"name": "x"},
    )
    assert row_from_dict(to_dict(one)) == one


PEOPLE = some.builds(
    lambda name, born, cell, home, digits: {
        "name": name,
        "born": born,
        "cell": cell,
        "home": home,
        "citizen": digits and number(digits),
    },
    some.sampled_from(["Nguyễn Văn Hùng", "Trần Thị Thủy", "Trần Thị Thuỷ", "Nguyễn Văn An", "Lê Ơn", "=1+1 Ân"]),
    some.sampled_from([None, "1953", "1953-04", "1953-04-02", "1971", "1957-03-02"]),
    some.sampled_from([DONG_BAO, BEN_DA, NUI_DOI, "CB lạ", "Bệnh viện huyện An Bình"]),
    some.sampled_from([None, DONG_BAO, BEN_DA]),
    some.sampled_from([None, None, "099000000001", "099000000002", "099000000003"]),
)


MOVED = some.sampled_from([None, import_answers.MOVE, import_answers.KEEP])


def test_any_list_imported_twice_changes_nothing_more_and_its_undo_restores_everything(world):
    turn = iter(range(10_000))

    @tried(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(
        some.lists(PEOPLE, min_size=1, max_size=12),
        some.sampled_from([None, import_answers.MOVE, import_answers.KEEP]),
        some.sampled_from([import_answers.THEIRS, import_answers.KEEP]),
    )
    def check(people, moved, differing):
        rows = [PersonRow(at, **person) for at, person in enumerate(people, 2)]
        before = dump()
        answer(world.admin, moved=moved, differing=differing)
        promised = import_run.preview(world.admin, FILE, rows)
        done = bring_in(world.admin, rows, f"t{next(turn)}")
        assert Counter(done.counts) == Counter({effect.value: promised.counts[effect] for effect in RowEffect})
        again = bring_in(world.admin, rows, f"t{next(turn)}")
        assert again.batch_id is None, (people, again)
        if done.batch_id:
            undo.undo(world.admin, done.batch_id)
        assert dump() == before

    check()


@pytest.mark.parametrize("day", ["", "soon", "31/12/2025", "2026-02-30", "0001-01-01", "1900-01-01", "∞"])
def test_an_invalid_date_is_ignored_whether_it_was_sent_or_stored_by_another_version(world, day):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, day="2026-10-05")
    answer(world.admin, day=day)
    assert import_run.preview(world.admin, FILE, rows).answers.day in (date(2026, 10, 5), clock.today())
    drafts.save_values(
        world.admin,
        import_answers.draft_key(world.admin, FILE),
        {DraftField("file", "day"): day},
        {DraftField("file", "day"): "2026-10-05"},
    )
    drafts.resolve_conflict(world.admin, import_answers.draft_key(world.admin, FILE), DraftField("file", "day"), day)
    assert import_answers.EARLIEST <= import_run.preview(world.admin, FILE, rows).answers.day <= clock.today()


@pytest.mark.parametrize(
    "part",
    [
        "row:",
        "row:x",
        "row:²",
        "row:1:2",
        "sheet:",
        "sheet:a",
        "sheet:²",
        "column:",
        "column:1",
        "column:a:b",
        "column:1:2:3",
        "unit:",
    ],
)
@pytest.mark.parametrize("name", ["same", "heading", "taken", "means"])
def test_an_invalid_place_is_ignored(world, part, name):
    rows = [row(2, "Nguyễn Văn An", born="1957-03-02")]
    answer(world.admin, part, **{name: "²"})
    assert import_run.preview(world.admin, FILE, rows).outcomes[0].effect == RowEffect.UNTOUCHED
    assert read_options.load_options(world.admin, FILE).is_default
