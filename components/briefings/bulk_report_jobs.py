"""The worker's part of reports of all units below: each on its page in one file, kept for a day and logged."""

import hashlib
from collections.abc import Callable

from components.briefings import briefing_content, briefing_request, report_files, report_job_queue
from components.briefings.units_below import UnitSelection
from components.files import briefing_files, briefing_pdf, briefing_word
from db.access_log import export_log
from db.errors import Invalid
from db.jobs import jobs, temporary_files
from db.kernel.scope import Viewer

NAME = "bao-cao-cac-don-vi"
WRITERS = {"docx": briefing_word.write_merged, "pdf": briefing_pdf.write_merged}  # by file extension


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Write the files of a job, reporting progress; returns their names and the number of units."""
    request = briefing_request.from_dict(wanted)
    export_log.require_export_reason(viewer, request.reason)
    asked = report_job_queue.list_requests(viewer, request, UnitSelection(wanted["whose"]))
    if not asked:
        raise Invalid("form_no_units")
    total, papers = len(asked) + len(WRITERS), []
    progress(0, total)
    for done, (_unit, one) in enumerate(asked, 1):
        papers.append(briefing_content.write_briefing(viewer, one))
        progress(done, total)
    name = briefing_content.file_name_stem(viewer, request, NAME)
    files = {}
    for done, (end, write) in enumerate(WRITERS.items(), len(asked) + 1):
        files[f"{name}.{end}"] = write(papers)
        progress(done, total)
    packed = briefing_files.zip_files(files)
    checksum = hashlib.sha256(packed).hexdigest()
    about_id = briefing_request.query_of_period(viewer, request.period, request.months, request.unit).unit_id
    export_log.record_export(
        viewer, report_files.KIND, about_id or viewer.unit_id, request.filters(), request.reason, len(papers), checksum
    )
    with temporary_files.writing_file(jobs.result_file(code)) as file:
        file.write_bytes(packed)
    amended = sum(paper.amended for paper in papers)
    return {"file": f"{name}.zip", "files": list(files), "units": len(papers), "amended": amended, "checksum": checksum}


HANDLERS = {report_job_queue.KIND: run}
