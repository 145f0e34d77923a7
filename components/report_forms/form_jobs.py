"""The worker's part of superiors' forms: filled for a unit or for each below it, kept for a day and logged."""

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from components.briefings import briefing_request, units_below
from components.briefings.section_declaration import BriefingQuery
from components.briefings.units_below import UnitSelection
from components.files.report_form_text import PACKED_AT
from components.report_forms import form_filling, form_request
from components.report_forms.form_job_queue import KIND
from components.report_forms.form_request import FormRequest
from db.access_log import export_log
from db.errors import Invalid
from db.jobs import jobs, temporary_files
from db.kernel.scope import Viewer
from db.papers import report_forms
from db.papers.report_forms import FormFile
from db.units import units
from db.vietnamese import slug


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """Write the file of a job, reporting progress; returns its name and what was left blank."""
    request = form_request.from_dict(wanted)
    export_log.require_export_reason(viewer, request.reason)
    asked = form_request.to_query(viewer, request)
    form_request.form_in_force(viewer, request.form)
    form = report_forms.load(viewer, request.form)
    with temporary_files.writing_file(jobs.result_file(code)) as file:
        if request.whose == UnitSelection.ONE:
            made = _one(viewer, form, request, asked, file)
        else:
            made = _many(viewer, form, request, asked, file, progress)
        checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    about_id = asked.unit_id or viewer.unit_id
    export_log.record_export(viewer, KIND, about_id, request.filters(), request.reason, made["files"], checksum)
    return made | {"checksum": checksum}


def _one(viewer: Viewer, form: FormFile, request: FormRequest, asked: BriefingQuery, file: Path) -> dict:
    filled = form_filling.fill_report_form(viewer, form, asked)
    file.write_bytes(filled.content)
    about_id = asked.unit_id or viewer.unit_id or 0
    name = file_name(form, units.one(viewer, about_id).name, request)
    return {
        "file": f"{name}.{form.format}",
        "files": 1,
        "missing": filled.missing,
        "blank": form.blank,
        "amended": int(filled.amended),
    }


def _many(
    viewer: Viewer,
    form: FormFile,
    request: FormRequest,
    asked: BriefingQuery,
    file: Path,
    progress: Callable[[int, int], None],
) -> dict:
    below = units_below.list_units(viewer, asked, request.whose)
    if not below:
        raise Invalid("form_no_units")
    progress(0, len(below))
    missing: dict[str, None] = {}
    amended = 0
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for done, unit in enumerate(below, 1):
            filled = form_filling.fill_report_form(viewer, form, briefing_request.query_of_unit(viewer, asked, unit.id))
            name = f"{done:0{len(str(len(below)))}}_{file_name(form, unit.name, request)}.{form.format}"
            packed.writestr(ZipInfo(name, PACKED_AT), filled.content, zipfile.ZIP_STORED)
            missing |= dict.fromkeys(filled.missing)
            amended += filled.amended
            progress(done, len(below))
    about_id = asked.unit_id or viewer.unit_id or 0
    name = file_name(form, units.one(viewer, about_id).name, request)
    return {
        "file": f"{name}.zip",
        "files": len(below),
        "missing": list(missing),
        "blank": form.blank,
        "amended": amended,
    }


def file_name(form: FormFile, unit: str, request: FormRequest) -> str:
    """The file name: form, unit and period; never a person."""
    parts = (slug(form.name), slug(unit), form_request.period_in_file_name(request))
    return "_".join(filter(None, parts))


HANDLERS = {KIND: run}
