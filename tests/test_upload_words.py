"""What the style sheet says of files that a browser does not send is what the guards let through."""

import re
from pathlib import Path

from components.files import report_form_check, upload_check
from components.importing import import_start

STYLE = Path("components/assets/style.css").read_text("utf-8")


def test_limits_that_the_style_sheet_says_are_those_that_hold():
    said = re.findall(r"st-key-(\w+)_upload_vi \{\s*--not-taken: \"[^\"]*không quá (\d+) MB", STYLE)
    form, template = report_form_check.DOCUMENT.most_bytes, upload_check.DOCUMENT.most_bytes
    assert {name: int(limit) for name, limit in said} == {
        "import": import_start.MOST, "report_form": form >> 20, "template": template >> 20,
    }  # fmt: skip
    assert report_form_check.WORKBOOK.most_bytes == form
