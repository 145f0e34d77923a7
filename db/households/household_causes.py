"""Why a household needs help, from a short list: known to the cell, and to the commune as far as it entered it."""

from collections.abc import Collection

from sqlmodel import select

from db.households import named_households
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.kernel.session_context import context_of
from db.models import Household, HouseholdCause
from db.settings import settings

CAUSES = "household_causes"


def list_cause_keys(viewer: Viewer, code: str) -> list[str]:
    """The keys of a household's causes that the viewer may read, each once."""
    query = select(HouseholdCause.cause).join(Household, Household.id == HouseholdCause.household_id)
    with reading(viewer) as session:
        found = session.exec(query.where(Household.code == code).order_by(HouseholdCause.id)).all()
    return list(dict.fromkeys(found))


def replace_causes(viewer: Viewer, code: str, causes: Collection[str], token: str | None = None) -> None:
    """Replace a household's causes; a commune neither sees nor changes those entered by others.

    Raises Invalid for a cause that is not on the list, NotAllowed outside the viewer's cells.
    """
    with writing(viewer, "choose_causes", token=token) as session:
        home = named_households.require_household(session, code)
        keys = {settings.option_key(session, CAUSES, cause, home.unit_id) for cause in causes} - {None}
        standing = session.exec(select(HouseholdCause).where(HouseholdCause.household_id == home.id)).all()
        for row in standing:
            if row.cause not in keys:
                session.delete(row)
        behalf = context_of(session).author.commune_id
        for key in sorted(keys - {row.cause for row in standing}):
            session.add(HouseholdCause(unit_id=home.unit_id, household_id=home.id, cause=key, on_behalf_of=behalf))
