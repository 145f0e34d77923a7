"""Members by class in words and columns: number, total and share."""

from components.i18n import DASH, N_, _, number, percent
from components.widgets.link_tables import Column, Columns, number_column
from db.figures.member_classes import MemberClass, MembersCount, total
from db.figures.unit_counts import UnitCount


def table_columns(parts: list[UnitCount[MembersCount]]) -> Columns:
    """The columns of the table of communes or cells: members in the class, all members, and the share."""
    return {
        "name": Column(N_("Unit"), lambda part: part.name),
        "members": number_column(N_("In this group"), "count.members", phone=True),
        "all": number_column(N_("Of members"), "count.all", phone=True),
        "share": Column(N_("Share"), _share_of, _share_of, lambda part: bool(part.count.members), True),
    }


def total_text(parts: list[UnitCount[MembersCount]]) -> str:
    """The parts added up, in words."""
    count = total(part.count for part in parts)
    told = {"members": number(count.members), "all": number(count.all)}
    return _("Total: {members} of {all} members = {share}", share=_share(count), **told)


def members_text(one: MemberClass) -> str:
    """A class's members with their share: "60 · 60 %"."""
    return f"{number(one.members)} · {percent(one.members, one.all)}" if one.all else number(one.members)


def _share_of(part: UnitCount[MembersCount]) -> str:
    return _share(part.count)


def _share(count: MembersCount) -> str:
    return percent(count.members, count.all) if count.all else DASH
