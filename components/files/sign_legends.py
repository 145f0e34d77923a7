"""Legends of a list, which say what a sign beside a name means: "(*) Đảng viên dự bị"."""

import re

from components.files import cell_values, non_data_rows
from components.files.non_data_rows import SectionDefaults
from components.files.workbook_reader import WorkbookSheet

LEGEND = re.compile(
    r"[^\w*(\[]*(?:ghi chú|chú thích|lưu ý)?\s*[:.]?\s*(?:dấu\s*)?[(\[\"“]?(?P<sign>\*+)[)\]\"”]?\s*[:=–-]?\s*"
    r"(?:là\s+)?(?P<text>\w.*)",
    re.IGNORECASE,
)
SIGN = re.compile(r"[(\[]?(\*+)[)\]]?\s*$")
MOST = 3  # cells of a row that holds a legend


def read_legends(sheet: WorkbookSheet) -> dict[str, SectionDefaults]:
    """Return what each sign means for the people beside whose names it stands."""
    found: dict[str, SectionDefaults] = {}
    for row in sheet.rows:
        texts = [value for value in row if value is not None]
        for value in texts if len(texts) <= MOST else ():
            if isinstance(value, str) and "*" in value and (legend := LEGEND.fullmatch(cell_values.to_text(value))):
                meaning = non_data_rows.parse_section_title(legend["text"])
                found |= {legend["sign"]: meaning} if meaning else {}
    return found


def is_legend(text: str) -> bool:
    """Return whether a text explains a sign instead of naming the people below it; "* Đảng viên" is a section with a
    bullet.
    """
    return "*" in text and not text.lstrip().startswith("*") and LEGEND.fullmatch(text) is not None


def meaning_of(name: str, legends: dict[str, SectionDefaults]) -> SectionDefaults | None:
    """Return what the sign after a name means, if a legend explains it."""
    found = SIGN.search(name) if legends else None
    return legends.get(found[1]) if found else None
