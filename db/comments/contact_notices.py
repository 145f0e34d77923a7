"""The notice that a cell hands to its contact members: cell, group, meetings and duties."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.comments import paper_facts
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import GroupKind, GroupRole
from db.papers import paper_formatting, templates
from db.people import group_board
from db.people.group_board import GroupLine
from db.settings import settings

KIND = "contact_notice"
HALVES = ("kỳ I", "kỳ II")
EXEMPT = "Đồng chí được miễn dự các cuộc họp này; chi bộ vẫn báo nội dung để đồng chí biết."
OTHER_DUTIES = "Các nhiệm vụ khác theo quy định."


class NoticeSet(NamedTuple):
    """The contents of a cell's notices, one dict each, and its own template, if any; `verified`: the wording of every
    duty was checked against the regulation.
    """

    pages: list[dict[str, Any]]
    template: bytes | None
    verified: bool


def load(viewer: Viewer, unit_id: int, member_codes: Collection[str] | None = None) -> NoticeSet:
    """Notices for some (default: all) of a cell's contact members, by number.

    Raises NotAllowed outside the viewer's units.
    """
    if not viewer.reaches(unit_id):
        raise NotAllowed()
    board = group_board.load(viewer, unit_id)
    wanted = [
        person for person in board.people(GroupKind.CONTACT) if member_codes is None or person.code in member_codes
    ]
    groups = {person.member_id: group for group in board.of(GroupKind.CONTACT) for person in group.people}
    with reading(viewer) as session:
        common = _common(session, unit_id)
        duties = common.pop("duties")
        people = paper_facts.people_facts(session, [person.member_id for person in wanted], board.day)
        own = templates.template_in_use(session, KIND, unit_id)
    pages = [
        {
            **common,
            **people[person.member_id].values,
            "kinh gui": f"Đồng chí {person.name}",
            "dien mien": EXEMPT if person.exempt else "",
            **_group(groups.get(person.member_id)),
        }
        for person in wanted
    ]
    return NoticeSet(pages, own.content if own else None, all(duty.get("verified") for duty in duties))


def _common(session: Session, unit_id: int) -> dict[str, Any]:
    today = clock.today()
    rule = paper_facts.contact_rule(session, unit_id, today)
    told = rule.parameters if rule else {}
    months = settings.value_for_unit(session, "contact_months", unit_id)
    meetings = [f"{half} vào tháng {month}" for half, month in zip(HALVES, months, strict=False)]
    duties = told.get("duties", [])
    return {
        **paper_facts.heading_of_each_cell(session, [unit_id], today)[unit_id],
        "so": paper_formatting.BLANK,
        "can cu": paper_facts.basis_sentence(rule),
        "so ky hop": str(told.get("meetings_a_year", len(months))),
        "cac ky hop": ", ".join(meetings),
        "nhiem vu": _printed(duties),
        "duties": duties,
    }


def _printed(duties: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Duties whose wording was verified; the others are only said to exist."""
    read = [{"so": str(at), "noi dung": duty["text"]} for at, duty in enumerate(duties, 1) if duty.get("verified")]
    unread = [str(at) for at, duty in enumerate(duties, 1) if not duty.get("verified")]
    return read + ([{"so": ", ".join(unread), "noi dung": OTHER_DUTIES}] if unread else [])


def _group(group: GroupLine | None) -> dict[str, str]:
    leader = group.holder(GroupRole.LEADER) if group else None
    return {
        "to": group.name if group else paper_formatting.BLANK,
        "to truong": leader.name if leader else paper_formatting.BLANK,
    }
