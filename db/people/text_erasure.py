"""Texts that name a person, and copies in the history of other rows that refer to the person."""

import json
import re
from collections import Counter
from typing import Any

from sqlmodel import AutoString, Session, false, or_, select

from db.kernel import bulk
from db.kernel.scope import TABLE_RULES
from db.models import (
    Account,
    AgencyRemark,
    Attempt,
    Batch,
    CandidatePerson,
    Change,
    CommentRequest,
    Device,
    Document,
    Draft,
    DraftValue,
    Erasure,
    ExportRecord,
    Grant,
    Household,
    Meeting,
    Member,
    Membership,
    ReportForm,
    Rule,
    Setting,
    Template,
    TextReadRecord,
    Ticket,
    Unit,
    UnitVersion,
)
from db.papers import documents

MASK = "[đã xóa]"
SHORTEST = 40  # minimum length of a column that may contain a name
# Their names belong to other people or to things, or they hold no text about anybody.
LEFT_ALONE = {
    Account, Attempt, Device, Erasure, Grant, Household, Member, ReportForm, Rule, Setting, Template, Ticket, Unit,
    UnitVersion,
}  # fmt: skip
DOERS = {(Batch, "who"), (DraftValue, "author"), (ExportRecord, "who"), (TextReadRecord, "who"), (Batch, "token")}
BESIDE: dict[type, dict[str, str | None]] = {  # tables whose `person` is on no list, and what else they say about them
    AgencyRemark: {"born": None, "text": MASK},
    CommentRequest: {"born": None, "address": None},
}
REFERRING: dict[type, tuple[str, ...]] = {  # columns besides "member_id", by table
    Meeting: ("chair_id", "minute_taker_id"), CandidatePerson: ("proposer_id",),
}  # fmt: skip


def identifying_words(member: Member) -> list[str]:
    """Return the words that identify a person in a text: full name, telephone, numbers and code; single
    words do not.
    """
    name = [member.name] if len(member.name.split()) > 1 else []
    known = (member.phone, member.card_number, member.citizen_number, member.code)
    return name + [word for word in known if word]


def mentions_person(words: list[str], text: str) -> bool:
    """Return whether a text names the person."""
    return bool(words) and _pattern(words).search(text) is not None


def list_namesakes(session: Session, member: Member) -> list[int]:
    """Ids of others in the register with the same name."""
    same = select(Member.id).where(Member.search_key == member.search_key, Member.id != member.id)
    return list(session.exec(same))


def units_with_unambiguous_name(session: Session, member: Member) -> set[int] | None:
    """Return the units in whose texts the name means this person: all (None); with namesakes, those the person was in
    and none of the namesakes.
    """
    others = list_namesakes(session, member)
    if not others:
        return None
    own = set(session.exec(select(Membership.unit_id).where(Membership.member_id == member.id)))
    theirs = set(session.exec(select(Membership.unit_id).where(Membership.member_id.in_(others))))
    return own - theirs


def mask_texts(session: Session, words: list[str], places: set[int] | None) -> int:
    """Mask the person's name in texts; return how many rows changed. Call it within `bulk.without_history`."""
    return sum(_scrub_table(session, table, columns, words, places) for table, columns in _texts()) if words else 0


def clear_references(session: Session, member_id: int) -> Counter[int]:
    """Remove the member's id from copies of other rows that refer to the member (meetings chaired or minuted,
    candidates proposed); return how many, by batch.
    """
    found: Counter[int] = Counter()
    for table, columns in REFERRING.items():
        found += _clear_copies(session, table, columns, member_id)
    return found


def _clear_copies(session: Session, table: Any, columns: tuple[str, ...], member_id: int) -> Counter[int]:
    named = or_(*(Change.before.contains(f'"{column}": {member_id}') for column in columns))
    query = select(Change.id, Change.batch_id, Change.before)
    found, changed = Counter[int](), []
    for row in session.exec(query.where(Change.table_name == table.__tablename__, named)):
        before = json.loads(row.before)
        if any(before.get(column) == member_id for column in columns):
            before |= {column: None for column in columns if before.get(column) == member_id}
            changed.append({"id": row.id, "before": json.dumps(before, ensure_ascii=False)})
            found[row.batch_id] += 1
    bulk.update(session, Change, changed)
    return found


def _texts() -> list[tuple[Any, list[str]]]:
    """The columns in which somebody may be named, by table."""
    found = []
    for table in TABLE_RULES:
        columns = [] if table in LEFT_ALONE else [column for column in table.__table__.columns if _free(column)]
        names = [column.name for column in columns if (table, column.name) not in DOERS]
        if names:
            found.append((table, names))
    return found


def _free(column) -> bool:
    return isinstance(column.type, AutoString) and (column.type.length or SHORTEST) >= SHORTEST


def _scrub_table(session: Session, table: Any, columns: list[str], words: list[str], places: set[int] | None) -> int:
    forms = {form for word in words for form in (word, word.upper(), word.lower(), word.title())}
    fields = [getattr(table, name) for name in columns]
    query = select(table.id, *fields).where(or_(*(f.contains(form, autoescape=True) for f in fields for form in forms)))
    if places is not None:
        query = query.where(_within(table, places))
    pattern, changed = _pattern(words), []
    for row in session.exec(query):
        masked = {name: _masked(table, name, getattr(row, name), pattern) for name in columns}
        if any(masked[name] != getattr(row, name) for name in columns):
            changed.append({"id": row.id, **masked, **_hashed(table, masked), **_beside(table, row, masked)})
    bulk.update(session, table, changed)
    return len(changed)


def _hashed(table: Any, masked: dict) -> dict:
    """Return a paper about others that named the person: only the name is masked, and it gets a new hash."""
    return {"frozen_hash": documents.content_hash(masked["frozen"])} if table is Document else {}


def _beside(table: Any, row: Any, masked: dict) -> dict:
    """What belongs to the name of somebody who is in a row without being a member of the register."""
    return BESIDE[table] if table in BESIDE and row.person != masked["person"] else {}


def _within(table: Any, units: set[int]):
    if table is DraftValue:
        return table.draft_id.in_(select(Draft.id).where(Draft.unit_id.in_(units)))
    unit = TABLE_RULES[table].unit
    return getattr(table, unit).in_(units) if unit in table.model_fields else false()


def _masked(table: Any, name: str, value: str | None, pattern: re.Pattern) -> str | None:
    return pattern.sub(MASK, value)[: table.__table__.c[name].type.length] if value else value


def _pattern(words: list[str]) -> re.Pattern:
    """Matches whole words: "Nguyễn Văn An" does not occur in "Nguyễn Văn Anh"."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
