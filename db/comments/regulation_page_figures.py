"""The figures of the page on the regulation: a cell's or commune's contact members in a year."""

from datetime import date
from typing import NamedTuple

from sqlmodel import Session, func, select

from db.assessments import assessed_people
from db.assessments.assessment_list import FIRST_YEAR
from db.calendar import clock
from db.calendar.validity import valid_on
from db.comments import paper_facts
from db.contacts import reconciliation
from db.contacts.reconciliation import ReconciliationCounts
from db.errors import Invalid, NotAllowed
from db.figures import assessment_results, contact_summary
from db.figures.assessment_results import Results
from db.figures.contact_summary import ContactYearCounts
from db.kernel.scope import Audience, Viewer
from db.kernel.session import reading
from db.models import Membership, MembershipKind, Role, Unit, YearEntry
from db.models.units import CELLS
from db.papers import templates
from db.settings import settings
from db.settings.dated_rules import RuleInForce
from db.units import units
from db.year_entries import entry_kinds

TEMPLATE = "regulation_page"
SIGNED = {True: ("T/M CHI BỘ", "BÍ THƯ"), False: ("T/M ĐẢNG ỦY", "BÍ THƯ")}  # by whether it is a cell


class EntrySum(NamedTuple):
    """The number of entries of a kind, and of people with any."""

    label: str
    count: int
    people: int


class RegulationYear(NamedTuple):
    """A year's figures as of its reference day; `reconciled` for communes only. `head` is the document's heading and
    signature, `template` the unit's own, if any.
    """

    year: int
    day: date
    is_cell: bool
    rule: RuleInForce | None
    head: dict[str, str]
    counts: ContactYearCounts
    reconciled: ReconciliationCounts | None
    entries: list[EntrySum]
    results: Results
    template: bytes | None


def load(viewer: Viewer, unit_id: int, year: int) -> RegulationYear:
    """A cell's or commune's year; of one that ended in it, as of its last day.

    Raises NotAllowed for roles that read no entries, and outside the viewer's units, Invalid for an impossible year.
    """
    if not (viewer.reaches(unit_id) and viewer.reads(Audience.ENTRIES) and viewer.role != Role.ASSISTANT):
        raise NotAllowed()
    day, ended = assessed_people.reference_day(year), units.lifetime(viewer, unit_id)[1]
    if ended and ended.year == year:
        day = min(day, ended)
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")
    counts = contact_summary.total([each.counts for each in contact_summary.list_cells(viewer, day, unit_id)])
    results = assessment_results.list_cells(viewer, year, unit_id, day)
    with reading(viewer) as session:
        is_cell = session.exec(select(Unit.kind).where(Unit.id == unit_id)).one() in CELLS
        rule = paper_facts.contact_rule(session, unit_id, day)
        head = _head(session, unit_id, is_cell, day)
        entries = _entries(session, viewer, unit_id, is_cell, year)
        own = templates.template_in_use(session, TEMPLATE, unit_id)
    whole = None if is_cell else reconciliation.total(reconciliation.by_commune_or_workplace(viewer, day))
    return RegulationYear(year, day, is_cell, rule, head, counts, whole, entries, results, own.content if own else None)


def _head(session: Session, unit_id: int, is_cell: bool, day: date) -> dict[str, str]:
    told = paper_facts.heading_of_each_cell(session, [unit_id], day)[unit_id] if is_cell else {}
    on_behalf, post = SIGNED[is_cell]
    signs = paper_facts.secretaries(session, [unit_id], day).get(unit_id, "")
    return {**(told or paper_facts.unit_heading(session, unit_id, day)), "thay mat": on_behalf, "chuc danh ky": post,
            "nguoi ky": signs}  # fmt: skip


def _entries(session: Session, viewer: Viewer, unit_id: int, is_cell: bool, year: int) -> list[EntrySum]:
    """The year's entries of people who were contact members at the time, by kind in the order of the list."""
    kept = select(Membership.id).where(
        Membership.member_id == YearEntry.member_id,
        Membership.unit_id == YearEntry.unit_id,
        Membership.kind == MembershipKind.CONTACT,
        valid_on(Membership, YearEntry.happened_on),
    )
    people = func.count(YearEntry.member_id.distinct())
    query = select(YearEntry.kind, func.count(YearEntry.id), people).where(
        YearEntry.period.between(year * 100 + 1, year * 100 + 12), kept.exists()
    )
    if is_cell:
        query = query.where(YearEntry.unit_id == unit_id)
    found = {kind: counts for kind, *counts in session.exec(query.group_by(YearEntry.kind))}
    words = {row["key"]: row["vi"] for row in settings.value_for_unit(session, entry_kinds.SETTING, unit_id)}
    order = [*words, *sorted(found.keys() - words.keys())]
    return [EntrySum(words.get(kind, kind), *found[kind]) for kind in order if kind in found]
