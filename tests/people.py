"""A small world of named people for tests: a district, two communes, three cells, a hospital.

`world()` fills the test's database and returns ids and one viewer per role.
"""

import json
from dataclasses import dataclass
from datetime import date

from db import vietnamese
from db.accounts import accounts, passwords
from db.kernel import bulk
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import ScopedSession, writing
from db.models import (
    Account,
    Grant,
    Introduction,
    Member,
    Membership,
    MembershipKind,
    Role,
    Setting,
    Standing,
    StandingKind,
    Unit,
    UnitKind,
    UnitVersion,
)
from db.settings import levels, settings

ROLES = ("secretary", "assistant", "commune", "workplace", "district", "admin", "district_of_a_part", "admin_of_a_part")

PASSWORD = "12345678"
SINCE = date(2020, 1, 1)

UNITS = {  # key: name, kind, level, parent
    "an_binh": ("Huyện An Bình", UnitKind.AREA, "district", None),
    "dong_ha": ("Xã Đông Hà", UnitKind.AREA, "commune", "an_binh"),
    "tay_son": ("Xã Tây Sơn", UnitKind.AREA, "commune", "an_binh"),
    "dong_bao": ("Chi bộ thôn Đồng Bào", UnitKind.CELL, "cell", "dong_ha"),
    "ben_da": ("Chi bộ thôn Bến Đá", UnitKind.CELL, "cell", "dong_ha"),
    "nui_doi": ("Chi bộ thôn Núi Đôi", UnitKind.CELL, "cell", "tay_son"),
    "hospital": ("Bệnh viện huyện An Bình", UnitKind.WORKPLACE, "workplace", "an_binh"),
}
MEMBERS = {  # key: name, born, cell, kind, roster number
    "an": ("Nguyễn Văn An", "1957-03-02", "dong_bao", MembershipKind.OWN, 1),
    "binh": ("Trần Thị Bình", "1964", "dong_bao", MembershipKind.OWN, 2),
    "cuong": ("Lê Văn Cường", "1949-11", "dong_bao", MembershipKind.OWN, 3),
    "dung": ("Phạm Thị Dung", "1985-06-20", "dong_bao", MembershipKind.CONTACT, 4),
    "hung": ("Nguyễn Văn Hùng", "1953", "ben_da", MembershipKind.OWN, 1),
    "hung_lan": ("Nguyễn Văn Hùng", "1971", "ben_da", MembershipKind.OWN, 2),
    "lan": ("Vũ Thị Lan", "1960", "nui_doi", MembershipKind.OWN, 1),
    "quan": ("Đỗ Minh Quân", "1990-01-15", "nui_doi", MembershipKind.CONTACT, 2),
}
VIEWERS = {  # key: user name, role, unit
    "secretary": ("bithu", Role.SECRETARY, "dong_bao"),
    "assistant": ("nhaplieu", Role.ASSISTANT, "dong_bao"),
    "commune": ("xa", Role.COMMUNE, "dong_ha"),
    "workplace": ("coquan", Role.WORKPLACE, "hospital"),
    "district": ("huyen", Role.DISTRICT, "an_binh"),
    "admin": ("quantri", Role.ADMIN, "an_binh"),
    "neighbour": ("bithu2", Role.SECRETARY, "nui_doi"),
    "other_commune": ("xa2", Role.COMMUNE, "tay_son"),
}


@dataclass(frozen=True)
class World:
    """Ids of units and members by their keys above, and viewers by theirs: world.units["dong_bao"], world.secretary."""

    units: dict[str, int]
    members: dict[str, int]
    viewers: dict[str, Viewer]

    def __getattr__(self, key: str) -> Viewer:
        try:
            return self.viewers[key]
        except KeyError:
            raise AttributeError(key) from None


UNITS_OF_WARD = {
    "an_binh": ("Phường An Bình", UnitKind.AREA, "commune", None),
    "dong_bao": ("Chi bộ thôn Đồng Bào", UnitKind.CELL, "cell", "an_binh"),
    "ben_da": ("Chi bộ thôn Bến Đá", UnitKind.CELL, "cell", "an_binh"),
    "nui_doi": ("Chi bộ thôn Núi Đôi", UnitKind.CELL, "cell", "an_binh"),
    "hospital": ("Bệnh viện An Bình", UnitKind.WORKPLACE, "workplace", "an_binh"),
}


def ward() -> World:
    """The same people in a ward with its cells directly below it: whoever looks after a commune
    looks after the ward.
    """
    made = world(UNITS_OF_WARD)
    rows = json.dumps(levels.levels_of_root("ward"), ensure_ascii=False)
    with writing(SYSTEM, "world") as session:
        session.add(Setting(unit_id=made.units["an_binh"], name=levels.NAME, value=rows, valid_from=settings.EARLIEST))
    return made


def world(told: dict[str, tuple] = UNITS) -> World:
    """Fill the database with the people above."""
    with writing(SYSTEM, "world") as session:
        units = _units(session, told)
        members = _members(session, units)
        grants = _grants(session, units)
    return World(
        units,
        members,
        {key: accounts.viewer_for(account_id, grant_id) for key, (account_id, grant_id) in grants.items()},
    )


def _units(session: ScopedSession, told: dict[str, tuple]) -> dict[str, int]:
    ids = bulk.insert(session, Unit, [{"kind": kind, "level": level} for _, kind, level, _ in told.values()])
    units = dict(zip(told, ids, strict=True))
    bulk.insert(
        session,
        UnitVersion,
        [
            {
                "unit_id": units[key],
                "name": name,
                "search_key": vietnamese.fold(name),
                "sort_key": vietnamese.unit_sort_key(name),
                "parent_id": units.get(parent),
            }
            for key, (name, _, _, parent) in told.items()
        ],
    )
    return dict.fromkeys(UNITS, units["an_binh"]) | units


def _members(session: ScopedSession, units: dict[str, int]) -> dict[str, int]:
    ids = bulk.insert(
        session,
        Member,
        [
            {
                "name": name,
                "sort_key": vietnamese.person_sort_key(name),
                "search_key": vietnamese.fold(name),
                "born": born,
            }
            for name, born, *_ in MEMBERS.values()
        ],
    )
    members = dict(zip(MEMBERS, ids, strict=True))
    memberships = bulk.insert(session, Membership, [
        {"member_id": members[key], "unit_id": units[cell], "kind": kind, "valid_from": SINCE, "roster_number": number}
        for key, (_, _, cell, kind, number) in MEMBERS.items()
    ])  # fmt: skip
    bulk.insert(
        session,
        Standing,
        [{"member_id": member_id, "kind": StandingKind.FULL, "valid_from": SINCE} for member_id in ids],
    )
    bulk.insert(
        session,
        Introduction,
        [
            {
                "member_id": members[key],
                "workplace_id": units["hospital"],
                "commune_id": units[commune],
                "state": "placed",
                "membership_id": membership_id,
            }
            for (key, (_, _, _, kind, _)), membership_id in zip(MEMBERS.items(), memberships, strict=True)
            if kind == MembershipKind.CONTACT and (commune := {"dung": "dong_ha", "quan": "tay_son"}[key])
        ],
    )
    return members


def _grants(session: ScopedSession, units: dict[str, int]) -> dict[str, tuple[int, int]]:
    """An account with one grant for each viewer."""
    password = passwords.hash_password(PASSWORD)
    account_ids = bulk.insert(
        session,
        Account,
        [
            {"username": username, "name": username, "password_hash": password, "must_change": False}
            for username, *_ in VIEWERS.values()
        ],
    )
    grant_ids = bulk.insert(
        session,
        Grant,
        [
            {"account_id": account_id, "role": role, "unit_id": units[unit]}
            for account_id, (_, role, unit) in zip(account_ids, VIEWERS.values(), strict=True)
        ],
    )
    return dict(zip(VIEWERS, zip(account_ids, grant_ids, strict=True), strict=True))


def speak(viewer, language: str) -> None:
    with writing(SYSTEM, "test") as session:
        session.get(Account, viewer.account_id).language = language
