"""The words of a member search: names and numbers, and subjects of expertise."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import case
from sqlmodel import Session, and_, or_

from db.models import Member, Membership
from db.people import expertise_search
from db.vietnamese import search_words


class MemberSearch(NamedTuple):
    """A parsed search: the condition on the name, and the matching subjects of expertise."""

    by_name: list
    subjects: Mapping[str, str]

    @property
    def conditions(self) -> list:
        """Conditions on memberships joined with their members."""
        if not self.subjects:
            return self.by_name
        offering = expertise_search.members_offering(self.subjects)
        return [or_(and_(*self.by_name), Member.id.in_(offering))]

    @property
    def order(self) -> list:
        """Matches by name before matches by expertise."""
        return [case((and_(*self.by_name), 0), else_=1)] if self.subjects else []


def parse_search(session: Session, typed: str, *, by_name: bool = False) -> MemberSearch:
    """Parse typed words, folded; with `by_name` only as a name or number."""
    subjects = {} if by_name else expertise_search.subjects_matching(session, typed)
    return MemberSearch([_matching(word) for word in search_words(typed)], subjects)


def _matching(word: str):
    """Words match the beginning of a word of the name; digits match the number on the sheet or the year of birth."""
    if word.isdigit():
        return (
            or_(Membership.roster_number == int(word[:6]), Member.born.startswith(word))
            if len(word) == 4
            else Membership.roster_number == int(word[:6])
        )
    return or_(Member.search_key.startswith(word), Member.search_key.contains(f" {word}"))
