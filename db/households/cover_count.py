"""Coverage counts: households in groups, and how many of them somebody looks after; each counts once."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol


class GroupCount(NamedTuple):
    """A cluster, or a group of households inside one, with the latest stated number of households."""

    id: int
    parent_id: int | None
    stated_households: int = 0


class AssignedTargets(NamedTuple):
    """What a member looks after on a day: whole groups and named households; or what was visited within some days,
    including parts of groups.
    """

    groups: Collection[int]
    households: Collection[int]
    parts: Mapping[int, int] = MappingProxyType({})


class AssignedMember(Protocol):
    """A member in charge of a group or of a named household."""

    @property
    def member_id(self) -> int: ...

    @property
    def group_id(self) -> int | None: ...

    @property
    def household_id(self) -> int | None: ...


class Cover(NamedTuple):
    """The number of households, and of those looked after."""

    households: int = 0
    covered: int = 0

    @property
    def uncovered(self) -> int:
        """The number of households that nobody looks after."""
        return self.households - self.covered

    @property
    def rate(self) -> float | None:
        """The share looked after; None without households."""
        return self.covered / self.households if self.households else None


def cover_by_group(
    groups: Iterable[GroupCount], named: Mapping[int, Collection[int]], charged: AssignedTargets
) -> dict[int, Cover]:
    """The coverage of each group. `named` are its named households, which are part of its number.

    Being in charge of a cluster covers all its contents. A stated number smaller than the known contents is replaced by
    theirs.
    """
    known = {group.id: group for group in groups}
    inside: dict[int, list[GroupCount]] = {}
    for group in known.values():
        if group.parent_id in known:
            inside.setdefault(group.parent_id, []).append(group)
    found: dict[int, Cover] = {}
    for group in outermost_groups(known.values()):
        _cover(group, inside, named, charged, False, found)
    return found


def member_loads(
    charges: Iterable[AssignedMember],
    covers: Mapping[int, Cover],
    parents: Mapping[int, int | None],
    homes: Mapping[int, int],
) -> dict[int, int]:
    """Return the number of households per member; one within a group of the same member counts once.

    `parents` maps groups, and `homes` named households, to the group around them.
    """
    groups: dict[int, set[int]] = {}
    named: dict[int, set[int]] = {}
    for charge in charges:
        groups.setdefault(charge.member_id, set()).update({charge.group_id} & covers.keys())
        named.setdefault(charge.member_id, set()).update({charge.household_id} & homes.keys())
    return {
        member_id: sum(
            covers[each].households for each in own if not own & set(with_groups_above(parents.get(each), parents))
        )
        + sum(not own & set(with_groups_above(homes[each], parents)) for each in named[member_id])
        for member_id, own in groups.items()
    }


def with_groups_above(group_id: int | None, parents: Mapping[int, int | None]) -> list[int]:
    """A group and those around it, innermost first."""
    found: list[int] = []
    while group_id in parents and group_id not in found:
        found.append(group_id)
        group_id = parents[group_id]
    return found


def outermost_groups(groups: Iterable[GroupCount]) -> list[GroupCount]:
    """Return groups that are in no other of these: their coverage adds up to the whole."""
    groups = list(groups)
    ids = {group.id for group in groups}
    return [group for group in groups if group.parent_id not in ids]


def total(covers: Iterable[Cover]) -> Cover:
    """Coverage added up."""
    return Cover(*map(sum, zip(*covers, strict=True))) if (covers := list(covers)) else Cover()


def _cover(
    group: GroupCount,
    inside: Mapping,
    named: Mapping,
    charged: AssignedTargets,
    from_above: bool,
    found: dict[int, Cover],
) -> Cover:
    whole = from_above or group.id in charged.groups
    within = looked_after = 0  # of the groups inside
    for part in inside.get(group.id, ()):
        cover = _cover(part, inside, named, charged, whole, found)
        within, looked_after = within + cover.households, looked_after + cover.covered
    own = set(named.get(group.id, ()))
    households = within + max(group.stated_households - within, len(own))
    counted = looked_after + len(own.intersection(charged.households)) + charged.parts.get(group.id, 0)
    covered = households if whole else min(households, counted)
    found[group.id] = Cover(households, covered)
    return found[group.id]
