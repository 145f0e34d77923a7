"""Saving input for a cell's evaluations to its shared draft: answers for one person or the whole list."""

from collections.abc import Mapping

from db.assessments import assessment_draft
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.evaluations import evaluation_list
from db.kernel import row_access
from db.kernel.scope import Audience, Viewer, Work
from db.kernel.session import reading, writing


def save_values(
    viewer: Viewer,
    unit_id: int,
    year: int,
    values: Mapping[DraftField, str | None],
    seen: Mapping[DraftField, str | None],
) -> dict[DraftField, str | None]:
    """Save typed values to the draft; returns those that were kept. `seen` is what the author saw in these fields.

    Raises NotAllowed outside the viewer's cells, Invalid for a text that is too long.
    """
    values = assessment_draft.clean_answers(values)
    with writing(viewer, "type") as session:
        row_access.require_cell_work(session, unit_id, Work.ASSESSMENTS)
        place = evaluation_list.draft_key(unit_id, year)
        drafts.save_values_in(session, place, values, seen, Audience.ASSESSMENTS)
    return values


def resolve_conflict(viewer: Viewer, unit_id: int, year: int, field: DraftField, value: str | None) -> None:
    """Settle a conflict between two people by choosing this value."""
    with reading(viewer) as session:
        evaluation_list.require_cell_year(session, unit_id, year)
    drafts.resolve_conflict(viewer, evaluation_list.draft_key(unit_id, year), field, value)
