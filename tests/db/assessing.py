"""Assessing a cell's contact members: typing a draft and saving it."""

from datetime import date

from db.assessments import assessment_draft, assessment_list, assessment_list_writer
from db.assessments.marked_sheet import FOR_ALL, LIST, draft_part
from db.drafts.drafts import DraftField
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Account, Assessment, Exemption, ExemptionClass
from tests.rows import rows

YEAR, TODAY = 2026, date(2026, 11, 22)
MARKS = {
    "example": "example_yes", "civic_duty": "civic_yes", "meetings": "full", "contact": "contact_yes",
    "activities": "activities_yes", "proposal": "no_proposal",
}  # fmt: skip


def typed(world, values: dict, who: str = "secretary", seen: dict | None = None) -> None:
    assessment_draft.save_values(world.viewers[who], world.units["dong_bao"], YEAR, values, seen or {})


def of_all(**marks: str) -> dict:
    return {DraftField(LIST, f"{FOR_ALL}{item}"): mark for item, mark in (MARKS | marks).items()}


def of_one(world, key: str, **answers: str) -> dict:
    return {DraftField(draft_part(world.members[key]), item): answer for item, answer in answers.items()}


def of_list(**values: str) -> dict:
    return {DraftField(LIST, name): value for name, value in values.items()}


def sheet(world, who: str = "secretary"):
    return assessment_list.load(world.viewers[who], world.units["dong_bao"], YEAR)


def saved(world, who: str = "secretary"):
    return assessment_list_writer.save(world.viewers[who], world.units["dong_bao"], YEAR)


def assess(world, who: str = "secretary", **marks: str) -> str:
    """Dung is assessed, agreed with the Front committee; returns the code."""
    typed(world, of_all(**marks) | of_list(front_agreed_on="2026-11-20", minutes_dated="2026-11-20"), who)
    saved(world, who)
    return rows(Assessment)[0].code


def exempt(world) -> None:
    about = {"member_id": world.members["dung"], "unit_id": world.units["dong_bao"], "kind": ExemptionClass.CONTACT}
    with writing(SYSTEM, "test") as session:
        session.add(Exemption(**about, valid_from=date(2026, 1, 1)))


def bind(world, who: str, member: str) -> None:
    """Link somebody's account to that member."""
    with writing(SYSTEM, "test") as session:
        session.get_one(Account, world.viewers[who].account_id).member_id = world.members[member]
