"""Forms that keep what is typed as a draft: if the disk is full they say it is not saved, keep it on the screen, and
write it with the next interaction.
"""

from datetime import date

import pytest

from components.web import server as _ours  # noqa: F401 - it lets answers to a press wait for newer input
from db.drafts import drafts
from db.errors import Refused, WriteFailed
from db.households import groups
from db.models import DraftValue, Unit
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from tests.pages import button, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
TYPED, MORE = "Đường ngập nước", "Cụm 1, sau nhà văn hóa"


def arrival(world):
    return shown(world.secretary, "pages/people/arrival.py"), "_name", "_born"


def petition(world):
    return shown(world.secretary, "pages/households/petitions.py", petitions_view="new"), "_text", "_text"


def answer(world):
    code = petitions.receive(
        world.secretary, world.units["dong_bao"], PetitionInput("Đèn đường", "front", date(2026, 10, 1))
    )
    return (
        choose(shown(world.secretary, "pages/households/petitions.py", petition=code), "answer"),
        "_answer",
        "_answer",
    )


def entry(world):
    return shown(world.secretary, "pages/people/entries.py"), "_note", "_numbers"


def introductions(world):
    return choose(shown(world.workplace, "pages/contacts/contacts.py"), "paste"), "_text", "_letter"


def household(world):
    groups.create(world.secretary, world.units["dong_bao"], "Cụm 1", 17)
    page = shown(world.secretary, "pages/households/households.py")
    return choose(page, "home"), "_name", "_address"


def choose(test, action: str):
    box = next(each for each in test.button_group if (each.key or "").endswith("_action"))
    return box.set_value(action).run()


def field(test, ending: str):
    return next(each for each in (*test.text_area, *test.text_input) if (each.key or "").endswith(ending))


def status(test) -> str:
    """The draft's status text while nothing is being sent."""
    shown_of = [each.body for each in test.get("html") if 'class="kept"' in each.body]
    return shown_of[0].split('<span class="saved">')[1].split("</span>")[0]


@pytest.fixture
def disk(monkeypatch):
    """What the disk answers to a draft; nothing while it has room."""
    write, said = drafts.save_values, []

    def save_values(*args):
        if said:
            raise said[0]
        return write(*args)

    monkeypatch.setattr(drafts, "save_values", save_values)
    return said


@pytest.mark.parametrize("form", [arrival, petition, answer, entry, introductions, household])
@pytest.mark.parametrize("refusal", [WriteFailed("not_written"), Refused("busy")], ids=["full", "busy"])
def test_a_draft_that_could_not_be_stored_says_so_and_is_written_with_the_next_interaction(world, disk, form, refusal):
    test, first, next_ = form(world)
    disk.append(refusal)
    field(test, first).set_value(TYPED).run()
    assert not test.exception, test.exception
    assert test.error
    assert status(test) == "Chưa lưu"
    assert field(test, first).value == TYPED
    assert rows(DraftValue) == []
    disk.clear()
    field(test, next_).set_value(MORE).run()
    assert not test.error
    assert status(test).startswith("Đã lưu nháp")
    assert {row.value for row in rows(DraftValue)} == {MORE} | ({TYPED} if next_ != first else set())


def test_a_form_whose_draft_could_not_be_stored_is_saved_as_it_is_and_cleared(world, disk):
    test, text, _ = petition(world)
    next(each for each in test.button_group if (each.key or "").endswith("_source")).set_value("front").run()
    disk.append(WriteFailed("not_written"))
    field(test, text).set_value(TYPED).run()
    button(test, "Lưu").click().run()
    assert [row.text for row in rows(petitions.PetitionText)] == [TYPED]
    assert not test.error
    assert field(test, text).value == ""


def test_a_save_that_fails_for_the_same_reason_as_its_draft_says_it_once(world, disk, monkeypatch):
    test, text, _ = petition(world)
    next(each for each in test.button_group if (each.key or "").endswith("_source")).set_value("front").run()
    disk.append(WriteFailed("not_written"))
    field(test, text).set_value(TYPED).run()
    assert len(test.error) == 1

    def save(*_args):
        raise WriteFailed("not_written")

    monkeypatch.setattr(petitions, "receive", save)
    button(test, "Lưu").click().run()
    assert len(test.error) == 1
    assert field(test, text).value == TYPED


def test_a_draft_about_one_cell_is_not_shown_for_the_next_cell_chosen(world):
    first, other = (rows(Unit, id=world.units[key])[0].code for key in ("dong_bao", "ben_da"))
    app = shown(world.commune, "pages/people/arrival.py", arrival_cell=first)
    name = lambda: next(field for field in app.text_input if field.label == "Họ và tên")  # noqa: E731
    cell = lambda: next(box for box in app.selectbox if box.key == "arrival_cell")  # noqa: E731
    name().set_value("Nguyễn Văn Mới").run()
    cell().set_value(other).run()
    assert name().value == ""
    cell().set_value(first).run()
    assert name().value == "Nguyễn Văn Mới"
