"""The cell of the walkthroughs: fifty own members, five of them exempt, and 110 contact members in three groups."""

from datetime import date

from sqlmodel import select

from db import vietnamese
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import CellGroup, Exemption, GroupKind, GroupMember, Member, Membership, Unit, UnitVersion
from tests.people import SINCE, World

FAMILY, MIDDLE = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng"), ("Văn", "Thị Thanh", "Đức", "Thị", "Minh")
GIVEN = ("Thủy", "Hùng", "Lan", "Cường", "Ánh", "Đạt", "Phượng", "Khánh", "Ơn", "Yến")
OWN, CONTACT, EXEMPT = 50, 110, (10, 20, 30, 40, 50)


def fill(world: World) -> None:
    """Fill the first cell of the small world to full size, numbering the roster without gaps."""
    unit = world.units["dong_bao"]
    taken = {"own": (1, 2, 3), "contact": (4,)}
    with writing(SYSTEM, "fill") as session:
        wanted = [
            (kind, at)
            for kind, size in (("own", OWN), ("contact", CONTACT))
            for at in range(1, size + 1)
            if at not in taken[kind]
        ]
        people = bulk.insert(session, Member, [_person(at) for at in range(len(wanted))])
        rows = [
            {"member_id": one, "unit_id": unit, "kind": kind, "roster_number": at, "valid_from": SINCE}
            for one, (kind, at) in zip(people, wanted, strict=True)
        ]
        bulk.insert(session, Membership, rows)
        exempt = [one for one, (kind, at) in zip(people, wanted, strict=True) if kind == "own" and at in EXEMPT]
        bulk.insert(
            session,
            Exemption,
            [{"member_id": one, "unit_id": unit, "kind": "own", "valid_from": date(2022, 1, 1)} for one in exempt],
        )
        groups = bulk.insert(
            session,
            CellGroup,
            [{"unit_id": unit, "kind": GroupKind.CONTACT, "name": f"Tổ {at}", "place": at} for at in (1, 2, 3)],
        )
        contacts = [(world.members["dung"], 4)] + [
            (one, at) for one, (kind, at) in zip(people, wanted, strict=True) if kind == "contact"
        ]
        bulk.insert(
            session,
            GroupMember,
            [{"unit_id": unit, "group_id": groups[(at - 1) * 3 // CONTACT], "member_id": one} for one, at in contacts],
        )


def _person(at: int) -> dict:
    name = f"{FAMILY[at % 5]} {MIDDLE[at // 5 % 5]} {GIVEN[at * 7 % 10]}"
    return {
        "name": name,
        "sort_key": vietnamese.person_sort_key(name),
        "search_key": vietnamese.fold(name),
        "born": str(1940 + at % 50),
    }


def cell_id() -> int:
    with reading(SYSTEM) as session:
        return session.exec(
            select(UnitVersion.unit_id)
            .join(Unit, Unit.id == UnitVersion.unit_id)
            .where(UnitVersion.name == "Chi bộ thôn Đồng Bào")
        ).one()
