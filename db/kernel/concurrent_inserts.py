"""Rows added meanwhile: what another device added is not added once more by a page or form that did not show it.

Only tables are compared whose rows nothing else tells apart: no unique index, and no question of their own such as
"taken" or "probably known". A second press, after the page has shown what is stored, adds the row all the same.
"""

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.kernel import concurrent_changes
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import (
    Announcement,
    Assessment,
    Assignment,
    AssignmentDecision,
    BookCheck,
    CandidatePerson,
    ChangeNotice,
    CommentRequest,
    HouseholdHelp,
    Initiative,
    Introduction,
    PetitionText,
    Task,
    WorkplaceProposal,
    YearEntry,
)

PLACES: dict[Any, str] = {  # by which column the rows are looked up among which a new one may stand already
    Announcement: "unit_id",
    Assessment: "unit_id",
    Assignment: "unit_id",
    AssignmentDecision: "unit_id",
    BookCheck: "unit_id",
    CandidatePerson: "unit_id",
    ChangeNotice: "commune_id",
    CommentRequest: "commune_id",
    HouseholdHelp: "unit_id",
    Initiative: "unit_id",
    Introduction: "commune_id",
    PetitionText: "unit_id",
    Task: "unit_id",
    WorkplaceProposal: "commune_id",
    YearEntry: "unit_id",
}
ABOUT_ENTERING = {"id", "account_id", "author_id", "on_behalf_of", "minutes_dated"}  # who entered it and from what


def require_not_added(session: Session, table: Any, rows: list[dict]) -> None:
    """Raise what `concurrent_changes.require_unchanged` does if another action, later than the basis of this one, added
    a row that says the same as one of these new ones, as far as the viewer sees it.
    """
    if not rows or table not in PLACES or context_of(session).basis is None:
        return
    names = [name for name in _content(table) if all(name in row for row in rows)]
    new = {tuple(row[name] for name in names) for row in rows}
    place = PLACES[table]
    standing: Any = session.exec(_standing(table), params={"places": list({row[place] for row in rows})}).all()
    same = [row.id for row in standing if tuple(getattr(row, name) for name in names) in new]
    concurrent_changes.require_rows_unchanged(session, table, same)


@cache
def _content(table: Any) -> list[str]:
    """The columns that say what a row is about; a unique one only tells it from all others."""
    return [
        column.name for column in table.__table__.columns if not column.unique and column.name not in ABOUT_ENTERING
    ]


@cache
def _standing(table: Any) -> Any:
    return prepared_statement(
        select(table.id, *(getattr(table, name) for name in _content(table))).where(
            getattr(table, PLACES[table]).in_(bindparam("places", expanding=True))
        )
    )
