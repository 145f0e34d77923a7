"""The log of exports: made with a reason, and shown to the unit of the list and to the one that exported it."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlmodel import select

from db.calendar import clock
from db.errors import Invalid
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import ExportRecord
from db.settings import settings

REASONS = "export_reasons"  # the setting with the reasons
PAGE = 30


class LoggedExport(NamedTuple):
    """One export. `filters` are those of the list by name; `about_id` is the unit of the list."""

    id: int
    at: datetime
    who: str
    role: str
    unit_id: int
    about_id: int
    what: str
    filters: dict
    reason: str
    rows: int


def require_export_reason(viewer: Viewer, reason: str) -> None:
    """Raise Invalid for a missing reason, or one that is not on the list."""
    if reason not in {option.key for option in settings.active_options(viewer, REASONS)}:
        raise Invalid("export_reason_missing")


def record_export(
    viewer: Viewer, what: str, about_id: int, filters: dict, reason: str, rows: int, checksum: str
) -> None:
    """Log that the viewer exports a list."""
    with writing(viewer, "export") as session, row_access.as_system(session):
        session.add(
            ExportRecord(
                at=clock.now(),
                account_id=viewer.account_id,
                who=viewer.name,
                role=viewer.role,
                unit_id=viewer.unit_id,
                about_id=about_id,
                what=what,
                filters=json.dumps(filters, ensure_ascii=False),
                reason=reason,
                rows=rows,
                checksum=checksum,
            )
        )


def list_latest(viewer: Viewer, before: int | None = None) -> list[LoggedExport]:
    """The latest exports by the viewer's units or of their lists, thirty at a time; `before` is the last id shown."""
    columns = [getattr(ExportRecord, name) for name in LoggedExport._fields]
    query = select(*columns).order_by(ExportRecord.id.desc()).limit(PAGE)
    with reading(viewer) as session:
        rows = session.exec(query.where(ExportRecord.id < before) if before else query).all()
    return [LoggedExport(**row._asdict() | {"filters": json.loads(row.filters)}) for row in rows]
