"""Report states, cached until they change: a save makes only its own period be read again."""

from components import period_cache
from db.figures import report_kinds, reporting
from db.figures.cell_reports import ReportQuery
from db.figures.report_states import PeriodStates
from db.kernel.scope import Viewer


def load(viewer: Viewer, wanted: ReportQuery) -> dict[int, PeriodStates]:
    """The states of every cell in each requested period, without current drafts."""

    def ask(since: int, until: int) -> dict[int, PeriodStates]:
        return reporting.report_states_by_period(viewer, wanted._replace(since=since, until=until))

    stamps = dict(zip(wanted.periods, report_kinds.data_versions(viewer, *wanted), strict=True))
    # Shared by viewers who see the same units.
    reader = viewer.role, viewer.unit_id, viewer.unit_ids
    return period_cache.load(
        reader, (wanted.kind, wanted.unit_id), stamps, report_kinds.rules_of_kind(wanted.kind).months, ask
    )
