"""The page of contact members, and letters to be answered on it."""

import pytest

from db.contacts import introductions
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.models import Introduction, IntroductionState as State
from db.people.profiles import MemberInput
from tests.rows import rows


@pytest.fixture
def sent(world) -> list[int]:
    """The hospital's letters about three people."""
    people = [
        IntroducedPerson(MemberInput("Hồ Thị Mai", born="1988-02-03", address="Ngõ 3, thôn Đồng Bào")),
        IntroducedPerson(MemberInput("Lý Thị Ba", born="1990", address="Bến Đá")),
        IntroducedPerson(MemberInput("Cao Văn Tư", born="1979")),
    ]
    letter = Letter(world.units["dong_ha"], world.units["hospital"], number="7-GGT/ĐU")
    introductions.introduce(world.workplace, letter, people)
    return [row.id for row in rows(Introduction, state=State.INTRODUCED)]


def choose(test, name: str):
    """Choose an action."""
    next(each for each in test.button_group if (each.key or "").endswith("_action")).set_value(name).run()
    assert not test.exception, test.exception
    return test


def field(test, kind: str, ending: str):
    return next(each for each in getattr(test, kind) if (each.key or "").endswith(ending))
