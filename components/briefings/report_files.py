"""A unit's report as a file, made when its button is pressed, if the account may have it, and logged."""

import hashlib

from components.briefings import briefing_content, briefing_request
from components.briefings.briefing_request import BriefingRequest
from components.files import briefing_pdf, briefing_word
from db.access_log import export_log
from db.accounts import accounts
from db.errors import NotAllowed
from db.kernel.scope import Viewer

KIND, NAME = "report", "bao-cao"
WRITERS = {"docx": briefing_word.write_docx, "pdf": briefing_pdf.write_pdf}  # by file extension


def make_report_file(account_id: int, grant_id: int, request: BriefingRequest, end: str) -> bytes:
    """The report in one of the formats. Raises NotAllowed if the account may no longer have it, and if the request is
    refused.
    """
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    export_log.require_export_reason(viewer, request.reason)
    content = WRITERS[end](briefing_content.write_briefing(viewer, request))
    about_id = briefing_request.to_query(viewer, request).unit_id or viewer.unit_id
    checksum = hashlib.sha256(content).hexdigest()
    export_log.record_export(viewer, KIND, about_id, request.filters(), request.reason, len(request.sections), checksum)
    return content


def file_name(viewer: Viewer, request: BriefingRequest, end: str) -> str:
    """The file name: kind, unit and period; never a person."""
    return f"{briefing_content.file_name_stem(viewer, request, NAME)}.{end}"
