"""Cached answers: after every change they depend on, the same as a fresh query, and each viewer's own."""

from datetime import date

import pytest
from sqlmodel import select

from components import result_cache
from components.assessments import progress_cache
from components.units import unit_list_cache
from db.assessments import assessment_progress
from db.figures.data_version import DataVersion
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import Assessment, Exemption, ExemptionClass, Membership, MembershipKind, UnitVersion
from db.settings import settings
from db.units import unit_list

pytestmark = pytest.mark.usefixtures("november")
YEAR, TODAY, YESTERDAY = 2026, date(2026, 11, 22), date(2026, 11, 21)


def _exempt(world) -> None:
    with writing(SYSTEM, "test") as session:
        member = _contact(session, world)
        session.add(Exemption(unit_id=world.units["dong_bao"], member_id=member, kind=ExemptionClass.CONTACT))


def _leave(world) -> None:
    with writing(SYSTEM, "test") as session:
        member = _contact(session, world)
        session.exec(select(Membership).where(Membership.member_id == member)).first().valid_to = YESTERDAY


def _assess(world) -> None:
    with writing(SYSTEM, "test") as session:
        told = {"form": "form", "form_from": date(2020, 1, 1), "assessed_on": TODAY}
        session.add(Assessment(unit_id=world.units["dong_bao"], member_id=_contact(session, world), year=YEAR, **told))


def _contact(session, world) -> int:
    return session.exec(
        select(Membership.member_id).where(
            Membership.unit_id == world.units["dong_bao"], Membership.kind == MembershipKind.CONTACT
        )
    ).first()


@pytest.mark.parametrize("change", [_exempt, _leave, _assess])
@pytest.mark.parametrize("who", ["commune", "district"])
def test_progress_of_assessments_is_counted_again_after_each_change(world, who, change):
    viewer = world.viewers[who]
    before = progress_cache.by_cell(viewer, YEAR)
    assert before == assessment_progress.by_cell(viewer, YEAR) != []
    change(world)
    assert progress_cache.by_cell(viewer, YEAR) == assessment_progress.by_cell(viewer, YEAR) != before


def _rename(world) -> None:
    with writing(SYSTEM, "test") as session:
        version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == world.units["dong_bao"])).one()
        version.name = "Chi bộ thôn Cầu Đá"


def _meet_on(world) -> None:
    settings.set_value(world.admin, world.units["dong_bao"], "meeting_day", 25, date(2020, 1, 1))


@pytest.mark.parametrize("change", [_rename, _meet_on, _leave])
@pytest.mark.parametrize("who", ["commune", "district", "admin"])
def test_the_tree_is_read_again_after_each_change(world, who, change):
    viewer = world.admin if who == "admin" else world.viewers[who]
    before = unit_list_cache.load_with_ended(viewer)
    assert before == unit_list.load(viewer, ended=True)
    change(world)
    assert unit_list_cache.load_with_ended(viewer) == unit_list.load(viewer, ended=True) != before


def test_an_answer_is_computed_once_for_each_viewer_and_version():
    asked: list[tuple] = []

    @result_cache.cache_results(10)
    def load(viewer: Viewer, year: int, stamp: DataVersion) -> list:
        asked.append((viewer.unit_ids, year, stamp.action))
        return [year]

    one, other = Viewer(1, None, 5, frozenset({5, 6})), Viewer(1, None, 5, frozenset({5}))
    first, later = DataVersion("a", TODAY), DataVersion("b", TODAY)
    load(one, YEAR, first).append("changed by its reader")
    assert load(one, YEAR, first) == [YEAR]
    for viewer, stamp in ((one, first), (other, first), (one, later)):
        load(viewer, YEAR, stamp)
    assert asked == [(one.unit_ids, YEAR, "a"), (other.unit_ids, YEAR, "a"), (one.unit_ids, YEAR, "b")]
