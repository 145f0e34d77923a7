"""Random households: clusters, groups, named households, and members in charge who come, go, are exempt or away."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, writing
from db.models import (
    Assignment,
    CellGroup,
    Exemption,
    ExemptionClass,
    GroupKind,
    Household,
    HouseholdCount,
    HouseholdPlace,
    Member,
    Membership,
    MembershipKind,
)
from tests.db.histories import holds

TODAY = date(2026, 11, 22)
DAYS = 50  # everything begins and ends within this many days of today
Dated = tuple[date | None, date | None]


@dataclass
class Home:
    """A household as it is: by name or not, and the groups it belongs to."""

    unit_id: int
    group_ids: list[int]
    id: int | None = None


@dataclass
class Street:
    """The same rows as they were entered, to be recounted one by one."""

    homes: list[Home] = field(default_factory=list)
    stays: list[tuple[int, int, MembershipKind, Dated]] = field(default_factory=list)  # member, cell
    leaves: list[tuple[int, int, Dated]] = field(default_factory=list)
    charges: list[tuple[int, int, str, int, Dated]] = field(default_factory=list)  # member, cell, column, target

    def here(self, member_id: int, unit_id: int, day: date, kinds: tuple = tuple(MembershipKind)) -> bool:
        return any(
            (who, where) == (member_id, unit_id) and kind in kinds and holds(*span, day)
            for who, where, kind, span in self.stays
        )

    def free(self, member_id: int, unit_id: int, day: date) -> bool:
        return not any((who, where) == (member_id, unit_id) and holds(*span, day) for who, where, span in self.leaves)

    def looked_after(self, column: str, target: int, day: date) -> bool:
        return any(
            (of, what) == (column, target)
            and holds(*span, day)
            and self.here(who, where, day)
            and self.free(who, where, day)
            for who, where, of, what, span in self.charges
        )

    def cared_for(self, home: Home, day: date) -> bool:
        named = home.id is not None and self.looked_after("household_id", home.id, day)
        return named or any(self.looked_after("group_id", group_id, day) for group_id in home.group_ids)


def make(cells: list[int], random: Random) -> Street:
    """Fill some cells with random households and people."""
    street = Street()
    with writing(SYSTEM, "street") as session:
        for unit_id in cells:
            members = _members(session, street, unit_id, random)
            targets = _places(session, street, unit_id, random)
            _charges(session, street, unit_id, members, targets, random)
        for member_id, unit_id, *_ in list(street.stays):
            if len(cells) > 1 and random.random() < 0.3:  # a stay elsewhere is none here, nor is a leave there one here
                _stay(session, street, member_id, random.choice([cell for cell in cells if cell != unit_id]), random)
    return street


def span(random: Random) -> Dated:
    """A span of days around today, either end open now and then."""
    first, last = sorted(TODAY + timedelta(days=random.randint(-DAYS, DAYS)) for _ in range(2))
    return (None if random.random() < 0.4 else first), (None if random.random() < 0.5 else last)


def _members(session: ScopedSession, street: Street, unit_id: int, random: Random) -> list[int]:
    names = [f"Người {number}" for number in range(random.randint(1, 5))]
    ids = bulk.insert(session, Member, [{"name": name, "sort_key": name, "search_key": name.lower()} for name in names])
    for member_id in ids:
        _stay(session, street, member_id, unit_id, random)
    return ids


def _stay(session: ScopedSession, street: Street, member_id: int, unit_id: int, random: Random) -> None:
    """A stay in a cell, now and then with a leave."""
    kind, stay = random.choice(list(MembershipKind)), span(random)
    street.stays.append((member_id, unit_id, kind, stay))
    about = {"member_id": member_id, "unit_id": unit_id}
    bulk.insert(session, Membership, [about | {"kind": kind, "valid_from": stay[0], "valid_to": stay[1]}])
    if random.random() < 0.4:
        leave, kind = span(random), random.choice(list(ExemptionClass))
        street.leaves.append((member_id, unit_id, leave))
        bulk.insert(session, Exemption, [about | {"kind": kind, "valid_from": leave[0], "valid_to": leave[1]}])


def _places(session: ScopedSession, street: Street, unit_id: int, random: Random) -> list[tuple[str, int]]:
    """Clusters, groups in them, households in both: everything that a member can be put in charge of."""
    targets: list[tuple[str, int]] = []
    for _ in range(random.randint(0, 3)):
        cluster, households = _group(session, unit_id, GroupKind.CLUSTER, None), random.randint(0, 6)
        homes = _homes(session, unit_id, [cluster], households, random)
        for _ in range(random.randint(0, 2)):
            group, inside = _group(session, unit_id, GroupKind.HOUSEHOLDS, cluster), random.randint(0, 4)
            homes += _homes(session, unit_id, [group, cluster], inside, random)
            _count(session, unit_id, group, inside)
            targets.append(("group_id", group))
        _count(session, unit_id, cluster, len(homes))
        street.homes += homes
        targets += [("group_id", cluster), *(("household_id", home.id) for home in homes if home.id)]
    return targets


def _group(session: ScopedSession, unit_id: int, kind: GroupKind, parent_id: int | None) -> int:
    return bulk.insert(
        session, CellGroup, [{"unit_id": unit_id, "kind": kind, "name": "Nhóm", "parent_id": parent_id}]
    )[0]


def _count(session: ScopedSession, unit_id: int, group_id: int, households: int) -> None:
    """The number that is valid today, with older and later ones around it."""
    told = [(None, households + 3), (TODAY, households), (TODAY + timedelta(days=1), households + 7)]
    bulk.insert(
        session,
        HouseholdCount,
        [{"unit_id": unit_id, "group_id": group_id, "households": told_, "valid_from": since} for since, told_ in told],
    )


def _homes(session: ScopedSession, unit_id: int, group_ids: list[int], households: int, random: Random) -> list[Home]:
    homes = [Home(unit_id, group_ids) for _ in range(households)]
    for home in homes:
        if random.random() < 0.3:
            name = {"name": "Hộ bà M.", "sort_key": "m", "search_key": "ho ba m"}
            home.id = bulk.insert(session, Household, [{"unit_id": unit_id, **name}])[0]
            bulk.insert(
                session, HouseholdPlace, [{"unit_id": unit_id, "household_id": home.id, "group_id": group_ids[0]}]
            )
    return homes


def _charges(
    session: ScopedSession,
    street: Street,
    unit_id: int,
    members: list[int],
    targets: list[tuple[str, int]],
    random: Random,
) -> None:
    for column, target in targets:
        for member_id in random.sample(members, random.randint(0, min(2, len(members)))):
            charge = span(random)
            street.charges.append((member_id, unit_id, column, target, charge))
            bulk.insert(
                session,
                Assignment,
                [
                    {
                        "unit_id": unit_id,
                        "member_id": member_id,
                        column: target,
                        "valid_from": charge[0],
                        "valid_to": charge[1],
                    }
                ],
            )
