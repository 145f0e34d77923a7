"""Papers for meetings:
seconds to compute one with every section for a whole unit, and write it as Word, slides and PDF.
"""

import os
import time

from benchmarks import telling
from components.briefings import briefing_content, section_registry
from components.briefings.briefing_request import BriefingRequest
from components.briefings.section_declaration import BriefingKind
from components.files import briefing_files
from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.kernel import session
from db.kernel.scope import Viewer

DISTRICT, PROVINCE = 15, 60  # seconds at most
KIND = BriefingKind.MEETING


def measure(viewer: Viewer, most: float) -> dict[str, dict[str, float]]:
    """Return elapsed seconds and CPU seconds for last month's paper of the viewer's unit."""
    session.dispose()
    keys = tuple(key for key, section in section_registry.sections_by_key().items() if KIND in section.kinds)
    request = BriefingRequest(add_months(month_of(clock.today()), -1), sections=keys)
    begun, clocked = _computed(), time.perf_counter()
    paper = briefing_content.write_briefing(viewer, request, lambda done: None)
    counted = time.perf_counter() - clocked
    files, rows = briefing_files.write_file_set(paper, "paper", lambda done: None)
    told = {
        "seconds": time.perf_counter() - clocked,
        "of them counting": counted,
        "computing s": _computed() - begun,
        "sections": len(keys),
        "rows": rows,
        "MB": sum(map(len, files.values())) / 2**20,
    }
    return {"all sections": telling.judge(told, {"seconds": most})}


def _computed() -> float:
    """Return the CPU seconds of this process and of those that draw pictures for it."""
    return sum(os.times()[:4])
