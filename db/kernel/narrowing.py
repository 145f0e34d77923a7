"""How reads of each kind of table are narrowed to the viewer's units.

A criterion is None if the viewer sees every row. The system itself is never narrowed.
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
    """Return a stand-in viewer for a role with a part of the tree or the whole of it.

    Criteria are built once for all such viewers, and the values of each viewer are bound per query.
    """
    # in place of a viewer's values, this one has the bound parameters of a statement
    return Viewer(cast(int, ACCOUNT), role, unit_ids=None if whole else cast(frozenset[int], UNITS))


def bind_values(viewer: Viewer) -> dict:
    """The values of one viewer for the criteria built with `role_template`."""
    return {UNITS.key: list(viewer.unit_ids or ()), ACCOUNT.key: viewer.account_id}


def visible_member_ids(viewer: Viewer) -> Select:
    """Ids of the members that a viewer with a part of the tree may see."""
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
    """Rows about people whom the viewer may see."""
    if viewer.unit_ids is None:
        return None
    person = col(table.id if table is m.Member else table.member_id)
    seen = visible_member_ids(viewer)
    # one list: with two, SQLite starts by reading all of both
    return person.in_(union_all(seen, _introduced_to(viewer)) if viewer.role == Role.COMMUNE else seen)


def _introduced_to(viewer: Viewer) -> Select:
    """Ids of members introduced to the viewer's communes, placed or not."""
    own = cast(frozenset[int], viewer.unit_ids)
    return select(m.Introduction.member_id).where(col(m.Introduction.commune_id).in_(own))


def membership(table, viewer):
    """Cells see their own members; a workplace sees those whom it introduced."""
    return of_member(table, viewer) if viewer.role == Role.WORKPLACE else of_unit(table, viewer)


def introduction(table, viewer):
    """Both sides of an introduction see it, and so does the cell in which the member was placed."""
    if viewer.unit_ids is None:
        return None
    if viewer.role in (Role.SECRETARY, Role.ASSISTANT):
        return table.membership_id.in_(select(m.Membership.id).where(col(m.Membership.unit_id).in_(viewer.unit_ids)))
    own = table.workplace_id if viewer.role == Role.WORKPLACE else table.commune_id
    return own.in_(viewer.unit_ids)


def correspondence(day: str) -> Narrowing:
    """Letters between a workplace and a commune about one person; also visible to the cell that the person belonged to
    on that day.
    """

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
    """A cell sees the commune's meetings to which its people were called."""
    return _held_for(table, table.id, viewer)


def sitting(table, viewer):
    """Visible like its meeting."""
    return _held_for(table, table.meeting_id, viewer)


def _held_for(table, meeting_id, viewer):
    if viewer.unit_ids is None:
        return None
    return or_(
        table.unit_id.in_(viewer.unit_ids),
        meeting_id.in_(select(m.Tally.meeting_id).where(col(m.Tally.unit_id).in_(viewer.unit_ids))),
    )


def entered_here(table, viewer):
    """Visible to the cell itself; the commune reads what it entered, as long as the cell belongs to it."""
    own = of_unit(table, viewer)
    return own & table.on_behalf_of.in_(viewer.unit_ids) if viewer.role == Role.COMMUNE else own


def petition_text(table, viewer):
    """Visible to the cell itself; levels above read what reached them and what they entered themselves."""
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
    """The viewer's own account, and those with a grant in the units that the viewer is responsible for."""
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
    """Rows that store the audience of their content."""
    readable, own = table.audience.in_(viewer.audiences), of_unit(table, viewer)
    return readable if own is None else readable & own


def document(table, viewer):
    """Visible to the workplace it was issued to, to readers of the issuing unit's copy, and to
    the cell that signs it.
    """
    if viewer.role == Role.WORKPLACE and viewer.unit_ids is not None:
        return table.recipient_id.in_(viewer.unit_ids)
    readable, own = table.audience.in_(viewer.audiences), of_unit(table, viewer)
    return readable if own is None else readable & (own | table.cell_id.in_(viewer.unit_ids))


def change(table, viewer):
    """Copies carry the audience of the row they copy, whoever acted: side effects of an action may be more restricted
    than its author's own reading.
    """
    if viewer.unit_ids is None:
        return table.audience.in_(viewer.audiences)
    people_only = table.unit_id.is_(None) & (table.audience == Audience.LISTS.value) & _of_person(table, viewer)
    return table.audience.in_(viewer.audiences) & (table.unit_id.in_(viewer.unit_ids) | people_only)


def _of_person(table, viewer):
    """Copies about somebody in one of the viewer's cells: of changes before the last day of the stay there, or made by
    or for the viewer's units.

    What others wrote about the person afterwards belongs to them, like the profile's later contents
    (`db/people/former_members.py`).
    """
    if viewer.role == Role.WORKPLACE:
        return table.member_id.in_(visible_member_ids(viewer))
    deed, stay = cast(Any, aliased(m.Batch)), cast(Any, m.Membership)
    ours = deed.unit_id.in_(viewer.unit_ids) | deed.on_behalf_of.in_(viewer.unit_ids)
    here = select(stay.id).where(
        stay.member_id == table.member_id, stay.unit_id.in_(viewer.unit_ids), deed.id == table.batch_id
    )
    # most rows match: a set of ids costs almost nothing, checking each action is expensive
    still = visible_member_ids(viewer).where(stay.valid_to.is_(None))
    return table.member_id.in_(still) | (
        table.member_id.in_(visible_member_ids(viewer)) & here.where(or_(stay.valid_to >= deed.at, ours)).exists()
    )


def batch(table, viewer):
    """Actions of the viewer's own unit, on its behalf, or that changed a row of which the viewer may read a copy."""
    if viewer.unit_ids is None:
        return None
    changed = select(m.Change.id).where(m.Change.batch_id == table.id, change(m.Change, viewer))
    return or_(table.unit_id.in_(viewer.unit_ids), table.on_behalf_of.in_(viewer.unit_ids), changed.exists())


def export_record(table, viewer):
    """Exports made by the viewer's units, and exports that others made of their data."""
    if viewer.unit_ids is None:
        return None
    return table.unit_id.in_(viewer.unit_ids) | table.about_id.in_(viewer.unit_ids)


def read_record(table, viewer):
    """The viewer's own reads, and others' reads of texts of the viewer's units that the viewer may read as well."""
    return (table.account_id == viewer.account_id) | with_audience(table, viewer)


def draft_value(table, viewer):
    """Values of the drafts that the viewer may see; of values more restricted than their draft, the viewer's own and
    those readable anyway.
    """
    close = table.audience.is_(None) | table.audience.in_(viewer.audiences) | (table.author_id == viewer.account_id)
    return close & table.draft_id.in_(select(m.Draft.id).where(with_audience(m.Draft, viewer)))


def job(table, viewer):
    """The viewer's own jobs, as long as the current role may read them."""
    return (table.account_id == viewer.account_id) & table.audience.in_(viewer.audiences)
