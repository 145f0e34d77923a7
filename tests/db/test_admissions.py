"""Candidates for admission: steps in order, each with its day; the name is erased at the end and no
copy ever held it.
"""

import json
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.admissions import candidate_list, candidates
from db.admissions.candidate_steps import STEPS, CandidateState
from db.admissions.candidates import CandidateInput
from db.errors import Conflict, Invalid, NotAllowed
from db.figures import admission_candidate_counts
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import AdmissionCandidate, Batch, CandidatePerson, Change, Member
from db.people import erasure
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
NAME, FIRST, TODAY = "Trần Văn Mới", date(2026, 1, 10), date(2026, 11, 22)


def propose_candidate(world, cell: str = "dong_bao", who: str = "secretary", **more) -> str:
    proposer = code_of(world, "an") if cell == "dong_bao" else None
    told = {"name": NAME, "born": 2001, "proposed_on": FIRST, "proposer": proposer} | more
    return candidates.propose(world.viewers[who], world.units[cell], CandidateInput(**told))


def take_steps(world, code: str, steps: int) -> None:
    for at in range(steps):
        candidates.advance(world.secretary, code, FIRST + timedelta(days=30 * (at + 1)))


def count(viewer, day: date | None = None):
    return admission_candidate_counts.total(part.count for part in admission_candidate_counts.by_unit(viewer, day=day))


def test_steps_are_dated_and_in_order_up_to_the_admission(world):
    code = propose_candidate(world)
    take_steps(world, code, 4)
    line = candidate_list.find(world.secretary, code)
    assert line.state == CandidateState.ADMITTED
    assert [line.proposed_on, line.recognised_on, line.course_on, line.file_on, line.admitted_on] == [
        FIRST + timedelta(days=30 * at) for at in range(5)
    ]
    assert line.proposer == (code_of(world, "an"), "Nguyễn Văn An")
    with pytest.raises(Conflict):
        candidates.advance(world.secretary, code, TODAY)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda w, c: candidates.advance(w.secretary, c, FIRST - timedelta(days=1)), "day_before_start"),
        (lambda w, c: candidates.advance(w.secretary, c, TODAY + timedelta(days=1)), "day_to_come"),
        (lambda w, c: candidates.stop(w.secretary, c, FIRST - timedelta(days=1)), "day_before_start"),
        (lambda w, c: candidates.replace_by_member(w.secretary, c, code_of(w, "binh")), "candidate_not_ended"),
        (lambda w, c: propose_candidate(w, name=" "), "name_short"),
        (lambda w, c: propose_candidate(w, born=2010), "candidate_born_unfit"),
        (lambda w, c: propose_candidate(w, proposed_on=TODAY + timedelta(days=1)), "day_to_come"),
        (lambda w, c: propose_candidate(w, proposed_on=None), "day_missing"),
    ],
)
def test_invalid_candidates_and_steps_are_refused(world, act, code):
    standing = propose_candidate(world)
    with pytest.raises(Invalid) as refused:
        act(world, standing)
    assert refused.value.code == code
    assert len(rows(AdmissionCandidate)) == 1


def test_a_step_and_a_proposal_can_be_undone(world):
    code = propose_candidate(world)
    take_steps(world, code, 1)
    for deed in ("advance_candidate", "propose_candidate"):
        undo.undo(world.secretary, next(batch.id for batch in rows(Batch) if batch.deed == deed))
    assert rows(AdmissionCandidate) == rows(CandidatePerson) == []


def test_a_step_recorded_by_somebody_else_meanwhile_is_not_taken_twice(world):
    code = propose_candidate(world)
    candidates.advance(world.secretary, code, FIRST, seen=CandidateState.PROPOSED)
    with pytest.raises(Conflict) as refused:
        candidates.advance(world.commune, code, FIRST, seen=CandidateState.PROPOSED)
    assert refused.value.code == "candidate_stepped"


def test_stopping_erases_the_name_everywhere_and_keeps_the_count(world):
    code = propose_candidate(world)
    told = CandidateInput("Trần Văn Mới Hơn", 2002, FIRST, code_of(world, "an"))
    candidates.correct(world.secretary, code, told)
    candidates.stop(world.secretary, code, TODAY)
    line = candidate_list.find(world.secretary, code)
    assert (line.name, line.born, line.state) == (None, None, CandidateState.STOPPED)
    assert (count(world.district).all, count(world.district).stopped) == (1, 1)
    assert "Mới" not in json.dumps([row.before for row in rows(Change)], ensure_ascii=False)
    assert '"born": 200' not in json.dumps([row.before for row in rows(Change)])
    stopped = next(batch.id for batch in rows(Batch) if batch.deed == "stop_candidate")
    with pytest.raises(Conflict) as refused:
        undo.undo(world.secretary, stopped)
    assert refused.value.code == "undo_uncopied"


def test_an_admitted_candidate_can_be_linked_to_a_member_and_keeps_no_name_of_his_own(world):
    code = propose_candidate(world)
    take_steps(world, code, 4)
    candidates.replace_by_member(world.secretary, code, code_of(world, "binh"))
    assert rows(CandidatePerson)[0].name is None
    assert candidate_list.find(world.commune, code).member == (code_of(world, "binh"), "Trần Thị Bình")


def test_only_the_cell_and_its_commune_read_names_and_the_district_only_counts(world):
    code = propose_candidate(world)
    propose_candidate(world, "nui_doi", "neighbour")
    assert [line.name for line in candidate_list.list_all(world.secretary)] == [NAME]
    assert [line.cell for line in candidate_list.list_all(world.commune)] == ["Chi bộ thôn Đồng Bào"]
    for who in ("district", "assistant", "admin", "workplace"):
        with pytest.raises(NotAllowed):
            candidate_list.list_all(world.viewers[who])
    for who in ("neighbour", "other_commune", "district", "assistant", "workplace"):
        for act in (candidates.advance, candidates.stop):
            with pytest.raises(NotAllowed):
                act(world.viewers[who], code, TODAY)
    assert (count(world.district).all, count(world.commune).all) == (2, 1)


def test_a_candidate_entered_by_mistake_is_deleted_whole_and_not_counted(world):
    code = propose_candidate(world)
    candidates.delete(world.secretary, code)
    assert rows(AdmissionCandidate) == rows(CandidatePerson) == []
    other = propose_candidate(world)
    candidates.stop(world.secretary, other, TODAY)
    with pytest.raises(Conflict):
        candidates.delete(world.secretary, other)


def test_erasing_the_proposer_removes_him_from_the_candidate_and_from_copies(world):
    code = propose_candidate(world)
    candidates.correct(world.secretary, code, CandidateInput(NAME, 2001, FIRST, code_of(world, "binh")))
    with writing(SYSTEM, "fill") as session:
        erasure.erase_in(session, session.get_one(Member, world.members["an"]), "quyền xóa", leaving=True)
    assert f'"proposer_id": {world.members["an"]}' not in json.dumps([row.before for row in rows(Change)])
    with writing(SYSTEM, "fill") as session:
        erasure.erase_in(session, session.get_one(Member, world.members["binh"]), "quyền xóa", leaving=True)
    assert candidate_list.find(world.secretary, code)[3:7] == (NAME, 2001, None, None)


@hypothesis(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_equal_a_recount_on_every_day(world, data):
    made = [_drawn(world, data) for _ in range(data.draw(st.integers(0, 6)))]
    with writing(SYSTEM, "fill") as session:
        bulk.delete(session, AdmissionCandidate, [row.id for row in rows(AdmissionCandidate)])
        bulk.insert(session, AdmissionCandidate, made)
    day = data.draw(st.sampled_from([FIRST, FIRST + timedelta(days=45), TODAY]))
    states = Counter()
    for row in made:
        past = [state for state in CandidateState if (on := row[f"{state}_on"]) and on <= day]
        states.update(past[-1:])
    found = count(world.district, day)
    assert found._asdict() == {state.value: states[state] for state in CandidateState}
    assert (
        admission_candidate_counts.total(
            row.count for row in admission_candidate_counts.list_cells(world.district, day=day)
        )
        == found
    )


def _drawn(world, data) -> dict:
    taken, stopped = data.draw(st.integers(1, len(STEPS))), data.draw(st.booleans())
    days = sorted(FIRST + timedelta(days=data.draw(st.integers(0, 300))) for _ in range(taken + 1))
    row = {f"{state}_on": None for state in CandidateState}
    row |= {f"{state}_on": day for state, day in zip(STEPS[:taken], days, strict=False)}
    row |= {"stopped_on": days[-1]} if stopped and taken < len(STEPS) else {}
    return row | {"unit_id": world.units[data.draw(st.sampled_from(["dong_bao", "nui_doi"]))]}
