"""Prepared statements on a cell's groups, built once because building costs more than executing."""

from sqlalchemy import BindParameter, Date, bindparam
from sqlmodel import select

from db.calendar.validity import begun_on, valid_on
from db.kernel.statements import prepared_statement
from db.meetings.roster import GROUPS_CALLED
from db.models import CellGroup, GroupMember, GroupRole, Member, Membership

_UNIT: BindParameter[int] = bindparam("unit")
_DAY = bindparam("day", type_=Date)
_HERE = (CellGroup.unit_id == _UNIT, CellGroup.kind.in_(list(GROUPS_CALLED.values())), valid_on(CellGroup, _DAY))
GROUPS = prepared_statement(
    select(
        CellGroup.id, CellGroup.code, CellGroup.kind, CellGroup.name, CellGroup.valid_from, CellGroup.valid_to
    ).where(*_HERE)
)
ROLES = prepared_statement(
    select(GroupMember.member_id, GroupMember.group_id, GroupMember.role, CellGroup.kind)
    .join(CellGroup, CellGroup.id == GroupMember.group_id)
    .where(*_HERE, valid_on(GroupMember, _DAY))
    .order_by(GroupMember.id)
)
HOLDERS = prepared_statement(ROLES.where(GroupMember.role != GroupRole.MEMBER))
LAST_IN_CHARGE = prepared_statement(
    select(GroupMember.group_id, GroupMember.member_id)
    .where(GroupMember.unit_id == _UNIT, GroupMember.role == GroupRole.IN_CHARGE, begun_on(GroupMember, _DAY))
    .order_by(GroupMember.valid_to.is_(None), GroupMember.valid_to)
)
PEOPLE = prepared_statement(
    select(
        Member.id,
        Member.code,
        Member.name,
        Member.search_key,
        Member.sort_key,
        Membership.roster_number,
        Member.born,
        Member.address,
        Membership.kind,
        Membership.valid_from,
        Membership.valid_to,
    )
    .join(Membership, Membership.member_id == Member.id)
    .where(
        Membership.unit_id == _UNIT,
        Membership.kind.in_(bindparam("kinds", expanding=True)),
        valid_on(Membership, _DAY),
    )
)
AMONG = prepared_statement(PEOPLE.where(Member.id.in_(bindparam("members", expanding=True))))
