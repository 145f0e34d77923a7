"""Export jobs: short lists become files at once, long ones in the worker."""

import io
from collections.abc import Callable

from components.exporting import export_registry, export_request
from components.exporting.export_request import ExportRequest, FileFormat
from components.files import csv_writer, excel_writer
from components.files.excel_writer import WriteSummary
from db.access_log import export_log
from db.accounts import accounts
from db.calendar import clock
from db.errors import NotAllowed
from db.exports import meeting_export
from db.jobs import jobs, temporary_files
from db.kernel.scope import Viewer
from db.units import units
from db.vietnamese import slug

MAX_ROWS_AT_ONCE = 2_000  # rows that take less than two seconds
MIMES = {
    FileFormat.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.CSV: csv_writer.MIME,
}
WRITERS = {FileFormat.EXCEL: excel_writer.write_workbook, FileFormat.CSV: csv_writer.write_csv}


def make_now(account_id: int, grant_id: int, request: ExportRequest) -> bytes:
    """The file of a short list, made when the button is pressed, for the account as it is at that moment."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    export_log.require_export_reason(viewer, request.reason)
    target = io.BytesIO()
    _record(viewer, request, WRITERS[request.format](target, export_registry.build_table(viewer, request)))
    return target.getvalue()


def enqueue(viewer: Viewer, request: ExportRequest) -> str:
    """Queue a long list; returns the job's code."""
    export_log.require_export_reason(viewer, request.reason)
    export_registry.count_rows(viewer, request)
    return jobs.enqueue(
        viewer, meeting_export.KIND, request.to_dict(), export_registry.require_export(viewer, request).audience
    )


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """The worker's part: write the file of a job, reporting progress; returns its name and checksum."""
    request = export_request.from_dict(wanted)
    total = export_registry.count_rows(viewer, request)
    progress(0, total)
    with temporary_files.writing_file(jobs.result_file(code)) as made, made.open("wb") as target:
        written = WRITERS[request.format](
            target, export_registry.build_table(viewer, request), lambda done: progress(done, max(done, total))
        )
    _record(viewer, request, written)
    return {"file": file_name(viewer, request), "rows": written.rows, "checksum": written.checksum}


def _record(viewer: Viewer, request: ExportRequest, written: WriteSummary) -> None:
    """Log the export before anybody has the file."""
    about_id = request.unit_id(viewer) or viewer.unit_id
    export_log.record_export(
        viewer, request.what, about_id, request.filters(), request.reason, written.rows, written.checksum
    )


def file_name(viewer: Viewer, request: ExportRequest) -> str:
    """The file name: list, unit and day; never a person."""
    unit = units.requested(viewer, request.unit)
    parts = (export_registry.require_export(viewer, request).file_name, slug(unit.name), f"{clock.today():%Y-%m-%d}")
    return f"{'_'.join(filter(None, parts))}.{request.format}"
