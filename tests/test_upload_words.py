"""What the style sheet says about file upload limits is what the guards enforce."""

import re
from pathlib import Path

from components.files import report_form_check, upload_check
from components.importing import import_start

STYLE = Path("components/assets/style.css").read_text("utf-8")


def test_upload_limits_in_the_style_sheet_are_those_enforced():
    said = re.findall(r"st-key-(\w+)_upload_vi \{\s*--not-taken: \"[^\"]*không quá (\d+) MB", STYLE)
    form, template = report_form_check.DOCUMENT.most_bytes, upload_check.DOCUMENT.most_bytes
    assert {name: int(limit) for name, limit in said} == {
        "import": import_start.MOST, "report_form": form >> 20, "template": template >> 20,
    }  # fmt: skip
    assert report_form_check.WORKBOOK.most_bytes == form
