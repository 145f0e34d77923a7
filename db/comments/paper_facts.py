"""Facts printed in documents about members: identity, workplace, home, and the signatory of the cell."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlmodel import Session, select

from db.calendar.validity import valid_on
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Introduction, Member, Membership, MembershipKind, Office, Sex, Unit, UnitKind
from db.models.units import CELLS
from db.papers import paper_formatting
from db.settings import dated_rules
from db.settings.dated_rules import RuleInForce
from db.units.units import names_on, units_on

SEXES = {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}
SECRETARY = "secretary"
CONTACT_RULE = "residence_contact"


class PaperPerson(NamedTuple):
    """The subject of a document; `workplace_id` is the introducing unit."""

    member_id: int
    sort_key: str
    workplace_id: int | None
    workplace: str
    values: dict[str, str]


def people_facts(session: Session, member_ids: Collection[int], day: date) -> dict[int, PaperPerson]:
    """Return what is printed about these members, by id."""
    columns = ("id", "name", "sort_key", "sex", "born", "admitted", "official", "address", "workplace", "position")
    rows = session.exec(select(*(getattr(Member, name) for name in columns)).where(Member.id.in_(member_ids))).all()
    introduced = introducing_workplace_of_each(session, member_ids)
    names = names_on(session, set(introduced.values()), day)
    found = {}
    for row in rows:
        works_at = names.get(introduced.get(row.id, 0)) or row.workplace or ""
        values = {
            "ho va ten": row.name,
            "gioi tinh": SEXES.get(row.sex, ""),
            "ngay sinh": paper_formatting.partial_day(row.born),
            "ngay vao dang": paper_formatting.partial_day(row.admitted),
            "ngay chinh thuc": paper_formatting.partial_day(row.official),
            "noi cu tru": row.address or "",
            "noi cong tac": works_at,
            "chuc vu": row.position or "",
        }
        found[row.id] = PaperPerson(row.id, row.sort_key, introduced.get(row.id), works_at, values)
    return found


def contact_cell_of_each(session: Session, member_ids: Collection[int]) -> dict[int, int]:
    """The current or last contact cell of each of these people."""
    query = select(Membership.member_id, Membership.unit_id).where(
        Membership.member_id.in_(member_ids), Membership.kind == MembershipKind.CONTACT
    )
    return dict(session.exec(query.order_by(Membership.valid_to.is_(None), Membership.valid_to)).all())


def introducing_workplace_of_each(session: Session, member_ids: Collection[int]) -> dict[int, int]:
    """The workplace that last introduced each of these members."""
    query = select(Introduction.member_id, Introduction.workplace_id).where(
        Introduction.member_id.in_(member_ids), Introduction.workplace_id.is_not(None)
    )
    return dict(session.exec(query.order_by(Introduction.ended_on.is_(None), Introduction.id)).all())


def unit_heading(session: Session, unit_id: int, day: date) -> dict[str, str]:
    """The heading of a unit's document: superior, issuing body, place and day."""
    (unit,) = units_on(session, [unit_id], day).values()
    above = units_on(session, [unit.parent_id], day)[unit.parent_id].name if unit.parent_id else ""
    own = paper_formatting.party_body_name(paper_formatting.COMMITTEE, unit.name)
    workplace = unit.kind == UnitKind.WORKPLACE  # a workplace's name does not say where it is
    return {
        "cap tren": paper_formatting.party_body_name(paper_formatting.PARTY_BODY, above).upper(),
        "cap uy cap tren": paper_formatting.party_body_name(paper_formatting.COMMITTEE, above) if above else "",
        "co quan ban hanh": own.upper(),
        "noi": paper_formatting.place_name(above if above and (own == unit.name or workplace) else unit.name),
        "ngay": paper_formatting.full_day(day),
    }


def load_unit_heading(viewer: Viewer, unit_id: int, day: date) -> dict[str, str]:
    """The heading for any unit, including cells, in the viewer's reach."""
    with reading(viewer) as session:
        is_cell = session.exec(select(Unit.kind).where(Unit.id == unit_id)).one() in CELLS
        return (
            heading_of_each_cell(session, [unit_id], day)[unit_id] if is_cell else unit_heading(session, unit_id, day)
        )


def load_secretary(viewer: Viewer, unit_id: int, day: date) -> str:
    """The secretary of a unit in the viewer's reach on a day; empty if there is none."""
    with reading(viewer) as session:
        return secretaries(session, [unit_id], day).get(unit_id, "")


def heading_of_each_cell(session: Session, cell_ids: Collection[int], day: date) -> dict[int, dict[str, str]]:
    """Heading and signatory of the documents of cells, by cell id."""
    named = units_on(session, cell_ids, day)
    above = names_on(session, {unit.parent_id for unit in named.values() if unit.parent_id}, day)
    signing = secretaries(session, cell_ids, day)
    return {
        unit.id: {
            "cap tren": paper_formatting.party_body_name(
                paper_formatting.PARTY_BODY, above.get(unit.parent_id or 0, "")
            ).upper(),
            "co quan ban hanh": unit.name.upper(),
            "chi bo noi cu tru": unit.name,
            "cap uy cap tren": (
                over := paper_formatting.party_body_name(paper_formatting.COMMITTEE, above.get(unit.parent_id or 0, ""))
            ),
            "dang uy noi cu tru": over,
            "dang uy noi cu tru in hoa": over.upper(),
            "noi": paper_formatting.place_name(above.get(unit.parent_id or 0, "")),
            "ngay": paper_formatting.full_day(day),
            "bi thu": signing.get(unit.id, ""),
        }
        for unit in named.values()
    }


def secretaries(session: Session, unit_ids: Collection[int], day: date) -> dict[int, str]:
    """The secretaries of these units on a day."""
    query = select(Office.unit_id, Member.name, Office.person).outerjoin(Member, Member.id == Office.member_id)
    rows = session.exec(
        query.where(Office.unit_id.in_(unit_ids), Office.post == SECRETARY, valid_on(Office, day)).order_by(Office.id)
    )
    return {row.unit_id: row.name or row.person or "" for row in rows}


def contact_rule(session: Session, unit_id: int, day: date) -> RuleInForce | None:
    """The rule on keeping contact in force for a unit on a day."""
    try:
        return dated_rules.in_force(session, CONTACT_RULE, unit_id, day)
    except LookupError:
        return None


def basis_sentence(rule: RuleInForce | None) -> str:
    """The sentence citing the legal basis; empty if the citation is not verified."""
    if rule is None or not rule.verified:
        return ""
    about = f" về trách nhiệm của {rule.parameters['title']}" if rule.parameters.get("title") else ""
    return f"Thực hiện {rule.citation}{about},"
