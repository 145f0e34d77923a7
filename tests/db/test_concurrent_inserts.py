"""Two devices add the same thing on pages drawn before either did: it is added once, the second device is told so, and
only a press after it was shown adds it again.
"""

from datetime import date

import pytest

from db.admissions import candidates
from db.admissions.candidates import CandidateInput
from db.comments import comment_requests
from db.comments.request_writer import Outsider, RequestDetails
from db.errors import Conflict
from db.history.latest_change import latest_change
from db.initiatives import initiatives
from db.initiatives.initiatives import InitiativeInput
from db.kernel import concurrent_changes
from db.meetings import tasks
from db.meetings.tasks import TaskInput
from db.models import (
    Announcement,
    BookCheck,
    CandidatePerson,
    CommentRequest,
    Initiative,
    PetitionText,
    Task,
    Unit,
    YearEntry,
)
from db.people import cell_announcements
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from db.teams import book_checks
from db.teams.book_checks import BookCheckInput
from db.year_entries import entries
from db.year_entries.entries import EntryInput
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
DAY = date(2026, 11, 1)


def cell(world) -> int:
    return world.units["dong_bao"]


# table in which it is counted, and the save, whose text tells two of them apart
SAVES = {
    Announcement: lambda world, text: cell_announcements.announce(world.secretary, cell(world), text, DAY),
    BookCheck: lambda world, text: book_checks.record_checks(
        world.commune, [rows(Unit, id=cell(world))[0].code], BookCheckInput("Trần Văn Kiểm", DAY, 202601, 202610, text)
    ),
    CandidatePerson: lambda world, text: candidates.propose(
        world.secretary, cell(world), CandidateInput(text, 1999, DAY)
    ),
    CommentRequest: lambda world, text: comment_requests.add_outsider(
        world.commune, Outsider(text), RequestDetails("candidacy", "paper", DAY, asked_by="Công an huyện")
    ),
    Initiative: lambda world, text: initiatives.create(
        world.secretary, cell(world), InitiativeInput(text, None, 43, code_of(world, "an"))
    ),
    PetitionText: lambda world, text: petitions.receive(
        world.secretary, cell(world), PetitionInput(text, "front", DAY)
    ),
    Task: lambda world, text: tasks.create(world.secretary, cell(world), TaskInput(text)),
    YearEntry: lambda world, text: entries.record(
        world.secretary, cell(world), [(EntryInput("money", DAY, 100_000, note=text), [code_of(world, "an")])]
    ),
}


@pytest.mark.parametrize("table", SAVES, ids=lambda table: table.__name__)
def test_what_two_devices_add_at_the_same_time_is_added_once(world, table):
    shown = latest_change()
    with concurrent_changes.based_on_page(shown, set()):
        SAVES[table](world, "Làm đường hoa")
    with concurrent_changes.based_on_page(shown, set()):
        with pytest.raises(Conflict, match="changed_meanwhile"):
            SAVES[table](world, "Làm đường hoa")
        assert len(rows(table)) == 1
        SAVES[table](world, "Thắp sáng đường quê")
    with concurrent_changes.based_on_page(latest_change(), set()):
        SAVES[table](world, "Làm đường hoa")
    assert len(rows(table)) == 3


@pytest.mark.parametrize("table", SAVES, ids=lambda table: table.__name__)
def test_a_press_repeated_at_a_restarted_server_adds_nothing_again(world, table):
    SAVES[table](world, "Làm đường hoa")
    with (
        concurrent_changes.based_on_page(concurrent_changes.UNKNOWN, set()),
        pytest.raises(Conflict, match="server_restarted"),
    ):
        SAVES[table](world, "Làm đường hoa")
    assert len(rows(table)) == 1


def test_a_page_adds_the_same_again_after_it_has_added_it_itself(world):
    own: set[int] = set()
    with concurrent_changes.based_on_page(latest_change(), own):
        for _each in range(2):
            SAVES[Task](world, "Làm đường hoa")
    assert len(rows(Task)) == 2
