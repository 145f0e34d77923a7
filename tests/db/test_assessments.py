"""Assessments of a cell's contact members: who is due, what is proposed, saved, confirmed and returned, and by whom."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from db.assessments import (
    assessment_draft,
    assessment_forms,
    assessment_list,
    assessment_list_writer,
    assessment_progress,
    assessments,
    commune_confirmation,
)
from db.assessments.assessment_sheet import AssessmentState
from db.assessments.marked_sheet import draft_part
from db.drafts.drafts import ConflictingValue, DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM, Audience
from db.kernel.session import writing
from db.meetings import sheet_snapshot
from db.models import Assessment, CommentRequest, Exemption, ExemptionClass, Member, Membership, TextReadRecord
from tests.db.assessing import MARKS, TODAY, YEAR, assess, bind, exempt, of_all, of_list, of_one, saved, sheet, typed
from tests.people import world as small_world
from tests.rows import given_marks, rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_text_that_is_too_long_is_not_saved(world):
    with pytest.raises(Invalid, match="text_long"):
        typed(world, of_one(world, "dung", other="x" * 1001))
    with pytest.raises(Invalid, match="text_long"):
        typed(world, of_list(**{"x" * 40: "1"}))
    assert sheet(world).typed.values == {}


def test_discarding_a_draft_keeps_what_somebody_typed_meanwhile(world):
    typed(world, of_one(world, "dung", example="example_yes"))
    shown = sheet_snapshot.take_snapshot(sheet(world))
    typed(world, of_one(world, "dung", meetings="full"))
    with pytest.raises(Conflict, match="sheet_changed"):
        assessment_list_writer.discard_draft(world.secretary, world.units["dong_bao"], YEAR, shown)
    assert len(sheet(world).typed.values) == 2


def test_the_whole_list_is_saved_in_one_action(world):
    assert [(line.person.name, line.state) for line in sheet(world).lines] == [("Phạm Thị Dung", AssessmentState.DUE)]
    typed(world, of_all() | of_one(world, "dung", example="example_good", remark="Nhiệt tình"))
    assert saved(world) == (1, 0)
    (row,) = rows(Assessment)
    assert (row.member_id, row.year, row.form, row.form_from) == (
        world.members["dung"], YEAR, assessment_forms.FULL, date(2020, 1, 2),
    )  # fmt: skip
    assert (row.author_id, row.remark, row.assessed_on) == (world.secretary.account_id, "Nhiệt tình", TODAY)
    assert {mark.item: mark.mark for mark in given_marks()} == MARKS | {"example": "example_good"}
    assert sheet(world).typed.values == {}


def test_a_saved_line_is_not_offered_again_while_the_front_committee_details_are_unchanged(world):
    told = {"front_agreed_on": "2026-11-20", "front_agreed_with": "Ông Tư"}
    typed(world, of_all() | of_list(**told))
    saved(world)
    typed(world, of_list(**told))
    assert sheet(world).lines_to_save == []
    typed(world, of_list(front_agreed_with="Bà Năm"))
    assert len(sheet(world).lines_to_save) == 1


def test_a_choice_for_all_applies_to_members_without_an_answer_of_their_own(world):
    typed(world, of_all() | of_one(world, "dung", contact="contact_active"))
    (line,) = sheet(world).lines
    assert (line.marks, line.missing, line.typed) == (MARKS | {"contact": "contact_active"}, [], {"contact"})
    typed(world, of_one(world, "dung", contact=""))
    assert [item.key for item in sheet(world).lines[0].missing] == ["contact"]


def test_a_mark_that_the_item_does_not_offer_is_ignored(world):
    typed(world, of_all(example="best") | of_one(world, "dung", contact="best"))
    assert sheet(world).lines[0].marks == {key: mark for key, mark in MARKS.items() if key not in ("example",)}


def test_members_without_all_answers_stay_in_the_draft(world):
    with pytest.raises(Invalid, match="assessments_incomplete"):
        saved(world)
    typed(world, of_one(world, "dung", example="example_good"))
    with pytest.raises(Invalid, match="assessments_incomplete"):
        saved(world)
    assert sheet(world).typed.values == of_one(world, "dung", example="example_good")
    assert rows(Assessment) == []


def test_a_second_save_changes_only_what_differs(world):
    code = assess(world)
    typed(world, of_one(world, "dung", activities="activities_very"))
    assert saved(world) == (1, 0)
    (row,) = rows(Assessment)
    assert (row.code, row.front_agreed_on, row.assessed_on) == (code, date(2026, 11, 20), TODAY)
    assert {mark.item: mark.mark for mark in given_marks()} == MARKS | {"activities": "activities_very"}


def test_two_editors_merge_and_are_asked_only_where_they_differ(world):
    typed(world, of_all() | of_one(world, "dung", example="example_good"))
    typed(world, of_one(world, "dung", example="example_not", contact="contact_active"), "commune")
    field = DraftField(draft_part(world.members["dung"]), "example")
    now = sheet(world)
    assert now.typed.conflicts == {
        field: [ConflictingValue("bithu", "example_good"), ConflictingValue("xa", "example_not")]
    }
    assert now.lines[0].marks["contact"] == "contact_active"
    with pytest.raises(Conflict, match="rivals"):
        saved(world)
    assessment_draft.resolve_conflict(world.secretary, now.unit_id, YEAR, field, "example_not")
    saved(world)
    assert {mark.item: mark.mark for mark in given_marks()} == MARKS | {
        "example": "example_not", "contact": "contact_active",
    }  # fmt: skip


def test_a_list_that_changed_since_it_was_shown_is_not_saved(world):
    typed(world, of_all())
    shown = sheet_snapshot.take_snapshot(sheet(world))
    typed(world, of_one(world, "dung", example="example_good"), "commune")
    with pytest.raises(Conflict, match="sheet_changed"):
        assessment_list_writer.save(world.secretary, world.units["dong_bao"], YEAR, shown)
    assert rows(Assessment) == []


def test_members_exempt_from_meetings_are_left_out_and_counted_separately(world):
    exempt(world)
    now = sheet(world)
    assert (now.lines, [person.name for person in now.exempt], now.on_list, now.due) == (
        [], ["Phạm Thị Dung"], 1, [],
    )  # fmt: skip
    with pytest.raises(Invalid, match="assessment_exempt"):
        typed(world, of_one(world, "dung", example="example_good"))
    (cell,) = assessment_progress.by_cell(world.commune, YEAR)
    assert (cell.on_list, cell.exempt, cell.due) == (1, 1, 0)


def test_an_exempt_member_with_a_requested_comment_is_assessed_on_the_short_form(world):
    exempt(world)
    ask(world)
    (line,) = sheet(world).lines
    assert (line.form.name, [item.key for item in line.form.marked_items]) == (
        assessment_forms.SHORT, ["example", "civic_duty", "activities"],
    )  # fmt: skip
    typed(world, of_one(world, "dung", example="example_good", civic_duty="done_good", activities="done_yes"))
    saved(world)
    assert rows(Assessment)[0].form == assessment_forms.SHORT
    assert assessment_progress.by_cell(world.commune, YEAR)[0].assessed == 0


def test_the_commune_enters_from_dated_minutes_and_it_counts_as_the_cells_own_assessment(world):
    typed(world, of_all(), "commune")
    with pytest.raises(Invalid, match="minutes_day_missing"):
        saved(world, "commune")
    typed(world, of_list(minutes_dated="2026-11-18"), "commune")
    saved(world, "commune")
    (row,) = rows(Assessment)
    assert (row.author_id, row.minutes_dated, row.assessed_on) == (None, date(2026, 11, 18), date(2026, 11, 18))
    assert commune_confirmation.confirm(world.commune, [row.code]) == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"front_agreed_on": "2026-11-23"}, "day_to_come"),
        ({"assessed_on": "2026-11-23"}, "day_to_come"),
        ({"front_agreed_with": "Ban công tác mặt trận"}, "front_day_missing"),
        ({"front_agreed_on": "2026-11-10", "assessed_on": "2026-11-12"}, "agreed_before_assessed"),
    ],
)
def test_impossible_days_are_refused(world, told, code):
    typed(world, of_all() | of_list(**told))
    with pytest.raises(Invalid, match=code):
        saved(world)
    assert rows(Assessment) == []


def test_nobody_assesses_himself(world):
    bind(world, "secretary", "dung")
    typed(world, of_all())
    (line,) = sheet(world).lines
    assert (line.own, line.locked, line.marks["example"]) == (True, True, "example_yes")
    with pytest.raises(NotAllowed, match="assess_self"):
        typed(world, of_one(world, "dung", example="example_good"))
    with pytest.raises(Invalid, match="assessments_incomplete"):
        saved(world)
    typed(world, of_list(minutes_dated="2026-11-20"), "commune")
    saved(world, "commune")
    assert len(rows(Assessment)) == 1


def test_other_cells_and_communes_neither_see_nor_write_assessments(world):
    code = assess(world)
    for who in ("neighbour", "other_commune", "assistant", "district", "admin", "workplace"):
        viewer = world.viewers[who]
        with pytest.raises(NotAllowed):
            assessment_list.load(viewer, world.units["dong_bao"], YEAR)
        with pytest.raises(NotAllowed):
            assessments.load(viewer, code)
        with pytest.raises(NotAllowed):
            typed(world, of_one(world, "dung", example="example_good"), who)
        with pytest.raises(NotAllowed):
            assessment_list_writer.save(viewer, world.units["dong_bao"], YEAR)
    assert [cell.assessed for cell in assessment_progress.by_cell(world.district, YEAR)] == [1, 0]
    assert [cell.unit.id for cell in assessment_progress.by_cell(world.other_commune, YEAR)] == [world.units["nui_doi"]]


def test_reading_an_assessment_is_logged(world):
    code = assess(world)
    content = assessments.load(world.commune, code)
    assert (content.answer("example"), content.answer("remark"), content.name) == ("Nêu gương", "", "Phạm Thị Dung")
    assert [stay.unit_name for stay in content.stays] == ["Chi bộ thôn Đồng Bào"]
    read = [(row.what, row.role, row.member_id, row.audience) for row in rows(TextReadRecord)]
    assert ("assessment", "commune", world.members["dung"], Audience.ASSESSMENTS) in read


def ask(world) -> None:
    with writing(SYSTEM, "test") as session:
        session.add(
            CommentRequest(
                commune_id=world.units["dong_ha"], cell_id=world.units["dong_bao"], member_id=world.members["dung"],
                occasion="appointment", source="paper", received_on=TODAY,
            )
        )  # fmt: skip


@given(
    people=st.lists(
        st.tuples(
            st.sampled_from(["stays", "left_in_may", "came_in_june", "comes_next_year", "left_last_year"]),
            st.booleans(),
            st.booleans(),
        ),
        max_size=8,
    )
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_those_due_are_the_people_on_the_list_who_are_not_exempt_on_random_lists(database, emptied, people):
    emptied()
    world = small_world()
    unit = world.units["ben_da"]
    spans = {
        "stays": (None, None),
        "left_in_may": (date(2024, 1, 1), date(2026, 5, 31)),
        "came_in_june": (date(2026, 6, 1), None),
        "comes_next_year": (date(2027, 1, 1), None),
        "left_last_year": (None, date(2025, 12, 31)),
    }
    with writing(SYSTEM, "test") as session:
        for at, (span, exempted, away) in enumerate(people):
            member = Member(name=f"Người {at}", sort_key=f"n{at}", search_key=f"nguoi {at}")
            session.add(member)
            session.flush()
            start, end = spans[span]
            about = {"member_id": member.id, "unit_id": unit}
            session.add(Membership(**about, kind="contact", valid_from=start, valid_to=end, roster_number=at + 1))
            for kind, so in ((ExemptionClass.CONTACT, exempted), (ExemptionClass.AWAY, away)):
                if so:
                    session.add(Exemption(**about, kind=kind))
    now = assessment_list.load(world.commune, unit, YEAR)
    listed = [(exempted, away) for span, exempted, away in people if span in ("stays", "came_in_june")]
    due = sum(not exempted for exempted, _ in listed)
    assert (now.on_list, len(now.exempt), len(now.due)) == (len(listed), len(listed) - due, due)
    cells = {cell.unit.id: cell for cell in assessment_progress.by_cell(world.commune, YEAR)}
    found = cells.get(unit)
    assert (found.on_list, found.due) == (len(listed), due) if listed else found is None
    assert len(now.exempt_or_gone) == sum(span == "left_in_may" for span, *_ in people)
