"""What a closing covers: every kind of row that figures of past months are counted from, with none forgotten."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from components.briefings import briefing_request, section_registry
from components.charts import chart_registry
from db import models as m
from db.calendar.months import last_day, month_of, year_mark
from db.errors import Invalid
from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.figures import FigureQuery
from db.figures.report_kinds import ReportKind
from db.history import amendments, undo
from db.kernel import altered_months, bulk
from db.kernel.altered_months import CountedMonths
from db.kernel.audience import Audience
from db.kernel.counted_rows import ALL, COUNTED, NOT_COUNTED
from db.kernel.scope import SYSTEM, TABLE_RULES
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.periods import closing
from tests import months
from tests.db.places import Place, here_and_there
from tests.rows import rows
from tests.sent_statements import heard

MONTH, YEAR = 202610, 2025  # both are closed
WITHIN, AFTER = date(2026, 10, 15), date(2026, 11, 15)
ASKED = FigureQuery(202501, 202610)
pytestmark = pytest.mark.usefixtures("november")


# Nothing is forgotten


def test_every_table_is_counted_or_declared_not_to_be():
    assert COUNTED.keys() | NOT_COUNTED.keys() == TABLE_RULES.keys()
    assert not COUNTED.keys() & NOT_COUNTED.keys()


def test_every_column_counts_or_is_declared_not_to():
    for table, how in COUNTED.items():
        if how.counts != ALL:
            assert how.deciding_columns - {"id"} | set(how.aside) == set(table.model_fields) - {"id", "code"}, table
        assert not how.deciding_columns & set(how.aside)


def test_no_figure_of_a_period_reads_what_is_declared_not_to_count(world):
    months.fill(world)
    names = {table.__tablename__: table for table in TABLE_RULES}
    read: dict[str, set[str]] = {}

    def note(what: str, sent: list[str]) -> None:
        for statement in sent:
            for name in re.findall(r'(?:FROM|JOIN)\s+"?([a-z_]+)', statement):
                if name in names:
                    read.setdefault(name, set()).add(what)

    for viewer in (world.secretary, world.commune, world.district):
        for length, first in ((1, 202610), (12, 202601)):
            for key, section in section_registry.sections_by_key().items():
                with heard() as sent:
                    section.question(viewer, briefing_request.query_of_period(viewer, first, length, None))
                note(f"section {key}", sent)
        for key, chart in chart_registry.charts_by_key().items():
            topics = chart.topics(viewer) if chart.topics else {"": ""}
            for topic in topics:
                with heard() as sent:
                    chart.question(viewer, FigureQuery(202601, 202610, chart.meetings, topic=topic))
                note(f"chart {key}", sent)
        for kind in ReportKind:
            period = report_kinds.periods_between(kind, 202610, 202610)[0]
            with heard() as sent:
                reporting.report_states_by_period(viewer, ReportQuery(kind, period, period))
            note(f"report {kind}", sent)
    assert len(read) > 20
    free = {"draft"}  # that something is being typed
    assert {name: what for name, what in read.items() if names[name] in NOT_COUNTED and name not in free} == {}


# What a change alters, day by day

DAYS = st.one_of(st.none(), st.dates(date(2025, 11, 1), date(2026, 3, 31)))
DATED = [table for table, how in COUNTED.items() if how.is_dated]


def _counts(how, row: dict | None, day: date):
    """What a row counts as on a day; nothing if it does not count."""
    if row is None:
        return None
    if how.days:
        happened = tuple(bool(row[name] and row[name] <= day) for name in how.days)
        return (row["what"], happened) if any(happened) else None
    first, last = row.get(how.since) or date.min, row.get(how.until) or date.max
    return row["what"] if first <= day <= last else None


def _drawn(data, table, how) -> dict | None:
    if data.draw(st.booleans(), label="none") and data.draw(st.booleans()):
        return None
    row = {name: data.draw(DAYS, label=name) for name in (*how.days, how.since, how.until) if name}
    if how.since and how.until and row[how.since] and row[how.until] and row[how.since] > row[how.until]:
        row[how.since], row[how.until] = row[how.until], row[how.since]
    what = data.draw(st.sampled_from(["one", "two"]), label="what")
    told = next(name for name in how.counts if name not in how.units) if set(how.counts) - set(how.units) else None
    columns = dict.fromkeys(how.deciding_columns | set(table.model_fields) - {"id"}) if how.counts == ALL else {}
    return {
        **columns,
        **row,
        **dict.fromkeys(how.units, 7),
        "what": what,
        **({told: what} if told and told != "*" else {}),
    }


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_change_alters_the_months_with_a_day_that_counts_differently(data):
    table = data.draw(st.sampled_from(DATED), label="table")
    how = COUNTED[table]
    before, after = _drawn(data, table, how), _drawn(data, table, how)
    if before is None and after is None:
        return
    if before and after and not (set(how.counts) - set(how.units) - {"*"}):
        after["what"] = before["what"]
    places = list(altered_months.months_altered_by(table, before, after))
    day, altered = date(2025, 10, 1), set()
    while day < date(2026, 5, 1):
        if _counts(how, before, day) != _counts(how, after, day):
            altered.add(month_of(day))
        day += timedelta(days=1)
    told = {month for month in map(month_of, _firsts()) if any(place.contains(month) for place in places)}
    assert told == altered


def _firsts() -> list[date]:
    return [date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 5))]


def test_a_year_is_not_a_month_and_a_month_is_not_a_year():
    assert CountedMonths(1, 202512, 202602).contains(202601)
    assert not CountedMonths(1, 202512, 202602).contains(year_mark(2026))
    assert CountedMonths(1, year_mark(2026), year_mark(2026)).contains(year_mark(2026))
    assert not CountedMonths(1, year_mark(2026), year_mark(2026)).contains(202601)


# Each kind: refused, given a reason, flagged, closed again


@pytest.fixture
def here(world) -> Place:
    """A row of every table, dated in a month that is closed, and with its year closed."""
    here, _ = here_and_there(world, world.secretary)
    _open_all()
    with writing(SYSTEM, "in the closed month") as session:
        for table, how in COUNTED.items():
            if told := _placed(table, how) | dict.fromkeys(filter(None, (how.until,))):
                bulk.update(session, table, [{"id": here.ids[table], **told}])
        bulk.update(session, m.Membership, [{"id": here.ids[m.Membership], "member_id": here.ids[m.Member]}])
    return here


def _placed(table, how) -> dict:
    """The values that make a row count in the closed period."""
    told = {name: WITHIN for name in (how.since, *how.days) if name}
    told |= {"year": YEAR} if how.year else {}
    return told | ({"period": MONTH} if "period" in table.model_fields else {})


def _close(world) -> None:
    closing.close_months(world.district, world.units["an_binh"], [*closing.months_and_year_mark(202501, 12), MONTH])


def _open_all() -> None:
    with writing(SYSTEM, "open") as session:
        opened = [{"id": one.id, "reopened_at": one.closed_at} for one in rows(m.PeriodState)]
        bulk.update(session, m.PeriodState, opened)


def _values(table, here: Place) -> list[dict]:
    """Changes that would alter figures: each day, and each column that counts."""
    how, row = COUNTED[table], _row(table, here)
    values = [{name: AFTER} for name in (how.since, *how.days) if name]
    values += [{how.until: date(2026, 10, 20)}] if how.until else []
    if how.counts == ALL:
        return [*values, ALTERED[table]]
    own = {"sex": "female", "kind": _other(table, row, "kind"), "status": "gone", "done": not row.get("done")}
    own |= {"marks": '{"a": "b"}', "rating": "other", "households": 77, "assigns": not row.get("assigns"),
            "proposed": "other", "decided": "other", "unclassified": "other", "reports": False, "parameters": "[]",
            "form": "other", "assessed_on": AFTER, "value": "[]", "name": "other"}  # fmt: skip
    return values + [{name: own[name]} for name in how.counts if name in own]


ALTERED = {
    m.Meeting: {"state": "not_held"},
    m.Tally: {"exempt": 3},
    m.Attendance: {"spoke": True},
    m.HouseholdVisit: {"visited_on": WITHIN},
    m.HouseholdReport: {"reported": False},
    m.YearEntry: {"kind": "other"},
    m.TeamVisit: {"period": 202611},
    m.IndicatorValue: {"value": 0.5},
}  # of rows that count as a whole


def _other(table, row: dict, column: str):
    kind = table.__table__.c.get(column)
    kinds = getattr(getattr(kind, "type", None), "kinds", None)
    return next(each for each in kinds if each != row[column]) if kinds else row.get(column)


def _row(table, here: Place) -> dict:
    return next(row.model_dump() for row in rows(table) if row.id == here.ids[table])


def test_altering_a_closed_figure_needs_a_reason(world, here):
    _close(world)
    for table in COUNTED:
        values = _values(table, here)
        assert values or table in (m.ClassReview,), table
        for value in values:
            with pytest.raises(Invalid, match="period_closed"), writing(SYSTEM, "change") as session:
                bulk.update(session, table, [{"id": here.ids[table], **value}])
    for table in COUNTED:
        stood = _row(table, here)
        for value in _values(table, here):
            with writing(SYSTEM, "change", reason="theo biên bản") as session:
                bulk.update(session, table, [{"id": here.ids[table], **value}])
                bulk.update(session, table, [{"id": here.ids[table], **{name: stood[name] for name in value}}])


def test_a_change_that_no_figure_depends_on_needs_none(world, here):
    _close(world)
    with writing(SYSTEM, "change") as session:
        for table, how in COUNTED.items():
            plain = [column for column in table.__table__.columns if column.name in how.aside]
            for column in plain:
                if column.nullable and not column.foreign_keys:
                    bulk.update(session, table, [{"id": here.ids[table], column.name: None}])


def test_adding_or_deleting_a_row_that_counts_in_a_closed_period_needs_a_reason(world, here):
    _close(world)
    for table, how in COUNTED.items():
        if how.of_member or table is m.Unit:
            continue  # it counts through its memberships, or its version
        new = here.row(table) | _placed(table, how)
        with pytest.raises(Invalid, match="period_closed"), writing(SYSTEM, "add") as session:
            bulk.insert(session, table, [new])
    for table in COUNTED:
        with pytest.raises(Invalid, match="period_closed"), writing(SYSTEM, "delete") as session:
            bulk.delete(session, table, [here.ids[table]])


def test_an_altered_month_is_flagged_until_it_is_closed_again(world, here):
    _close(world)
    readers = {key: world.viewers[key] for key in ("secretary", "commune", "district")}
    for table, how in COUNTED.items():
        value = next(iter(_values(table, here)), None)
        if value is None:
            continue
        with writing(SYSTEM, "change", reason="theo biên bản") as session:
            bulk.update(session, table, [{"id": here.ids[table], **value}])
            batch_id = context_of(session).batch_id
        for key, viewer in readers.items():
            read = viewer.reads(TABLE_RULES[table].audience)
            counted = read or (how.told_above and viewer.reads(Audience.FIGURES))
            told = [one.batch_id for one in amendments.list_amendments(viewer, ASKED, (table,))]
            assert (batch_id in told) == counted, (table, key)
            assert (batch_id in [one.batch_id for one in amendments.list_amendments(viewer, ASKED)]) == counted
    assert amendments.list_amendments(world.neighbour, ASKED) == []
    closing.reclose_months(world.district, world.units["an_binh"], [*closing.months_and_year_mark(202501, 12), MONTH])
    for viewer in readers.values():
        assert amendments.list_amendments(viewer, ASKED) == []


def test_a_viewer_who_may_not_read_the_rows_learns_only_that_they_were_changed(world, here):
    table = m.Assessment
    _close(world)
    with writing(SYSTEM, "save_assessments", reason="nhận xét về ông An") as session:
        bulk.update(session, table, [{"id": here.ids[table], "marks": "{}x"}])
    (told,) = amendments.list_amendments(world.district, ASKED)
    assert (told.who, told.reason, told.change_ids, told.months) == ("", "", (), (year_mark(YEAR),))
    (read,) = amendments.list_amendments(world.secretary, ASKED)
    assert read.reason == "nhận xét về ông An"


def test_a_years_assessments_can_change_until_the_year_itself_is_closed(world, here):
    table, change = m.Assessment, {"marks": "{}x"}
    closing.close_months(world.district, world.units["an_binh"], closing.months_and_year_mark(202501, 12)[:12])
    with writing(world.secretary, "save") as session:
        bulk.update(session, table, [{"id": here.ids[table], **change}])
    assert closing.load_states(world.district, [202501], 12)[202501].closed_at is None
    closing.close_months(world.district, world.units["an_binh"], closing.months_and_year_mark(202501, 12))
    assert closing.load_states(world.district, [202501], 12)[202501].closed_at is not None
    with pytest.raises(Invalid, match="period_closed"), writing(world.secretary, "save") as session:
        bulk.update(session, table, [{"id": here.ids[table], "marks": "{}y"}])


def test_undo_and_erasure_do_not_get_around_a_closed_month(world, here):
    table = m.Exemption
    with writing(SYSTEM, "change") as session:
        bulk.update(session, table, [{"id": here.ids[table], "valid_from": last_day(202609)}])
        batch_id = context_of(session).batch_id
    _close(world)
    with pytest.raises(Invalid, match="period_closed"):
        undo.undo(SYSTEM, batch_id)
    with writing(SYSTEM, "erase") as session, bulk.without_history(session):
        bulk.delete(session, table, [here.ids[table]])
    with reading(SYSTEM) as session:
        assert session.get(table, here.ids[table]) is None
