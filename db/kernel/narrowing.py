"""How each kind of table is narrowed to a viewer's units when it is read.

A criterion is None where the viewer sees every row. The register itself is never narrowed.
"""

from collections.abc import Callable
from typing import Any, cast

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, false, or_, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from db import models as m
from db.kernel.audience import Audience, Viewer
from db.models import PetitionHolder, Role

Narrowing = Callable[[type, Viewer], ColumnElement | None]
UNITS: BindParameter[Any] = bindparam("viewer_units", expanding=True)
ACCOUNT: BindParameter[Any] = bindparam("viewer_account")


def role_template(role: Role | None, whole: bool) -> Viewer:
    """Whoever has this role for a part of the tree or the whole of it:
    his criteria are made once for all, his own values come with each question.
    """
    # where a viewer has his values, this one has what stands for anybody's in a statement
    return Viewer(cast(int, ACCOUNT), role, unit_ids=None if whole else cast(frozenset[int], UNITS))


def bind_values(viewer: Viewer) -> dict:
    """What stands in the criteria of `anybody` for one viewer."""
    return {UNITS.key: list(viewer.unit_ids or ()), ACCOUNT.key: viewer.account_id}


def visible_member_ids(viewer: Viewer) -> Select:
    """Ids of the members a viewer with a part of the tree may see."""
    own = cast(frozenset[int], viewer.unit_ids)
    if viewer.role == Role.WORKPLACE:
        return select(m.Introduction.member_id).where(col(m.Introduction.workplace_id).in_(own))
    return select(m.Membership.member_id).where(col(m.Membership.unit_id).in_(own))


def all_rows(table, viewer):
    """Every viewer sees every row."""
    return None


def no_rows(table, viewer):
    """No viewer sees any."""
    return false()


def of_unit(table, viewer):
    """Rows of the viewer's units."""
    return None if viewer.unit_ids is None else table.unit_id.in_(viewer.unit_ids)


def of_member(table, viewer):
    """Rows about people the viewer may see."""
    if viewer.unit_ids is None:
        return None
    person = col(table.id if table is m.Member else table.member_id)
    seen = visible_member_ids(viewer)
    # one list: of two, SQLite begins with all of both whatever is asked for
    return person.in_(union_all(seen, _introduced_to(viewer)) if viewer.role == Role.COMMUNE else seen)


def _introduced_to(viewer: Viewer) -> Select:
    """Ids of the members introduced to the viewer's communes, whether they are placed or not."""
    own = cast(frozenset[int], viewer.unit_ids)
    return select(m.Introduction.member_id).where(col(m.Introduction.commune_id).in_(own))


def membership(table, viewer):
    """The cells see their own; the workplace all of the people it introduced."""
    return of_member(table, viewer) if viewer.role == Role.WORKPLACE else of_unit(table, viewer)


def introduction(table, viewer):
    """Each side of an introduction sees it, and the cell that it led to."""
    if viewer.unit_ids is None:
        return None
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return table.membership_id.in_(select(m.Membership.id).where(col(m.Membership.unit_id).in_(viewer.unit_ids)))
    own = table.workplace_id if viewer.role == Role.WORKPLACE else table.commune_id
    return own.in_(viewer.unit_ids)


def correspondence(day: str) -> Narrowing:
    """Letters between a workplace and a commune about one person; the cell where he was on that day reads them, too."""

    def narrow(table, viewer):
        if viewer.unit_ids is None:
            return None
        if viewer.role in LETTER_COLUMNS:
            return getattr(table, LETTER_COLUMNS[viewer.role]).in_(viewer.unit_ids)
        stay = cast(Any, m.Membership)
        here = select(stay.id).where(stay.member_id == table.member_id, stay.unit_id.in_(viewer.unit_ids))
        return here.where(or_(stay.valid_to.is_(None), stay.valid_to >= getattr(table, day))).exists()

    return narrow


LETTER_COLUMNS = {Role.WORKPLACE: "workplace_id", Role.COMMUNE: "commune_id"}


def meeting(table, viewer):
    """A cell sees the commune's meetings that its people were called to."""
    return _held_for(table, table.id, viewer)


def sitting(table, viewer):
    """As the meeting that it is of."""
    return _held_for(table, table.meeting_id, viewer)


def _held_for(table, meeting_id, viewer):
    if viewer.unit_ids is None:
        return None
    return or_(
        table.unit_id.in_(viewer.unit_ids),
        meeting_id.in_(select(m.Tally.meeting_id).where(col(m.Tally.unit_id).in_(viewer.unit_ids))),
    )


def entered_here(table, viewer):
    """The cell's own, closer than names; the commune reads what it entered itself, as long as the cell is its own."""
    own = of_unit(table, viewer)
    return own & table.on_behalf_of.in_(viewer.unit_ids) if viewer.role == Role.COMMUNE else own


def petition_text(table, viewer):
    """The cell's own; levels above read what came as far as they are, and what they entered themselves."""
    own = of_unit(table, viewer)
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return own
    asked = cast(Any, m.Petition)
    reached = asked.holder.in_(_HOLDERS_ABOVE.get(viewer.role, ()))
    if viewer.unit_ids is not None:
        reached |= asked.on_behalf_of.in_(viewer.unit_ids)
    seen = table.petition_id.in_(select(asked.id).where(reached))
    return seen if own is None else own & seen


_HOLDERS_ABOVE = {
    Role.COMMUNE: (PetitionHolder.COMMUNE, PetitionHolder.DISTRICT),
    Role.DISTRICT: (PetitionHolder.DISTRICT,),
}


def account(table, viewer):
    """One's own, and whoever holds a grant in the units one answers for."""
    own = (table.id if table is m.Account else table.account_id) == viewer.account_id
    if not viewer.reads(Audience.ACCESS):
        return own
    if viewer.unit_ids is None:
        return None
    if table is m.Grant:
        return own | col(table.unit_id).in_(viewer.unit_ids)
    return own | col(table.id if table is m.Account else table.account_id).in_(
        select(m.Grant.account_id).where(col(m.Grant.unit_id).in_(viewer.unit_ids))
    )


def with_audience(table, viewer):
    """Rows that carry the audience of what is in them."""
    readable, own = table.audience.in_(viewer.audiences), of_unit(table, viewer)
    return readable if own is None else readable & own


def document(table, viewer):
    """A workplace reads what was issued to it, whoever reads the issuing unit's own copy; a cell what it signs."""
    if viewer.role == Role.WORKPLACE and viewer.unit_ids is not None:
        return table.recipient_id.in_(viewer.unit_ids)
    readable, own = table.audience.in_(viewer.audiences), of_unit(table, viewer)
    return readable if own is None else readable & (own | table.cell_id.in_(viewer.unit_ids))


def change(table, viewer):
    """Copies of rows carry the audience of what they copy, whoever did the action:
    what followed from it by itself may be closer than he is.
    """
    if viewer.unit_ids is None:
        return table.audience.in_(viewer.audiences)
    people_only = table.unit_id.is_(None) & (table.audience == Audience.LISTS.value) & _of_person(table, viewer)
    return table.audience.in_(viewer.audiences) & (table.unit_id.in_(viewer.unit_ids) | people_only)


def _of_person(table, viewer):
    """Copies about somebody in one of the viewer's cells:
    of what was done before the last day of his stay there, or by the viewer's units or for them.

    What others wrote of him afterwards is theirs, like what the profile tells then (`people.parted`).
    """
    if viewer.role == Role.WORKPLACE:
        return table.member_id.in_(visible_member_ids(viewer))
    deed, stay = cast(Any, aliased(m.Batch)), cast(Any, m.Membership)
    ours = deed.unit_id.in_(viewer.unit_ids) | deed.on_behalf_of.in_(viewer.unit_ids)
    here = select(stay.id).where(
        stay.member_id == table.member_id, stay.unit_id.in_(viewer.unit_ids), deed.id == table.batch_id
    )
    # most are: a set of ids costs next to nothing, a look at each action does not
    still = visible_member_ids(viewer).where(stay.valid_to.is_(None))
    return table.member_id.in_(still) | (
        table.member_id.in_(visible_member_ids(viewer)) & here.where(or_(stay.valid_to >= deed.at, ours)).exists()
    )


def batch(table, viewer):
    """Actions of one's own unit, on its behalf, or that changed a row one may read a copy of."""
    if viewer.unit_ids is None:
        return None
    changed = select(m.Change.id).where(m.Change.batch_id == table.id, change(m.Change, viewer))
    return or_(table.unit_id.in_(viewer.unit_ids), table.on_behalf_of.in_(viewer.unit_ids), changed.exists())


def export_record(table, viewer):
    """What one's units took away, and what others took away of them."""
    if viewer.unit_ids is None:
        return None
    return table.unit_id.in_(viewer.unit_ids) | table.about_id.in_(viewer.unit_ids)


def read_record(table, viewer):
    """What one read oneself, and who read texts of one's units that one may read, too."""
    return (table.account_id == viewer.account_id) | with_audience(table, viewer)


def draft_value(table, viewer):
    """Values of the drafts the viewer may see; of those closer than their draft his own, and what he reads anyway."""
    close = table.audience.is_(None) | table.audience.in_(viewer.audiences) | (table.author_id == viewer.account_id)
    return close & table.draft_id.in_(select(m.Draft.id).where(with_audience(m.Draft, viewer)))


def job(table, viewer):
    """Only what the viewer himself asked for, as long as he may read it in the role that he acts in."""
    return (table.account_id == viewer.account_id) & table.audience.in_(viewer.audiences)
