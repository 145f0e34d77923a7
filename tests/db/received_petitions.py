"""Petitions as a cell receives them, and the household that one comes from."""

from datetime import date

from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Household
from db.petitions import petition_list, petitions
from db.petitions.petition_list import PetitionFilter
from db.petitions.petitions import PetitionInput
from tests.rows import rows

TODAY, EARLY = date(2026, 11, 22), date(2026, 10, 1)
TEXT = "Đường vào thôn ngập nước, đề nghị làm cống"


def follow_household(world) -> str:
    """A household that the cell follows by name; returns its code."""
    names = {"name": "Hộ bà M.", "sort_key": "m", "search_key": "ho ba m"}
    with writing(SYSTEM, "home") as session:
        bulk.insert(session, Household, [{"unit_id": world.units["dong_bao"], **names}])
    return rows(Household)[0].code


def receive(world, viewer=None, cell="dong_bao", day=EARLY, text=TEXT, source="visit", **more) -> str:
    asked = PetitionInput(text, source, day, **more)
    return petitions.receive(viewer or world.secretary, world.units[cell], asked)


def forwarded(world) -> str:
    code = receive(world)
    petitions.forward(world.secretary, code)
    return code


def listed(viewer, **wanted) -> list[str]:
    return [line.code for line in petition_list.list_all(viewer, PetitionFilter(**wanted))]
