"""Member lists: searched without accents, in Vietnamese order, fifty to a page, never beyond the viewer's reach."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from db.exports import member_export
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import ExemptionClass, Expertise, Member, Membership, MembershipKind, StandingKind, Unit
from db.people import erasure, exemptions, member_search, memberships, profiles
from db.people.exemptions import ExemptionInput
from db.people.member_search import MemberFilter
from db.people.memberships import MembershipInput
from db.vietnamese import fold, person_sort_key
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def names(viewer, **wanted) -> list[str]:
    return [row.name for row in member_search.search(viewer, MemberFilter(**wanted)).rows]


def unit_code(world, key: str) -> str:
    with reading(SYSTEM) as session:
        return session.exec(select(Unit.code).where(Unit.id == world.units[key])).one()


def stay_of(world, key: str) -> int:
    with reading(SYSTEM) as session:
        return session.exec(select(Membership.id).where(Membership.member_id == world.members[key])).one()


def crowd(world, count: int) -> None:
    with writing(SYSTEM, "crowd") as session:
        people = [f"Nguyễn Văn Tám {'ABCDEGHIKL'[at % 10]}{at}" for at in range(count)]
        ids = bulk.insert(
            session,
            Member,
            [{"name": name, "sort_key": person_sort_key(name), "search_key": fold(name)} for name in people],
        )
        stay = {"unit_id": world.units["dong_bao"], "kind": MembershipKind.OWN}
        bulk.insert(
            session,
            Membership,
            [{**stay, "member_id": row_id, "roster_number": 100 + at} for at, row_id in enumerate(ids)],
        )


def test_a_list_shows_the_present_status_of_each_member(world):
    with reading(SYSTEM) as session:
        code = session.get_one(Member, world.members["cuong"]).code
    exemptions.exempt(
        world.secretary, code, world.units["dong_bao"], ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1))
    )
    found = member_search.search(world.secretary, MemberFilter())
    assert found.total == 4
    assert [row.name for row in found.rows] == ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung"]
    cuong = found.rows[2]
    assert cuong == (
        code,
        "Lê Văn Cường",
        3,
        MembershipKind.OWN,
        "Chi bộ thôn Đồng Bào",
        StandingKind.FULL,
        "1949-11",
        ExemptionClass.OWN,
        date(2020, 1, 1),
        None,
        None,
        None,
    )


@pytest.mark.every_case
@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("thi binh", ["Trần Thị Bình"]),
        ("bin tr", ["Trần Thị Bình"]),
        ("TRẦN", ["Trần Thị Bình"]),
        ("nguyễn an", ["Nguyễn Văn An"]),
        ("nguyen", ["Nguyễn Văn An"]),
        ("2", ["Trần Thị Bình"]),
        ("1949", ["Lê Văn Cường"]),
        ("uyen", []),
        ("%", ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Cường", "Phạm Thị Dung"]),
        ("zz", []),
        ("9" * 300, []),
        ("x" * 300, []),
    ],
)
def test_a_search_takes_words_in_any_order_without_accents_or_a_number(world, search, found):
    assert names(world.secretary, search=search) == found


def test_every_viewer_sees_the_list_within_his_reach(world):
    assert len(names(world.secretary)) == len(names(world.assistant)) == 4
    assert len(names(world.commune)) == 6
    assert len(names(world.district)) == len(names(world.admin)) == 8
    assert names(world.neighbour) == ["Vũ Thị Lan", "Đỗ Minh Quân"]


def test_a_unit_narrows_the_list_and_a_unit_out_of_reach_shows_nobody(world):
    assert len(names(world.district, unit=unit_code(world, "dong_ha"))) == 6
    assert names(world.commune, unit=unit_code(world, "ben_da")) == ["Nguyễn Văn Hùng", "Nguyễn Văn Hùng"]
    assert names(world.secretary, unit=unit_code(world, "nui_doi")) == []
    assert names(world.secretary, unit="nonsense") == []


def test_the_list_is_narrowed_by_kind_exemption_and_day(world):
    assert names(world.secretary, kind=MembershipKind.CONTACT) == ["Phạm Thị Dung"]
    assert names(world.secretary, exempt=True) == []
    assert names(world.secretary, on=date(2019, 12, 31)) == []


def test_an_exemption_is_shown_for_the_kind_of_membership_it_applies_to(world):
    unit, code = world.units["dong_bao"], code_of(world, "binh")
    exemptions.exempt(world.secretary, code, unit, ExemptionInput(ExemptionClass.OWN, date(2026, 1, 1)))
    memberships.end_membership(world.secretary, stay_of(world, "binh"), date(2026, 12, 31))
    memberships.rejoin(
        world.secretary, code, unit, MembershipInput(kind=MembershipKind.CONTACT, since=date(2026, 11, 1))
    )
    for told in (
        member_search.search(world.secretary, MemberFilter(search="binh")).rows,
        list(member_export.iterate_members(world.secretary, MemberFilter(search="binh"))),
    ):
        assert {row.kind: row.exempt for row in told} == {
            MembershipKind.OWN: ExemptionClass.OWN,
            MembershipKind.CONTACT: None,
        }
    assert [row.kind for row in member_search.search(world.secretary, MemberFilter(exempt=True)).rows] == [
        MembershipKind.OWN
    ]


def test_former_members_are_listed_apart_unless_they_came_back(world):
    memberships.end_membership(world.secretary, stay_of(world, "binh"), date(2026, 11, 10), "died")
    assert "Trần Thị Bình" not in names(world.secretary)
    assert names(world.secretary, on=date(2026, 11, 10), search="binh") == ["Trần Thị Bình"]
    gone = member_search.search(world.secretary, MemberFilter(left=True)).rows
    assert [(row.name, row.until, row.departure) for row in gone] == [("Trần Thị Bình", date(2026, 11, 10), "died")]
    with reading(SYSTEM) as session:
        code = session.get_one(Member, world.members["binh"]).code
    memberships.rejoin(
        world.secretary, code, world.units["dong_bao"], memberships.MembershipInput(since=date(2026, 11, 20))
    )
    assert names(world.secretary, left=True) == []


def test_a_long_list_comes_in_pages_of_fifty(world):
    crowd(world, 120)
    first, last, beyond = (member_search.search(world.secretary, MemberFilter(page=page)) for page in (1, 3, 99))
    assert (first.total, len(first.rows), len(last.rows), beyond.rows) == (124, 50, 24, last.rows)
    assert member_search.search(world.secretary, MemberFilter(page=-5)).rows == first.rows
    for viewer in (world.secretary, world.commune, world.district):
        assert (
            len(member_search.search(viewer, MemberFilter(whole=True, search="nguyen")).rows)
            == member_search.search(viewer, MemberFilter(search="nguyen")).total
            > 50
        )
    everybody = [
        row.name for page in (1, 2, 3) for row in member_search.search(world.secretary, MemberFilter(page=page)).rows
    ]
    kinds = [
        row.kind for page in (1, 2, 3) for row in member_search.search(world.secretary, MemberFilter(page=page)).rows
    ]
    places = [
        (member_search.ORDER.index(kind), person_sort_key(name)) for kind, name in zip(kinds, everybody, strict=True)
    ]
    assert places == sorted(places)
    assert first.kinds == Counter(kinds)


def test_in_a_large_reach_counting_stops_ten_pages_ahead(world):
    crowd(world, 620)
    first, later, last, beyond = (
        member_search.search(world.district, MemberFilter(page=page)) for page in (1, 3, 13, 99)
    )
    assert (len(first.rows), first.total, first.more) == (50, 500, True)
    assert (len(later.rows), later.total, later.more) == (50, 600, True)
    assert (len(last.rows), last.total, last.more) == (28, 628, False)
    assert beyond == first
    found = member_search.search(world.admin, MemberFilter("tam"))
    assert (found.total, found.more) == (500, True)
    assert member_search.search(world.admin, MemberFilter("tam", unit=unit_code(world, "dong_bao"))).total == 620


def offer(world, key: str, *subjects: str, viewer=None) -> None:
    seen = profiles.load(viewer or world.secretary, code_of(world, key)).facts
    profiles.correct(viewer or world.secretary, code_of(world, key), seen, replace(seen, expertise=subjects))


def found_by(viewer, search: str, **wanted) -> list[tuple[str, str | None]]:
    return [(row.name, row.expertise) for row in member_search.search(viewer, MemberFilter(search, **wanted)).rows]


OFFERS = [("Lê Văn Cường", "Xây dựng, thiết kế")]


@pytest.mark.every_case
@pytest.mark.parametrize("typed", ["xây dựng", "XAY DUNG", "thiet ke", "thi xay"])
def test_offered_expertise_is_found_without_accents_and_says_so(world, typed):
    offer(world, "cuong", "building")
    for viewer in (world.secretary, world.assistant, world.commune, world.district, world.admin):
        assert found_by(viewer, typed) == OFFERS
    assert [row.name for row in member_export.iterate_members(world.secretary, MemberFilter(typed))] == ["Lê Văn Cường"]
    assert found_by(replace(world.secretary, language="en"), "building") == [("Lê Văn Cường", "Building and design")]


def test_a_match_in_the_name_comes_before_a_match_in_the_expertise(world):
    offer(world, "binh", "building")
    offer(world, "cuong", "building")
    for viewer in (world.commune, world.district):
        assert [name for name, _ in found_by(viewer, "dung")] == ["Phạm Thị Dung", "Trần Thị Bình", "Lê Văn Cường"]
    assert found_by(world.commune, "dung", by_name=True) == [("Phạm Thị Dung", None)]
    assert member_search.search(world.commune, MemberFilter("dung")).total == 3


def test_expertise_without_consent_is_neither_found_nor_shown(world):
    offer(world, "dung", "building")
    with writing(SYSTEM, "test") as session:
        session.exec(select(Expertise)).one().consented_on = None
    assert found_by(world.secretary, "dung") == [("Phạm Thị Dung", None)]
    assert found_by(world.district, "xay dung") == []


def test_withdrawn_expertise_is_not_found(world):
    offer(world, "cuong", "building", "health")
    offer(world, "cuong", "health")
    assert found_by(world.secretary, "xay dung") == []
    assert found_by(world.secretary, "y te") == [("Lê Văn Cường", "Y tế")]


def test_expertise_of_an_erased_person_is_not_found(world):
    offer(world, "cuong", "building")
    memberships.end_membership(world.secretary, stay_of(world, "cuong"), date(2026, 11, 10), "died")
    assert [row.subject for row in rows(Expertise)] == ["building"]
    erasure.erase(world.admin, code_of(world, "cuong"), "Lê Văn Cường", "Đề nghị của đảng viên")
    assert rows(Expertise) == []
    assert found_by(world.district, "xay dung") == []


def test_expertise_is_found_only_by_those_who_have_the_member(world):
    offer(world, "dung", "building")
    for viewer in (world.neighbour, world.other_commune, world.workplace):
        assert found_by(viewer, "xay dung") == []
    assert found_by(world.workplace, "dung") == [("Phạm Thị Dung", None)]
    memberships.end_membership(world.secretary, stay_of(world, "dung"), date(2026, 11, 10))
    with writing(SYSTEM, "test") as session:
        stay = {"kind": MembershipKind.CONTACT, "valid_from": date(2026, 11, 11), "unit_id": world.units["nui_doi"]}
        bulk.insert(session, Membership, [{"member_id": world.members["dung"], **stay}])
    assert found_by(world.neighbour, "xay dung") == [("Phạm Thị Dung", "Xây dựng, thiết kế")]
    for gone in ({"left": True}, {"on": date(2026, 11, 1)}):
        assert found_by(world.secretary, "xay dung", **gone) == []
        assert found_by(world.secretary, "dung", **gone) == [("Phạm Thị Dung", None)]
