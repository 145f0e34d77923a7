"""Exports: the seconds of reading a real list, and of writing fifty thousand rows of it as a workbook."""

import io
import time
from itertools import cycle, islice

from components.exporting import export_registry
from components.exporting.export_request import ExportRequest
from components.files import excel_writer
from db.calendar import clock
from db.calendar.months import month_of
from db.kernel.scope import Viewer

ROWS = 50_000


def measure(viewer: Viewer) -> dict[str, float]:
    """Seconds of reading everybody at two years of meetings, how many rows that is, and seconds of writing fifty
    thousand such rows.
    """
    month = month_of(clock.today())
    begun = time.perf_counter()
    table = export_registry.build(viewer, ExportRequest("people", since=month - 200, until=month))
    rows = list(table.rows)
    read = time.perf_counter() - begun
    begun = time.perf_counter()
    excel_writer.write(io.BytesIO(), table._replace(rows=islice(cycle(rows), ROWS)))
    return {"rows_read": len(rows), "reading": read, "writing_50000": time.perf_counter() - begun}
