"""Report states, cached until they change: a save makes only its own period be read again."""

from collections.abc import Iterable, Iterator

import streamlit as st

from db.calendar.months import add_months
from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.data_version import DataVersion
from db.figures.report_kinds import ReportKind
from db.figures.report_states import PeriodStates
from db.kernel.scope import Viewer
from db.models import Role

Kept = dict[int, tuple[DataVersion, PeriodStates]]


def load(viewer: Viewer, wanted: ReportQuery) -> dict[int, PeriodStates]:
    """The states of every cell in each requested period, without current drafts."""
    kept = _kept(viewer.role, viewer.unit_id, viewer.unit_ids, wanted.kind, wanted.unit_id)
    # The version is read first: what is saved meanwhile is read now, and again next time.
    stamps = dict(zip(wanted.periods, report_kinds.data_versions(viewer, *wanted), strict=True))
    stale = [period for period, stamp in stamps.items() if period not in kept or kept[period][0] != stamp]
    for since, until in _runs(stale, report_kinds.rules_of_kind(wanted.kind).months):
        for period, found in reporting.report_states_by_period(
            viewer, wanted._replace(since=since, until=until)
        ).items():
            kept[period] = stamps[period], found
    return {period: kept[period][1] for period in stamps}


# Shared by viewers who see the same units, and never modified; its version says how old it is.
@st.cache_resource(ttl="1h", max_entries=300, show_spinner=False)
def _kept(
    role: Role, unit_id: int | None, unit_ids: frozenset[int] | None, kind: ReportKind, asked: int | None
) -> Kept:
    return {}


def _runs(periods: Iterable[int], months: int) -> Iterator[tuple[int, int]]:
    """Consecutive periods as first and last of each run."""
    first = last = None
    for period in periods:
        if first is None or last is None:
            first = last = period
        elif period == add_months(last, months):
            last = period
        else:
            yield first, last
            first = last = period
    if first is not None and last is not None:
        yield first, last
