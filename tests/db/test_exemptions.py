"""Exemptions and offices: dated, within the time in the cell, ended and corrected by actions of their own."""

from contextlib import nullcontext
from datetime import date

import pytest

from db.errors import NotAllowed
from db.history.latest_change import latest_change
from db.kernel.concurrent_changes import based_on
from db.kernel.scope import SYSTEM
from db.kernel.session import reading
from db.models import Exemption, ExemptionClass, Member, Membership, Office
from db.people import exemptions, memberships, offices, profiles, timelines
from db.people.exemptions import ExemptionInput
from db.people.offices import OfficeInput
from tests.db.told import refused_with
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def exempt(world, key: str = "cuong", leave: ExemptionInput | None = None, viewer=None) -> None:
    leave = leave or ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), None, "age")
    exemptions.exempt(viewer or world.secretary, code_of(world, key), world.units["dong_bao"], leave)


def test_an_exemption_is_dated_and_ended(world):
    exempt(world)
    (row,) = rows(Exemption)
    assert (row.kind, row.valid_from, row.valid_to, row.reason) == (ExemptionClass.OWN, date(2026, 1, 1), None, "age")
    exemptions.end(world.secretary, row.id, date(2026, 10, 31))
    assert rows(Exemption)[0].valid_to == date(2026, 10, 31)
    with refused_with("ended_already", day=date(2026, 10, 31)):
        exemptions.end(world.secretary, row.id, date(2026, 11, 30))


def test_an_open_end_reaches_as_far_as_the_membership(world):
    stay = rows(Membership, member_id=world.members["cuong"])[0]
    memberships.end_membership(world.secretary, stay.id, date(2026, 12, 31))
    exempt(world, leave=ExemptionInput(ExemptionClass.OWN))
    assert (rows(Exemption)[0].valid_from, rows(Exemption)[0].valid_to) == (date(2020, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("key", "leave", "code"),
    [
        ("cuong", ExemptionInput(ExemptionClass.OWN, date(2019, 1, 1)), "exemption_outside_membership"),
        ("cuong", ExemptionInput(ExemptionClass.CONTACT, date(2026, 1, 1)), "exemption_outside_membership"),
        ("dung", ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)), "exemption_outside_membership"),
        ("lan", ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)), "not_allowed"),
        ("cuong", ExemptionInput(ExemptionClass.AWAY, date(2026, 2, 1), date(2026, 1, 1)), "span_backwards"),
        ("cuong", ExemptionInput(ExemptionClass.AWAY, date(2028, 2, 1)), "day_too_far"),
        ("cuong", ExemptionInput(ExemptionClass.AWAY, date(2026, 2, 1), date(2206, 1, 1)), "day_too_far"),
        ("cuong", ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1), reason="cancer"), "choice_unknown"),
    ],
)
def test_an_exemption_must_lie_within_the_time_in_the_cell(world, key, leave, code):
    with refused_with(code):
        exempt(world, key, leave)
    assert rows(Exemption) == []


def test_contact_members_have_exemption_classes_of_their_own(world):
    exempt(world, "dung", ExemptionInput(ExemptionClass.CONTACT, date(2026, 1, 1)))
    exempt(world, "dung", ExemptionInput(ExemptionClass.AWAY, date(2026, 3, 1), date(2026, 5, 31)))
    assert [row.kind for row in rows(Exemption)] == [ExemptionClass.CONTACT, ExemptionClass.AWAY]


def test_one_class_cannot_run_twice_at_once_and_can_be_corrected(world):
    exempt(world)
    with refused_with("exemption_overlaps"):
        exempt(world, leave=ExemptionInput(ExemptionClass.OWN, date(2026, 6, 1)))
    (row,) = rows(Exemption)
    exemptions.correct(
        world.secretary,
        row.id,
        ExemptionInput(ExemptionClass.AWAY, date(2026, 2, 1), date(2026, 3, 1), paper="Đơn ngày 1/2"),
    )
    (row,) = rows(Exemption)
    assert (row.kind, row.valid_from, row.valid_to, row.paper) == (
        ExemptionClass.AWAY,
        date(2026, 2, 1),
        date(2026, 3, 1),
        "Đơn ngày 1/2",
    )


@pytest.mark.parametrize("role", ["assistant", "district", "workplace", "neighbour", "other_commune"])
def test_nobody_else_exempts_or_appoints(world, role):
    viewer = getattr(world, role)
    exempt(world)
    (row,) = rows(Exemption)
    for deed in (
        lambda: exempt(world, "an", viewer=viewer),
        lambda: exemptions.end(viewer, row.id, date(2026, 11, 1)),
        lambda: exemptions.correct(viewer, row.id, ExemptionInput(ExemptionClass.AWAY)),
        lambda: offices.appoint(
            viewer, code_of(world, "an"), world.units["dong_bao"], OfficeInput("secretary", date(2026, 1, 1))
        ),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert rows(Exemption) == [row]
    assert rows(Office) == []


def test_an_office_is_taken_over_the_day_after_it_was_vacated(world):
    unit = world.units["dong_bao"]
    offices.appoint(world.secretary, code_of(world, "an"), unit, OfficeInput("secretary", date(2022, 5, 1)))
    (old,) = rows(Office)
    offices.appoint(
        world.secretary, code_of(world, "binh"), unit, OfficeInput("secretary", date(2026, 11, 1)), ends=[old.id]
    )
    assert [(row.member_id, row.valid_to) for row in rows(Office)] == [
        (world.members["an"], date(2026, 10, 31)),
        (world.members["binh"], None),
    ]
    assert [(holder.post, holder.name) for holder in offices.list_holders(world.district, unit)] == [
        ("secretary", "Trần Thị Bình")
    ]
    terms = timelines.load(world.secretary, code_of(world, "an")).offices
    assert [(term.post, term.until) for term in terms] == [("secretary", date(2026, 10, 31))]


@pytest.mark.parametrize("post", ["secretary", "committee"])
def test_nobody_becomes_a_second_secretary_beside_one_appointed_unseen(world, post):
    unit, shown = world.units["dong_bao"], latest_change()
    offices.appoint(world.commune, code_of(world, "an"), unit, OfficeInput(post, date(2026, 11, 1)))
    told = refused_with("changed_meanwhile") if post == "secretary" else nullcontext()  # a committee has several
    with told, based_on(shown):
        offices.appoint(world.secretary, code_of(world, "binh"), unit, OfficeInput(post, date(2026, 11, 1)))
    assert len(rows(Office)) == (1 if post == "secretary" else 2)


def test_offices_follow_their_rules(world):
    unit, an = world.units["dong_bao"], code_of(world, "an")
    with refused_with("day_missing"):
        offices.appoint(world.secretary, an, unit, OfficeInput("secretary"))
    with refused_with("choice_unknown"):
        offices.appoint(world.secretary, an, unit, OfficeInput("emperor", date(2026, 1, 1)))
    with refused_with("office_outside_membership"):
        offices.appoint(world.secretary, code_of(world, "dung"), unit, OfficeInput("deputy", date(2026, 1, 1)))
    with refused_with("office_outside_membership"):
        offices.appoint(world.secretary, an, unit, OfficeInput("deputy", date(2019, 1, 1)))
    offices.appoint(world.secretary, code_of(world, "dung"), unit, OfficeInput("front_head", date(2026, 1, 1)))
    offices.appoint(world.secretary, an, unit, OfficeInput("deputy", date(2026, 1, 1)))
    with refused_with("office_overlaps"):
        offices.appoint(world.secretary, an, unit, OfficeInput("deputy", date(2026, 3, 1)))
    deputy = rows(Office, post="deputy")[0]
    offices.correct(world.secretary, deputy.id, OfficeInput("committee", date(2026, 2, 1)))
    offices.end_term(world.secretary, deputy.id, date(2026, 6, 30))
    assert (rows(Office)[1].post, rows(Office)[1].valid_from, rows(Office)[1].valid_to) == (
        "committee",
        date(2026, 2, 1),
        date(2026, 6, 30),
    )
    with refused_with("ended_already"):
        offices.end_term(world.secretary, deputy.id, date(2026, 7, 30))


def test_a_member_recognised_as_full_is_full_from_that_day(world):
    with reading(SYSTEM) as session:
        full = session.get_one(Member, world.members["an"]).code
    with refused_with("full_already"):
        profiles.recognise_as_full(world.secretary, full, date(2026, 11, 1))
