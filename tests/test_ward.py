"""A ward with its cells directly below it: every page for every role, and nothing on it speaks of other levels."""

import re

import pytest
from sqlmodel import select

from components import menu
from components.i18n import in_language
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Role
from db.settings import settings
from tests import people
from tests.pages import app

pytestmark = pytest.mark.usefixtures("november")
OTHER_LEVELS = {"vi": r"\b(huyện|xã|tỉnh|thị trấn)\b", "en": r"\b(district|commune|province)s?\b"}


@pytest.fixture
def ward(database) -> people.World:
    return people.ward()


def speaking(world: people.World, language: str) -> None:
    with writing(SYSTEM, "test") as session:
        ids = session.exec(select(Account.id)).all()
        bulk.update(session, Account, [{"id": account_id, "language": language} for account_id in ids])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", Role)
def test_every_page_opens_for_its_roles_and_names_no_level_that_there_is_not(ward, role, language):
    speaking(ward, language)
    with in_language(language):
        test, addresses = app(ward.viewers[role]), [entry for entry in menu.ENTRIES if role in entry.roles]
        for entry in addresses:
            test.switch_page(f"pages/{entry.page}").run()
            assert not test.exception, (entry.address, test.exception)
            words = f"{test.main}{test.sidebar}"
            for option in settings.options(ward.viewers[role], "organisations"):  # where people work may be anywhere
                words = words.replace(f"'{option.row[language]}'", "")
            assert not re.findall(OTHER_LEVELS[language], words, re.IGNORECASE), entry.address
    assert addresses
