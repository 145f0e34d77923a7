"""The worker's part of briefings: writing their files, kept for a day, and logging each export."""

import hashlib
from collections.abc import Callable

from components.briefings import briefing_content, briefing_request
from components.briefings.briefing_job_queue import KIND
from components.files import briefing_files
from db.access_log import export_log
from db.jobs import jobs, temporary_files
from db.kernel.scope import Viewer

FILE = "tai-lieu-hop"


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Write the files of a job, reporting progress; returns their names."""
    request = briefing_request.from_dict(wanted)
    export_log.require_export_reason(viewer, request.reason)
    sections, total = len(request.sections), len(request.sections) + briefing_files.STEPS
    progress(0, total)
    paper = briefing_content.write_briefing(viewer, request, lambda done: progress(done, total))
    name = briefing_content.file_name_stem(viewer, request, FILE)
    files, rows = briefing_files.write_file_set(paper, name, lambda done: progress(sections + done, total))
    packed = briefing_files.zip_files(files)
    checksum = hashlib.sha256(packed).hexdigest()
    about_id = briefing_request.to_query(viewer, request).unit_id or viewer.unit_id
    export_log.record_export(viewer, KIND, about_id, request.filters(), request.reason, rows, checksum)
    with temporary_files.writing_file(jobs.result_file(code)) as file:
        file.write_bytes(packed)
    return {"file": f"{name}.zip", "files": list(files), "rows": rows, "checksum": checksum, "warning": paper.warning}


HANDLERS = {KIND: run}
