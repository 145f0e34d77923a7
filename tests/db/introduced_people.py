"""People introduced by the hospital to Đông Hà, and that commune's line of the reconciliation."""

from datetime import date

from db.contacts import reconciliation
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState
from tests import people
from tests.db.introduction_stories import TODAY
from tests.db.placed_members import add_person


def introduce(world: people.World, count: int, **columns) -> list[int]:
    """This many people introduced by the hospital to Đông Hà, as the columns say."""
    sides = {"workplace_id": world.units["hospital"], "commune_id": world.units["dong_ha"]}
    told = {"state": IntroductionState.INTRODUCED, "sent_on": date(2026, 3, 2)} | columns
    with writing(SYSTEM, "introduce") as session:
        members = [add_person(session, f"Vũ Thị Hoa {number}") for number in range(count)]
        return bulk.insert(session, Introduction, [{"member_id": each, **sides, **told} for each in members])


def dong_ha(world, day: date = TODAY, viewer=None) -> reconciliation.UnitReconciliation:
    lines = reconciliation.by_commune_or_workplace(viewer or world.district, day)
    return next(line for line in lines if line.unit_id == world.units["dong_ha"])
