"""Remarks of an agency on the year of its people who are own members of residential cells.

The agency names the person; the commune identifies the member; the secretary of the member's cell reads the remark
during the evaluation.
"""

from typing import NamedTuple

from sqlmodel import select

from db.access_log import need_to_know_reads
from db.calendar import clock
from db.calendar.validity import valid_on
from db.errors import Invalid, NotAllowed
from db.kernel import row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import AgencyRemark, Member, Membership, MembershipKind, Role, Unit, UnitKind
from db.units.units import names_on
from db.vietnamese import fold

FIRST_YEAR = 2000


class RemarkLine(NamedTuple):
    """A remark, the person if identified, and the text for those who may read it."""

    code: str
    person: str
    born: str | None
    year: int
    workplace: str
    commune: str
    found: bool
    text: str


class RemarkCandidate(NamedTuple):
    """An own member whom a remark may be about."""

    code: str
    name: str
    born: str | None
    cell: str


def send_remark(
    viewer: Viewer, commune_id: int, person: str, born: str, year: int, text: str, token: str | None = None
) -> None:
    """Send an agency's remark on one of its people to the commune of residence.

    Raises NotAllowed for other roles, Invalid without a text, and for an impossible name, commune or year.
    """
    if viewer.role != Role.WORKPLACE or viewer.unit_id is None:
        raise NotAllowed()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")
    if not (said := validation.optional_text(text, 1000)):
        raise Invalid("remark_missing")
    with writing(viewer, "write_remark", token=token) as session:
        if session.exec(select(Unit.kind).where(Unit.id == commune_id)).first() != UnitKind.AREA:
            raise Invalid("remark_commune_missing")
        session.add(
            AgencyRemark(
                workplace_id=viewer.unit_id,
                commune_id=commune_id,
                person=validation.person_name(person),
                born=validation.optional_text(born, 10),
                year=year,
                text=said,
                written_on=clock.today(),
            )
        )


def list_all(viewer: Viewer, unfound: bool = False) -> list[RemarkLine]:
    """The remarks that concern the viewer's unit, latest first; logs that they are read."""
    rows = need_to_know_reads.read_texts(
        viewer, AgencyRemark, *([AgencyRemark.member_id.is_(None)] if unfound else [])
    )[::-1]
    with reading(viewer) as session:
        ids = {unit_id for row in rows for unit_id in (row.workplace_id, row.commune_id)}
        names = names_on(session, ids, clock.today())
    return [
        RemarkLine(
            row.code,
            row.person,
            row.born,
            row.year,
            names.get(row.workplace_id, ""),
            names.get(row.commune_id, ""),
            row.member_id is not None,
            row.text,
        )
        for row in rows
    ]


def list_about_member(viewer: Viewer, member_id: int) -> list[RemarkLine]:
    """Return the remarks on a member, for the member's cell and the commune; the reading is logged."""
    rows = need_to_know_reads.read_texts(viewer, AgencyRemark, AgencyRemark.member_id == member_id)
    with reading(viewer) as session:
        names = names_on(session, {row.workplace_id for row in rows}, clock.today())
    return [
        RemarkLine(row.code, row.person, row.born, row.year, names.get(row.workplace_id, ""), "", True, row.text)
        for row in rows[::-1]
    ]


def list_candidates(viewer: Viewer, code: str) -> list[RemarkCandidate]:
    """Own members of the commune's cells with the name given in a remark; matching birth dates first."""
    with reading(viewer) as session:
        query = select(AgencyRemark.person, AgencyRemark.born).where(AgencyRemark.code == code)
        told = session.exec(query).first()
        if told is None:
            raise NotAllowed()
        rows = session.exec(
            select(Member.code, Member.name, Member.born, Membership.unit_id)
            .join(Membership, Membership.member_id == Member.id)
            .where(
                Member.search_key == fold(told.person),
                Membership.kind == MembershipKind.OWN,
                valid_on(Membership, clock.today()),
            )
            .order_by(Member.sort_key)
        ).all()
        names = names_on(session, {row.unit_id for row in rows}, clock.today())
    same = (told.born or "")[:4]
    rows = sorted(rows, key=lambda row: bool(same) and (row.born or "")[:4] != same)
    return [RemarkCandidate(row.code, row.name, row.born, names[row.unit_id]) for row in rows]


def assign_to_member(viewer: Viewer, code: str, member_code: str) -> None:
    """Say whom a remark is about. Raises NotAllowed for roles other than the commune, or a member outside its cells."""
    if viewer.role != Role.COMMUNE:
        raise NotAllowed()
    with writing(viewer, "assign_remark") as session:
        row = row_access.require_by_code(session, AgencyRemark, code)
        member = row_access.require_member(session, member_code)
        stay = session.exec(
            select(Membership.id).where(
                Membership.member_id == member.id,
                Membership.kind == MembershipKind.OWN,
                valid_on(Membership, clock.today()),
            )
        ).first()
        if stay is None:
            raise Invalid("remark_not_own", name=member.name)
        row.member_id = member.id
