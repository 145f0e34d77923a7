"""Who reads the text of a petition, who knows where it came from, and who may act on it."""

import pytest

from db.errors import Conflict, NotAllowed
from db.figures import petition_counts
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Change, Household, Meeting, Petition, PetitionOrigin, PetitionText
from db.petitions import petition_list, petitions
from db.petitions.petitions import PetitionInput
from tests.db.received_petitions import EARLY, TEXT, TODAY, follow_household, forwarded, listed, receive
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def home(world) -> str:
    """A household that the cell follows by name."""
    return follow_household(world)


def test_the_text_is_read_by_the_cell_and_those_it_reached_and_counted_by_everybody_above(world):
    code = receive(world)
    for viewer in (world.commune, world.district, world.neighbour, world.other_commune):
        with pytest.raises(NotAllowed):
            petition_list.find(viewer, code)
        assert listed(viewer) == []
    assert listed(world.assistant) == [code]
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.commune)).open == 1
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.district)).open == 1
    assert petition_counts.total(part.count for part in petition_counts.by_unit(world.other_commune)).received == 0
    petitions.forward(world.secretary, code)
    assert listed(world.commune) == [code]
    assert listed(world.district) == listed(world.other_commune) == []
    petitions.forward(world.commune, code)
    assert listed(world.commune) == listed(world.district) == [code], "what was passed on stays in sight"


def test_the_origin_stays_in_the_cell_and_nothing_is_kept_of_an_anonymous_petition(world, home):
    code = receive(world, household=home)
    petitions.forward(world.secretary, code)
    assert petition_list.find(world.commune, code).origin is None
    petitions.forward(world.commune, code)
    assert petition_list.find(world.district, code).origin is None
    receive(world)
    assert len(rows(PetitionOrigin)) == 1
    assert set(PetitionText.model_fields) == {
        "id",
        "petition_id",
        "unit_id",
        "text",
        "body",
        "answer",
        "closed_because",
    }


def test_a_petition_corrected_to_anonymous_keeps_nothing_of_its_origin(world, home):
    code = receive(world, household=home)
    petitions.correct(world.secretary, code, PetitionInput(TEXT, "visit", EARLY))
    assert rows(PetitionOrigin) == []


def test_an_origin_noted_by_the_cell_is_kept_when_the_commune_corrects_its_petition(world, home):
    code = receive(world, world.commune)
    petitions.correct(world.secretary, code, PetitionInput(TEXT, "visit", EARLY, household=home))
    petitions.correct(world.commune, code, PetitionInput(TEXT, "meeting", EARLY))
    (origin,) = rows(PetitionOrigin)
    assert (origin.household_id, origin.on_behalf_of) == (rows(Household)[0].id, None)
    brought = PetitionInput(TEXT, "meeting", EARLY, member=code_of(world, "dung"))
    with pytest.raises(Conflict) as refused:
        petitions.correct(world.commune, code, brought)
    assert refused.value.code == "petition_origin_known"
    petitions.delete(world.commune, code)
    assert rows(PetitionOrigin) == rows(PetitionText) == rows(Petition) == []


def test_copies_in_the_history_are_as_restricted_as_their_originals(world, home):
    petitions.forward(world.secretary, receive(world, household=home))
    found = {(row.table_name, row.audience) for row in rows(Change)}
    assert found >= {("petition", "figures"), ("petition_text", "cell"), ("petition_origin", "cell")}
    assert ("petition_text", "petitions") not in found


def test_nobody_acts_on_a_petition_that_is_not_in_his_hands(world):
    code = receive(world)
    for viewer in (world.neighbour, world.commune, world.district, world.other_commune, world.workplace, world.admin):
        for act in (
            lambda v=viewer: petitions.forward(v, code),
            lambda v=viewer: petitions.answer(v, code, "x", TODAY),
            lambda v=viewer: petitions.close(v, code, "x", TODAY),
            lambda v=viewer: petitions.correct(v, code, PetitionInput("x", "visit", EARLY)),
            lambda v=viewer: petitions.delete(v, code),
        ):
            with pytest.raises(NotAllowed):
                act()
    for viewer, cell in ((world.neighbour, "dong_bao"), (world.district, "dong_bao"), (world.commune, "nui_doi")):
        with pytest.raises(NotAllowed):
            receive(world, viewer, cell)
    petitions.forward(world.secretary, code)
    with pytest.raises(NotAllowed):
        petitions.forward(world.secretary, code)
    with pytest.raises(NotAllowed):
        petitions.close(world.secretary, code, "không có", TODAY)
    petitions.answer(world.commune, code, "Đã xem", TODAY)
    petitions.forward(world.commune, other := forwarded(world))
    with pytest.raises(NotAllowed):
        petitions.record_answer_told(world.district, other, TODAY)


def test_nothing_of_another_cell_can_be_linked_to_a_petition(world):
    with writing(SYSTEM, "far") as session:
        unit = world.units["nui_doi"]
        session.add(Household(unit_id=unit, name="Hộ xa", sort_key="x", search_key="x"))
        held = {"type": "regular", "period": 202611, "audience": "own", "state": "held"}
        session.add(Meeting(unit_id=unit, area_id=world.units["tay_son"], **held))
    for more in (
        {"household": rows(Household)[0].code},
        {"member": code_of(world, "lan")},
        {"meeting": rows(Meeting)[0].code},
        {"household": "no-such-code"},
    ):
        with pytest.raises(NotAllowed):
            receive(world, **more)
    with pytest.raises(NotAllowed):
        receive(world, world.commune, "ben_da", household=_household_in(world, "dong_bao"))
    assert rows(Petition) == rows(PetitionText) == []


def _household_in(world, cell: str) -> str:
    with writing(SYSTEM, "near") as session:
        session.add(home := Household(unit_id=world.units[cell], name="Hộ gần", sort_key="g", search_key="g"))
        session.flush()
        return home.code
