"""Drafts: input that has not been saved yet, shared by all who may write it.

Each value has its author and what the author saw there before. Somebody who saw a value and chooses another replaces
it; if they did not see it, both remain, and only then is anybody asked.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, bindparam
from sqlmodel import Session, select

from db.calendar import clock
from db.kernel import bulk
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Draft, DraftValue


class DraftKey(NamedTuple):
    """The key of a draft: kind, unit, and a key within these."""

    kind: str
    unit_id: int
    key: str


class DraftField(NamedTuple):
    """One field of one part of a draft, such as a person's outcome or a meeting's date."""

    part: str
    name: str


class ConflictingValue(NamedTuple):
    """One author's value where another chose a different one."""

    author: str
    value: str | None


class UnfinishedDraft(NamedTuple):
    """A draft that somebody left unfinished."""

    unit_id: int
    key: str
    touched_at: datetime
    author: str


class DraftContent(NamedTuple):
    """A draft: the agreed values, and the fields with conflicting ones; when it was last written, and since when its
    values have been typed.
    """

    values: dict[DraftField, str | None]
    conflicts: dict[DraftField, list[ConflictingValue]]
    touched_at: datetime | None
    begun_at: datetime | None = None


def load(viewer: Viewer, place: DraftKey) -> DraftContent:
    """The draft with this key; empty if there is none."""
    with reading(viewer) as session:
        return load_in(session, place)


def load_in(session: Session, place: DraftKey) -> DraftContent:
    """Like `load`, within the caller's session."""
    draft = _find(session, place)
    rows = _rows(session, draft)
    values = {DraftField(part, field): value for _, part, field, value, *_ in rows}
    rivals = _rivals(rows) if len(values) < len(rows) else {}
    begun_at = rows[0].at if rows else None
    return DraftContent(values, rivals, draft.touched_at if draft else None, begun_at)


def _rivals(rows: list[Row]) -> dict[DraftField, list[ConflictingValue]]:
    chosen: dict[DraftField, list[ConflictingValue]] = defaultdict(list)
    for row in rows:
        chosen[DraftField(row.part, row.field)].append(ConflictingValue(row.author, row.value))
    return {field: values for field, values in chosen.items() if len({each.value for each in values}) > 1}


def save_values(
    viewer: Viewer,
    place: DraftKey,
    values: Mapping[DraftField, str | None],
    seen: Mapping[DraftField, str | None],
    audience: Audience = Audience.NAMES,
    close: frozenset[str] = frozenset(),
) -> None:
    """Save typed values. `seen` is what their author saw in these fields; missing ones were empty.

    Fields named in `close` are readable by the cell and by their author only, whatever the audience of the draft.
    """
    if not values:
        return
    with writing(viewer, "type") as session:
        save_values_in(session, place, values, seen, audience, close)


def save_values_in(
    session: Session,
    place: DraftKey,
    values: Mapping[DraftField, str | None],
    seen: Mapping[DraftField, str | None],
    audience: Audience = Audience.NAMES,
    close: frozenset[str] = frozenset(),
) -> None:
    """Like `save_values`, within the caller's action."""
    draft, author = _find(session, place), context_of(session).viewer
    if draft is None:
        row = {**place._asdict(), "audience": audience.value, "touched_at": clock.now()}
        draft_id = bulk.insert(session, Draft, [row])[0]
    else:
        draft_id = draft.id
        bulk.update(session, Draft, [{"id": draft_id, "touched_at": clock.now()}])
    standing = defaultdict(list)
    for row in _rows(session, draft):
        standing[DraftField(row.part, row.field)].append(row)
    replaced, typed = [], []
    for field, value in values.items():
        known = seen.get(field)
        mine = next((row for row in standing[field] if row.author_id == author.account_id), None)
        replaced += [row.id for row in standing[field] if row is not mine and row.value in (known, value)]
        typed.append(
            ({"id": mine.id} if mine else {"draft_id": draft_id, "part": field.part, "field": field.name})
            | {"author_id": author.account_id, "author": author.name, "at": clock.now()}
            | {"value": value, "replaced": known, "audience": Audience.CELL.value if field.name in close else None}
        )
    bulk.delete(session, DraftValue, replaced)
    bulk.update(session, DraftValue, [row for row in typed if "id" in row])
    bulk.insert(session, DraftValue, [row for row in typed if "id" not in row])


def resolve_conflict(viewer: Viewer, place: DraftKey, field: DraftField, value: str | None) -> None:
    """Settle a conflict between two people by choosing this value."""
    with writing(viewer, "type") as session:
        rows = [row for row in _rows(session, _find(session, place)) if (row.part, row.field) == field]
        # one of them may be the viewer's own; the first row is then continued in the viewer's name
        bulk.delete(session, DraftValue, [row.id for row in rows[1:]])
        answer = {"author_id": viewer.account_id, "author": viewer.name, "value": value, "at": clock.now()}
        bulk.update(session, DraftValue, [answer | {"id": row.id} for row in rows[:1]])


def delete_in(session: Session, place: DraftKey) -> None:
    """Delete the draft within the action that saved it, or at its owner's request."""
    if draft := _find(session, place):
        bulk.delete(session, Draft, [draft.id])  # its values are deleted with it


def delete_parts_in(session: Session, place: DraftKey, parts: Collection[str]) -> None:
    """Delete some parts within the action that saved them."""
    rows = _rows(session, _find(session, place))
    bulk.delete(session, DraftValue, [row.id for row in rows if row.part in parts])


def delete(viewer: Viewer, place: DraftKey) -> None:
    """Discard a draft."""
    with writing(viewer, "type") as session:
        delete_in(session, place)


def list_visible(viewer: Viewer, kind: str) -> list[UnfinishedDraft]:
    """Unfinished drafts of this kind in the viewer's units, latest first, each with its last author."""
    with reading(viewer) as session:
        drafts = session.exec(_OF_KIND, params={"kind": kind}).all()
        asked = {"drafts": [draft.id for draft in drafts]}
        authors = dict(session.exec(_AUTHORS, params=asked).all()) if drafts else {}
        return [
            UnfinishedDraft(draft.unit_id, draft.key, draft.touched_at, authors.get(draft.id, "")) for draft in drafts
        ]


def _find(session: Session, place: DraftKey) -> Row | None:
    return session.exec(_AT, params=place._asdict()).first()


def _rows(session: Session, draft: Row | None) -> list[Row]:
    """The draft's values in the order in which they were typed."""
    if draft is None:
        return []
    return list(session.exec(_VALUES, params={"draft": draft.id}))


# Run on every input in a sheet; prepared once, since building them costs more than running them.
_AT = prepared_statement(
    select(Draft.id, Draft.touched_at).where(
        Draft.kind == bindparam("kind"), Draft.unit_id == bindparam("unit_id"), Draft.key == bindparam("key")
    )
)
_VALUES = prepared_statement(
    select(
        DraftValue.id,
        DraftValue.part,
        DraftValue.field,
        DraftValue.value,
        DraftValue.author_id,
        DraftValue.author,
        DraftValue.at,
    )
    .where(DraftValue.draft_id == bindparam("draft"))
    .order_by(DraftValue.at, DraftValue.id)
)
_OF_KIND = prepared_statement(
    select(Draft.id, Draft.unit_id, Draft.key, Draft.touched_at)
    .where(Draft.kind == bindparam("kind"))
    .order_by(Draft.touched_at.desc())
)
_AUTHORS = prepared_statement(
    select(DraftValue.draft_id, DraftValue.author)
    .where(DraftValue.draft_id.in_(bindparam("drafts", expanding=True)))
    .order_by(DraftValue.at)
)
