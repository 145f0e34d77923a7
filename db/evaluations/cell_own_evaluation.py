"""The class of the cell itself for a year, and the points of its meetings by criterion."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam
from sqlmodel import Session, select

from db.drafts import drafts
from db.drafts.drafts import DraftKey
from db.errors import Invalid, NotAllowed
from db.evaluations import evaluation_list
from db.evaluations.evaluation_form import CLASSES
from db.evaluations.evaluation_list_writer import NUMBER
from db.kernel import row_access, validation
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import reading, writing
from db.kernel.statements import prepared_statement
from db.meetings.meeting_record import cell_acted_for
from db.models import MeetingScore, UnitEvaluation
from db.settings import settings

CRITERIA, MOST = "meeting_criteria", 10  # the default maximum of points of a criterion


@dataclass(frozen=True)
class UnitEvaluationInput:
    """A cell's own class as typed."""

    proposed: str | None = None
    decided: str | None = None
    decision_number: str | None = None
    decided_on: date | None = None


class ScoreLine(NamedTuple):
    """A criterion with its maximum and the points given."""

    key: str
    label: str
    most: int
    points: int | None


class CellOwnEvaluation(NamedTuple):
    """A cell's own year: its class, and the criteria of its meetings in order."""

    proposed: str | None
    decided: str | None
    decision_number: str | None
    decided_on: date | None
    scores: list[ScoreLine]

    @property
    def as_typed(self) -> UnitEvaluationInput:
        """The class as it would be typed."""
        return UnitEvaluationInput(*self[:4])

    @property
    def total_points(self) -> int:
        """The sum of the points given."""
        return sum(line.points or 0 for line in self.scores)

    @property
    def max_points(self) -> int:
        """The sum of the maximum points."""
        return sum(line.most for line in self.scores)

    @property
    def has_points(self) -> bool:
        """Whether any points are given."""
        return any(line.points is not None for line in self.scores)


def load(viewer: Viewer, unit_id: int, year: int) -> CellOwnEvaluation:
    """A cell's own year. Raises NotAllowed outside the viewer's units."""
    if not (viewer.reads(Audience.FIGURES) and viewer.reaches(unit_id)):
        raise NotAllowed()
    with reading(viewer) as session:
        row = session.exec(_CLASS, params={"unit": unit_id, "year": year}).first()
        given = dict(session.exec(_POINTS, params={"unit": unit_id, "year": year}).all())
        rows = settings.value_for_unit(session, CRITERIA, unit_id)
    lines = [
        ScoreLine(each["key"], each.get(viewer.language) or each["vi"], each.get("most", MOST), given.get(each["key"]))
        for each in rows
        if not each.get("off") or each["key"] in given
    ]
    return CellOwnEvaluation(*(row or (None, None, None, None)), lines)


def save(
    viewer: Viewer,
    unit_id: int,
    year: int,
    typed: UnitEvaluationInput,
    points: Mapping[str, int | None],
    token: str | None = None,
    seen: UnitEvaluationInput | None = None,
    draft: DraftKey | None = None,
) -> None:
    """Save the class of a cell and the points of these criteria, dropping the form's draft.

    `seen` is what its author saw before: untouched fields keep changes made by others. Raises NotAllowed outside the
    viewer's cells, Invalid for an impossible class, points above the maximum, and a day in the future or before the
    year.
    """
    with writing(viewer, "evaluate_cell", on_behalf_of=cell_acted_for(viewer, unit_id), token=token) as session:
        row_access.require_cell_work(session, unit_id, Work.ASSESSMENTS)
        evaluation_list.require_cell_year(session, unit_id, year)
        _write_class(session, unit_id, year, typed, seen)
        _write_points(session, unit_id, year, points)
        if draft:
            drafts.delete_in(session, draft)


def _write_class(
    session: Session, unit_id: int, year: int, typed: UnitEvaluationInput, seen: UnitEvaluationInput | None
) -> None:
    row, told = _row(session, unit_id, year), asdict(typed)
    if row is not None and seen is not None:
        told |= {name: getattr(row, name) for name, value in asdict(seen).items() if told[name] == value}
    for name in ("proposed", "decided"):
        told[name] = settings.option_key(session, CLASSES, told[name], unit_id)
    told["decision_number"] = validation.optional_text(told["decision_number"], NUMBER)
    if told["decided_on"] and validation.past_day(told["decided_on"]) < date(year, 1, 1):
        raise Invalid("evaluated_before_year", day=told["decided_on"], year=str(year))
    if not told["decided"] and (told["decision_number"] or told["decided_on"]):
        raise Invalid("decided_class_missing")
    if row is not None:
        row.sqlmodel_update(told)
    elif any(told.values()):
        session.add(UnitEvaluation(unit_id=unit_id, year=year, **told))


def _write_points(session: Session, unit_id: int, year: int, points: Mapping[str, int | None]) -> None:
    most = {row["key"]: row.get("most", MOST) for row in settings.value_for_unit(session, CRITERIA, unit_id)}
    stands = {score.criterion: score for score in _scores(session, unit_id, year)}
    for key, given in points.items():
        if key not in most:
            raise Invalid("setting_unknown", name=key)
        if given is not None and not 0 <= given <= most[key]:
            raise Invalid("points_beyond", most=most[key])
        row = stands.get(key)
        if given is None:
            if row is not None:
                session.delete(row)
        elif row is not None:
            row.points = given
        else:
            session.add(MeetingScore(unit_id=unit_id, year=year, criterion=key, points=given))


def _row(session: Session, unit_id: int, year: int) -> UnitEvaluation | None:
    query = select(UnitEvaluation).where(UnitEvaluation.unit_id == unit_id, UnitEvaluation.year == year)
    return session.exec(query).first()


def _scores(session: Session, unit_id: int, year: int) -> list[MeetingScore]:
    query = select(MeetingScore).where(MeetingScore.unit_id == unit_id, MeetingScore.year == year)
    return list(session.exec(query.order_by(MeetingScore.id)))


_CLASS = prepared_statement(
    select(
        UnitEvaluation.proposed, UnitEvaluation.decided, UnitEvaluation.decision_number, UnitEvaluation.decided_on
    ).where(UnitEvaluation.unit_id == bindparam("unit"), UnitEvaluation.year == bindparam("year"))
)
_POINTS = prepared_statement(
    select(MeetingScore.criterion, MeetingScore.points).where(
        MeetingScore.unit_id == bindparam("unit"), MeetingScore.year == bindparam("year")
    )
)
