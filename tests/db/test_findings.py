"""Findings: which records call for another look, whom the rules see, who is told, and what an answer does."""

from datetime import date

import pytest

from db.assessments.mark_storage import join_marks
from db.errors import Conflict, NotAllowed
from db.findings import finding_counts, findings
from db.findings.finding import FindingKind as K
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Assessment,
    Attendance,
    Batch,
    Exemption,
    ExemptionClass,
    FindingAnswer,
    Meeting,
    MeetingState,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Rule,
    Setting,
    Tally,
)
from db.settings import dated_rules, settings
from tests.db.kept_meetings import CONTACT, EXEMPT, UNKNOWN, E, P, U, keep, keep_totals
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
LATER = "2026-12-08"  # after the cell has had time to look at it first
MONTHS = [202604, 202605, 202606, 202607, 202608, 202609, 202610]


def record_months(world, *outcomes, who: str = "an", months=MONTHS) -> list[int]:
    """Meetings of the first cell, month after month, with these outcomes of one member; None skips a month. Everybody
    else came.
    """
    cell, others = world.units["dong_bao"], {world.members["binh"]: P, world.members["cuong"]: P}
    return [
        keep(cell, month, {**others, world.members[who]: said})
        for month, said in zip(months, outcomes, strict=False)
        if said
    ]


def list_findings(world, kind: K | None = None, viewer=None):
    lines = findings.list_of_cell(viewer or world.secretary, world.units["dong_bao"])
    return [line for line in lines if kind in (None, line.kind)]


def exempt(world, key: str, kind: ExemptionClass, since: date, until: date | None) -> None:
    with writing(SYSTEM, "test") as session:
        session.add(Exemption(member_id=world.members[key], unit_id=world.units["dong_bao"], kind=kind,
                              valid_from=since, valid_to=until))  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "many"),
    [
        ((E, E, E), 0),
        ((E, E, E, E), 4),
        ((E, E, U, E, E), 0),
        ((E, E, P, E, E), 0),
        ((E, E, None, E, E), 4),
        ((E, UNKNOWN, E, E), 4),
        ((P, E, E, E, E, E, P), 5),
    ],
)
def test_more_than_three_excused_absences_in_a_row_are_shown_with_their_meetings(world, outcomes, many):
    ids = record_months(world, *outcomes)
    lines = list_findings(world)
    assert [len(line.meetings) for line in lines] == ([many] if many else [])
    for line in lines:
        assert (line.kind, line.name, line.rule.name) == (K.ABSENT_IN_A_ROW, "Nguyễn Văn An", "excused_in_a_row")
        codes = {meeting.code for meeting in line.meetings}
        assert codes <= {row.code for row in rows(Meeting) if row.id in ids}


def test_meetings_while_exempt_or_away_neither_count_nor_end_the_run(world):
    record_months(world, E, E, EXEMPT, E, E)
    exempt(world, "an", ExemptionClass.OWN, date(2026, 6, 1), date(2026, 6, 30))
    assert [len(line.meetings) for line in list_findings(world)] == [4]
    exempt(world, "an", ExemptionClass.AWAY, date(2026, 7, 1), date(2026, 7, 31))
    assert list_findings(world) == []  # entered later for a month in which he is still recorded as absent


def test_coming_although_exempt_ends_the_run_and_contact_meetings_do_not_count(world):
    record_months(world, E, E, P, E, E)
    exempt(world, "an", ExemptionClass.OWN, date(2026, 6, 1), date(2026, 6, 30))
    assert list_findings(world) == []
    for month in (202602, 202603, 202604):  # contact meetings, at which he was recorded by mistake
        keep(world.units["dong_bao"], month, {world.members["an"]: U}, CONTACT, kind=MembershipKind.OWN, day=17)
    assert list_findings(world) == []


def test_correcting_an_old_meeting_removes_one_finding_and_brings_another(world):
    ids = record_months(world, E, E, E, E)
    set_outcome(world, ids[2], P)
    assert list_findings(world) == []
    set_outcome(world, ids[2], E)
    assert len(list_findings(world)) == 1
    with writing(SYSTEM, "test") as session:
        session.get_one(Meeting, ids[0]).state = MeetingState.CANCELLED
    assert list_findings(world) == []


def set_outcome(world, meeting_id: int, outcome: Outcome, viewer=SYSTEM, who: str = "an") -> None:
    row = rows(Attendance, meeting_id=meeting_id, member_id=world.members[who])[0]
    with writing(viewer, "test") as session:
        session.get_one(Attendance, row.id).outcome = outcome


def test_three_unexcused_months_in_a_year_are_shown_unless_he_came_to_another_meeting_of_the_month(world):
    record_months(world, U, P, U, P, U)
    assert [(line.kind, len(line.meetings)) for line in list_findings(world)] == [(K.UNEXCUSED_MONTHS, 3)]
    others = {world.members["binh"]: P, world.members["cuong"]: P}
    keep(world.units["dong_bao"], 202606, {**others, world.members["an"]: P}, day=20)
    assert list_findings(world) == []


def test_rules_for_own_members_never_see_contact_members_or_guests_of_the_cell(world):
    cell, dung = world.units["dong_bao"], world.members["dung"]
    for month in MONTHS:
        keep(cell, month, {dung: E}, kind=MembershipKind.CONTACT)
        keep(cell, month, {dung: U}, kind=MembershipKind.TEMPORARY, day=9)
    assert list_findings(world) == []


@pytest.mark.parametrize(("first", "second", "shown"), [(E, U, 1), (E, P, 0), (P, E, 0), (E, None, 0), (E, EXEMPT, 0)])
def test_a_contact_member_who_came_to_neither_meeting_of_the_year_is_shown(world, first, second, shown):
    for month, said in ((202601, first), (202607, second)):
        if said:
            keep(world.units["dong_bao"], month, {world.members["dung"]: said}, CONTACT)
    lines = list_findings(world)
    assert [(line.kind, line.name) for line in lines] == [(K.CONTACT_MEETINGS, "Phạm Thị Dung")] * shown


def test_a_contact_member_with_a_dated_exemption_is_not_shown(world):
    for month in (202601, 202607):
        keep(world.units["dong_bao"], month, {world.members["dung"]: E}, CONTACT)
    exempt(world, "dung", ExemptionClass.CONTACT, date(2026, 7, 1), None)
    assert list_findings(world) == []


def test_a_run_is_judged_by_the_rule_on_its_last_day_and_the_districts_own_rule_wins(world):
    record_months(world, E, E, E)
    told = {"name": "excused_in_a_row", "parameters": '{"at_most": 2}', "citation": "Kế hoạch 12", "verified": True}
    with writing(SYSTEM, "test") as session:
        session.add(Rule(unit_id=world.units["an_binh"], valid_from=date(2026, 7, 1), **told))
    assert list_findings(world) == []  # its last meeting was in June
    record_months(world, E, months=[202607])
    assert [(len(line.meetings), line.rule.citation) for line in list_findings(world)] == [(4, "Kế hoạch 12")]


def test_a_member_who_left_the_cell_is_not_shown(world):
    record_months(world, E, E, E, E)
    row = rows(Membership, member_id=world.members["an"])[0]
    with writing(SYSTEM, "test") as session:
        session.get_one(Membership, row.id).valid_to = date(2026, 11, 1)
    assert list_findings(world) == []


def people(world, count: int) -> list[int]:
    """This many more own members of the first cell."""
    with writing(SYSTEM, "test") as session:
        told = [{"name": f"Người {at}", "sort_key": f"{at:03}", "search_key": f"nguoi {at}"} for at in range(count)]
        ids = bulk.insert(session, Member, told)
        bulk.insert(session, Membership, [{"member_id": one, "unit_id": world.units["dong_bao"], "kind": "own"}
                                          for one in ids])  # fmt: skip
    return ids


def test_full_attendance_for_six_months_is_questioned_in_a_cell_of_enough_people(world):
    some = people(world, 10)
    ids = [keep(world.units["dong_bao"], month, dict.fromkeys(some, P)) for month in MONTHS[:5]]
    assert list_findings(world) == []
    ids.append(keep(world.units["dong_bao"], 202611, dict.fromkeys(some, P)))  # months without a meeting in between
    (line,) = list_findings(world)
    assert (line.kind, len(line.meetings), line.member) == (K.FULL_ATTENDANCE, 6, None)
    for month in MONTHS:
        keep(world.units["ben_da"], month, {world.members["hung"]: P, world.members["hung_lan"]: P})
    assert world.units["ben_da"] not in finding_counts.by_cell(
        world.commune
    )  # with two people everybody is easily present


def test_the_same_absentees_copied_from_meeting_to_meeting_are_questioned(world):
    some = people(world, 5)
    for month in MONTHS[:3]:
        keep(world.units["dong_bao"], month, dict.fromkeys(some, P) | {some[0]: E, some[1]: E})
    assert [(line.kind, len(line.meetings)) for line in list_findings(world)] == [(K.SAME_ABSENTEES, 3)]
    keep(world.units["dong_bao"], 202605, dict.fromkeys(some, P) | {some[2]: E}, day=20)  # in between
    assert list_findings(world) == []


def test_more_present_than_listed_and_reasons_left_open_are_questioned(world):
    keep_totals(world.units["dong_bao"], 202609, 4, 4)
    keep_totals(world.units["dong_bao"], 202610, 4, 3)
    assert [(line.kind, line.meetings[0].value) for line in list_findings(world)] == [(K.MORE_THAN_LISTED, "4/3")]
    some = people(world, 3)
    keep(world.units["dong_bao"], 202608, dict.fromkeys(some, UNKNOWN))
    keep(world.units["dong_bao"], 202611, dict.fromkeys(some, UNKNOWN))  # less than thirty days ago
    assert [line.kind for line in list_findings(world)] == [K.UNKNOWN_REASONS]
    assert list_findings(world)[0].meetings[0].value == "3"


def test_a_cell_without_a_list_on_that_day_is_not_asked_whether_too_many_came(world):
    ids = [row.id for row in rows(Membership, unit_id=world.units["dong_bao"])]
    with writing(SYSTEM, "test") as session:
        for row_id in ids:
            session.get_one(Membership, row_id).valid_from = date(2026, 11, 1)
    keep_totals(world.units["dong_bao"], 202609, 4, 4)
    assert list_findings(world) == []


def test_a_chair_recorded_as_absent_is_questioned(world):
    cell, an = world.units["dong_bao"], world.members["an"]
    keep(cell, 202610, {an: E}, chair_id=an)
    keep(cell, 202609, {an: P}, chair_id=an)
    assert [(line.kind, line.meetings[0].period) for line in list_findings(world)] == [(K.CHAIR_ABSENT, 202610)]


def assess(world, mark: str, **told) -> None:
    with writing(SYSTEM, "test") as session:
        session.add(Assessment(unit_id=world.units["dong_bao"], member_id=world.members["dung"], year=2026,
                               form="assessment_form", form_from=date(2020, 1, 2), assessed_on=date(2026, 11, 20),
                               marks=join_marks({"meetings": mark}), **told))  # fmt: skip


def test_a_mark_that_contradicts_the_record_is_shown_to_readers_of_assessments(world):
    for month, said in ((202601, E), (202607, P)):
        keep(world.units["dong_bao"], month, {world.members["dung"]: said}, CONTACT)
    assess(world, "full")
    (line,) = list_findings(world)
    assert (line.kind, line.name, [meeting.value for meeting in line.meetings]) == (
        K.MARK_AGAINST_RECORD, "Phạm Thị Dung", ["absent", "came"],
    )  # fmt: skip
    assert list_findings(world, viewer=world.assistant) == []
    assert finding_counts.by_cell(world.assistant) == {}
    with pytest.raises(Conflict, match="finding_changed"):
        findings.answer_findings(world.assistant, line.unit_id, [line.shown])
    findings.answer_findings(world.secretary, line.unit_id, [line.shown])
    assert rows(FindingAnswer)[0].audience == "assessments"
    assert list_findings(world)[0].answered_on == date(2026, 11, 22)


def test_a_confirmed_assessment_is_no_longer_questioned(world):
    for month in (202601, 202607):
        keep(world.units["dong_bao"], month, {world.members["dung"]: P}, CONTACT)
    assess(world, "never", confirmed_on=date(2026, 11, 21))
    assert list_findings(world) == []


def test_an_answer_covers_its_facts_until_as_many_new_ones_make_another_finding(world):
    record_months(world, E, E, E, E)
    (line,) = list_findings(world)
    findings.answer_findings(world.secretary, line.unit_id, [line.shown])
    record_months(world, E, E, E, months=[202608, 202609, 202610])
    (line,) = list_findings(world)
    assert (line.answered_on, len(line.meetings)) == (date(2026, 11, 22), 7)
    record_months(world, E, months=[202611])
    (line,) = list_findings(world)
    assert (line.answered_on, len(line.meetings)) == (None, 8)


def test_a_mistaken_answer_can_be_undone_and_several_answers_are_one_action(world):
    for month, third in zip(MONTHS, (P, E, P, E), strict=False):
        told = {world.members["an"]: E, world.members["binh"]: E, world.members["cuong"]: third}
        keep(world.units["dong_bao"], month, told)
    findings.answer_findings(world.secretary, world.units["dong_bao"], [line.shown for line in list_findings(world)])
    assert [line.answered_on is None for line in list_findings(world)] == [False, False]
    (batch,) = rows(Batch, deed="answer_finding")
    undo.undo(world.secretary, batch.id)
    assert [line.answered_on for line in list_findings(world)] == [None, None]


def test_an_answer_is_refused_if_the_finding_changed_or_was_answered_meanwhile(world):
    ids = record_months(world, E, E, E, E, E)
    (line,) = list_findings(world)
    set_outcome(world, ids[4], P)
    cell = line.unit_id
    with pytest.raises(Conflict, match="finding_changed"):
        findings.answer_findings(world.secretary, cell, [line.shown])
    (anew,) = list_findings(world)
    findings.answer_findings(world.secretary, cell, [anew.shown])
    with pytest.raises(Conflict, match="finding_changed"):
        findings.answer_findings(world.commune, cell, [anew.shown])
    for forged in ("", "x", f"{anew.key} 99999:"):
        with pytest.raises(Conflict, match="finding_changed"):
            findings.answer_findings(world.secretary, cell, [anew.shown._replace(key=forged)])


def test_only_those_who_keep_a_cells_meetings_answer_for_it(world, set_clock):
    record_months(world, E, E, E, E)
    set_clock(LATER)
    (line,) = list_findings(world)
    told = (line.unit_id, [line.shown])
    for viewer in (world.neighbour, world.other_commune, world.district, world.admin, world.workplace):
        with pytest.raises(NotAllowed):
            findings.answer_findings(viewer, *told)
    with pytest.raises(NotAllowed):
        findings.answer_findings(world.secretary, line.unit_id, [line.shown._replace(member=code_of(world, "lan"))])
    findings.answer_findings(world.commune, *told)
    assert list_findings(world)[0].answered_on


def test_names_are_for_the_cell_and_the_commune_and_counts_for_the_district(world, set_clock):
    record_months(world, E, E, E, E)
    set_clock(LATER)
    assert list_findings(world, viewer=world.commune)[0].name == "Nguyễn Văn An"
    for viewer in (world.district, world.admin, world.workplace, world.neighbour):
        with pytest.raises(NotAllowed):
            list_findings(world, viewer=viewer)
    for viewer in (world.secretary, world.commune, world.district):
        counts = finding_counts.by_cell(viewer)
        assert {key: (count.member_findings, count.record_findings) for key, count in counts.items()} == {
            world.units["dong_bao"]: (1, 0)
        }
    for viewer in (world.admin, world.workplace):
        with pytest.raises(NotAllowed):
            finding_counts.by_cell(viewer)
    assert finding_counts.by_cell(world.neighbour) == {}
    parts = finding_counts.by_unit(world.district, finding_counts.by_cell(world.district))
    assert [(part.name, part.count.open) for part in parts] == [("Xã Đông Hà", 1)]


def test_the_cell_sees_a_finding_first_and_others_after_the_chosen_number_of_days(world, set_clock):
    ids = record_months(world, E, E, E, P)
    set_outcome(world, ids[3], E)  # changed today, the 22nd
    assert len(list_findings(world)) == 1
    assert list_findings(world, viewer=world.commune) == []
    assert finding_counts.by_cell(world.district) == {}
    set_clock("2026-12-05")
    assert list_findings(world, viewer=world.commune) == []
    with writing(SYSTEM, "test") as session:
        session.add(Setting(unit_id=world.units["dong_ha"], name="review_days", value="13",
                            valid_from=settings.EARLIEST))  # fmt: skip
    assert len(list_findings(world, viewer=world.commune)) == len(finding_counts.by_cell(world.district)) == 1


def test_a_rule_without_a_source_cites_none_and_an_unverified_source_is_marked(world):
    shipped = dated_rules.load_defaults()
    for name in ("full_attendance", "same_absentees", "unknown_reasons"):
        assert [row["citation"] for row in shipped[name]] == [""]
    assert [row["verified"] for row in shipped["excused_in_a_row"]] == [True, False]
    assert rows(Tally) == []
