"""Writing requests: where the people asked about keep contact, what is asked, and who was asked about before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.spans import span_of
from db.errors import Invalid
from db.kernel import bulk, row_access, validation
from db.kernel.scope import Viewer
from db.models import CommentRequest, Introduction, Membership, MembershipKind, Role
from db.people import member_search
from db.settings import settings
from db.units.units import units_on


class RequestDetails(NamedTuple):
    """What is asked: the occasion, how and when it arrived, and by when an answer is due."""

    occasion: str
    source: str
    received_on: date
    due: date | None = None
    workplace_id: int | None = None
    asked_by: str = ""


class Outsider(NamedTuple):
    """Somebody on no list."""

    name: str
    born: str = ""
    address: str = ""


def contact_stays_on_request_day(
    session: Session, viewer: Viewer, names: Mapping[int, str], details: RequestDetails
) -> dict[int, Membership]:
    """Return the contact stay of each person on the day of the request.

    Raises Invalid for somebody who had left by then; a workplace learns no more than that.
    """
    query = select(Membership).where(Membership.member_id.in_(names), Membership.kind == MembershipKind.CONTACT)
    rows = session.exec(query.order_by(Membership.valid_to.is_(None), Membership.valid_to)).all()
    stays: dict[int, list[Membership]] = {member_id: [] for member_id in names}
    for row in rows:
        stays[row.member_id].append(row)
    return {
        member_id: contact_stay_on(viewer, stays[member_id], names[member_id], details.received_on)
        for member_id in names
    }


def contact_stay_on(viewer: Viewer, stays: Sequence[Membership], name: str, day: date) -> Membership:
    """Return somebody's contact stay on a day, the latest if there are several.

    Raises Invalid for somebody who had left by then; a workplace learns no more than that.
    """
    here = [stay for stay in stays if span_of(stay).contains(day)]
    if here:
        return here[-1]
    left = max((stay.valid_to for stay in stays if stay.valid_to), default=None)
    if left and viewer.role != Role.WORKPLACE:
        raise Invalid("request_after_leaving", name=name, day=left)
    raise Invalid("request_not_listed", name=name)


def insert_requests(
    session: Session, stays: Mapping[int, Membership], details: RequestDetails, again: bool = False
) -> list[int]:
    """Insert requests, skipping people already asked about for the same occasion by the same asker; returns ids."""
    return bulk.insert(session, CommentRequest, new_request_rows(session, stays, details, again))


def new_request_rows(
    session: Session, stays: Mapping[int, Membership], details: RequestDetails, again: bool = False
) -> list[dict[str, Any]]:
    """The requests that do not exist yet; with `again`, also for people asked about before."""
    units = units_on(session, {stay.unit_id for stay in stays.values()}, clock.today())
    workplaces = _workplaces(session, stays) if details.workplace_id is None and not details.asked_by else {}
    rows = [
        {
            "member_id": member_id,
            "commune_id": units[stay.unit_id].parent_id or stay.unit_id,
            **request_columns(details),
            "workplace_id": details.workplace_id or workplaces.get(member_id),
        }
        for member_id, stay in stays.items()
    ]
    open_already = set() if again else _waiting(session, stays, details.occasion)
    return [row for row in rows if (row["member_id"], row["workplace_id"], row["asked_by"]) not in open_already]


def _waiting(session: Session, stays: Mapping[int, Membership], occasion: str) -> set[tuple]:
    columns = (CommentRequest.member_id, CommentRequest.workplace_id, CommentRequest.asked_by)
    open_ones = (CommentRequest.answered_on.is_(None), CommentRequest.closed_on.is_(None))
    query = select(*columns).where(CommentRequest.member_id.in_(stays), CommentRequest.occasion == occasion)
    return {tuple(row) for row in session.exec(query.where(*open_ones))}


def _workplaces(session: Session, stays: Mapping[int, Membership]) -> dict[int, int]:
    """Who introduced these people, which is the asker if none is given."""
    query = select(Introduction.member_id, Introduction.workplace_id).where(
        Introduction.member_id.in_(stays), Introduction.workplace_id.is_not(None), Introduction.ended_on.is_(None)
    )
    return dict(session.exec(query).all())


def exempt_among(session: Session, stays: Mapping[int, Membership]) -> set[int]:
    """Return those who are exempt from meetings in their contact cell, regardless of whether the asker
    may read that.
    """
    with row_access.reading_as_system(session):
        found = member_search.exemptions_on(session, list(stays), clock.today())
    return {
        member_id for member_id, stay in stays.items() if (member_id, stay.unit_id, MembershipKind.CONTACT) in found
    }


def request_columns(details: RequestDetails) -> dict[str, Any]:
    """The columns of a request."""
    return {
        "occasion": details.occasion,
        "source": details.source,
        "received_on": details.received_on,
        "due": details.due,
        "workplace_id": details.workplace_id,
        "asked_by": validation.optional_text(details.asked_by, 200),
    }


def require_valid_request(session: Session, unit_id: int | None, details: RequestDetails) -> None:
    """Raise Invalid for a choice that is not on the list, or an impossible day."""
    if not details.occasion:
        raise Invalid("request_occasion_missing")
    settings.option_key(session, "request_occasions", details.occasion, unit_id or 0)
    settings.option_key(session, "request_sources", details.source, unit_id or 0)
    if details.received_on > clock.today():
        raise Invalid("day_too_far", day=details.received_on)
    validation.event_day(details.received_on)
    validation.event_day(details.due)
    if details.due and details.due < details.received_on:
        raise Invalid("day_before_start", day=details.received_on)
