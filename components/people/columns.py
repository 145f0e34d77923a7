"""The columns in which members are listed, on screen and in files."""

from components.i18n import N_, day_text
from components.people import words
from components.tables import Column, Columns
from db import partial
from db.models import MembershipKind, StandingKind
from db.people.members import Wanted
from db.scope import Viewer

NUMBER = Column(N_("No."), lambda row: row.number, lambda row: str(row.number or ""), lambda row: bool(row.number))
NAME = Column(N_("Full name"), lambda row: row.name)
BORN = Column(N_("Born"), lambda row: partial.shown(row.born), lambda row: partial.year(row.born) or "")
STANDING = Column(N_("Standing"), lambda row: words.standing(row.standing), phone=lambda row: row.standing == StandingKind.PROBATIONARY)
KIND = Column(N_("Kind"), lambda row: words.said(words.SHEETS, row.kind), phone=lambda row: row.kind != MembershipKind.OWN)
EXEMPT = Column(N_("Exempt"), lambda row: words.said(words.CLASSES, row.exempt), lambda row: words.said(words.SHORT, row.exempt))
SINCE = Column(N_("Since"), lambda row: row.since, lambda row: day_text(row.since), lambda row: False)
UNTIL = Column(N_("Left"), lambda row: row.until, lambda row: day_text(row.until))
UNIT = Column(N_("Cell"), lambda row: row.unit)


def members(viewer: Viewer, wanted: Wanted) -> Columns:
    """What is shown of each member: of those who left also when, of several cells also which."""
    found = {"number": NUMBER, "name": NAME, "born": BORN, "standing": STANDING, "kind": KIND, "exempt": EXEMPT, "since": SINCE}
    if wanted.left:
        found = {name: column for name, column in found.items() if name != "exempt"} | {"until": UNTIL}
    if viewer.unit_ids is not None and len(viewer.unit_ids) == 1:
        return found
    return {name: column for name, column in found.items() if name != "since"} | {"unit": UNIT}
