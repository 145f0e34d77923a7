"""The columns of member lists, on screen and in files."""

from itertools import groupby

from components.i18n import N_, _, day_text, number
from components.labels import member_labels
from components.widgets.link_tables import Column, Columns
from db.calendar import partial_dates
from db.kernel.scope import Viewer
from db.models import MembershipKind, StandingKind
from db.people.member_search import MemberFilter, MemberListRow, MemberPage, is_single_unit

NUMBER = Column(N_("No."), lambda row: row.number, lambda row: str(row.number or ""), lambda row: bool(row.number))
NAME = Column(N_("Full name"), lambda row: row.name)
BORN = Column(N_("Born"), lambda row: partial_dates.display(row.born), lambda row: partial_dates.year(row.born) or "")
STANDING = Column(
    N_("Membership status"),
    lambda row: member_labels.standing_label(row.standing),
    phone=lambda row: row.standing == StandingKind.PROBATIONARY,
)
KIND = Column(
    N_("Type"),
    lambda row: member_labels.translated_label(member_labels.KINDS_ON_SHEET, row.kind),
    phone=lambda row: row.kind != MembershipKind.OWN,
)
EXEMPT = Column(
    N_("Exempt"),
    lambda row: member_labels.translated_label(member_labels.EXEMPTION_CLASSES, row.exempt),
    lambda row: member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, row.exempt),
)
SINCE = Column(N_("Since"), lambda row: row.since, lambda row: day_text(row.since), lambda row: False)
UNTIL = Column(N_("Left"), lambda row: row.until, lambda row: day_text(row.until))
SECTIONS = {
    MembershipKind.OWN: N_("Members of the cell"),
    MembershipKind.TEMPORARY: N_("Temporary members"),
    MembershipKind.CONTACT: N_("Contact members"),
}
UNIT = Column(N_("Cell"), lambda row: row.unit)
EXPERTISE = Column(
    N_("Found by"),
    lambda row: row.expertise,
    lambda row: _("expertise: {subjects}", subjects=row.expertise) if row.expertise else "",
    lambda row: bool(row.expertise),
)


def split_by_section(viewer: Viewer, found: MemberPage) -> list[tuple[str, list[MemberListRow]]]:
    """The rows of a page by title: a cell's own and contact members are two lists; several
    cells form one without a title.
    """
    if not is_single_unit(viewer) or len(found.kinds) < 2:
        return [("", found.rows)]
    sections = [(kind, list(rows)) for kind, rows in groupby(found.rows, key=lambda row: row.kind)]
    return [
        (_("{kind} ({count})", kind=_(SECTIONS[kind]), count=number(found.kinds[kind])), rows)
        for kind, rows in sections
    ]


def build_columns(viewer: Viewer, wanted: MemberFilter, rows: list[MemberListRow], titled: bool = False) -> Columns:
    """The columns: for former members also when they left, for several cells also the cell, for matches by expertise
    also the subject; the kind is omitted below a title that states it.
    """
    found = {
        "number": NUMBER,
        "name": NAME,
        "born": BORN,
        "standing": STANDING,
        "kind": KIND,
        "exempt": EXEMPT,
        "since": SINCE,
    }
    if titled:
        found.pop("kind")
    if wanted.left:
        found = {name: column for name, column in found.items() if name != "exempt"} | {"until": UNTIL}
    if not is_single_unit(viewer):
        found = {name: column for name, column in found.items() if name != "since"} | {"unit": UNIT}
    return found | {"expertise": EXPERTISE} if any(row.expertise for row in rows) else found
