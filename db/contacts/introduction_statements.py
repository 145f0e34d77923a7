"""The statements that list introductions, prepared once, since building them costs more than running them."""

from sqlalchemy import Date, Integer, bindparam
from sqlmodel import func, or_, select

from db.calendar.validity import valid_on
from db.kernel.statements import prepared_statement
from db.models import CellGroup, GroupKind, GroupMember, Introduction, IntroductionState, Member, Membership

PAGE = 50  # rows on a page of the list
WAITING = (IntroductionState.INTRODUCED, IntroductionState.RECEIVED)
COLUMNS = (
    Introduction.id,
    Introduction.state,
    Introduction.exempt,
    Introduction.letter,
    Introduction.letter_date,
    Introduction.listed_on,
    Introduction.sent_on,
    Introduction.received_on,
    Introduction.placed_on,
    Introduction.ended_on,
    Introduction.objection,
    Introduction.objected_on,
    Introduction.workplace_id,
    Introduction.commune_id,
    Member.id.label("member_id"),
    Member.code,
    Member.name,
    Member.search_key,
    Member.born,
    Member.address,
    Member.phone,
    Member.position,
    Member.workplace,
    Membership.unit_id,
    Membership.roster_number,
    Membership.id.label("membership_id"),
)


def joined(query, member_id=Introduction.member_id):
    """The query about introductions, their people, and these people's stays in cells."""
    return (
        query.select_from(Introduction)
        .join(Member, Member.id == member_id)
        .join(Membership, Membership.id == Introduction.membership_id, isouter=True)
    )


def from_introductions(query):
    """Joined for lists of one commune: the sum keeps the database from looking up the introductions of everybody whom
    the viewer sees, instead of the people of the commune's introductions.
    """
    return joined(query, Introduction.member_id + 0)


COUNTED = prepared_statement(
    select(Introduction.state, func.count(Introduction.id), func.count(Introduction.objection)).group_by(
        Introduction.state
    )
)
WHOLE_LIST = prepared_statement(
    from_introductions(select(*COLUMNS))
    .where(Introduction.state != IntroductionState.ENDED)
    .order_by(Member.sort_key, Introduction.id)
    .offset(bindparam("skipped", type_=Integer))
    .limit(PAGE)
)
PENDING = prepared_statement(
    from_introductions(select(*COLUMNS)).where(
        or_(Introduction.state.in_(WAITING), Introduction.objection.is_not(None))
    )
)
GROUPS = prepared_statement(
    select(GroupMember.member_id, GroupMember.unit_id, CellGroup.name)
    .join(CellGroup, CellGroup.id == GroupMember.group_id)
    .where(
        GroupMember.member_id.in_(bindparam("members", expanding=True)),
        CellGroup.kind == GroupKind.CONTACT,
        valid_on(GroupMember, bindparam("day", type_=Date)),
    )
)
