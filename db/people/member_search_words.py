"""Typed words: what a search of members looks for, by name and number, and by an expertise of that name."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import case
from sqlmodel import Session, and_, or_

from db.models import Member, Membership
from db.people import offered_expertise
from db.vietnamese import fold


class TypedWords(NamedTuple):
    """What was typed: the condition on the name, and the subjects of expertise that are called so."""

    by_name: list
    subjects: Mapping[str, str]

    @property
    def conditions(self) -> list:
        """The conditions on memberships joined with their members."""
        if not self.subjects:
            return self.by_name
        offering = offered_expertise.members_offering(self.subjects)
        return [or_(and_(*self.by_name), Member.id.in_(offering))]

    @property
    def order(self) -> list:
        """Those of that name before those who only know something called so."""
        return [case((and_(*self.by_name), 0), else_=1)] if self.subjects else []


def read_search(session: Session, typed: str, *, by_name: bool = False) -> TypedWords:
    """What was typed, folded; on request only as a name or a number."""
    subjects = {} if by_name else offered_expertise.subjects_matching(session, typed)
    return TypedWords([_matching(word) for word in fold(typed).split()], subjects)


def _matching(word: str):
    """A word begins one of the words of the name; digits are a number on the sheet or the year of birth."""
    if word.isdigit():
        return (
            or_(Membership.roster_number == int(word[:6]), Member.born.startswith(word))
            if len(word) == 4
            else Membership.roster_number == int(word[:6])
        )
    return or_(Member.search_key.startswith(word), Member.search_key.contains(f" {word}"))
