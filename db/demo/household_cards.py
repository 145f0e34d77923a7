"""Household cards of the demonstration: causes, help given, and the years whose classes a cell has reviewed."""

from datetime import timedelta

from sqlalchemy import select

from db.calendar.months import months_before
from db.demo.bulk_filler import BulkFiller
from db.demo.district_state import District, seeded_random
from db.models import Assignment, ClassReview, Household, HouseholdCause, HouseholdHelp, UnitKind

CAUSES = ("capital", "labour", "knowledge", "spending", "tools", "land")
HELP = (  # kind, giver, amount in đồng
    ("goods", "front", 500_000),
    ("care", "member", None),
    ("money", "enterprise", 2_000_000),
    ("loan", "cell", 50_000_000),
    ("knowledge", "member", None),
    ("work", "neighbours", None),
    ("housing", "commune", 20_000_000),
)
YEARS, REVIEWED = 3, 0.9  # years back, share of the cells


def fill(filler: BulkFiller, district: District) -> None:
    """Add the reviewed years of most cells, and one or two causes and some help for each household known by name."""
    for cell in district.cells:
        if cell.kind == UnitKind.CELL and cell.own and cell.stands_on(district.today):
            random = seeded_random("reviews", cell.id)
            for back in range(YEARS):
                if random.random() < REVIEWED:
                    filler.add(ClassReview, unit_id=cell.id, year=district.today.year - back)
    charged = select(Assignment.household_id, Assignment.member_id).where(Assignment.household_id.is_not(None))
    carers = {row.household_id: row.member_id for row in filler.query(charged)}
    for home in filler.query(select(Household.id, Household.unit_id).order_by(Household.id)):
        random = seeded_random("cards", home.id)
        about = {"unit_id": home.unit_id, "household_id": home.id}
        for cause in random.sample(CAUSES, random.randint(1, 2)):
            filler.add(HouseholdCause, **about, cause=cause)
        for place, (kind, giver, amount) in enumerate(random.sample(HELP, random.randint(1, 4))):
            day = months_before(district.today, 2 * place) - timedelta(days=random.randrange(20))
            member = carers.get(home.id) if giver == "member" else None
            filler.add(
                HouseholdHelp, **about, helped_on=day, kind=kind, giver=giver, member_id=member, amount=amount,
                approximate=amount is not None and random.random() < 0.5,
            )  # fmt: skip
    filler.write()
