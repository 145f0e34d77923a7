"""Handing over issued comments: printed, signed by the cells, sealed, delivered, cell by cell."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.comments import paper_facts
from db.comments.comment_content import KIND
from db.errors import Invalid, NotAllowed
from db.kernel import bulk, row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Document, Member
from db.papers import paper_formatting, templates
from db.units.units import names_on, units_on
from db.vietnamese import unit_sort_key


class HandOverStep(StrEnum):
    """The steps ticked on issued documents, in order."""

    SIGNED = "signed_on"
    SEALED = "sealed_on"
    HANDED_OVER = "handed_over_on"


class PaperOrder(StrEnum):
    """The order of documents within one file."""

    WORKPLACE = "workplace"
    CELL = "cell"


class IssueDay(NamedTuple):
    """The documents issued on one day, by cell."""

    day: date
    count: int
    cells: list["CellPapers"]


class CellPapers(NamedTuple):
    """A cell's documents of an issue: total, signed, sealed, and delivered."""

    unit_id: int
    code: str
    name: str
    count: int
    signed: int
    sealed: int
    handed_over: int


class HandOverLine(NamedTuple):
    """A document on the receipt list; if it replaces another, with that one's number and the reason."""

    code: str
    number: str
    name: str
    workplace: str
    cell: str
    replaces: str | None = None
    because: str | None = None


def list_issues(viewer: Viewer) -> list[IssueDay]:
    """The issues of comments that the viewer may read, latest first; replaced documents are left out."""
    columns = (Document.issued_on, Document.cell_id, *(getattr(Document, step.value) for step in HandOverStep))
    with reading(viewer) as session:
        rows = session.exec(select(*columns).where(*_standing(session))).all()
        cells = units_on(session, {row.cell_id for row in rows if row.cell_id}, clock.today())
    by_day: dict[date, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_day[row.issued_on][row.cell_id].append(row)
    return [
        IssueDay(
            day,
            sum(map(len, found.values())),
            [
                CellPapers(unit.id, unit.code, unit.name, len(found[unit.id]), *_ticked(found[unit.id]))
                for unit in cells.values()
                if unit.id in found
            ],
        )
        for day, found in sorted(by_day.items(), reverse=True)
    ]


def list_papers(
    viewer: Viewer, day: date, order: PaperOrder = PaperOrder.CELL, cell_id: int | None = None
) -> list[HandOverLine]:
    """The documents of an issue in the order of the file."""
    columns = (Document.code, Document.number, Document.member_id, Document.cell_id, Document.recipient_id)
    why = (Document.supersedes_id, Document.superseded_because)
    with reading(viewer) as session:
        query = select(*columns, *why, Member.name, Member.sort_key).join(Member, Member.id == Document.member_id)
        if cell_id:
            query = query.where(Document.cell_id == cell_id)
        rows = session.exec(query.where(Document.issued_on == day, *_standing(session))).all()
        people = paper_facts.people_facts(session, {row.member_id for row in rows}, day)
        recipients = names_on(session, {row.recipient_id for row in rows if row.recipient_id}, day)
        cells = units_on(session, {row.cell_id for row in rows if row.cell_id}, day)
        first = {row.supersedes_id for row in rows if row.supersedes_id}
        replaced = dict(session.exec(select(Document.id, Document.number).where(Document.id.in_(first))).all())
    cell_order = {unit_id: at for at, unit_id in enumerate(cells)}
    lines = [
        (
            recipients.get(row.recipient_id) or people[row.member_id].workplace,
            cell_order.get(row.cell_id, 0),
            row.sort_key,
            row,
        )
        for row in rows
    ]
    by_workplace = order == PaperOrder.WORKPLACE
    lines.sort(
        key=lambda line: (not line[0], unit_sort_key(line[0]), *line[:3]) if by_workplace else (*line[1:3], line[0])
    )
    return [
        HandOverLine(
            row.code,
            paper_formatting.number_text(row.number),
            row.name,
            works_at,
            cells[row.cell_id].name,
            paper_formatting.number_text(replaced.get(row.supersedes_id)) if row.supersedes_id else None,
            row.superseded_because,
        )
        for works_at, _at, _key, row in lines
    ]


def record_step(
    viewer: Viewer, day: date, cell_ids: Collection[int], step: HandOverStep, on: date | None, token: str | None = None
) -> int:
    """Record that the documents of an issue in these cells were signed, sealed or delivered on a day; returns how many.

    Documents recorded before keep their day. Raises NotAllowed outside the viewer's units, Invalid without a cell or
    day, for a day before the issue or in the future, or if nothing is left to record.
    """
    if on is None:
        raise Invalid("day_missing")
    if on < day:
        raise Invalid("day_before_start", day=day)
    if on > clock.today():
        raise Invalid("day_too_far", day=on)
    if not cell_ids:
        raise Invalid("papers_cells_missing")
    if not all(viewer.reaches(cell_id) for cell_id in cell_ids):
        raise NotAllowed()
    column = getattr(Document, step.value)
    with writing(viewer, "tick_papers", token=token) as session:
        query = select(Document.id).where(
            Document.issued_on == day, Document.cell_id.in_(list(cell_ids)), column.is_(None), *_standing(session)
        )
        ids = list(session.exec(query))
        if not ids:
            raise Invalid("papers_ticked")
        bulk.update(session, Document, [{"id": paper_id, step.value: on} for paper_id in ids])
        return len(ids)


def heading_and_template(viewer: Viewer, kind: str) -> tuple[dict[str, str], bytes | None]:
    """The heading of a list of the viewer's unit today, and the unit's own template for it, if any."""
    unit_id = viewer.unit_id or 0
    with reading(viewer) as session:
        own = templates.template_in_use(session, kind, unit_id)
        return paper_facts.unit_heading(session, unit_id, clock.today()), own.content if own else None


def _standing(session: Session) -> tuple[Any, ...]:
    """Conditions for comments that were not replaced and that the viewer may know of."""
    with row_access.reading_as_system(session):
        replaced = select(Document.supersedes_id).where(Document.supersedes_id.is_not(None), Document.kind == KIND)
        gone = list(session.exec(replaced))
    return Document.kind == KIND, Document.id.not_in(gone)


def _ticked(rows: list[Any]) -> tuple[int, int, int]:
    signed, sealed, handed = (sum(getattr(row, step.value) is not None for row in rows) for step in HandOverStep)
    return signed, sealed, handed


def list_title(issued: date) -> str:
    """The printed title of the list of documents issued on a day."""
    return f"phiếu nhận xét phát hành ngày {issued:%d/%m/%Y}"
