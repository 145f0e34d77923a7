"""All files of a briefing: document, slides, workbook, a picture of each chart, and the manifest."""

import hashlib
import io
import zipfile
from collections.abc import Callable

from components.files import briefing_pdf, briefing_slides, briefing_word, briefing_workbook
from components.files.briefing_document import Briefing
from components.files.excel_writer import WriteSummary
from db.vietnamese import fold

MANIFEST = "ban-ke.txt"
STEPS = 4  # steps that are reported as progress


def write_file_set(paper: Briefing, name: str, progress: Callable[[int], None]) -> tuple[dict[str, bytes], int]:
    """Return the files by name, each name beginning with `name`, the manifest last; and the number of
    rows in their tables.
    """
    files = {f"{name}.docx": briefing_word.write_docx(paper)}
    progress(1)
    files[f"{name}.pdf"] = briefing_pdf.write_pdf(paper)
    progress(2)
    files[f"{name}.pptx"] = briefing_slides.write_slides(paper)
    progress(3)
    files[f"{name}.xlsx"], written = briefing_workbook.write_workbook(paper)
    for at, section in enumerate(paper.sections, 1):
        if section.drawing:
            files[f"{at}-{fold(section.title).replace(' ', '-')}.png"] = section.drawing.whole
    progress(STEPS)
    files[MANIFEST] = _manifest(paper, files, written)
    return files, sum(each.rows for each in written)


def zip_files(files: dict[str, bytes]) -> bytes:
    """Return a zip archive without compression, since pictures and documents are compressed already."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


def _manifest(paper: Briefing, files: dict[str, bytes], written: list[WriteSummary]) -> bytes:
    """List filters, author and time, the number of rows of each table, and the checksum of each file."""
    tables = [table for section in paper.sections for table in section.tables]
    lines = [f"{name}: {value}" for name, value in paper.manifest]
    lines += [paper.warning, ""] if paper.warning else [""]
    lines += ["Bảng trong tệp Excel:"]
    lines += [f"  {table.name}: {each.rows} dòng" for table, each in zip(tables, written, strict=True)]
    lines += ["", "Tệp (SHA-256):"]
    lines += [f"  {name}: {hashlib.sha256(content).hexdigest()}" for name, content in files.items()]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
