"""Issued documents: created once with contents, hash and number; readable by the issuing unit and the recipient."""

import hashlib
import json
from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, func, select

from db.access_log import need_to_know_reads
from db.calendar import clock
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Document, Member
from db.units.units import names_on


class NewPaper(NamedTuple):
    """A document to be issued: contents, issuer, recipient, subject, and who reads the issuing unit's copy.

    `supersedes` is the code of one that it replaces, `because` the reason.
    """

    unit_id: int
    kind: str
    content: dict[str, Any]
    audience: Audience
    issued_on: date
    member_id: int | None = None
    recipient_id: int | None = None
    cell_id: int | None = None
    term: str | None = None
    template_id: int | None = None
    supersedes: str | None = None
    because: str | None = None


class PaperHeading(NamedTuple):
    """An issued document without its contents."""

    code: str
    kind: str
    number: int | None
    term: str | None
    issued_on: date
    unit_name: str
    person: str | None
    superseded: bool


class IssuedPaper(NamedTuple):
    """An issued document with its contents and template."""

    heading: PaperHeading
    content: dict[str, Any]
    template_id: int | None = None


def issue(viewer: Viewer, new: NewPaper, token: str | None = None) -> str:
    """Issue a document under the next number of its unit, kind and term; returns its code.

    Raises NotAllowed if that is not the viewer's to do, Invalid or Conflict if it cannot supersede the other one.
    """
    validation.event_day(new.issued_on)
    with writing(viewer, "issue_paper", token=token) as session:
        replaced = _replaced(session, new) if new.supersedes else {}
        frozen = to_frozen_text(new.content)
        document = Document(
            **{name: getattr(new, name) for name in ("unit_id", "kind", "term", "issued_on", "member_id")},
            recipient_id=new.recipient_id,
            cell_id=new.cell_id,
            template_id=new.template_id,
            audience=new.audience.value,
            number=next_number(session, new.unit_id, new.kind, new.term),
            unit_name=names_on(session, [new.unit_id], new.issued_on).get(new.unit_id, ""),
            frozen=frozen,
            frozen_hash=content_hash(frozen),
            made_at=clock.now(),
            **replaced,
        )
        session.add(document)
        context_of(session).action.issued = True
        return document.code


def list_issued_to(viewer: Viewer) -> list[PaperHeading]:
    """The documents issued to the viewer's unit, latest first; replaced ones are marked."""
    with reading(viewer) as session:
        return _headings(session, Document.recipient_id == viewer.unit_id)


def list_about(session: Session, member_id: int) -> list[PaperHeading]:
    """The documents about a member that the session's viewer may read, latest first."""
    return _headings(session, Document.member_id == member_id)


def latest_days(session: Session, kind: str, member_ids: Collection[int]) -> dict[int, date]:
    """The day of the latest readable document of a kind about each of these people."""
    query = select(Document.member_id, func.max(Document.issued_on)).where(
        Document.kind == kind, Document.member_id.in_(member_ids)
    )
    return dict(session.exec(query.group_by(Document.member_id)).all())


def load(viewer: Viewer, code: str) -> IssuedPaper:
    """An issued document; logs that it is read.

    Raises NotAllowed if the viewer may not read it, Conflict if it was altered since it was issued.
    """
    return load_all(viewer, [code])[0]


def load_all(viewer: Viewer, codes: Collection[str]) -> list[IssuedPaper]:
    """Issued documents in the order of their codes; logs that they are read. Raises as `load`."""
    with reading(viewer) as session:
        found = {heading.code: heading for heading in _headings(session, Document.code.in_(codes))}
    rows = {row.code: row for row in need_to_know_reads.read_texts(viewer, Document, Document.code.in_(codes))}
    if not (found.keys() == rows.keys() == set(codes)):
        raise NotAllowed()
    if any(content_hash(row.frozen) != row.frozen_hash for row in rows.values()):
        raise Conflict("paper_altered")
    return [IssuedPaper(found[code], json.loads(rows[code].frozen), rows[code].template_id) for code in codes]


def to_frozen_text(content: dict[str, Any]) -> str:
    """The contents as stored: the same text for the same contents."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def content_hash(frozen: str) -> str:
    """The hash of a frozen text."""
    return hashlib.sha256(frozen.encode()).hexdigest()


def _headings(session: Session, condition: Any) -> list[PaperHeading]:
    names = ("id", "code", "kind", "number", "term", "issued_on", "unit_name")
    query = select(*(getattr(Document, name) for name in names), Member.name)
    query = query.outerjoin(Member, Member.id == Document.member_id).where(condition)
    rows = session.exec(query.order_by(Document.issued_on.desc(), Document.id.desc())).all()
    with row_access.reading_as_system(session):
        ids = [row.id for row in rows]
        replaced = set(session.exec(select(Document.supersedes_id).where(Document.supersedes_id.in_(ids))))
    return [PaperHeading(*row[1:], row.id in replaced) for row in rows]


def replacement_columns(session: Session, old: Document, because: str | None) -> dict[str, Any]:
    """The columns by which a new document replaces an old one.

    Raises Invalid without a reason, Conflict if it was replaced before.
    """
    if not (reason := validation.optional_text(because, 200)):
        raise Invalid("reason_missing")
    with row_access.reading_as_system(session):
        if session.exec(select(Document.id).where(Document.supersedes_id == old.id)).first():
            raise Conflict("paper_superseded")
    return {"supersedes_id": old.id, "superseded_because": reason}


def next_number(session: Session, unit_id: int, kind: str, term: str | None) -> int:
    """The next number, counting documents that the viewer may not read as well."""
    query = select(func.max(Document.number)).where(Document.unit_id == unit_id, Document.kind == kind)
    with row_access.reading_as_system(session):
        return (session.exec(query.where(Document.term == term)).one() or 0) + 1


def _replaced(session: Session, new: NewPaper) -> dict[str, Any]:
    """The document that a new one replaces, of the same unit, kind and subject."""
    old = session.exec(select(Document).where(Document.code == new.supersedes)).first()
    if old is None:
        raise NotAllowed()
    if (old.unit_id, old.kind, old.member_id) != (new.unit_id, new.kind, new.member_id):
        raise Invalid("paper_other")
    return replacement_columns(session, old, new.because)
