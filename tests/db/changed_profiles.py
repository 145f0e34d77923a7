"""Changes to a member's profile."""

from db.people import profiles
from db.people.profiles import MemberData


def change(viewer, code: str, **typed) -> None:
    seen = profiles.load(viewer, code).facts
    profiles.correct(viewer, code, seen, MemberData(**{**seen.__dict__, **typed}))
