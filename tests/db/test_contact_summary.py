"""The contact summary: every number equals a recount of the rows, adds up to the commune's, and names nobody."""

import json
from datetime import date, timedelta
from random import Random

import pytest

from db.assessments.mark_storage import join_marks
from db.figures import contact_summary
from db.figures.contact_summary import ContactYearCounts, HalfYear
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import (
    Assessment,
    Attendance,
    Exemption,
    ExemptionClass,
    Expectation,
    Member,
    Membership,
    MembershipKind,
    Outcome,
    Rule,
    Setting,
    Sex,
)
from tests.db import joint_sheets
from tests.db.placed_members import CAME, MISSED, add_person, meet
from tests.people import World
from tests.rows import given_marks, rows

TODAY = date(2026, 11, 22)
CELLS = ("dong_bao", "ben_da", "nui_doi")
pytestmark = pytest.mark.usefixtures("november")


def fill(world: World, random: Random) -> None:
    """A random year of contact members: some have left, some are exempt, some are assessed, with meetings in both
    halves.
    """
    for cell in CELLS:
        here = []
        with writing(SYSTEM, "fill") as session:
            for number in range(random.randint(0, 12)):
                member = add_person(session, f"Hoàng Thị Mai {number}")
                session.get(Member, member).sex = random.choice([*Sex, None])
                since = random.choice([None, date(2025, 5, 1), date(2026, 2, 1), date(2026, 12, 1)])
                until = (
                    random.choice([None, None, TODAY, TODAY - timedelta(days=1)])
                    if since != date(2026, 12, 1)
                    else None
                )
                stay = {"kind": MembershipKind.CONTACT, "valid_from": since, "valid_to": until}
                bulk.insert(session, Membership, [{"member_id": member, "unit_id": world.units[cell], **stay}])
                if random.random() < 0.3:
                    kind = random.choice(list(ExemptionClass))
                    exempt = {"kind": kind, "valid_to": random.choice([None, date(2026, 3, 1)])}
                    bulk.insert(session, Exemption, [{"member_id": member, "unit_id": world.units[cell], **exempt}])
                if random.random() < 0.5:
                    assess(session, world, member, cell, random.choice(["praise", "review", "no_proposal"]), random)
                here.append(member)
        for day in (date(2026, 6, 3), date(2026, 8, 5)):
            if here and random.random() < 0.7:
                meet(world, day, {member: random.choice([CAME, MISSED]) for member in here}, cell)


def assess(session, world: World, member: int, cell: str, mark: str, random: Random) -> None:
    year = random.choice([2025, 2026, 2026])
    sides = {"unit_id": world.units[cell], "member_id": member, "year": year}
    form = {"form": "assessment_form", "form_from": date(2020, 1, 2), "assessed_on": date(year, 11, 20)}
    bulk.insert(session, Assessment, [{**sides, **form, "marks": join_marks({"proposal": mark})}])


def recount(world: World, cell: str) -> ContactYearCounts:
    """The same by hand, row by row."""
    unit_id = world.units[cell]
    here = [
        row
        for row in rows(Membership, unit_id=unit_id, kind=MembershipKind.CONTACT)
        if (row.valid_from is None or row.valid_from <= TODAY) and (row.valid_to is None or row.valid_to >= TODAY)
    ]
    people = {row.member_id for row in here}
    women = {row.id for row in rows(Member, sex=Sex.FEMALE)}
    exempt = {
        row.member_id
        for row in rows(Exemption, unit_id=unit_id, kind=ExemptionClass.CONTACT)
        if row.valid_to is None or row.valid_to >= TODAY
    }
    marks = given_marks(unit_id=unit_id, year=2026)
    return ContactYearCounts(
        1,
        len(people),
        len(people & women),
        len(people & exempt),
        len({row.member_id for row in here if row.valid_from and row.valid_from.year == 2026}),
        0,
        half(unit_id, 202601),
        half(unit_id, 202607),
        len(rows(Assessment, unit_id=unit_id, year=2026)),
        sum(row.mark == "praise" for row in marks),
        sum(row.mark == "review" for row in marks),
    )


def half(unit_id: int, period: int) -> HalfYear:
    found = [
        row
        for row in rows(Attendance, unit_id=unit_id, period=period)
        if row.expectation == Expectation.EXPECTED and row.kind == MembershipKind.CONTACT
    ]
    return HalfYear(
        len({row.meeting_id for row in found}), len(found), sum(row.outcome == Outcome.PRESENT for row in found)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_number_equals_a_recount_and_adds_up(world, seed):
    fill(world, Random(seed))
    expected = {world.units[cell]: recount(world, cell) for cell in CELLS}
    expected = {unit_id: counts for unit_id, counts in expected.items() if counts.members}
    assert {unit.unit_id: unit.counts for unit in contact_summary.list_cells(world.district)} == expected
    together = contact_summary.total(list(expected.values()))
    assert contact_summary.total([unit.counts for unit in contact_summary.by_unit(world.district)]) == together
    own = {unit.unit_id: unit.counts for unit in contact_summary.by_unit(world.commune)}
    assert own == {unit_id: counts for unit_id, counts in expected.items() if unit_id != world.units["nui_doi"]}
    opened = contact_summary.by_unit(world.district, unit_id=world.units["dong_ha"])
    assert {unit.unit_id: unit.counts for unit in opened} == own


def test_an_assistant_does_not_see_how_many_were_assessed(world):
    fill(world, Random(1))
    told = {
        who: contact_summary.list_cells(world.viewers[who])[0].counts.assessed is None
        for who in ("assistant", "secretary", "commune", "district")
    }
    assert told == {"assistant": True, "secretary": False, "commune": False, "district": False}


def test_a_cell_that_reaches_the_number_in_the_setting_is_overloaded(world):
    with writing(SYSTEM, "choose_setting") as session:
        limit = {"name": "contact_overload", "value": "1", "valid_from": date(2026, 1, 1)}
        session.add(Setting(unit_id=world.units["dong_ha"], **limit))
    told = {unit.name: unit.counts.overloaded for unit in contact_summary.list_cells(world.district)}
    assert told == {"Chi bộ thôn Đồng Bào": 1, "Chi bộ thôn Núi Đôi": 0}


def test_the_years_form_decides_what_counts_as_praise(world):
    with writing(SYSTEM, "fill") as session:
        member = add_person(session, "Hoàng Thị Mai")
        stay = {"member_id": member, "unit_id": world.units["ben_da"], "kind": MembershipKind.CONTACT}
        bulk.insert(session, Membership, [stay])
        about = {"unit_id": world.units["ben_da"], "member_id": member, "year": 2026}
        form = {"form": "assessment_form", "form_from": date(2026, 1, 1), "assessed_on": date(2026, 11, 20)}
        bulk.insert(session, Assessment, [{**about, **form, "marks": join_marks({"honour": "merit"})}])
    assert contact_summary.total([unit.counts for unit in contact_summary.list_cells(world.district)]).praised == 0
    marks = [{"key": "merit", "label": "Khen", "counted": "praised"}, {"key": "none", "label": "Không"}]
    told = {"items": [{"key": "honour", "text": "Đề nghị", "marks": marks}]}
    with writing(SYSTEM, "choose_rule") as session:
        own = {"name": "assessment_form", "parameters": json.dumps(told), "citation": "", "verified": False}
        session.add(Rule(unit_id=world.units["dong_ha"], valid_from=date(2026, 1, 1), **own))
    for viewer in (world.district, world.commune):
        counted = {unit.unit_id: unit.counts.praised for unit in contact_summary.list_cells(viewer)}
        assert {unit_id for unit_id, count in counted.items() if count} == {world.units["ben_da"]}


def test_a_meeting_of_several_cells_counts_in_the_half_year_of_each(world):
    meet(world, date(2026, 8, 5), {world.members["dung"]: MISSED}, "dong_bao")
    joint_sheets.call_cells(world, "dong_bao", "ben_da", kinds="contact")
    joint_sheets.mark(world, "dung")
    joint_sheets.save(world)
    counts = {unit.unit_id: unit.counts for unit in contact_summary.list_cells(world.commune)}[world.units["dong_bao"]]
    assert (counts.first, counts.second) == (HalfYear(), HalfYear(2, 1, 1))


def test_coming_to_the_cells_own_and_to_a_joint_meeting_in_one_half_year_counts_once(world):
    with writing(SYSTEM, "fill") as session:
        other = add_person(session, "Hoàng Thị Mai")
        stay = {"member_id": other, "unit_id": world.units["dong_bao"], "kind": MembershipKind.CONTACT}
        bulk.insert(session, Membership, [stay])
    meet(world, date(2026, 8, 5), {world.members["dung"]: CAME, other: MISSED}, "dong_bao")
    joint_sheets.call_cells(world, "dong_bao", "ben_da", kinds="contact")
    joint_sheets.mark(world, "dung")
    joint_sheets.save(world)
    for viewer in (world.commune, world.district):
        counts = {unit.unit_id: unit.counts for unit in contact_summary.list_cells(viewer)}[world.units["dong_bao"]]
        assert counts.second == HalfYear(2, 2, 1)
