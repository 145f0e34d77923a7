"""Drafts: shared, merged value by value, asked about only where two people chose differently."""

import pytest

from db.drafts import drafts
from db.drafts.drafts import ConflictingValue, DraftField, DraftKey
from db.errors import Conflict, NotAllowed
from db.kernel.scope import Audience
from db.kernel.session import writing
from db.models import Draft
from tests.db.written_rows import row_count

AN, BINH = DraftField("m1", "outcome"), DraftField("m2", "outcome")


@pytest.fixture
def place(world) -> DraftKey:
    return DraftKey("meeting", world.units["dong_bao"], "regular:202611")


def test_what_one_user_types_the_other_finds(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    assert drafts.load(world.assistant, place).values == {AN: "absent"}


def test_changes_to_different_people_merge_without_a_question(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    drafts.save_values(world.assistant, place, {BINH: "absent"}, {})
    typed = drafts.load(world.secretary, place)
    assert (typed.values, typed.conflicts) == ({AN: "absent", BINH: "absent"}, {})


def test_two_equal_choices_raise_no_question(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    drafts.save_values(world.assistant, place, {AN: "absent"}, {})
    assert drafts.load(world.secretary, place).conflicts == {}


def test_an_unseen_different_choice_is_asked_about_with_both_names(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    drafts.save_values(world.assistant, place, {AN: "present"}, {})
    assert drafts.load(world.secretary, place).conflicts == {
        AN: [ConflictingValue("bithu", "absent"), ConflictingValue("nhaplieu", "present")]
    }
    drafts.resolve_conflict(world.secretary, place, AN, "present")
    typed = drafts.load(world.assistant, place)
    assert (typed.values, typed.conflicts) == ({AN: "present"}, {})


def test_a_choice_the_editor_has_seen_is_replaced(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    drafts.save_values(world.assistant, place, {AN: "present"}, {AN: "absent"})
    typed = drafts.load(world.secretary, place)
    assert (typed.values, typed.conflicts) == ({AN: "present"}, {})


def test_a_users_own_choice_is_simply_changed(world, place):
    for value in ("absent", "present", None):
        drafts.save_values(world.secretary, place, {AN: value}, {})
    assert drafts.load(world.secretary, place).values == {AN: None}


@pytest.mark.parametrize("who", ["neighbour", "other_commune", "workplace"])
def test_another_unit_neither_reads_nor_writes_a_draft(world, place, who):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    stranger = getattr(world, who)
    assert drafts.load(stranger, place).values == {}
    with pytest.raises(NotAllowed):
        drafts.save_values(stranger, place, {AN: "present"}, {})
    assert drafts.load(world.secretary, place).values == {AN: "absent"}


def test_a_draft_has_the_audience_of_its_rows(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {}, Audience.NAMES)
    assert drafts.load(world.commune, place).values == {AN: "absent"}
    assert drafts.load(world.district, place).values == {}
    assert drafts.load(world.admin, place).values == {}


def test_pending_drafts_are_listed_with_who_typed_last(world, place):
    drafts.save_values(world.secretary, place, {AN: "absent"}, {})
    drafts.save_values(world.assistant, place, {BINH: "absent"}, {})
    waiting = drafts.list_visible(world.secretary, "meeting")
    assert [(row.unit_id, row.key, row.author) for row in waiting] == [(place.unit_id, place.key, "nhaplieu")]
    assert drafts.list_visible(world.neighbour, "meeting") == []


def test_an_unfinished_assessment_is_not_for_assistants(world):
    place = DraftKey("assessment", world.units["dong_bao"], "2026")
    drafts.save_values(world.secretary, place, {AN: "tốt"}, {}, Audience.ASSESSMENTS)
    read = {key for key, viewer in world.viewers.items() if drafts.load(viewer, place).values}
    assert read == {"secretary", "commune"}


def test_a_draft_assessment_is_for_the_secretary_and_the_commune_only(world):
    place = DraftKey("assessment", world.units["dong_bao"], "2026")
    field = DraftField(f"m{world.members['dung']}", "strengths")
    drafts.save_values(world.secretary, place, {field: "Gương mẫu"}, {}, Audience.ASSESSMENTS)
    for who in ("assistant", "workplace", "district", "admin", "neighbour", "other_commune"):
        viewer = world.viewers[who]
        assert drafts.load(viewer, place).values == {}
        assert drafts.list_visible(viewer, "assessment") == []
        with pytest.raises((NotAllowed, Conflict)):
            drafts.save_values(viewer, place, {field: "Khác"}, {}, Audience.ASSESSMENTS)
        with pytest.raises((NotAllowed, Conflict)):
            drafts.save_values(viewer, place, {field: "Khác"}, {}, Audience.LISTS)
    for who in ("secretary", "commune"):
        assert drafts.load(world.viewers[who], place).values == {field: "Gương mẫu"}


def test_nobody_starts_a_draft_he_may_not_read(world):
    place = DraftKey("assessment", world.units["dong_bao"], "2026")
    for who in ("assistant", "district", "admin"):
        with pytest.raises(NotAllowed):
            drafts.save_values(world.viewers[who], place, {AN: "x"}, {}, Audience.ASSESSMENTS)
    assert drafts.load(world.secretary, place).touched_at is None


def test_two_users_of_a_cell_share_a_draft_and_each_may_undo_what_the_other_typed(world):
    place, field = drafts.DraftKey("meeting", world.units["dong_bao"], "k"), DraftField("3", "outcome")
    drafts.save_values(world.secretary, place, {field: "present"}, {}, Audience.NAMES)
    drafts.save_values(world.assistant, place, {field: "excused"}, {}, Audience.NAMES)
    drafts.resolve_conflict(world.assistant, place, field, "excused")
    with writing(world.assistant, "save") as session:
        drafts.delete_in(session, place)
    assert row_count(Draft) == 0
