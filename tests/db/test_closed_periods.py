"""Closed months: nothing dated in them changes without a reason, in any table, whoever closed them."""

from datetime import date

import pytest
from sqlalchemy import select

from db.calendar import clock
from db.calendar.months import months_of_period
from db.errors import Invalid, NotAllowed
from db.history import undo
from db.kernel import bulk, closed_periods, scope
from db.kernel.raw_sql import insert_rows
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Batch, MeetingState, PeriodState, UnitVersion
from db.periods import closing
from tests.db.places import PERIOD, Place, everything, here_and_there, tables

DATED = [table for table in tables() if "period" in table.model_fields and table is not PeriodState]


@pytest.fixture
def here(world) -> Place:
    """A place whose months are all open, with a row in every table."""
    here, _ = here_and_there(world, world.secretary)
    with writing(SYSTEM, "open") as session:
        bulk.update(
            session,
            PeriodState,
            [{"id": row_id, "reopened_at": clock.now()} for row_id in session.scalars(select(PeriodState.id)).all()],
        )
    return here


def _close(unit_id: int, *months: int) -> None:
    with writing(SYSTEM, "close") as session:
        insert_rows(
            session, PeriodState, [{"unit_id": unit_id, "period": month, "closed_at": clock.now()} for month in months]
        )


def _deeds(table: type, here: Place):
    """Every way to change something dated: created, changed, moved in, moved out, deleted."""
    row_id, new = here.ids[table], here.row(table)
    yield "add", lambda s: (s.add(table(**new)), s.flush())
    yield "bulk insert", lambda s: bulk.insert(s, table, [new])
    yield "update", lambda s: (setattr(s.get(table, row_id), "period", PERIOD + 1), s.flush())
    yield "bulk update", lambda s: bulk.update(s, table, [{"id": row_id, "period": PERIOD + 1}])
    yield "delete", lambda s: (s.delete(s.get(table, row_id)), s.flush())
    yield "bulk delete", lambda s: bulk.delete(s, table, [row_id])


def test_there_are_dated_tables():
    assert {table.__tablename__ for table in DATED} >= {"meeting", "attendance", "tally"}


@pytest.mark.parametrize("closer", ["dong_bao", "dong_ha", "an_binh"])
def test_a_month_closed_for_the_unit_or_above_it_locks_every_dated_table(world, here, closer):
    _close(world.units[closer], PERIOD)
    before = everything()
    for table in DATED:
        for form, deed in _deeds(table, here):
            with pytest.raises(Invalid) as refusal, writing(world.commune, form) as session:
                deed(session)
            assert (refusal.value.code, refusal.value.values) == ("period_closed", {"month": PERIOD}), (
                f"{form} {table.__name__}"
            )
    assert everything() == before


@pytest.mark.parametrize("closer", ["ben_da", "tay_son"])
def test_a_month_closed_elsewhere_locks_nothing(world, here, closer):
    _close(world.units[closer], PERIOD)
    with writing(world.commune, "change") as session:
        for table in DATED:
            bulk.update(session, table, [{"id": here.ids[table], "period": PERIOD - 1}])


def test_a_row_cannot_be_moved_into_a_closed_month_either(world, here):
    _close(world.units["an_binh"], PERIOD + 1)
    for table in DATED:
        with pytest.raises(Invalid), writing(world.commune, "move") as session:
            bulk.update(session, table, [{"id": here.ids[table], "period": PERIOD + 1}])


def test_a_span_is_closed_if_any_of_its_months_is(world, here):
    _close(world.units["an_binh"], 202609)
    for table in (table for table in DATED if "months" in table.model_fields):
        with pytest.raises(Invalid) as refusal, writing(world.commune, "half-year") as session:
            bulk.insert(session, table, [here.row(table, period=202607, months=6)])
        assert refusal.value.values == {"month": 202609}


def test_with_a_reason_every_change_passes_and_the_reason_is_kept(world, here):
    _close(world.units["an_binh"], PERIOD)
    with writing(world.commune, "correct", reason="counted twice") as session:
        for table in DATED:
            bulk.update(session, table, [{"id": here.ids[table], "period": PERIOD + 1}])
    with reading(SYSTEM) as session:
        assert session.scalars(select(Batch.reason).order_by(Batch.id.desc())).first() == "counted twice"


def test_a_reopened_month_is_open(world, here):
    _close(world.units["an_binh"], PERIOD)
    with writing(SYSTEM, "reopen") as session:
        for state in session.scalars(select(PeriodState).where(PeriodState.reopened_at.is_(None))):
            state.reopened_at = clock.now()
    meeting = scope.model_of("meeting")
    with writing(world.secretary, "change") as session:
        session.get(meeting, here.ids[meeting]).state = MeetingState.NOT_HELD
    with reading(SYSTEM) as session:
        assert session.get(meeting, here.ids[meeting]).state == MeetingState.NOT_HELD


def test_undoing_something_in_a_month_closed_since_needs_a_reason(world, here):
    meeting = scope.model_of("meeting")
    with writing(world.secretary, "change") as session:
        session.get(meeting, here.ids[meeting]).state = MeetingState.NOT_HELD
        session.flush()
        batch_id = context_of(session).batch_id
    _close(world.units["an_binh"], PERIOD)
    with pytest.raises(Invalid):
        undo.undo(world.secretary, batch_id)
    undo.undo(world.secretary, batch_id, reason="the minutes say otherwise")
    with reading(world.secretary) as session:
        assert session.get(meeting, here.ids[meeting]).state == MeetingState.HELD


def test_district_and_commune_close_months_once_and_nobody_else_does(world, november):
    closing.close_months(world.district, world.units["an_binh"], [202609, 202609, 202608])
    closing.close_months(world.district, world.units["an_binh"], [202609, 202610])
    with reading(SYSTEM) as session:
        assert sorted(session.scalars(select(PeriodState.period))) == [202608, 202609, 202610]
    closing.close_months(world.commune, world.units["dong_ha"], [202601])
    with pytest.raises(NotAllowed):
        closing.close_months(world.commune, world.units["tay_son"], [202601])
    with pytest.raises(NotAllowed):
        closing.reopen_months(world.commune, world.units["an_binh"], [202610])
    for viewer in (world.secretary, world.assistant, world.workplace, world.admin):
        for action in (closing.close_months, closing.reclose_months, closing.reopen_months):
            with pytest.raises(NotAllowed):
                action(viewer, viewer.unit_id, [202601])


def test_a_month_that_has_not_ended_cannot_be_closed(world, november):
    for month, code in ((202611, "month_not_ended"), (202612, "month_not_begun")):
        with pytest.raises(Invalid) as refusal:
            closing.close_months(world.commune, world.units["dong_ha"], [202610, month])
        assert (refusal.value.code, refusal.value.values) == (code, {"month": month})
    assert _state(world.commune) == closing.MonthState(202610)


def _state(viewer) -> closing.MonthState:
    return closing.load_states(viewer, [202610], 1)[202610].months[0]


def test_closing_twice_is_refused_but_closing_again_after_reopening_is_not(world, november):
    unit_id = world.units["dong_ha"]
    with pytest.raises(Invalid, match="month_open"):
        closing.reclose_months(world.commune, unit_id, [202610])
    closing.close_months(world.commune, unit_id, [202610])
    with pytest.raises(Invalid, match="months_closed"):
        closing.close_months(world.commune, unit_id, [202610])
    first = _state(world.commune).closed_at
    closing.reclose_months(world.commune, unit_id, [202609, 202610])
    with reading(SYSTEM) as session:
        assert session.scalars(select(PeriodState.period).where(PeriodState.reopened_at.is_(None))).all() == [202610]
        assert session.scalars(select(PeriodState.period)).all() == [202610, 202610]
    assert _state(world.commune).closed_at >= first


def test_a_half_year_and_a_year_are_made_of_their_months(world, november):
    closing.close_months(world.district, world.units["an_binh"], [202503])
    closing.close_months(world.commune, world.units["dong_ha"], months_of_period(202501, 6))
    half, year = (closing.load_states(world.commune, [202501], months)[202501] for months in (6, 12))
    assert len(half.closed) == len(half.closed_by(world.units["dong_ha"])) == 6
    assert half.closed_at is not None
    assert (len(year.closed), year.closed_at) == (6, None)
    assert [month.period for month in closing.load_states(world.district, [202501], 6)[202501].closed] == [202503]
    assert closing.selectable_periods(6)[:3] == [202601, 202507, 202501]
    assert closing.selectable_periods(12)[0] == 202501


def test_a_unit_cannot_close_a_month_in_which_it_did_not_exist(world, november):
    with writing(SYSTEM, "begin") as session:
        for version in session.scalars(select(UnitVersion).where(UnitVersion.unit_id == world.units["dong_ha"])):
            version.valid_from = date(2025, 7, 1)
    with pytest.raises(Invalid) as refusal:
        closing.close_months(world.commune, world.units["dong_ha"], months_of_period(202501, 12))
    assert (refusal.value.code, refusal.value.values) == ("unit_not_then", {"month": 202501})
    closing.close_months(world.commune, world.units["dong_ha"], months_of_period(202507, 6))


def test_a_reopened_month_needs_no_reason_and_can_be_closed_again(world, here, november):
    for _again in range(2):
        closing.close_months(world.commune, world.units["dong_ha"], [202610])
        state = _state(world.commune)
        assert (state.period, state.unit_id) == (202610, world.units["dong_ha"])
        with reading(SYSTEM) as session:
            assert closed_periods.filter_closed(session, {(world.units["dong_bao"], 202610)})
        closing.reopen_months(world.commune, world.units["dong_ha"], [202610])
        assert _state(world.commune).closed_at is None
        with reading(SYSTEM) as session:
            assert not closed_periods.filter_closed(session, {(world.units["dong_bao"], 202610)})
    with pytest.raises(Invalid, match="month_open"):
        closing.reopen_months(world.commune, world.units["dong_ha"], [202610])


def test_the_commune_sees_that_the_district_closed_a_month(world, november):
    closing.close_months(world.district, world.units["an_binh"], [202610])
    assert _state(world.commune).unit_id == world.units["an_binh"]
    with pytest.raises(Invalid, match="month_open"):
        closing.reopen_months(world.commune, world.units["dong_ha"], [202610])


@pytest.mark.parametrize("blank", [None, "", "  ", "\n\t", "\u200b", "\u00a0"])
def test_a_blank_is_not_a_reason(world, here, blank):
    _close(world.units["an_binh"], PERIOD)
    before = everything()
    for table in DATED:
        for form, deed in _deeds(table, here):
            with pytest.raises(Invalid), writing(world.commune, form, reason=blank) as session:
                deed(session)
    assert everything() == before


def test_a_reason_is_stored_as_one_line_and_refused_if_too_long(world, here):
    with writing(world.commune, "change", reason="  Gõ  nhầm ") as session:
        bulk.update(session, DATED[0], [{"id": here.ids[DATED[0]], "period": PERIOD - 1}])
    with reading(SYSTEM) as session:
        assert session.scalars(select(Batch.reason).order_by(Batch.id.desc())).first() == "Gõ nhầm"
    with pytest.raises(Invalid) as refusal, writing(world.commune, "change", reason="x" * 201):
        pass
    assert refusal.value.code == "text_long"


def test_a_month_closed_within_an_action_is_closed_for_the_rest_of_it(world, here):
    table = DATED[0]
    with writing(SYSTEM, "close and change") as session:
        bulk.update(session, table, [{"id": here.ids[table], "period": PERIOD - 1}])
        closed = {"unit_id": world.units["dong_bao"], "period": PERIOD - 1, "closed_at": clock.now()}
        bulk.insert(session, PeriodState, [closed])
        with pytest.raises(Invalid) as refusal:
            bulk.update(session, table, [{"id": here.ids[table], "period": PERIOD}])
    assert refusal.value.code == "period_closed"
