"""Assessments as read by documents, requests and figures: confirmed ones, and full contents."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, or_, select

from db.access_log import need_to_know_reads
from db.assessments import assessment_forms, year_counts
from db.assessments.assessment_forms import AssessmentForm
from db.assessments.mark_storage import split_marks
from db.assessments.year_counts import YearCounts
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import Assessment, Member, Membership, MembershipKind
from db.units import units


class ContactStay(NamedTuple):
    """A cell that listed a person in the year, from when to when, and what its record says about the person."""

    unit_id: int
    unit_name: str
    since: date | None
    until: date | None
    counts: YearCounts


class AssessmentContent(NamedTuple):
    """An assessment with its contents, and the visible cells its person was in during the year."""

    id: int
    code: str
    unit_id: int
    year: int
    member_id: int
    name: str
    form: AssessmentForm
    marks: Mapping[str, str]
    texts: Mapping[str, str]
    assessed_on: date
    author_id: int | None
    minutes_dated: date | None
    front_agreed_on: date | None
    front_agreed_with: str | None
    returned_on: date | None
    returned_because: str | None
    confirmed_on: date | None
    confirmed_by: int | None
    document_id: int | None
    stays: tuple[ContactStay, ...]

    def answer(self, item: str) -> str:
        """The answer to an item as printed: the label of its mark, or the text."""
        found = self.form.item(item)
        if found is None:
            return ""
        return found.label(self.marks.get(item)) if found.marks else self.texts.get(item, "")


def load(viewer: Viewer, code: str) -> AssessmentContent:
    """An assessment with its contents; logs that it is read.

    Raises NotAllowed if the viewer may not read it.
    """
    found = load_many(viewer, [code])
    if not found:
        raise NotAllowed()
    return found[0]


def load_many(viewer: Viewer, codes: Collection[str]) -> list[AssessmentContent]:
    """Several assessments with their contents, in the order of their codes; logs that they are read."""
    rows = {
        row.code: row for row in need_to_know_reads.read_texts(viewer, Assessment, Assessment.code.in_(list(codes)))
    }
    ordered = [rows[code] for code in codes if code in rows]
    with reading(viewer) as session:
        return _contents(session, ordered)


def list_stays(viewer: Viewer, member_id: int, year: int) -> list[ContactStay]:
    """The visible cells that listed somebody in a year, in order of time."""
    with reading(viewer) as session:
        return _stays(session, year, {member_id}).get(member_id, [])


def _contents(session: Session, rows: list[Any]) -> list[AssessmentContent]:
    made_by = assessment_forms.form_versions(session, [(row.unit_id, row.form, row.form_from) for row in rows])
    names = dict(
        session.exec(select(Member.id, Member.name).where(Member.id.in_({row.member_id for row in rows}))).all()
    )
    stays = {
        year: _stays(session, year, {r.member_id for r in rows if r.year == year}) for year in {r.year for r in rows}
    }
    found = []
    for row in rows:
        form = made_by[row.unit_id, row.form, row.form_from]
        found.append(
            AssessmentContent(
                row.id, row.code, row.unit_id, row.year, row.member_id, names.get(row.member_id, ""), form,
                split_marks(row.marks), form.split_texts(row.remark), row.assessed_on, row.author_id, row.minutes_dated,
                row.front_agreed_on, row.front_agreed_with, row.returned_on, row.returned_because,
                row.confirmed_on, row.confirmed_by, row.document_id, tuple(stays[row.year].get(row.member_id, ())),
            )
        )  # fmt: skip
    return found


def _stays(session: Session, year: int, member_ids: set[int]) -> dict[int, list[ContactStay]]:
    """Visible contact stays of these people in a year, in order of time."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(Membership.member_id, Membership.unit_id, Membership.valid_from, Membership.valid_to).where(
        Membership.member_id.in_(member_ids),
        Membership.kind == MembershipKind.CONTACT,
        or_(Membership.valid_from.is_(None), Membership.valid_from <= last),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= first),
    )
    rows = session.exec(query.order_by(Membership.valid_from.is_not(None), Membership.valid_from)).all()
    cells = {row.unit_id for row in rows}
    counts, names = year_counts.year_counts_of_cells(session, cells, year), units.names_on(session, cells, last)
    found: dict[int, list[ContactStay]] = defaultdict(list)
    for member_id, unit_id, since, until in rows:
        counted = counts.get((unit_id, member_id), YearCounts())
        found[member_id].append(ContactStay(unit_id, names.get(unit_id, ""), since, until, counted))
    return found
