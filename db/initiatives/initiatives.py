"""Initiatives: models that a cell runs with households of a cluster or its whole area."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid
from db.households import groups
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.models import CellGroup, GroupKind, Initiative, Member
from db.units.units import listed_names

NAME, RESULT = 120, 300  # characters
COLUMNS = {  # the columns of each input
    "name": ("name",),
    "cluster": ("cluster_id",),
    "households": ("households",),
    "leader": ("leader_id", "leader"),
    "office": ("leader_id", "leader"),
    "since": ("valid_from",),
    "until": ("valid_to",),
    "result": ("result",),
}


@dataclass(frozen=True)
class InitiativeInput:
    """An initiative as typed; cluster and leader by code, or the leader as an office in words."""

    name: str
    cluster: str | None = None
    households: int | None = None
    leader: str | None = None
    office: str = ""
    since: date | None = None
    until: date | None = None
    result: str = ""


class InitiativeLine(NamedTuple):
    """An initiative in a list; `leader_code` is the leading member's, if it is one."""

    code: str
    unit_id: int
    cell: str
    name: str
    cluster: str | None
    cluster_code: str | None
    households: int | None
    leader: str | None
    leader_code: str | None
    since: date | None
    until: date | None
    result: str | None

    @property
    def as_typed(self) -> InitiativeInput:
        """The initiative in the form in which it is typed."""
        office = "" if self.leader_code else self.leader or ""
        told = (self.cluster_code, self.households, self.leader_code, office, self.since, self.until)
        return InitiativeInput(self.name, *told, self.result or "")


def list_of_cell(viewer: Viewer, unit_id: int) -> list[InitiativeLine]:
    """The initiatives of a cell, current ones first, then the latest."""
    return _list(viewer, Initiative.unit_id == unit_id)


def list_of_cells(viewer: Viewer, cells: Iterable[int]) -> list[InitiativeLine]:
    """The initiatives of these cells, cell by cell in Vietnamese order."""
    return _list(viewer, Initiative.unit_id.in_(list(cells)))


def create(
    viewer: Viewer,
    unit_id: int,
    typed: InitiativeInput,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> str:
    """Create an initiative of a cell and drop the form's draft; returns its public code.

    Raises Invalid for a missing name and impossible days or numbers; NotAllowed outside the viewer's cells.
    """
    with writing(viewer, "add_initiative", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        row = Initiative(unit_id=unit_id, **_columns(session, unit_id, typed))
        session.add(row)
        session.flush()
        if draft:
            drafts.delete_in(session, draft)
        return row.code


def correct(
    viewer: Viewer,
    code: str,
    typed: InitiativeInput,
    seen: InitiativeInput,
    token: str | None = None,
    draft: DraftKey | None = None,
) -> None:
    """Correct an initiative; raises as `create` does.

    `seen` is what its author saw before: untouched fields keep changes made by others.
    """
    with writing(viewer, "correct_initiative", token=token) as session:
        row = _require(session, code)
        changed = {name for name in COLUMNS if getattr(typed, name) != getattr(seen, name)}
        columns = _columns(session, row.unit_id, typed, row.cluster_id)
        row.sqlmodel_update({column: columns[column] for name in changed for column in COLUMNS[name]})
        validation.check_span(row.valid_from, row.valid_to)
        if draft:
            drafts.delete_in(session, draft)


def delete(viewer: Viewer, code: str, token: str | None = None) -> None:
    """Delete an entry made by mistake; the history keeps it."""
    with writing(viewer, "delete_initiative", token=token) as session:
        session.delete(_require(session, code))


def _list(viewer: Viewer, condition: Any) -> list[InitiativeLine]:
    columns = (
        Initiative.code,
        Initiative.unit_id,
        Initiative.name,
        CellGroup.name.label("cluster"),
        CellGroup.code.label("cluster_code"),
        Initiative.households,
        Member.name.label("member"),
        Member.code.label("member_code"),
        Initiative.leader,
        Initiative.valid_from,
        Initiative.valid_to,
        Initiative.result,
    )
    query = (
        select(*columns)
        .select_from(Initiative)
        .outerjoin(CellGroup, CellGroup.id == Initiative.cluster_id)
        .outerjoin(Member, Member.id == Initiative.leader_id)
        .where(condition)
        .order_by(Initiative.valid_to.is_not(None), Initiative.valid_from.desc(), Initiative.id)
    )
    with reading(viewer) as session:
        rows = session.exec(query).all()
        names = listed_names(session, {row.unit_id for row in rows})
    places = {unit_id: place for place, unit_id in enumerate(names)}
    return [
        InitiativeLine(
            row.code,
            row.unit_id,
            names[row.unit_id],
            row.name,
            row.cluster,
            row.cluster_code,
            row.households,
            row.member or row.leader,
            row.member_code,
            row.valid_from,
            row.valid_to,
            row.result,
        )
        for row in sorted(rows, key=lambda row: places[row.unit_id])
    ]


def _require(session: Session, code: str) -> Initiative:
    row = row_access.require_by_code(session, Initiative, code)
    row_access.require_cell_work(session, row.unit_id, Work.HOUSEHOLDS)
    return row


def _columns(session: Session, unit_id: int, typed: InitiativeInput, standing: int | None = None) -> dict[str, Any]:
    name = validation.optional_text(typed.name, NAME)
    if not name:
        raise Invalid("initiative_name_missing")
    if typed.households is not None and not 0 <= typed.households <= groups.MOST:
        raise Invalid("households_unfit", limit=groups.MOST)
    validation.check_span(typed.since, typed.until)
    leader = row_access.require_member(session, typed.leader) if typed.leader else None
    return {
        "name": name,
        "cluster_id": _cluster(session, unit_id, typed.cluster, standing),
        "households": typed.households,
        "leader_id": leader.id if leader else None,
        "leader": None if leader else validation.optional_text(typed.office, NAME),
        "valid_from": typed.since,
        "valid_to": typed.until,
        "result": validation.optional_text(typed.result, RESULT),
    }


def _cluster(session: Session, unit_id: int, code: str | None, standing: int | None) -> int | None:
    """A cluster of the cell; a closed one only if it was set before."""
    if not code:
        return None
    row = row_access.require_by_code(session, CellGroup, code)
    if row.id != standing:
        row = groups.require_group(session, code)
    if row.unit_id != unit_id or row.kind != GroupKind.CLUSTER:
        raise Invalid("group_of_another_cell")
    return row.id
