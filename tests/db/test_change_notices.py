"""Change notices: who sends and reads them, what applying one does, and what cannot be notified."""

from datetime import date, timedelta

import pytest

from db.contacts import notices_from_workplaces, reconciliation, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.errors import Conflict, Invalid, NotAllowed, Refused
from db.history import undo
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Attendance,
    Batch,
    Change,
    ChangeNotice,
    ErasedAttendance,
    Erasure,
    Exemption,
    ExemptionClass,
    Expectation,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Tally,
)
from tests.db.placed_members import CAME, meet
from tests.db.sent_notices import CHANGED, TODAY, send
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def stay(world, person: str = "dung") -> Membership:
    return rows(Membership, member_id=world.members[person])[0]


def introduction(world, person: str = "dung") -> Introduction:
    return rows(Introduction, member_id=world.members[person])[0]


def test_a_notice_waits_for_the_commune_and_is_read_only_by_the_cell_and_the_workplace(world):
    send(world, "not_subject", reason="Đang xem xét")
    for who in ("commune", "workplace", "secretary"):
        (line,) = notices_from_workplaces.list_waiting(world.viewers[who])
        assert (line.name, line.kind, line.reason) == ("Phạm Thị Dung", "not_subject", "Đang xem xét")
    for who in ("other_commune", "neighbour"):
        assert notices_from_workplaces.list_waiting(world.viewers[who]) == []
    for who in ("assistant", "district", "admin"):
        with pytest.raises(NotAllowed):
            notices_from_workplaces.list_waiting(world.viewers[who])


def test_a_cell_he_left_earlier_reads_no_notice_about_him(world):
    with writing(SYSTEM, "leave") as session:
        session.get_one(Membership, stay(world).id).valid_to = TODAY
    send(world, "position", value="Trưởng khoa", reason="Đang xem xét")
    assert [line.reason for line in notices_from_workplaces.list_waiting(world.secretary)] == ["Đang xem xét"]
    with writing(SYSTEM, "leave") as session:
        session.get_one(Membership, stay(world).id).valid_to = TODAY - timedelta(days=1)
    assert notices_from_workplaces.list_waiting(world.secretary) == []


def test_a_new_position_is_written_to_the_member(world):
    notices_from_workplaces.apply_notice(world.commune, send(world, "position", value="Phó giám đốc"))
    assert rows(Member, id=world.members["dung"])[0].position == "Phó giám đốc"
    assert (rows(ChangeNotice)[0].outcome, rows(ChangeNotice)[0].handled_on) == ("applied", TODAY)
    assert stay(world).valid_to is None


@pytest.mark.parametrize(
    ("kind", "departure"), [("transfer", "transferred"), ("moved", "moved"), ("not_subject", "not_subject")]
)
def test_a_departing_member_stays_on_the_list_until_that_day(world, kind, departure):
    with writing(SYSTEM, "introduce") as session:
        session.get(Introduction, introduction(world).id).sent_on = date(2026, 2, 2)
    notices_from_workplaces.apply_notice(world.commune, send(world, kind, reason="Đã bị khai trừ"))
    assert (stay(world).valid_to, stay(world).departure) == (CHANGED, departure)
    assert (introduction(world).state, introduction(world).ended_on) == (IntroductionState.ENDED, CHANGED)
    placed = [
        reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, day)).placed
        for day in (CHANGED, CHANGED + timedelta(days=1))
    ]
    assert placed[0] == 1
    assert reconciliation.by_commune_or_workplace(world.commune, CHANGED + timedelta(days=1)) == []


def test_the_reason_for_a_departure_is_in_no_list(world):
    notices_from_workplaces.apply_notice(world.commune, send(world, "not_subject", reason="Đã bị khai trừ"))
    for table in (Membership, Introduction, Member):
        assert "khai trừ" not in str([row.model_dump() for row in rows(table)])


def test_a_new_exemption_from_meetings_is_valid_from_its_day(world):
    notices_from_workplaces.apply_notice(world.commune, send(world, "exempt_meetings"))
    (exemption,) = rows(Exemption, member_id=world.members["dung"])
    assert (exemption.kind, exemption.valid_from) == (ExemptionClass.CONTACT, CHANGED)
    assert introduction(world).exempt
    counts = [
        reconciliation.total(reconciliation.by_commune_or_workplace(world.commune, day)).exempt
        for day in (date(2026, 11, 1), TODAY)
    ]
    assert counts == [0, 1]


def test_only_a_number_is_kept_of_a_person_exempt_from_introduction(world):
    stated_introduction_counts.record(world.commune, [StatedCount(world.units["dong_ha"], date(2026, 1, 1), 12, 3)])
    meet(world, date(2026, 6, 3), {world.members["dung"]: CAME})
    notices_from_workplaces.apply_notice(world.commune, send(world, "exempt_introduction", value="Đơn vị bí mật"))
    assert not rows(Member, id=world.members["dung"])
    for table in (Introduction, Membership, Attendance, ChangeNotice, Change):
        assert not rows(table, member_id=world.members["dung"])
    assert len(rows(Tally)) == 1
    assert len(rows(ErasedAttendance)) == 1
    assert "Đơn vị bí mật" not in str([row.before for row in rows(Change)])
    (latest, first) = stated_introduction_counts.list_of_unit(world.commune, world.units["dong_ha"])
    assert (latest.subject, latest.not_introduced, latest.counted_on) == (11, 4, CHANGED)
    assert (first.subject, first.not_introduced) == (12, 3)
    assert [row.ground for row in rows(Erasure)] == ["Thuộc diện miễn giới thiệu"]
    (batch,) = rows(Batch, deed="apply_notice")
    with pytest.raises(Refused):
        undo.undo(world.commune, batch.id)


@pytest.mark.parametrize("kind", [MembershipKind.OWN, MembershipKind.CONTACT])
def test_a_person_listed_by_a_cell_of_another_commune_stays_when_exempt_from_introduction(world, kind):
    with writing(SYSTEM, "place") as session:
        session.add(Membership(member_id=world.members["dung"], unit_id=world.units["nui_doi"], kind=kind))
    notices_from_workplaces.apply_notice(world.commune, send(world, "exempt_introduction"))
    assert rows(Member, id=world.members["dung"])
    assert [row.valid_to for row in rows(Membership, member_id=world.members["dung"])] == [CHANGED, None]
    (count,) = stated_introduction_counts.list_of_unit(world.commune, world.units["dong_ha"])
    assert (count.subject, count.not_introduced) == (0, 1)


def test_a_person_with_a_letter_to_another_commune_stays_when_exempt_from_introduction(world):
    with writing(SYSTEM, "introduce") as session:
        session.add(
            Introduction(member_id=world.members["dung"], commune_id=world.units["tay_son"], state="introduced")
        )
    notices_from_workplaces.apply_notice(world.commune, send(world, "exempt_introduction"))
    assert rows(Member, id=world.members["dung"])
    assert stay(world).valid_to == CHANGED


def test_a_notice_merely_noted_or_returned_changes_nothing_else(world):
    notices_from_workplaces.note_without_effect(world.commune, send(world, "transfer"))
    code = send(world, "moved")
    with pytest.raises(Invalid) as refused:
        notices_from_workplaces.return_to_workplace(world.commune, code, " ")
    assert refused.value.code == "notice_answer_missing"
    notices_from_workplaces.return_to_workplace(world.commune, code, "Vẫn ở thôn")
    assert stay(world).valid_to is None
    told = notices_from_workplaces.list_handled(world.workplace)
    assert [(line.outcome, line.answer) for line in told] == [("returned", "Vẫn ở thôn"), ("noted", None)]


def test_a_notice_is_handled_once_and_only_by_its_commune(world):
    code = send(world, "position", value="Trưởng khoa")
    for who in ("workplace", "secretary", "other_commune", "district", "admin"):
        with pytest.raises(NotAllowed):
            notices_from_workplaces.apply_notice(world.viewers[who], code)
        with pytest.raises(NotAllowed):
            notices_from_workplaces.note_without_effect(world.viewers[who], code)
        with pytest.raises(NotAllowed):
            notices_from_workplaces.return_to_workplace(world.viewers[who], code, "Không đúng")
    notices_from_workplaces.apply_notice(world.commune, code)
    with pytest.raises(Conflict):
        notices_from_workplaces.note_without_effect(world.commune, code)


def test_a_kind_of_notice_added_by_the_district_is_only_noted(world):
    code = send(world, "position", value="Trưởng khoa")
    with writing(SYSTEM, "change") as session:
        session.get(ChangeNotice, rows(ChangeNotice)[0].id).kind = "other_change"
    with pytest.raises(Invalid) as refused:
        notices_from_workplaces.apply_notice(world.commune, code)
    assert refused.value.code == "notice_only_noted"
    notices_from_workplaces.note_without_effect(world.commune, code)


def test_the_commune_enters_a_notice_for_a_workplace(world):
    send(world, "moved", who="commune")
    (line,) = notices_from_workplaces.list_waiting(world.workplace)
    assert line.workplace == "Bệnh viện huyện An Bình"
    assert rows(Batch, deed="send_notice")[0].on_behalf_of == world.units["hospital"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"kind": "moved", "person": "an"}, "notice_not_introduced"),
        ({"kind": "moved", "person": "quan", "who": "commune"}, "notice_not_introduced"),
        ({"kind": "", "day": CHANGED}, "notice_kind_missing"),
        ({"kind": "whatever"}, "choice_unknown"),
        ({"kind": "moved", "day": TODAY + timedelta(days=1)}, "notice_ahead"),
        ({"kind": "moved", "day": None}, "day_missing"),
        ({"kind": "moved", "day": date(1900, 1, 1)}, "day_too_early"),
        ({"kind": "moved", "reason": "x" * 201}, "text_long"),
    ],
)
def test_an_invalid_notice_is_refused(world, told, code):
    with pytest.raises(Invalid) as refused:
        send(world, **told)
    assert refused.value.code == code
    assert not rows(ChangeNotice)


def test_notices_sent_twice_after_departure_or_before_the_letter_are_refused(world):
    with writing(SYSTEM, "introduce") as session:
        session.get(Introduction, introduction(world).id).sent_on = date(2026, 2, 2)
    code = send(world, "moved")
    refusals = []
    for day in (date(2026, 2, 1), CHANGED):
        with pytest.raises(Invalid) as refused:
            send(world, "moved", day=day)
        refusals.append(refused.value.code)
    notices_from_workplaces.apply_notice(world.commune, code)
    with pytest.raises(Invalid) as refused:
        send(world, "position")
    assert [*refusals, refused.value.code] == ["notice_before_introduction", "notice_twice", "notice_left"]


def test_half_a_year_in_each_of_two_cells_stays_with_each(world):
    dung = world.members["dung"]
    meet(world, date(2026, 6, 3), {dung: CAME})
    notices_from_workplaces.apply_notice(world.commune, send(world, "moved", day=date(2026, 6, 30)))
    with writing(SYSTEM, "place") as session:
        new = Membership(
            member_id=dung,
            unit_id=world.units["ben_da"],
            kind=MembershipKind.CONTACT,
            valid_from=date(2026, 7, 1),
        )
        session.add(new)
    meet(world, date(2026, 9, 3), {dung: CAME}, "ben_da")
    found = [(row.unit_id, row.period, row.outcome) for row in rows(Attendance, member_id=dung)]
    assert found == [
        (world.units["dong_bao"], 202601, Outcome.PRESENT),
        (world.units["ben_da"], 202607, Outcome.PRESENT),
    ]
    with reading(world.secretary) as session:
        assert session.get(Attendance, rows(Attendance, member_id=dung)[0].id).expectation == Expectation.EXPECTED
        assert session.get(Attendance, rows(Attendance, member_id=dung)[1].id) is None
