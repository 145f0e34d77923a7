"""Assessments waiting for confirmation: those that need review, with the reasons, and the rest, confirmed at once."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.assessments import assessment_forms, assessment_list, assessment_sheet, commune_confirmation, year_counts
from db.assessments.assessment_forms import AssessmentForm
from db.assessments.mark_storage import split_marks
from db.assessments.year_counts import YearCounts
from db.kernel import row_access
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assessment, Member


class DoubtReason(StrEnum):
    """Why an assessment needs review before confirmation."""

    MARK = "mark"  # a mark with "chưa…", a case to consider
    NO_ENTRY = "no_entry"  # nothing is recorded about the person all year
    AGAINST_RECORD = "against_record"  # the mark contradicts the record of meetings
    CHANGED = "changed"  # changed since it was agreed with the Front committee
    NOT_AGREED = "not_agreed"  # not agreed with the Front committee
    SAME_TEXT = "same_text"  # many people are described by the same sentence
    OWN = "own"  # it concerns the viewer, or the viewer wrote it: somebody else confirms it


class PendingLine(NamedTuple):
    """A waiting assessment, why it needs review, and the marks behind that."""

    id: int
    code: str
    unit_id: int
    member_id: int
    member_code: str
    name: str
    reasons: tuple[DoubtReason, ...]
    noticed: tuple[str, ...]
    counts: YearCounts

    @property
    def confirmable(self) -> bool:
        """Whether the viewer may confirm it."""
        return DoubtReason.OWN not in self.reasons


def list_waiting(viewer: Viewer, year: int, unit_ids: Iterable[int] | None = None) -> list[PendingLine]:
    """Assessments of the viewer's cells that are neither confirmed nor returned, by cell and name.

    Raises NotAllowed for roles that read no assessments.
    """
    wanted = [Assessment.year == year, Assessment.confirmed_on.is_(None), Assessment.returned_on.is_(None)]
    if unit_ids is not None:
        wanted.append(Assessment.unit_id.in_(list(unit_ids)))
    with reading(viewer) as session:
        rows = _rows(session, wanted)
        unit_ids = {row.unit_id for row in rows}
        counts = year_counts.year_counts_of_cells(session, unit_ids, year)
        own, same = assessment_list.own_member_id(session), _same_texts(session, year, unit_ids)
        made_by = assessment_forms.form_versions(session, [(row.unit_id, row.form, row.form_from) for row in rows])
        found = []
        for row in rows:
            form = made_by[row.unit_id, row.form, row.form_from]
            counted = counts.get((row.unit_id, row.member_id), YearCounts())
            reasons, noticed = _reasons(row, form, split_marks(row.marks), counted)
            reasons += [DoubtReason.SAME_TEXT] if row.id in same else []
            reasons += (
                [DoubtReason.OWN] if commune_confirmation.is_own(row.member_id, row.author_id, viewer, own) else []
            )
            found.append(PendingLine(*row[:6], tuple(reasons), tuple(noticed), counted))
        return found


def _reasons(
    row: Any, form: AssessmentForm, marks: dict[str, str], counts: YearCounts
) -> tuple[list[DoubtReason], list[str]]:
    """Why an assessment needs review, and the marks behind that."""
    noticed = [item.label(marks.get(item.key)) for item in form.marked_items if item.needs_review(marks.get(item.key))]
    against = [
        item for item in form.marked_items if (said := counts.proposed_mark(item)) and marks.get(item.key) != said
    ]
    conditions = {
        DoubtReason.MARK: bool(noticed),
        DoubtReason.NO_ENTRY: counts.is_empty and form.name == assessment_forms.FULL,
        DoubtReason.AGAINST_RECORD: bool(against),
        DoubtReason.CHANGED: bool(row.front_agreed_on and row.assessed_on > row.front_agreed_on),
        DoubtReason.NOT_AGREED: row.front_agreed_on is None,
    }
    noticed += [label for item in against if (label := item.label(marks.get(item.key))) not in noticed]
    return [reason for reason, so in conditions.items() if so], noticed


def _rows(session: Session, conditions: list) -> list:
    query = select(
        Assessment.id,
        Assessment.code,
        Assessment.unit_id,
        Assessment.member_id,
        Member.code.label("member_code"),
        Member.name,
        Assessment.form,
        Assessment.form_from,
        Assessment.author_id,
        Assessment.assessed_on,
        Assessment.front_agreed_on,
        Assessment.marks,
    ).join(Member, Member.id == Assessment.member_id)
    return list(session.exec(query.where(*conditions).order_by(Assessment.unit_id, Member.sort_key, Member.id)))


def _same_texts(session: Session, year: int, unit_ids: set[int]) -> set[int]:
    """Ids of people for whom their cell used the same sentence as for many; the sentences are not shown."""
    query = select(Assessment.id, Assessment.unit_id, Assessment.remark).where(
        Assessment.year == year, Assessment.unit_id.in_(unit_ids), Assessment.remark.is_not(None)
    )
    by_cell: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with row_access.reading_as_system(session):
        for row in session.exec(query):
            by_cell[row.unit_id] += [(row.id, line) for line in row.remark.split("\n")]
    return {each for remarks in by_cell.values() for each in assessment_sheet.ids_with_repeated_texts(remarks)}
