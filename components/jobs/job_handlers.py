"""What does each kind of job. Everything that writes files is behind it, so the worker loads it with its first job:
until then it needs half the time to start and half the memory.
"""

from collections.abc import Callable

from components.briefings import briefing_jobs, bulk_report_jobs
from components.exporting import export_jobs
from components.households import assignment_proposal_jobs
from components.importing import import_jobs
from components.papers import paper_jobs
from components.periods import past_figures_jobs
from components.report_forms import form_jobs
from db.exports import meeting_export
from db.kernel.scope import Viewer

Progress = Callable[[int, int], None]
HANDLERS: dict[str, Callable[[Viewer, dict, str, Progress], dict]] = {
    meeting_export.KIND: export_jobs.run,
    **import_jobs.HANDLERS,
    **paper_jobs.HANDLERS,
    **briefing_jobs.HANDLERS,
    **bulk_report_jobs.HANDLERS,
    **assignment_proposal_jobs.HANDLERS,
    **form_jobs.HANDLERS,
    **past_figures_jobs.HANDLERS,
}
