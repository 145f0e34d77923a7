"""The yearly evaluation: each step by itself, for everybody and then the exceptions, votes within the voters, one class
a year.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings as hypothesis, strategies as st

from db.errors import Conflict, Invalid, NotAllowed
from db.evaluations import cell_own_evaluation, class_cap, evaluation_draft, evaluation_list, evaluation_list_writer
from db.evaluations.cell_own_evaluation import UnitEvaluationInput
from db.evaluations.class_cap import CapScope, ClassCap
from db.figures import evaluation_counts
from db.history import undo
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import AlreadyDone, writing
from db.meetings import sheet_snapshot
from db.models import Batch, Draft, Evaluation, Exemption, ExemptionClass, MeetingScore, Member, UnitEvaluation
from db.people import erasure
from db.settings import settings_and_rules_in_force
from tests.db.evaluating import YEAR, of_all, of_list, of_one, save, typed
from tests.people import SINCE
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
CLASSES = ("excellent", "good", "completed", "not_completed")


def sheet(world, who: str = "secretary"):
    return evaluation_list.load(world.viewers[who], world.units["dong_bao"], YEAR)


def row_of(world, key: str) -> Evaluation:
    (row,) = rows(Evaluation, member_id=world.members[key])
    return row


def exempt(world, key: str) -> None:
    with writing(SYSTEM, "fill") as session:
        about = {"member_id": world.members[key], "unit_id": world.units["dong_bao"]}
        session.add(Exemption(kind=ExemptionClass.OWN, valid_from=SINCE, **about))


def test_own_members_are_on_the_list_and_contact_members_are_not(world):
    assert {line.person.member_id for line in sheet(world).lines} == {
        world.members[key] for key in ("an", "binh", "cuong")
    }


def test_a_class_for_everybody_and_one_exception_are_saved_step_by_step(world):
    assert save(world, of_all(self_class="good") | of_list(self_on="2026-11-10")) == 3
    assert rows(Draft) == []
    assert (row_of(world, "an").self_class, row_of(world, "an").self_on) == ("good", date(2026, 11, 10))
    votes = of_all(proposed="good", votes="2") | of_list(voters="2") | of_one(world, "an", proposed="excellent")
    save(world, votes)
    decided = of_list(decision_number="45-QĐ/ĐU", decided_on="2026-11-20")
    save(world, of_all(decided="good") | of_one(world, "an", decided="excellent") | decided, "commune")
    row = row_of(world, "an")
    assert (row.votes, row.voters, row.proposed) == (2, 2, "excellent")
    assert (row.decided, row.decision_number, row.decided_on) == ("excellent", "45-QĐ/ĐU", date(2026, 11, 20))
    assert row_of(world, "binh").decided == "good"


def test_an_exempt_member_gets_no_class_for_all_but_may_be_given_one(world):
    exempt(world, "binh")
    assert save(world, of_all(proposed="good")) == 2
    save(world, of_one(world, "binh", proposed="completed"))
    assert row_of(world, "binh").proposed == "completed"
    (part,) = evaluation_counts.by_unit(world.secretary, YEAR)
    assert (part.count.on_list, part.count.exempt, part.count.missing) == (3, 1, 0)


def test_a_reason_for_no_class_excludes_a_member_from_the_class_for_all(world):
    save(world, of_all(proposed="good") | of_one(world, "an", unclassified="new"))
    assert (row_of(world, "an").proposed, row_of(world, "an").unclassified) == (None, "new")


def test_a_value_for_all_fills_gaps_or_corrects_everybody_when_there_are_none(world):
    save(world, of_one(world, "an", self_class="good") | of_list(self_on="2026-11-01"))
    save(world, of_one(world, "binh", self_class="good") | of_list(self_on="2026-11-05"))
    assert [row_of(world, key).self_on.day for key in ("an", "binh")] == [1, 5]
    save(world, of_list(self_on="2026-11-07"))
    assert [row_of(world, key).self_on.day for key in ("an", "binh")] == [7, 7]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (lambda w: of_one(w, "an", votes="3") | of_list(voters="2"), "votes_more_than_voters"),
        (lambda w: of_one(w, "an", votes="2") | of_list(voters="4"), "voters_more_than_members"),
        (lambda w: of_one(w, "an", votes="2"), "voters_missing"),
        (lambda w: of_one(w, "an", votes="two") | of_list(voters="2"), "votes_unfit"),
        (lambda w: of_one(w, "an", proposed="good", unclassified="new"), "class_and_reason"),
        (lambda w: of_one(w, "an", self_class="good") | of_list(self_on="2027-01-01"), "day_to_come"),
        (lambda w: of_one(w, "an", self_class="good") | of_list(self_on="2025-12-31"), "evaluated_before_year"),
        (
            lambda w: (
                of_one(w, "an", self_class="good", decided="good")
                | of_list(self_on="2026-11-10", decided_on="2026-11-09")
            ),
            "decided_before_review",
        ),
    ],
)
def test_invalid_values_are_refused_and_stay_typed(world, values, code):
    typed(world, values(world))
    with pytest.raises(Invalid) as refused:
        evaluation_list_writer.save(world.secretary, world.units["dong_bao"], YEAR)
    assert (refused.value.code, rows(Evaluation), len(rows(Draft))) == (code, [], 1)


def test_nobody_is_classified_by_two_cells_for_one_year(world):
    with writing(SYSTEM, "fill") as session:
        about = {"unit_id": world.units["ben_da"], "member_id": world.members["an"], "year": YEAR}
        session.add(Evaluation(proposed="good", **about))
    typed(world, of_one(world, "an", proposed="good"))
    with pytest.raises(Conflict) as refused:
        evaluation_list_writer.save(world.secretary, world.units["dong_bao"], YEAR)
    assert refused.value.code == "evaluated_elsewhere"


def test_two_editors_who_differ_are_asked_and_a_changed_sheet_is_not_saved(world):
    before = sheet_snapshot.take_snapshot(sheet(world))
    typed(world, of_one(world, "an", proposed="good"))
    with pytest.raises(Conflict) as refused:
        evaluation_list_writer.save(world.secretary, world.units["dong_bao"], YEAR, before)
    assert refused.value.code == "sheet_changed"
    typed(world, of_one(world, "an", proposed="completed"), "commune")
    (field,) = sheet(world).typed.conflicts
    with pytest.raises(Conflict) as refused:
        evaluation_list_writer.save(world.secretary, world.units["dong_bao"], YEAR)
    assert refused.value.code == "rivals"
    evaluation_draft.resolve_conflict(world.secretary, world.units["dong_bao"], YEAR, field, "completed")
    evaluation_list_writer.save(world.secretary, world.units["dong_bao"], YEAR)
    assert row_of(world, "an").proposed == "completed"


def test_a_future_year_is_refused(world):
    for year in (1999, 2027):
        with pytest.raises(Invalid):
            evaluation_list.load(world.secretary, world.units["dong_bao"], year)


@pytest.mark.parametrize("who", ["district", "assistant", "neighbour", "other_commune", "workplace", "admin"])
def test_only_the_cell_and_its_commune_see_and_enter_classes(world, who):
    save(world, of_all(proposed="good"))
    for act in (
        lambda: sheet(world, who),
        lambda: typed(world, of_one(world, "an", proposed="completed"), who),
        lambda: evaluation_list_writer.save(world.viewers[who], world.units["dong_bao"], YEAR),
    ):
        with pytest.raises(NotAllowed):
            act()
    if who in ("district", "assistant", "workplace", "admin"):
        with pytest.raises(NotAllowed):
            evaluation_counts.list_people(world.viewers[who], YEAR, "good")
    else:
        assert evaluation_counts.list_people(world.viewers[who], YEAR, "good") == []


def test_the_district_counts_by_unit_what_the_cell_and_the_commune_read_by_name(world):
    save(world, of_all(proposed="good") | of_one(world, "an", proposed="excellent"))
    for who in ("secretary", "commune", "district"):
        together = evaluation_counts.total(part.count for part in evaluation_counts.by_unit(world.viewers[who], YEAR))
        assert together.classes == {"excellent": 1, "good": 2}
    people = evaluation_counts.list_people(world.commune, YEAR, "excellent")
    assert [person.member_code for person in people] == [code_of(world, "an")]
    assert evaluation_counts.by_unit(world.assistant, YEAR) == []


def test_every_save_is_undone_whole(world):
    save(world, of_all(proposed="good"))
    save(world, of_one(world, "an", proposed="excellent"))
    batches = [batch.id for batch in rows(Batch) if batch.deed == "evaluate"]
    undo.undo(world.secretary, batches[1])
    assert row_of(world, "an").proposed == "good"
    undo.undo(world.secretary, batches[0])
    assert rows(Evaluation) == []


def test_a_cleared_answer_leaves_nothing_behind_and_saving_nothing_new_is_not_a_save(world):
    save(world, of_one(world, "an", proposed="good"))
    with pytest.raises(AlreadyDone):
        save(world, of_one(world, "an", proposed="good"))
    save(world, of_one(world, "an", proposed=""))
    assert rows(Evaluation) == []


def test_erasing_somebody_keeps_the_counts(world):
    save(world, of_all(proposed="good"))
    name = next(line.person.name for line in sheet(world).lines if line.person.member_id == world.members["binh"])
    with writing(SYSTEM, "fill") as session:
        words = erasure.erase_in(session, session.get_one(Member, world.members["binh"]), "quyền xóa", leaving=True)
    assert name in words
    assert sorted(row.member_id is None for row in rows(Evaluation)) == [False, False, True]
    (part,) = evaluation_counts.by_unit(world.secretary, YEAR)
    assert part.count.classes == {"good": 3}
    assert {line.person.member_id for line in sheet(world).lines} == {world.members[key] for key in ("an", "cuong")}


@pytest.mark.parametrize(
    ("base", "counts", "allowed"),
    [
        ("good", {"good": 40, "excellent": 9}, 8),
        ("good", {"good": 44, "excellent": 9}, 8),
        ("good_or_better", {"good": 40, "excellent": 9}, 9),
        ("classified", {"good": 40, "excellent": 9, "completed": 1}, 10),
        ("good", {}, 0),
    ],
)
def test_the_cap_is_a_share_of_its_base_rounded_down(base, counts, allowed):
    cap = ClassCap(20, base, CapScope.CELL, "", True)
    result = class_cap.compare_with_cap(cap, counts)
    assert (result.allowed, result.excess) == (allowed, max(0, counts.get("excellent", 0) - allowed))


def test_a_cap_of_zero_percent_allows_nobody():
    result = class_cap.compare_with_cap(ClassCap(0, "good", CapScope.CELL, "", True), {"good": 40, "excellent": 1})
    assert (result.allowed, result.excess) == (0, 1)


def test_the_cap_shows_who_is_over_it_and_blocks_nothing(world):
    save(world, of_all(proposed="excellent"))
    cap, (line,) = evaluation_counts.load_cap_lines(world.commune, YEAR)
    assert (cap.verified, line.name, line.result) == (False, "Xã Đông Hà", (3, 0, 0))
    assert line.result.excess == 3
    assert evaluation_counts.load_cap_lines(world.secretary, YEAR)[1] == []
    _choose(world, percent=100, base="good_or_better", scope="cell")
    (own,) = evaluation_counts.load_cap_lines(world.secretary, YEAR)[1]
    assert (own.name, own.result.excess) == ("Chi bộ thôn Đồng Bào", 0)


def test_a_percentage_of_zero_may_be_chosen_but_an_unknown_base_may_not(world):
    _choose(world, percent=0, base="good", scope="organisation")
    save(world, of_all(proposed="good") | of_one(world, "an", proposed="excellent"))
    assert evaluation_counts.load_cap_lines(world.commune, YEAR)[1][0].result.excess == 1
    for wrong in ({"base": "half"}, {"scope": "village"}, {"percent": 101}, {"percent": -1}):
        with pytest.raises(Invalid):
            _choose(world, **{"percent": 20, "base": "good", "scope": "cell"} | wrong)


def _choose(world, **parameters) -> None:
    settings_and_rules_in_force.choose_rule(
        world.district, "excellent_cap", parameters, "Hướng dẫn", True, date(2026, 1, 1)
    )


def test_a_cells_own_class_and_its_meeting_scores_are_kept_for_the_year(world):
    cell = world.units["dong_bao"]
    decided = UnitEvaluationInput("good", "excellent", "46-QĐ/ĐU", date(2026, 11, 20))
    cell_own_evaluation.save(
        world.secretary, cell, YEAR, decided, {"preparation": 18, "attendance": 20, "conduct": None}
    )
    told = cell_own_evaluation.load(world.district, cell, YEAR)
    assert (told.decided, told.decision_number, told.total_points, told.max_points) == (
        "excellent",
        "46-QĐ/ĐU",
        38,
        100,
    )
    assert len(rows(UnitEvaluation)) == 1
    part = evaluation_counts.by_unit(world.commune, YEAR)[1]
    assert part.count.cells == {"excellent": 1}
    cell_own_evaluation.save(world.commune, cell, YEAR, decided, {"attendance": None})
    assert [row.criterion for row in rows(MeetingScore)] == ["preparation"]
    for typed_in, points, code in (
        (decided, {"attendance": 21}, "points_beyond"),
        (UnitEvaluationInput(decision_number="1"), {}, "decided_class_missing"),
        (UnitEvaluationInput("good", "good", None, date(2025, 1, 1)), {}, "evaluated_before_year"),
    ):
        with pytest.raises(Invalid) as refused:
            cell_own_evaluation.save(world.secretary, cell, YEAR, typed_in, points)
        assert refused.value.code == code
    with pytest.raises(NotAllowed):
        cell_own_evaluation.save(world.district, cell, YEAR, decided, {})


@hypothesis(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_equal_a_recount(world, data):
    people = [
        (unit, key)
        for unit, key in (("dong_bao", "an"), ("dong_bao", "binh"), ("ben_da", "hung"))
        if data.draw(st.booleans())
    ]
    made = [
        {
            "unit_id": world.units[unit],
            "member_id": world.members[key],
            "year": data.draw(st.sampled_from([YEAR, YEAR - 1])),
            **{name: data.draw(st.sampled_from([None, *CLASSES])) for name in ("proposed", "decided")},
            "unclassified": None,
        }
        for unit, key in people
    ]
    for row in made:
        if not (row["proposed"] or row["decided"]):
            row["unclassified"] = data.draw(st.sampled_from([None, "new"]))
    with writing(SYSTEM, "fill") as session:
        bulk.delete(session, Evaluation, [row.id for row in rows(Evaluation)])
        bulk.insert(session, Evaluation, made)
    now = [row for row in made if row["year"] == YEAR]
    classes = Counter(row["decided"] or row["proposed"] for row in now if row["decided"] or row["proposed"])
    for who in ("commune", "district"):
        counts = evaluation_counts.total(part.count for part in evaluation_counts.by_unit(world.viewers[who], YEAR))
        assert counts.classes == classes
        assert counts.decided == sum(row["decided"] is not None for row in now)
        assert counts.unclassified == sum(row["unclassified"] is not None for row in now)
        each = evaluation_counts.list_cells(world.viewers[who], YEAR)
        assert evaluation_counts.total(row.count for row in each) == counts
