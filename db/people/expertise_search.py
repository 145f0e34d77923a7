"""Expertise that members agreed to be asked for, found by the words of its subject."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import not_ended_on
from db.kernel.session_context import context_of
from db.models import Expertise, Membership, Role
from db.settings import settings
from db.vietnamese import fold, search_words


def subjects_matching(session: Session, typed: str) -> dict[str, str]:
    """Return subjects by key, labelled as in the viewer's unit, in which every typed word begins a word.

    A workplace gets none, since expertise is offered where a member lives.
    """
    words, viewer = search_words(typed), context_of(session).viewer
    if not words or viewer.role == Role.WORKPLACE:
        return {}
    listed = settings.value_for_unit(session, "expertise", viewer.unit_id)
    labels = {row["key"]: row.get(viewer.language) or row["vi"] for row in listed}
    return {key: label for key, label in labels.items() if _begins_words(words, fold(label).split())}


def members_offering(subjects: Collection[str]):
    """Return a query for the ids of members who offer one of these subjects with consent and are still the viewer's."""
    return select(Expertise.member_id).where(*_offered(subjects))


def subjects_offered(session: Session, member_ids: Collection[int], subjects: Mapping[str, str]) -> dict[int, str]:
    """Return the names of those of these subjects that each of these members offers."""
    if not subjects:
        return {}
    query = select(Expertise.member_id, Expertise.subject).where(
        Expertise.member_id.in_(member_ids), *_offered(subjects)
    )
    found: dict[int, list[str]] = {}
    for member_id, subject in session.exec(query.order_by(Expertise.id)):
        found.setdefault(member_id, []).append(subjects[subject])
    return {member_id: "; ".join(labels) for member_id, labels in found.items()}


def _offered(subjects: Collection[str]) -> list:
    stay = aliased(Membership)
    here = select(stay.id).where(stay.member_id == Expertise.member_id, not_ended_on(stay, clock.today()))
    return [Expertise.subject.in_(subjects), Expertise.consented_on.is_not(None), here.exists()]


def _begins_words(words: list[str], label: list[str]) -> bool:
    return all(any(part.startswith(word) for part in label) for word in words)
