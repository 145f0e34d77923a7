"""Templates of documents: a unit's own versions, and the shipped ones that were used.

An issued document names its template, so that it can always be printed as it was.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, unit_tree, validation
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.models import Role, Template

KEEPERS = frozenset({Role.DISTRICT, Role.ADMIN})


class TemplateVersion(NamedTuple):
    """A version of a unit's own template, without the file."""

    id: int
    kind: str
    name: str
    version: int
    since: date | None
    until: date | None


class TemplateFile(NamedTuple):
    """A template with its file."""

    id: int
    name: str
    content: bytes


def list_own(viewer: Viewer) -> list[TemplateVersion]:
    """The viewer's unit's own versions, by kind, latest first."""
    columns = (Template.id, Template.kind, Template.name, Template.version, Template.valid_from, Template.valid_to)
    query = select(*columns).where(Template.unit_id == viewer.unit_id)
    with reading(viewer) as session:
        rows = session.exec(query.order_by(Template.kind, Template.version.desc()))
        return [TemplateVersion(*row) for row in rows]


def add(viewer: Viewer, kind: str, name: str, content: bytes, token: str | None = None) -> None:
    """Add a version of a unit's own template, used from today on; earlier ones stay for their documents.

    The file must have been checked. Raises NotAllowed if that is not the viewer's to do.
    """
    _require_keeper(viewer)
    if not (called := validation.optional_text(name, 120)):
        raise Invalid("name_short")
    with writing(viewer, "add_template", token=token) as session:
        _end(session, viewer, kind)
        version = _next_version(session, kind, viewer.unit_id)
        session.add(
            Template(
                unit_id=viewer.unit_id,
                kind=kind,
                name=called,
                version=version,
                content=content,
                valid_from=clock.today(),
            )
        )


def withdraw(viewer: Viewer, kind: str) -> None:
    """Return to the template of the unit above, or to the shipped one."""
    _require_keeper(viewer)
    with writing(viewer, "withdraw_template") as session:
        _end(session, viewer, kind)


def load(viewer: Viewer, template_id: int) -> TemplateFile:
    """One template with its file. Raises NotAllowed if there is none."""
    with reading(viewer) as session:
        found = row_access.require_row(session, Template, template_id)
        return TemplateFile(found.id, found.name, found.content)


def template_in_use(session: Session, kind: str, unit_id: int) -> TemplateFile | None:
    """The template in use by a unit: its own or the nearest above it; None for the shipped one."""
    above = unit_tree.ancestors(session, unit_id)
    query = select(Template.id, Template.unit_id).where(
        Template.kind == kind, Template.unit_id.in_(above), Template.valid_to.is_(None)
    )
    rows = session.exec(query.order_by(Template.version)).all()
    found = unit_tree.nearest_choice(above, {row.unit_id: row.id for row in rows})
    if found is None:
        return None
    row = session.get_one(Template, found)
    return TemplateFile(row.id, row.name, row.content)


def store_shipped(shipped: Mapping[str, bytes]) -> dict[str, int]:
    """Store shipped templates with the documents they print; returns their ids by kind."""
    with reading(SYSTEM) as session:
        known = _shipped(session, shipped)
    missing = {kind: content for kind, content in shipped.items() if kind not in known}
    if not missing:
        return known
    with writing(SYSTEM, "keep_template") as session:
        for kind, content in missing.items():
            version = _next_version(session, kind, None)
            session.add(Template(unit_id=None, kind=kind, name="", version=version, content=content))
        session.flush()
        return _shipped(session, shipped)


def _shipped(session: Session, shipped: Mapping[str, bytes]) -> dict[str, int]:
    columns = (Template.id, Template.kind, Template.content)
    rows = session.exec(select(*columns).where(Template.kind.in_(shipped), Template.unit_id.is_(None)))
    return {row.kind: row.id for row in rows if row.content == shipped[row.kind]}


def _end(session: Session, viewer: Viewer, kind: str) -> None:
    for row in session.exec(
        select(Template).where(Template.unit_id == viewer.unit_id, Template.kind == kind, Template.valid_to.is_(None))
    ):
        row.valid_to = clock.today()


def _next_version(session: Session, kind: str, unit_id: int | None) -> int:
    own = Template.unit_id.is_(None) if unit_id is None else Template.unit_id == unit_id
    return (session.exec(select(func.max(Template.version)).where(Template.kind == kind, own)).one() or 0) + 1


def _require_keeper(viewer: Viewer) -> None:
    if viewer.role not in KEEPERS:
        raise NotAllowed()
