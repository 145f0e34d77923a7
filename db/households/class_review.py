"""The yearly review of classes: a cell goes through its named households,
after which its list of the year is complete.

Without the review, a cell without poor households could not be told from one that entered nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple

from sqlmodel import Session, select

from db.errors import NotAllowed
from db.households import named_households
from db.households.named_households import RatingInput
from db.kernel import row_access, validation
from db.kernel.scope import Viewer, Work
from db.kernel.session import reading, writing
from db.models import ClassReview, HouseholdClass


class ReviewedYear(NamedTuple):
    """How many households have a class for the year, and whether all were reviewed."""

    year: int
    rated: int
    reviewed: bool
    paper: str | None


def load_year(viewer: Viewer, unit_id: int, year: int) -> ReviewedYear:
    """How far a cell has come with a year."""
    with reading(viewer) as session:
        query = select(HouseholdClass.id).where(HouseholdClass.unit_id == unit_id, HouseholdClass.year == year)
        row = _standing(session, unit_id, year)
        return ReviewedYear(year, len(session.exec(query).all()), row is not None, row.paper if row else None)


def record_review(
    viewer: Viewer,
    unit_id: int,
    year: int,
    ratings: Mapping[str, str | None],
    paper: str | None,
    token: str | None = None,
) -> None:
    """Record a review: these households (by code) have these classes under this paper, those without one have none that
    year; earlier values are corrected.

    Raises Invalid for an impossible year or class, NotAllowed for a household of another cell.
    """
    with writing(viewer, "review_classes", token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.HOUSEHOLDS)
        named_households.require_class_year(year)
        for code, rating in ratings.items():
            home = named_households.require_household(session, code)
            if home.unit_id != unit_id:
                raise NotAllowed()
            if rating:
                named_households.record_class_in(session, home, RatingInput(year, rating, paper))
            else:
                named_households.delete_class_in(session, home, year)
        row = _standing(session, unit_id, year) or ClassReview(unit_id=unit_id, year=year)
        row.paper = validation.optional_text(paper, 200) or row.paper
        session.add(row)


def _standing(session: Session, unit_id: int, year: int) -> ClassReview | None:
    query = select(ClassReview).where(ClassReview.unit_id == unit_id, ClassReview.year == year)
    return session.exec(query).first()
