"""Evaluating a cell's members: typing a draft and saving it."""

from db.assessments.marked_sheet import FOR_ALL, LIST, draft_part
from db.drafts.drafts import DraftField
from db.evaluations import evaluation_draft, evaluation_list_writer

YEAR = 2026


def typed(world, values: dict, who: str = "secretary", seen: dict | None = None) -> None:
    evaluation_draft.save_values(world.viewers[who], world.units["dong_bao"], YEAR, values, seen or {})


def of_all(**answers: str) -> dict:
    return {DraftField(LIST, f"{FOR_ALL}{item}"): answer for item, answer in answers.items()}


def of_list(**values: str) -> dict:
    return {DraftField(LIST, name): value for name, value in values.items()}


def of_one(world, key: str, **answers: str) -> dict:
    return {DraftField(draft_part(world.members[key]), item): answer for item, answer in answers.items()}


def save(world, values: dict, who: str = "secretary") -> int:
    typed(world, values, who)
    return evaluation_list_writer.save(world.viewers[who], world.units["dong_bao"], YEAR)
