"""Addresses of another cell's households, visits, petitions, models, sources and evaluations: a user who types or is
sent one sees nothing of it, in no text, choice or field.
"""

from datetime import date

import pytest

from db.admissions import candidates
from db.admissions.candidates import CandidateInput
from db.households import assignments, groups, household_help, named_households
from db.households.assignments import AssignmentTargets
from db.households.household_help import HelpInput
from db.initiatives import initiatives
from db.initiatives.initiatives import InitiativeInput
from db.models import Unit
from db.petitions import petitions
from db.petitions.petitions import PetitionInput
from tests.pages import said, shown
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
HIDDEN = "Của chi bộ khác"


@pytest.fixture
def addresses(world) -> list[tuple[str, dict[str, str]]]:
    """Pages with addresses that reveal the first cell's codes."""
    unit, an, since = world.units["dong_bao"], code_of(world, "an"), date(2026, 1, 1)
    cell = rows(Unit, id=unit)[0].code
    cluster = groups.create(world.secretary, unit, HIDDEN, 17)
    home = named_households.create(world.secretary, cluster, HIDDEN, HIDDEN, since)
    assignments.assign(world.secretary, unit, [an], AssignmentTargets(groups=[cluster]), since)
    household_help.record(world.secretary, home, HelpInput("care", "member", date(2026, 5, 1), an))
    initiatives.create(world.secretary, unit, InitiativeInput(HIDDEN, cluster, 3, an))
    petition = petitions.receive(world.secretary, unit, PetitionInput(HIDDEN, "front", date(2026, 11, 1)))
    candidate = candidates.propose(world.secretary, unit, CandidateInput(HIDDEN, 1999, since))
    return [
        ("households/households", {"households_cell": cell}),
        ("households/group", {"household": cluster}),
        ("households/household", {"household": home}),
        ("households/assignment_proposal", {"proposal_cell": cell}),
        ("households/visits", {"visits_cell": cell}),
        ("households/sheets", {"sheets_cell": cell, "member": an}),
        ("households/petitions", {"petition": petition}),
        ("households/petitions", {"petitions_view": "new", "petitions_household": home}),
        ("households/initiatives", {"initiatives_cell": cell}),
        ("people/admissions", {"candidate": candidate}),
        ("people/evaluations", {"unit": cell, "evaluations_within": cell}),
        ("people/member_year", {"work_cell": cell, "member": an}),
    ]


def seen(viewer, page: str, query: dict[str, str]) -> str:
    """Everything on a page, including its choices and fields."""
    app = shown(viewer, f"pages/{page}.py", **query)
    offered = [each.options for each in (*app.selectbox, *app.button_group)]
    typed = [each.value for each in (*app.text_input, *app.text_area)]
    linked = [each.proto.label for each in app.get("page_link")]
    return f"{said(app)} {offered} {typed} {linked}"


@pytest.mark.parametrize("stranger", ["neighbour", "other_commune"])
def test_nothing_of_another_cell_is_seen_by_its_address(world, addresses, stranger):
    for page, query in addresses:
        told = seen(getattr(world, stranger), page, query)
        assert HIDDEN not in told, page
        assert "Nguyễn Văn An" not in told, page


def test_its_own_cell_sees_it_at_each_address(world, addresses):
    told = {page: seen(world.secretary, page, query) for page, query in addresses}
    blind = {page for page, text in told.items() if HIDDEN not in text and "Nguyễn Văn An" not in text}
    assert blind == {
        "households/assignment_proposal",
        "people/evaluations",
    }  # these show numbers only, or names in a grid
