"""Saving input for a cell's assessments to its shared draft: answers for one person or the whole list."""

import re
from collections.abc import Mapping

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.assessments import assessed_people, assessment_list
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import row_access
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import writing
from db.kernel.statements import prepared_statement
from db.models import Assessment
from db.vietnamese import clean

PERSON = re.compile("m[0-9]{1,12}")
LONGEST, SHORT = 1000, 30  # characters of a text; characters of a mark's or an item's key


def save_values(
    viewer: Viewer,
    unit_id: int,
    year: int,
    values: Mapping[DraftField, str | None],
    seen: Mapping[DraftField, str | None],
) -> dict[DraftField, str | None]:
    """Save typed values to the draft; return those that were kept. `seen` is what the author saw in these fields.

    Raises NotAllowed outside the viewer's cells and for an answer about the viewer, Conflict for somebody confirmed
    meanwhile, Invalid for somebody exempt without a request, and for a text that is too long.
    """
    values = clean_answers(values)
    with writing(viewer, "type") as session:
        row_access.require_cell_work(session, unit_id, Work.ASSESSMENTS)
        _require_open(session, unit_id, year, {field.part for field in values})
        place = assessment_list.draft_key(unit_id, year)
        drafts.save_values_in(session, place, values, seen, Audience.ASSESSMENTS)
    return values


def clean_answers(values: Mapping[DraftField, str | None]) -> dict[DraftField, str | None]:
    """Answers as a draft stores them. Raises Invalid for a text that is too long."""
    kept = {field: value if value is None else clean(value) for field, value in values.items()}
    for field, value in kept.items():
        if len(field.name) > SHORT + 4 or len(value or "") > LONGEST:
            raise Invalid("text_long", limit=LONGEST, begins=(value or "")[:30])
    return kept


def resolve_conflict(viewer: Viewer, unit_id: int, year: int, field: DraftField, value: str | None) -> None:
    """Settle a conflict between two people by choosing this value."""
    assessment_list.require_reader(viewer, unit_id)
    drafts.resolve_conflict(viewer, assessment_list.draft_key(unit_id, year), field, value)


def _require_open(session: Session, unit_id: int, year: int, parts: set[str]) -> None:
    """Refuse answers about oneself, about confirmed assessments, and about exempt people without a request."""
    people = {int(part[1:]) for part in parts if PERSON.fullmatch(part)}
    if assessment_list.own_member_id(session) in people:
        raise NotAllowed("assess_self")
    saved = {row.member_id: row for row in session.exec(_STATES, params={"unit": unit_id, "year": year})}
    if any(saved[one].confirmed_on and not saved[one].returned_on for one in people & set(saved)):
        raise Conflict("assessment_confirmed")
    assessed_people.require_due(session, unit_id, year, people - set(saved))


_STATES = prepared_statement(
    select(Assessment.member_id, Assessment.confirmed_on, Assessment.returned_on).where(
        Assessment.unit_id == bindparam("unit"), Assessment.year == bindparam("year")
    )
)
