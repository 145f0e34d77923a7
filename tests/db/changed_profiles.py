"""Changes to a member's profile."""

from db.people import profiles
from db.people.profiles import MemberInput


def change(viewer, code: str, **typed) -> None:
    seen = profiles.load(viewer, code).facts
    profiles.correct(viewer, code, seen, MemberInput(**{**seen.__dict__, **typed}))
