"""Audiences: which role reads which audience, and which role may write what."""

from dataclasses import dataclass
from enum import StrEnum

from db.models import Role


class Audience(StrEnum):
    """Who may read a row, a draft or a document."""

    OPEN = "open"  # units, settings and rules: no personal data
    FIGURES = "figures"  # meetings with their tallies
    LISTS = "lists"  # members and dated facts about them
    NAMES = "names"  # attendance and households by name
    ASSESSMENTS = "assessments"  # what a cell says about a member: for its secretary and the commune that confirms it
    ENTRIES = "entries"  # what members did and gave in the year
    CORRESPONDENCE = "correspondence"  # between a workplace, the commune and the cell, about one member
    PETITIONS = "petitions"  # what people ask for, in words: for the cell and those it went to
    CELL = "cell"  # copies of need-to-know rows
    ACCESS = "access"  # accounts and their devices
    SECRET = "secret"  # nobody, on any screen


# Whoever reads a text of these is logged.
REMEMBERED = frozenset({Audience.ASSESSMENTS, Audience.CORRESPONDENCE, Audience.CELL})


class Work(StrEnum):
    """A kind of writing that a role is allowed to do."""

    MEETINGS = "meetings"
    PEOPLE = "people"
    HOUSEHOLDS = "households"
    INTRODUCTIONS = "introductions"
    ENTRIES = "entries"
    ASSESSMENTS = "assessments"
    CORRESPONDENCE = "correspondence"  # requests, notices and remarks
    PROPOSALS = "proposals"  # to praise a member, or to review a case
    PETITIONS = "petitions"
    TEAMS = "teams"  # of officials sent to cells, and checks of cells' books
    PAPERS = "papers"
    UNITS = "units"  # the tree itself
    CELLS = "cells"  # and what else lies below a commune
    SETTINGS = "settings"
    PERIODS = "periods"
    ACCOUNTS = "accounts"
    ASIDE = "aside"  # drafts and jobs: for anybody, in their own unit
    ERASURE = "erasure"  # of everything known about a person
    REGISTER = "register"  # only the register itself


_CELL = {Role.SECRETARY, Role.ASSISTANT}
READERS: dict[Audience, set[Role]] = {
    Audience.OPEN: set(Role),
    Audience.FIGURES: {*_CELL, Role.COMMUNE, Role.DISTRICT},
    Audience.LISTS: {*_CELL, Role.COMMUNE, Role.DISTRICT, Role.ADMIN, Role.WORKPLACE},
    Audience.NAMES: {*_CELL, Role.COMMUNE},
    Audience.ASSESSMENTS: {Role.SECRETARY, Role.COMMUNE},
    Audience.ENTRIES: {Role.SECRETARY, Role.COMMUNE},
    Audience.CORRESPONDENCE: {Role.SECRETARY, Role.COMMUNE, Role.WORKPLACE},
    Audience.PETITIONS: {*_CELL, Role.COMMUNE, Role.DISTRICT},
    Audience.CELL: {*_CELL},
    Audience.ACCESS: {Role.COMMUNE, Role.ADMIN},
    Audience.SECRET: set(),
}
WRITERS: dict[Work, set[Role]] = {
    Work.MEETINGS: {*_CELL, Role.COMMUNE},
    Work.PEOPLE: {Role.SECRETARY, Role.COMMUNE, Role.ADMIN},
    Work.HOUSEHOLDS: {*_CELL, Role.COMMUNE},
    Work.INTRODUCTIONS: {Role.WORKPLACE, Role.COMMUNE, Role.DISTRICT, Role.ADMIN},
    Work.ENTRIES: {Role.SECRETARY, Role.COMMUNE},
    Work.ASSESSMENTS: {Role.SECRETARY, Role.COMMUNE},
    Work.CORRESPONDENCE: {Role.COMMUNE, Role.WORKPLACE},
    Work.PROPOSALS: {Role.COMMUNE},
    Work.PETITIONS: {*_CELL, Role.COMMUNE, Role.DISTRICT},
    Work.TEAMS: {Role.COMMUNE, Role.DISTRICT},
    Work.PAPERS: {Role.SECRETARY, Role.COMMUNE},
    Work.UNITS: {Role.ADMIN},
    Work.CELLS: {Role.COMMUNE, Role.ADMIN},
    Work.SETTINGS: {Role.SECRETARY, Role.COMMUNE, Role.DISTRICT, Role.ADMIN},
    Work.PERIODS: {Role.COMMUNE, Role.DISTRICT},
    Work.ACCOUNTS: {Role.COMMUNE, Role.ADMIN},
    Work.ASIDE: set(Role),
    Work.ERASURE: {Role.ADMIN},
    Work.REGISTER: set(),
}
# Who grants which roles, and is responsible for their holders.
GRANTABLE_ROLES: dict[Role, set[Role]] = {Role.COMMUNE: _CELL, Role.ADMIN: set(Role)}


@dataclass(frozen=True)
class Viewer:
    """An account with one of its grants. `unit_ids` are the units in reach; None means the whole tree."""

    account_id: int | None
    role: Role | None  # None: the register itself
    unit_id: int | None = None
    unit_ids: frozenset[int] | None = None
    grant_id: int | None = None
    name: str = ""
    language: str = "vi"

    def reads(self, audience: Audience) -> bool:
        return self.role is None or self.role in READERS[audience]

    def writes(self, work: Work) -> bool:
        return self.role is None or self.role in WRITERS[work]

    def reaches(self, unit_id: int | None) -> bool:
        return self.unit_ids is None or unit_id in self.unit_ids

    @property
    def commune_id(self) -> int | None:
        """The commune in whose name the viewer acts, also on behalf of one of its cells; None for all other roles."""
        return self.unit_id if self.role == Role.COMMUNE else None

    @property
    def audiences(self) -> list[str]:
        return [audience.value for audience in Audience if self.reads(audience)]


SYSTEM = Viewer(account_id=None, role=None)
