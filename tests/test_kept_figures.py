"""No cached figure is ever stale: after a write by any process, and after an erasure, the next read is fresh."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from db.history import undo
from db.households import visits
from db.households.visits import VisitInput
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import (
    Assessment,
    Assignment,
    Attendance,
    Batch,
    CellGroup,
    ClassReview,
    HouseholdVisit,
    Introduction,
    IntroductionState,
    Meeting,
    MeetingState,
    Member,
    Membership,
    Outcome,
    Tally,
    TeamOfficial,
    TeamVisit,
    UnitVersion,
)
from db.people import erasure, memberships
from db.settings import settings
from tests.cached_figures import cached, charts_of, fill_year, fresh, other_figures
from tests.rows import rows

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def year(world):
    return fill_year(world)


def writes(world) -> Iterator[tuple[str, Callable]]:
    """Writes of every kind, dated long ago and today, by single actions and in bulk, undone and erased."""
    cell, moved = world.units["dong_bao"], rows(Introduction)[0].member_id

    def change(action: Callable) -> Callable:
        def run() -> None:
            with writing(SYSTEM, "test") as session:
                action(session)

        return run

    def tally(session) -> None:
        row = session.exec(select(Tally).where(Tally.unit_id == cell, Tally.period == 202606)).one()
        row.exempt += 5

    def rename(session) -> None:
        row = session.exec(select(UnitVersion).where(UnitVersion.unit_id == cell)).one()
        row.name = "Chi bộ thôn Đổi Tên"

    def undo_last() -> None:
        with reading(SYSTEM) as session:
            last = session.exec(select(Batch.id).where(Batch.deed == "record_visit").order_by(Batch.id.desc())).first()
        undo.undo(world.secretary, last)

    def introduce(session) -> None:
        told = {"commune_id": world.units["dong_ha"], "state": IntroductionState.INTRODUCED}
        bulk.insert(session, Introduction, [told | {"member_id": world.members["an"], "sent_on": date(2026, 3, 9)}])

    def assess(session) -> None:
        told = {"unit_id": cell, "member_id": moved, "year": 2026, "assessed_on": date(2026, 11, 3)}
        bulk.insert(session, Assessment, [told | {"form": "assessment_form", "form_from": date(2020, 1, 2)}])

    def member(session) -> None:
        row = session.get_one(Member, world.members["an"])
        row.organisation, row.name = "forces", "Nguyễn Văn Khác"

    def charge_ended(session) -> None:
        session.exec(select(Assignment)).first().valid_to = date(2026, 10, 1)

    def not_held(session) -> None:
        row = session.exec(select(Meeting).where(Meeting.unit_id == cell, Meeting.period == 202610)).one()
        bulk.delete(session, Tally, [one.id for one in rows(Tally, meeting_id=row.id)])
        row.state, row.reason = MeetingState.CANCELLED, "nhầm"

    def never_came(session) -> None:
        for row in session.exec(select(Attendance).where(Attendance.member_id == world.members["an"])).all():
            row.outcome = Outcome.UNEXCUSED

    def came(session) -> None:
        meeting, official = rows(Meeting, unit_id=cell, period=202606)[0], rows(TeamOfficial)[0]
        told = {"meeting_id": meeting.id, "unit_id": cell, "period": 202606, "official_id": official.id}
        bulk.insert(session, TeamVisit, [told])

    def reviewed(unit_id: int) -> Callable:
        return change(lambda session: bulk.insert(session, ClassReview, [{"unit_id": unit_id, "year": 2026}]))

    old = VisitInput([rows(CellGroup)[0].code], date(2026, 2, 3))
    yield "a tally of June", change(tally)
    yield "an official came", change(came)
    yield "a visit long ago", lambda: visits.record(world.secretary, cell, old)
    yield "that visit undone", undo_last
    yield "the only visit taken back", lambda: visits.delete(world.secretary, rows(HouseholdVisit)[0].id)
    yield "a unit called otherwise", change(rename)
    yield "a letter", change(introduce)
    yield "an assessment", change(assess)
    yield "a member's name and organisation", change(member)
    yield "a meeting entered by mistake", change(not_held)
    yield "somebody never came", change(never_came)
    yield "a charge ended", change(charge_ended)
    yield "the year's classes reviewed", reviewed(cell)
    yield "those of another cell", reviewed(world.units["ben_da"])
    yield "a setting", lambda: settings.set_value(world.commune, cell, "meeting_day", 25, date(2020, 1, 1))
    yield (
        "very many has another meaning",
        lambda: settings.set_value(world.district, world.units["an_binh"], "contact_overload", 2, date(2020, 1, 1)),
    )
    yield (
        "a time in the cell ended",
        change(
            lambda session: setattr(
                session.exec(select(Membership).where(Membership.member_id == moved)).one(),
                "valid_to",
                date(2026, 11, 1),
            )
        ),
    )


def test_after_any_write_the_next_read_is_fresh(year):
    viewers = [year.district, year.commune, year.secretary]
    for name, write in [("nothing yet", lambda: None), *writes(year)]:
        write()
        for viewer in viewers:
            for chosen, topic in charts_of(viewer):
                assert cached(viewer, chosen) == fresh(viewer, chosen), (name, chosen.key, topic, viewer.role)
        for what, (shown, anew) in other_figures(year).items():
            assert shown() == anew(), (name, what)


def test_an_erased_member_is_in_nothing_that_is_cached(year):
    for shown, _ in other_figures(year).values():
        shown()
    member = rows(Member, id=year.members["an"])[0]
    stay = rows(Membership, member_id=member.id)[0]
    memberships.end_membership(year.secretary, stay.id, date(2026, 11, 10))
    erasure.erase(year.admin, member.code, member.name, "Theo đơn đề nghị")
    for what, (shown, anew) in other_figures(year).items():
        found = shown()
        assert found == anew(), what
        assert member.name not in repr(found)
    for chosen, _ in charts_of(year.secretary):
        assert cached(year.secretary, chosen) == fresh(year.secretary, chosen), chosen.key


def test_another_processs_save_is_seen_at_the_next_read(year):
    (chosen,) = [one for one, _ in charts_of(year.district) if one.key == "attendance"]
    before = cached(year.district, chosen)
    code = (
        "from sqlmodel import select; from db.kernel.scope import SYSTEM; from db.kernel.session import writing; "
        "from db.models import Tally\n"
        "with writing(SYSTEM, 'test') as session:\n"
        "    session.exec(select(Tally).where(Tally.period == 202610)).first().exempt += 1\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=dict(os.environ), check=True)
    after = cached(year.district, chosen)
    assert after == fresh(year.district, chosen) != before
