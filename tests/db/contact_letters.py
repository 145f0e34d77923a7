"""Contact members as a workplace's letters introduce them, and placed in a cell."""

from db.calendar import clock
from db.contacts import introductions, placements, receiving
from db.contacts.letters import Letter
from db.contacts.people_named_in_letters import IntroducedPerson
from db.models import Introduction, Member
from db.people.profiles import MemberInput
from tests import people
from tests.rows import rows


def letter(world: people.World, **values) -> Letter:
    given = {"commune_id": world.units["dong_ha"], "workplace_id": world.units["hospital"], "number": "12-GGT/ĐU"}
    return Letter(**{**given, **values})


def person(name: str, born: str | None = None, **values) -> IntroducedPerson:
    exempt = {key: values.pop(key) for key in ("exempt", "not_introduced") if key in values}
    return IntroducedPerson(MemberInput(name=name, born=born, **values), **exempt)


def introduce(world: people.World, *some: IntroducedPerson, who: str = "workplace", **values):
    return introductions.introduce(world.viewers[who], letter(world, **values), some)


def latest_introduction(name: str) -> Introduction:
    """The latest introduction of a person with this name."""
    ids = {member.id for member in rows(Member, name=name)}
    return [row for row in rows(Introduction) if row.member_id in ids][-1]


def placed(world: people.World, name: str, cell: str = "dong_bao", **values) -> Introduction:
    introduce(world, person(name, "1988-01-01", **values))
    receiving.receive(world.commune, [latest_introduction(name).id])
    placements.place_in_cells(world.commune, {latest_introduction(name).id: world.units[cell]}, clock.today())
    return latest_introduction(name)
