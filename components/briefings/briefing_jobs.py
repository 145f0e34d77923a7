"""The worker's part of papers for meetings: their files made and kept for a day, each export remembered."""

import hashlib
from collections.abc import Callable

from components.briefings import briefing_content, briefing_request
from components.briefings.briefing_order import KIND
from components.briefings.briefing_request import BriefingRequest
from components.files import briefing_files
from db.access_log import export_log
from db.jobs import jobs, temporary_files
from db.kernel.scope import Viewer
from db.units import units
from db.vietnamese import fold

FILE = "tai-lieu-hop"


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Write the files of a job, tell how far it is, and give their names."""
    request = briefing_request.from_dict(wanted)
    export_log.check_reason(viewer, request.reason)
    sections, total = len(request.sections), len(request.sections) + briefing_files.STEPS
    progress(0, total)
    paper = briefing_content.write(viewer, request, lambda done: progress(done, total))
    name = file_name(viewer, request)
    files, rows = briefing_files.write(paper, name, lambda done: progress(sections + done, total))
    packed = briefing_files.pack(files)
    checksum = hashlib.sha256(packed).hexdigest()
    about_id = briefing_request.query(viewer, request).unit_id or viewer.unit_id
    export_log.record(viewer, KIND, about_id, request.filters(), request.reason, rows, checksum)
    file = jobs.result_file(code)
    with temporary_files.writing_file(file):
        file.write_bytes(packed)
    return {"file": f"{name}.zip", "files": list(files), "rows": rows, "checksum": checksum, "warning": paper.warning}


def file_name(viewer: Viewer, request: BriefingRequest) -> str:
    """How the files begin: what they are, the unit and the period; never a person."""
    known = units.by_id(viewer)
    unit = next((one for one in known.values() if one.code == request.unit), known.get(viewer.unit_id or 0))
    slug = fold(unit.name).replace(" ", "-")[:60] if unit else ""
    return "_".join(filter(None, (FILE, slug, briefing_content.period_slug(request.period, request.months))))


HANDLERS = {KIND: run}
