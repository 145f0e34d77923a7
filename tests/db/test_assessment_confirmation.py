"""Assessments confirmed or returned by the commune, never one's own; those that need attention say why."""

import pytest

from db.assessments import commune_confirmation, pending_confirmations
from db.assessments.pending_confirmations import DoubtReason
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Assessment
from tests.db.assessing import MARKS, TODAY, YEAR, assess, bind, of_all, of_list, of_one, saved, sheet, typed
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_only_the_commune_confirms_and_a_confirmed_assessment_stays_until_it_is_returned(world):
    code = assess(world)
    for who in ("secretary", "district", "admin", "workplace", "assistant"):
        with pytest.raises(NotAllowed, match="not_allowed"):
            commune_confirmation.confirm(world.viewers[who], [code])
    with pytest.raises(NotAllowed):
        commune_confirmation.confirm(world.other_commune, [code])
    assert commune_confirmation.confirm(world.commune, [code]) == 1
    row = rows(Assessment)[0]
    assert (row.confirmed_on, row.confirmed_by) == (TODAY, world.commune.account_id)
    with pytest.raises(Conflict, match="assessment_confirmed"):
        typed(world, of_one(world, "dung", example="example_good"))
    with pytest.raises(Invalid, match="return_reason_missing"):
        commune_confirmation.return_to_cell(world.commune, [code], " ")
    commune_confirmation.return_to_cell(world.commune, [code], "Xem lại mục 1")
    row = rows(Assessment)[0]
    assert (row.returned_on, row.returned_because, row.confirmed_on) == (TODAY, "Xem lại mục 1", None)
    with pytest.raises(Conflict, match="assessment_returned"):
        commune_confirmation.confirm(world.commune, [code])
    typed(world, of_one(world, "dung", example="example_good"))
    saved(world)
    row = rows(Assessment)[0]
    assert (row.returned_on, row.returned_because, row.confirmed_on) == (None, None, None)
    assert commune_confirmation.confirm(world.commune, [code]) == 1


def test_typed_marks_do_not_show_on_an_assessment_confirmed_meanwhile(world):
    code = assess(world)
    typed(world, of_one(world, "dung", example="example_good"))
    assert sheet(world).lines[0].marks["example"] == "example_good"
    commune_confirmation.confirm(world.commune, [code])
    assert sheet(world).lines[0].marks["example"] == MARKS["example"]


def test_nobody_confirms_an_assessment_of_himself_or_by_himself(world):
    code = assess(world)
    bind(world, "commune", "dung")
    with pytest.raises(NotAllowed, match="confirm_own"):
        commune_confirmation.confirm(world.commune, [code])
    assert pending_confirmations.list_waiting(world.commune, YEAR)[0].confirmable is False
    bind(world, "commune", "an")
    with writing(SYSTEM, "test") as session:
        session.get_one(Assessment, rows(Assessment)[0].id).author_id = world.commune.account_id
    with pytest.raises(NotAllowed, match="confirm_own"):
        commune_confirmation.confirm(world.commune, [code])


def reasons(world) -> set[DoubtReason]:
    return set(pending_confirmations.list_waiting(world.commune, YEAR)[0].reasons)


def test_assessments_that_need_attention_say_why(world):
    assess(world, meetings="never")
    (line,) = pending_confirmations.list_waiting(world.commune, YEAR)
    assert set(line.reasons) == {DoubtReason.MARK, DoubtReason.NO_ENTRY}
    assert line.noticed == ("Không tham gia",)
    typed(world, of_one(world, "dung", meetings="partial"))
    saved(world)
    assert reasons(world) == {DoubtReason.NO_ENTRY, DoubtReason.CHANGED}, "came to some of the meetings: no question"
    typed(world, of_one(world, "dung", meetings="full"))
    saved(world)
    assert reasons(world) == {DoubtReason.NO_ENTRY, DoubtReason.CHANGED}
    typed(world, of_list(front_agreed_on="2026-11-22"))
    saved(world)
    assert reasons(world) == {DoubtReason.NO_ENTRY}


def test_an_assessment_not_discussed_with_the_front_committee_needs_attention(world):
    typed(world, of_all())
    saved(world)
    assert DoubtReason.NOT_AGREED in reasons(world)
