"""The year of contact members at its largest:
the reconciliation of all, the placement of 780 at once, a cell of 200 assessed on twelve items, a search of the year's
entries, 292 papers in one file.

Rows over their limit are marked *over*. Milliseconds are CPU time including the database; seconds are elapsed time.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlmodel import func, select

from components.files import paper_fields
from components.papers import paper_files
from db.assessments import (
    assessment_draft,
    assessment_forms,
    assessment_list,
    assessment_list_writer,
    commune_confirmation,
)
from db.assessments.assessment_sheet import AssessmentSheet
from db.calendar import clock
from db.calendar.months import month_of
from db.comments import comment_issue
from db.comments.comment_issue import IssueOrder
from db.contacts import placements, reconciliation
from db.drafts.drafts import DraftField
from db.kernel import bulk, session as sessions
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import reading, writing
from db.meetings import sheet_snapshot
from db.models import (
    Assessment,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    MembershipKind,
    Role,
    Rule,
    Unit,
    YearEntry,
)
from db.models.units import CELLS
from db.settings import dated_rules
from db.vietnamese import fold, person_sort_key
from db.year_entries import entry_list
from db.year_entries.entry_list import EntryFilter

PLACED, PAPERS, ITEMS, ENTRIES = 780, 292, 12, 10  # people, papers, items of the form, entries per person in the year
RECONCILING, OPENING, SAVING, SEARCHING, PLACING, PRINTING = 300, 60, 85, 60, 1000, 10_000  # milliseconds at most
ROUNDS = 5


def measure(viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Return the milliseconds of each step, and whether it is over its limit."""
    commune = viewers["xa"]
    sessions.dispose()
    found = {"reconciliation of the district, cold": _computed(RECONCILING, _reconcile(viewers["huyen"]))}
    found[f"placement of {PLACED}"] = _computed(PLACING, _placement(commune))
    _twelve_items(commune)
    cells = _largest_cells(commune)
    secretaries = [Viewer(viewers["bithu"].account_id, Role.SECRETARY, cell, frozenset({cell})) for cell in cells]
    found |= _entries(secretaries[0])
    found |= _assessing(secretaries[0])
    found |= _papers(commune, secretaries)
    return found


def _reconcile(viewer: Viewer) -> Callable[[], object]:
    return lambda: reconciliation.by_commune_or_workplace(viewer, clock.today())


def _placement(viewer: Viewer) -> Callable[[], object]:
    """Create newcomers received by the commune and return a function that places them in its cells."""
    cells = _largest_cells(viewer)
    with writing(SYSTEM, "benchmark") as session:
        names = [f"Nguyễn Văn Mới {at}" for at in range(PLACED)]
        rows = [{"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)} for name in names]
        letter = {"commune_id": viewer.unit_id, "state": IntroductionState.RECEIVED, "received_on": clock.today()}
        ids = bulk.insert(session, Introduction, [
            {"member_id": member_id, **letter} for member_id in bulk.insert(session, Member, rows)
        ])  # fmt: skip
    places = {row_id: cells[1 + at % (len(cells) - 1)] for at, row_id in enumerate(ids)}
    return lambda: placements.place_in_cells(viewer, places, clock.today())


def _largest_cells(viewer: Viewer) -> list[int]:
    """Return the commune's cells, those with the most contact members first."""
    query = select(Membership.unit_id).join(Unit, Unit.id == Membership.unit_id)
    query = query.where(Membership.kind == MembershipKind.CONTACT, Membership.valid_to.is_(None), Unit.kind.in_(CELLS))
    with reading(viewer) as session:
        return list(session.exec(query.group_by(Membership.unit_id).order_by(func.count(Membership.id).desc())))


def _twelve_items(viewer: Viewer) -> None:
    """Give the commune a form of twelve items, repeating those of the shipped one."""
    shipped = dated_rules.load_defaults()[assessment_forms.FULL][-1]["parameters"]
    marked = [item for item in shipped["items"] if item.get("marks")]
    items = [{**marked[at % len(marked)], "key": f"item{at}"} for at in range(ITEMS)]
    with writing(SYSTEM, "benchmark") as session:
        bulk.insert(session, Rule, [{
            "unit_id": viewer.unit_id, "name": assessment_forms.FULL, "valid_from": date(_year(viewer), 1, 1),
            "citation": "-", "verified": False, "parameters": json.dumps({**shipped, "items": items}),
        }])  # fmt: skip


def _year(viewer: Viewer) -> int:
    return assessment_forms.current_year_and_season(viewer, viewer.unit_id or 0)[0]


def _entries(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Measure entering a year for everybody, and searching its entries of one kind."""
    year, people = clock.today().year, [line.person.member_id for line in _sheet(viewer).lines]
    kinds = ("help", "praise", "met")
    with writing(SYSTEM, "benchmark") as session:
        bulk.insert(session, YearEntry, [
            {
                "unit_id": viewer.unit_id, "member_id": member_id, "kind": kinds[at % len(kinds)], "note": f"Việc {at}",
                "period": year * 100 + 1 + at, "happened_on": date(year, 1 + at, 1 + nth % 28),
            }
            for nth, member_id in enumerate(people)
            for at in range(min(ENTRIES, month_of(clock.today()) % 100))
        ])  # fmt: skip
    wanted = EntryFilter(year, kinds[0], members=frozenset(people[::20]))
    asked = {"entries of a year": EntryFilter(year), "entries searched": wanted}
    return {
        name: _repeated(SEARCHING, lambda wanted=wanted: entry_list.list_for_unit(viewer, viewer.unit_id or 0, wanted))
        for name, wanted in asked.items()
    }


def _assessing(viewer: Viewer) -> dict[str, dict[str, float]]:
    """Measure opening a cell's list, reopening it with everything typed, saving, changing, and saving again."""
    found = {"assessments, opening": _repeated(OPENING, lambda: _sheet(viewer))}
    first, changed = [], []
    for _ in range(ROUNDS):
        _type(viewer, 0)
        opened = _computed(OPENING, lambda: _sheet(viewer))
        first.append(_saving(viewer))
        _type(viewer, 1)
        changed.append(_saving(viewer))
        _forget_assessments(viewer)
    found["assessments, opening all that is typed"] = opened
    told = f"assessments, saving {len(_sheet(viewer).lines)} x {ITEMS}"
    found[told] = _limited(SAVING, statistics.median(first))
    found[f"{told}, changed"] = _limited(SAVING, statistics.median(changed))
    return found


def _type(viewer: Viewer, place: int) -> None:
    """Answer every item for everybody with the mark at this index."""
    lines = _sheet(viewer).lines
    values: dict[DraftField, str | None] = {
        DraftField(line.part, item.key): item.marks[place].key for line in lines for item in line.form.marked_items
    }
    assessment_draft.save_values(viewer, viewer.unit_id or 0, _year(viewer), values, {})


def _saving(viewer: Viewer) -> float:
    shown = sheet_snapshot.take_snapshot(_sheet(viewer))
    return _milliseconds(
        time.process_time, lambda: assessment_list_writer.save(viewer, viewer.unit_id or 0, _year(viewer), shown)
    )


def _forget_assessments(viewer: Viewer) -> None:
    with writing(SYSTEM, "benchmark") as session, bulk.without_history(session):
        ids = session.exec(select(Assessment.id).where(Assessment.unit_id == viewer.unit_id))
        bulk.delete(session, Assessment, list(ids))


def _sheet(viewer: Viewer) -> AssessmentSheet:
    return assessment_list.load(viewer, viewer.unit_id or 0, _year(viewer))


def _papers(commune: Viewer, secretaries: Iterable[Viewer]) -> dict[str, dict[str, float]]:
    """Let the commune's cells assess until there are enough documents; confirm, issue, and print them in one file."""
    codes: list[str] = []
    for viewer in secretaries:
        if len(codes) >= PAPERS:
            break
        _type(viewer, 0)
        _saving(viewer)
        codes += [line.saved.code for line in _sheet(viewer).lines if line.saved]
    codes = codes[:PAPERS]
    commune_confirmation.confirm(commune, codes)
    order = IssueOrder(
        clock.today(), 1, paper_files.shipped_template_ids(paper_fields.COMMENT, paper_fields.SHORT_COMMENT)
    )
    issued: list[str] = []
    issuing = _computed(PLACING, lambda: issued.extend(comment_issue.issue_comments(commune, codes, order)))
    printing = _milliseconds(time.perf_counter, lambda: paper_files.merge_papers(commune, issued))
    return {
        f"issue of {len(codes)} papers": issuing,
        f"{len(issued)} papers in one file, by the clock": _limited(PRINTING, printing),
    }


def _repeated(limit: float, work: Callable[[], Any]) -> dict[str, float]:
    """Return the median of several rounds, after one uncounted round."""
    taken = [_milliseconds(time.process_time, work) for _ in range(ROUNDS + 1)]
    return _limited(limit, statistics.median(taken[1:]))


def _computed(limit: float, work: Callable[[], Any]) -> dict[str, float]:
    return _limited(limit, _milliseconds(time.process_time, work))


def _milliseconds(now: Callable[[], float], work: Callable[[], Any]) -> float:
    begun = now()
    work()
    return (now() - begun) * 1000


def _limited(limit: float, taken: float) -> dict[str, float]:
    return {"ms": taken, "limit": limit, "over its limit": int(taken > limit)}
