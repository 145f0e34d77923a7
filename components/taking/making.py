"""Making: a wish becomes a workbook, at once for whoever waits, or in the worker for long lists."""

import io
from collections.abc import Callable

from components.files import excel
from components.taking import sheets, wishes
from components.taking.wishes import AUDIENCES, What, Wish
from db import clock, jobs, units
from db.access import accounts
from db.faults import NotAllowed
from db.figures import exports
from db.names import fold
from db.scope import Viewer

AT_ONCE = 2_000  # rows that take less than two seconds
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {What.MEMBERS: "dang-vien", What.MEETINGS: "cuoc-hop", What.PEOPLE: "diem-danh", What.HOUSEHOLDS: "ho-gia-dinh", What.COVERAGE: "phu-trach-ho"}


def at_once(account_id: int, grant_id: int, wish: Wish) -> bytes:
    """The workbook of a short list, for somebody as he is at this moment: it is made when the button is pressed, not when it is shown."""
    viewer = accounts.viewer_for(account_id, grant_id)
    if viewer is None:
        raise NotAllowed()
    target = io.BytesIO()
    written = excel.write(target, sheets.table(viewer, wish))
    exports.remember(viewer, wish.told(), AUDIENCES[wish.what], {"rows": written.rows, "checksum": written.checksum})
    return target.getvalue()


def later(viewer: Viewer, wish: Wish) -> str:
    """Ask the worker for a long list; the job's code."""
    wishes.size(viewer, wish)
    return jobs.ask(viewer, exports.KIND, wish.told(), AUDIENCES[wish.what])


def work(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """The worker's part: write the file of a job, tell how far it is, and give its name and checksum."""
    wish = wishes.from_told(wanted)
    total = wishes.size(viewer, wish)
    progress(0, total)
    with jobs.file_of(code).open("wb") as target:
        written = excel.write(target, sheets.table(viewer, wish), lambda done: progress(done, max(done, total)))
    return {"file": file_name(viewer, wish), "rows": written.rows, "checksum": written.checksum}


def file_name(viewer: Viewer, wish: Wish) -> str:
    """What the file is called: the list, the unit and the day; never a person."""
    known = units.named(viewer)
    unit = next((one for one in known.values() if one.code == wish.unit), known.get(viewer.unit_id))
    place = fold(unit.name).replace(" ", "-") if unit else ""
    return "_".join(filter(None, (FILES[wish.what], place, f"{clock.today():%Y-%m-%d}"))) + ".xlsx"
