"""The directory: office holders who are not members are entered, ended, offered as guests, and erased for good."""

from datetime import date

import pytest

from db.errors import Invalid, NotAllowed
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, Change, Guest, Meeting, MeetingAudience, MeetingState, Office
from db.people import directory
from db.people.directory import OutsiderInput
from tests.db.told import refused_with
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
HEAD = OutsiderInput("Trần Văn Thôn", "unit_head", "0912 345 678", date(2026, 1, 1))


def enter(world, viewer=None, typed: OutsiderInput = HEAD, unit: str = "dong_bao") -> int:
    directory.enter_outsider(viewer or world.secretary, world.units[unit], typed)
    return rows(Office)[-1].id


def test_a_village_head_is_entered_and_ended(world):
    entry_id = enter(world)
    (entry,) = directory.list_entries(world.commune, world.units["dong_bao"])
    assert (entry.name, entry.post, entry.phone, entry.member) == ("Trần Văn Thôn", "unit_head", "0912 345 678", None)
    directory.end_post(world.secretary, entry_id, date(2026, 11, 20))
    assert directory.list_entries(world.secretary, world.units["dong_bao"]) == []
    with refused_with("ended_already"):
        directory.end_post(world.secretary, entry_id, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (OutsiderInput("A", "unit_head"), "name_short"),
        (OutsiderInput("Trần Văn Thôn", None), "post_missing"),
        (OutsiderInput("Trần Văn Thôn", "secretary"), "post_of_members"),
        (OutsiderInput("Trần Văn Thôn", "king"), "choice_unknown"),
        (OutsiderInput("Lê Thị Hai", "unit_head", "không"), "phone_unfit"),
        (OutsiderInput("Trần Văn Thôn", "unit_head", None, date(2026, 2, 1), date(2026, 1, 1)), "span_backwards"),
        (OutsiderInput("tran van thon", "unit_head"), "outsider_there_already"),
    ],
)
def test_invalid_entries_are_refused(world, typed, code):
    enter(world)
    with refused_with(code):
        enter(world, typed=typed)
    assert len(rows(Office)) == 1


@pytest.mark.parametrize("role", ["assistant", "district", "workplace", "neighbour", "other_commune"])
def test_nobody_else_enters_ends_or_erases_anybody(world, role):
    viewer, entry_id = getattr(world, role), enter(world)
    for attempt in (
        lambda: enter(world, viewer, OutsiderInput("Lê Thị Hai", "front_head")),
        lambda: directory.end_post(viewer, entry_id, date(2026, 11, 20)),
        lambda: directory.erase_outsider(viewer, entry_id),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert rows(Office)[0].person == "Trần Văn Thôn"


def test_a_commune_keeps_its_own_directory_which_a_cell_cannot_write(world):
    enter(world, world.commune, OutsiderInput("Lê Thị Hai", "front_head"), "dong_ha")
    assert [entry.name for entry in directory.list_entries(world.commune, world.units["dong_ha"])] == ["Lê Thị Hai"]
    with pytest.raises(NotAllowed):
        enter(world, world.secretary, HEAD, "dong_ha")


def test_an_erased_person_is_in_no_history_and_cannot_be_brought_back(world):
    entry_id = enter(world)
    entered = rows(Batch, deed="enter_outsider")[0]
    directory.end_post(world.secretary, entry_id, date(2026, 11, 20))
    directory.erase_outsider(world.secretary, entry_id)
    assert rows(Office) == []
    assert rows(Change, table_name="office") == []
    assert "Thôn" not in "".join(str(row.before) for row in rows(Change))
    assert rows(Batch, deed="enter_outsider")[0].erased
    with refused_with("undo_erased"):
        undo.undo(world.secretary, entered.id)


def test_guests_are_offered_from_the_directory_and_from_earlier_meetings(world):
    enter(world)
    unit = world.units["dong_bao"]
    with writing(SYSTEM, "test") as session:
        meeting = Meeting(
            unit_id=unit, type="regular", audience=MeetingAudience.OWN, period=202610, state=MeetingState.HELD
        )
        session.add(meeting)
        session.flush()
        for name, above in (("Đỗ Văn Xã", True), ("do van xa", True), ("Ai Đó", False), ("trần văn thôn", True)):
            session.add(Guest(meeting_id=meeting.id, unit_id=unit, name=name, position="Đảng ủy", from_above=above))
    found = directory.likely_guests(world.secretary, unit)
    assert [(guest.name, guest.post, guest.position) for guest in found] == [
        ("Trần Văn Thôn", "unit_head", None),
        ("do van xa", None, "Đảng ủy"),
    ]


def test_a_correction_obeys_the_rules_of_an_entry(world):
    unit = world.units["dong_bao"]
    for name in ("Trần Văn Thôm", "Lê Thị Hội"):
        directory.enter_outsider(world.secretary, unit, OutsiderInput(name, "unit_head"))
    first, second = sorted(directory.list_entries(world.secretary, unit), key=lambda entry: entry.id)
    directory.correct(world.secretary, first.id, OutsiderInput("Trần Văn Thôn", "unit_head", "0912345678"))
    assert [(row.person, row.phone) for row in rows(Office, id=first.id)] == [("Trần Văn Thôn", "0912345678")]
    with pytest.raises(Invalid, match="outsider_there_already"):
        directory.correct(world.secretary, second.id, OutsiderInput("Trần Văn Thôn", "unit_head"))
    with pytest.raises(Invalid, match="post_of_members"):
        directory.correct(world.secretary, second.id, OutsiderInput("Lê Thị Hội", "secretary"))
    with pytest.raises(NotAllowed):
        directory.correct(world.assistant, second.id, OutsiderInput("Lê Thị Hội", "unit_head"))
