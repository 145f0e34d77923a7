"""Before a person is erased: who may do it, what is asked, what prevents it, and which accounts go too."""

from pathlib import Path

import pytest
from sqlalchemy import select

from components.refusals import sentences
from db.calendar import clock
from db.errors import Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Assignment, CellGroup, GroupKind, Household, Member, Membership, Office
from db.people import erasure
from db.people.text_erasure import MASK
from tests import people
from tests.db.erased_person import ANOTHER, NAME, REASON, name_everywhere
from tests.rows import code_of, rows


@pytest.fixture
def filled(world: people.World, november, data_dir: Path) -> people.World:
    """The first member is named in every table that can name one, and has left the cell."""
    return name_everywhere(world, data_dir)


def test_only_the_administrator_erases(filled):
    for viewer in (filled.secretary, filled.assistant, filled.commune, filled.district, filled.workplace):
        with pytest.raises(NotAllowed):
            erasure.preview(viewer, code_of(filled, "an"))
        with pytest.raises(NotAllowed):
            erasure.erase(viewer, code_of(filled, "an"), NAME, REASON)


@pytest.mark.parametrize(
    ("typed", "reason", "code"),
    [
        (ANOTHER, REASON, "erasure_name_differs"),
        (NAME, " ", "erasure_reason_missing"),
        (NAME, f"Theo đơn của {NAME.upper()}", "erasure_reason_names"),
    ],
)
def test_a_name_and_a_reason_are_required(filled, typed, reason, code):
    with pytest.raises(Invalid, match=code):
        erasure.erase(filled.admin, code_of(filled, "an"), typed, reason)
    assert rows(Member, id=filled.members["an"]) != []


def test_a_person_the_cell_still_depends_on_is_not_erased(world):
    cell, member_id = world.units["dong_bao"], world.members["an"]
    with writing(SYSTEM, "fill") as session:
        group = CellGroup(unit_id=cell, kind=GroupKind.CLUSTER, name="Cụm 1")
        session.add(group)
        session.flush()
        session.add(Assignment(unit_id=cell, member_id=member_id, group_id=group.id))
        session.add(Office(unit_id=cell, member_id=member_id, post="secretary"))
        session.get_one(Account, world.secretary.account_id).member_id = member_id
        session.add(Household(unit_id=cell, name=NAME, sort_key="an", search_key="nguyen van an"))
    told = erasure.preview(world.admin, code_of(world, "an")).obstacles
    assert [one.code for one in told] == [
        "erasure_still_here", "erasure_in_charge", "erasure_holds_office", "erasure_has_account",
        "erasure_names_household",
    ]  # fmt: skip
    assert told[0].values["units"] == ["Chi bộ thôn Đồng Bào, Xã Đông Hà"]
    with pytest.raises(Invalid, match="erasure_still_here"):
        erasure.erase(world.admin, code_of(world, "an"), NAME, REASON)


def test_a_person_who_left_today_can_be_erased_from_tomorrow(world):
    with writing(SYSTEM, "fill") as session:
        for stay in session.exec(select(Membership).where(Membership.member_id == world.members["an"])).scalars():
            stay.valid_to = clock.today()
    (told,) = erasure.preview(world.admin, code_of(world, "an")).obstacles
    assert (told.code, told.values) == ("erasure_last_day", {"day": clock.today().isoformat()})
    assert f"{clock.today():%d/%m/%Y}" in sentences.of_refusal(told)


def test_accounts_with_the_name_are_found_and_his_own_are_erased_too(filled):
    """One is his without being linked, one belongs to a namesake."""
    with writing(SYSTEM, "fill") as session:
        for username in ("an2", "an3"):
            session.add(Account(username=username, name=NAME.upper(), password_hash="x", active=False))
    his, other = (row.id for row in rows(Account, name=NAME.upper()))
    code = code_of(filled, "an")
    assert [account.id for account in erasure.preview(filled.admin, code).accounts] == [his, other]
    with pytest.raises(NotAllowed):
        erasure.erase(filled.admin, code, NAME, REASON, account_ids=[filled.secretary.account_id])
    erasure.erase(filled.admin, code, NAME, REASON, account_ids=[his])
    assert [(row.id, row.name) for row in rows(Account) if row.username.startswith(("an", "da-xoa"))] == [
        (rows(Account, username=f"da-xoa-{his - 1}")[0].id, MASK), (his, MASK), (other, NAME.upper()),
    ]  # fmt: skip


def test_an_account_of_his_still_in_use_must_be_locked_first(filled):
    with writing(SYSTEM, "fill") as session:
        session.add(Account(username="an2", name=NAME, password_hash="x"))
    (account,) = erasure.preview(filled.admin, code_of(filled, "an")).accounts
    with pytest.raises(Invalid, match="erasure_has_account"):
        erasure.erase(filled.admin, code_of(filled, "an"), NAME, REASON, account_ids=[account.id])
    assert rows(Account, id=account.id)[0].member_id is None
