"""Superiors' own forms: Excel or Word files of a unit, filled with figures by it and the units below.

A form has versions valid from a day; a withdrawn form stays stored but is no longer offered.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, unit_tree, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import ReportForm, Role
from db.models.base import new_code

KEEPERS = frozenset({Role.COMMUNE, Role.DISTRICT})
YEAR, DAY = timedelta(days=366), timedelta(days=1)
BLANKS = ("", "—")  # what may stand in place of a figure


class FormVersion(NamedTuple):
    """A version of a form, without the file. Versions of one form share their `series`."""

    code: str
    series: str
    unit_id: int
    name: str
    format: str
    version: int
    blank: str
    since: date
    until: date | None


class FormFile(NamedTuple):
    """A version with its file."""

    name: str
    format: str
    blank: str
    content: bytes


class FormDraft(NamedTuple):
    """A checked form to be added; `replaces` is the series of the one it replaces."""

    name: str
    format: str
    content: bytes
    blank: str
    since: date
    replaces: str | None = None


def list_versions(viewer: Viewer) -> list[FormVersion]:
    """The versions of the forms of the viewer's unit and those above it, by name, latest first."""
    columns = ("code", "series", "unit_id", "name", "format", "version", "blank", "valid_from", "valid_to")
    with reading(viewer) as session:
        above = unit_tree.ancestors(session, viewer.unit_id)
        query = select(*(getattr(ReportForm, name) for name in columns)).where(ReportForm.unit_id.in_(above))
        rows = session.exec(query.order_by(ReportForm.name, ReportForm.version.desc())).all()
        return [FormVersion(*row) for row in rows]


def versions_in_force(versions: Iterable[FormVersion], day: date) -> list[FormVersion]:
    """The versions valid on a day."""
    return [one for one in versions if one.since <= day and (one.until is None or day <= one.until)]


def load(viewer: Viewer, code: str) -> FormFile:
    """One version with its file. Raises NotAllowed outside the viewer's unit and those above it."""
    with reading(viewer) as session:
        found = row_access.require_by_code(session, ReportForm, code)
        if found.unit_id not in unit_tree.ancestors(session, viewer.unit_id):
            raise NotAllowed()
        return FormFile(found.name, found.format, found.blank, found.content)


def may_manage_forms(viewer: Viewer) -> bool:
    """Return whether the viewer may add and withdraw forms of the viewer's unit."""
    return viewer.role in KEEPERS


def add(viewer: Viewer, draft: FormDraft, token: str | None = None) -> str:
    """Add a form of the viewer's unit, or a new version, ending the previous one the day before; returns its code.

    Raises NotAllowed if that is not the viewer's to do, Invalid without a name and for a day more than a year away.
    """
    if not may_manage_forms(viewer):
        raise NotAllowed()
    if not (called := validation.optional_text(draft.name, 120)):
        raise Invalid("name_short")
    if abs(draft.since - clock.today()) > YEAR:
        raise Invalid("form_day_unfit")
    with writing(viewer, "add_report_form", token=token) as session:
        earlier = _versions(session, viewer, draft.replaces) if draft.replaces else []
        if draft.replaces and not earlier:
            raise NotAllowed()
        _end(earlier, draft.since - DAY)
        code = new_code()
        session.add(
            ReportForm(
                code=code,
                series=draft.replaces or code,
                unit_id=viewer.unit_id,
                name=called,
                format=draft.format,
                version=max((row.version for row in earlier), default=0) + 1,
                content=draft.content,
                blank=draft.blank if draft.blank in BLANKS else "",
                valid_from=draft.since,
            )
        )
        return code


def withdraw(viewer: Viewer, series: str) -> None:
    """Withdraw a form from today on. Raises NotAllowed if that is not the viewer's to do."""
    if not may_manage_forms(viewer):
        raise NotAllowed()
    with writing(viewer, "withdraw_report_form") as session:
        found = _versions(session, viewer, series)
        if not found:
            raise NotAllowed()
        _end(found, clock.today() - DAY)


def _versions(session: Session, viewer: Viewer, series: str) -> list[ReportForm]:
    query = select(ReportForm).where(ReportForm.series == series, ReportForm.unit_id == viewer.unit_id)
    return list(session.exec(query.order_by(ReportForm.version)).all())


def _end(rows: Iterable[ReportForm], day: date) -> None:
    """End these versions on a day; one that would begin later never becomes valid."""
    for row in rows:
        if row.valid_to is None or row.valid_to > day:
            row.valid_to = day
