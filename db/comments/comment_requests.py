"""Requests for comments: by whom, about whom, for what occasion, by when, and whose turn it is.

They come from a workplace's account, or the commune enters what arrived on paper, as a list, at the counter or through
the portal. People on no list may be asked about, too; their identity is erased some months after the answer.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, select

from db.calendar import clock
from db.calendar.validity import valid_on
from db.comments import comment_issue, request_list, request_writer
from db.comments.comment_issue import IssueOrder
from db.comments.request_list import day_months_ago
from db.comments.request_writer import Outsider, RequestDetails
from db.errors import Invalid, NotAllowed
from db.kernel import bulk, row_access, validation
from db.kernel.scope import SYSTEM, Viewer
from db.kernel.session import writing
from db.models import CommentRequest, Member, Membership, MembershipKind, Role
from db.settings import settings
from db.vietnamese import person_sort_key

YEARLY = "yearly_classification"  # the occasion for which nobody asks about exempt members
OUTSIDERS = frozenset({"admission", "candidacy"})  # occasions that may concern somebody who is on no list
COUNTER, WORKPLACE = "counter", "workplace"


def add(viewer: Viewer, member_codes: Collection[str], details: RequestDetails, token: str | None = None) -> int:
    """Enter a request about each of these people, skipping open ones; returns how many were entered.

    Raises NotAllowed for somebody whom the viewer may not see, Invalid for an impossible day or choice, somebody who
    left before it, or somebody exempt on the yearly occasion.
    """
    with writing(viewer, "request_comments", token=token) as session:
        people = session.exec(select(Member.id, Member.name).where(Member.code.in_(list(member_codes)))).all()
        if len(people) != len(set(member_codes)) or not people:
            raise NotAllowed()
        names = {row.id: row.name for row in people}
        request_writer.require_valid_request(session, viewer.unit_id, details)
        stays = request_writer.contact_stays_on_request_day(session, viewer, names, details)
        if details.occasion == YEARLY:
            _refuse_exempt(session, names, stays)
        return len(request_writer.insert_requests(session, stays, details))


def add_outsider(viewer: Viewer, person: Outsider, details: RequestDetails, token: str | None = None) -> str:
    """Enter a request about somebody on no list; return its code.

    Raises Invalid for an occasion that does not apply, an impossible name, or a missing asker.
    """
    with writing(viewer, "request_comments", token=token) as session:
        row = CommentRequest(**outsider_columns(viewer, person, details))
        request_writer.require_valid_request(session, row.commune_id, details)
        session.add(row)
        return row.code


def outsider_columns(viewer: Viewer, person: Outsider, details: RequestDetails) -> dict[str, Any]:
    """The columns of a request about somebody on no list; raises as `add_outsider` does."""
    if details.occasion not in OUTSIDERS:
        raise Invalid("request_occasion_outsider")
    commune_id = _own_commune(viewer)
    if not (details.asked_by or details.workplace_id):
        raise Invalid("request_asker_missing")
    who = {
        "person": validation.person_name(person.name),
        "born": _birth(person.born),
        "address": validation.optional_text(person.address, 200),
    }
    return {"commune_id": commune_id, **who, **request_writer.request_columns(details)}


def ask_for_all(viewer: Viewer, occasion: str, due: date | None, token: str | None = None) -> int:
    """Ask about all people of a workplace who are in a cell, except exempt ones on the yearly occasion; returns how
    many. Raises NotAllowed for other roles, Invalid if nobody is left to ask about.
    """
    if viewer.role != Role.WORKPLACE:
        raise NotAllowed()
    asked = RequestDetails(occasion, WORKPLACE, clock.today(), due, viewer.unit_id)
    with writing(viewer, "request_comments", token=token) as session:
        request_writer.require_valid_request(session, viewer.unit_id, asked)
        contact = (Membership.kind == MembershipKind.CONTACT, valid_on(Membership, asked.received_on))
        ours = select(Membership).where(*contact, Membership.member_id.in_(select(Member.id)))
        stays = {stay.member_id: stay for stay in session.exec(ours)}
        if occasion == YEARLY:
            exempt = request_writer.exempt_among(session, stays)
            stays = {member_id: stay for member_id, stay in stays.items() if member_id not in exempt}
        made = request_writer.insert_requests(session, stays, asked)
        if not made:
            raise Invalid("request_nobody")
        return len(made)


def issue_at_counter(
    viewer: Viewer, member_code: str, details: RequestDetails, order: IssueOrder, token: str | None = None
) -> str:
    """Answer a request at once from a confirmed and recent assessment; returns the document's code.

    Raises Invalid("assessment_missing") if there is none, and as `add` and `comment_issue.issue_comments` do.
    """
    with writing(viewer, "issue_comments", token=token) as session:
        member = row_access.require_member(session, member_code)
        request_writer.require_valid_request(session, viewer.unit_id, details)
        stays = request_writer.contact_stays_on_request_day(session, viewer, {member.id: member.name}, details)
        (request_id,) = request_writer.insert_requests(session, stays, details, again=True)
        session.expire_all()
        assessment = request_list.usable_assessments(session, [member.id], stays[member.id].unit_id).get(member.id)
        if assessment is None or assessment.confirmed_on is None:
            raise Invalid("assessment_missing", name=member.name)
        comment_issue.require_seen(session, [assessment])
        return comment_issue.answer_request(
            session, viewer, session.get_one(CommentRequest, request_id), assessment, order
        )


def close(viewer: Viewer, code: str, because: str) -> None:
    """Close a request without an answer. Raises Invalid without a reason or if it was answered."""
    with writing(viewer, "close_request") as session:
        row = _open_row(session, code)
        row.closed_because = validation.optional_text(because, 200)
        if not row.closed_because:
            raise Invalid("reason_missing")
        row.closed_on = clock.today()


def record_answer_on_paper(viewer: Viewer, code: str, day: date | None) -> None:
    """Record that a request about somebody on no list was answered on paper. Raises Invalid for an impossible day."""
    with writing(viewer, "answer_request") as session:
        row = _open_row(session, code)
        if row.member_id is not None:
            raise NotAllowed()
        row.answered_on = validation.end_day(day, row.received_on)


def mark_answers_announced(viewer: Viewer, day: date | None) -> int:
    """Mark all answers so far as announced by a workplace to its people; returns how many comments these are.

    Raises NotAllowed for other roles, Invalid for a day in the future or if there is nothing new.
    """
    if viewer.role != Role.WORKPLACE:
        raise NotAllowed()
    if day is None:
        raise Invalid("day_missing")
    if day > clock.today():
        raise Invalid("day_too_far", day=day)
    with writing(viewer, "announce_comments") as session:
        rows = session.exec(
            select(CommentRequest).where(CommentRequest.answered_on <= day, CommentRequest.announced_on.is_(None))
        ).all()
        if not rows:
            raise Invalid("announcement_empty")
        for row in rows:
            row.announced_on = day
        return len(rows)


def _refuse_exempt(session: Session, names: Mapping[int, str], stays: Mapping[int, Membership]) -> None:
    if exempt := request_writer.exempt_among(session, stays):
        raise Invalid(
            "request_exempt_yearly", people=sorted((names[member_id] for member_id in exempt), key=person_sort_key)
        )


def _own_commune(viewer: Viewer) -> int:
    if viewer.role != Role.COMMUNE or viewer.unit_id is None:
        raise NotAllowed()
    return viewer.unit_id


def _birth(typed: str) -> str | None:
    """A year of birth, or None. Raises Invalid for anything else."""
    year = (typed or "").strip()
    if year and not (year.isascii() and year.isdigit() and 1900 <= int(year) <= clock.today().year):
        raise Invalid("birth_year_unfit")
    return year or None


def _open_row(session: Session, code: str) -> CommentRequest:
    row = row_access.require_by_code(session, CommentRequest, code)
    if row.answered_on or row.closed_on:
        raise Invalid("request_ended")
    return row


def erase_outsiders() -> int:
    """Erase the identity of people on no list from requests that ended long enough ago; returns how many.

    Run by the nightly job; the request stays as an anonymous line.
    """
    with writing(SYSTEM, "erase_outsiders") as session, bulk.without_history(session):
        columns = (CommentRequest.id, CommentRequest.commune_id, CommentRequest.answered_on, CommentRequest.closed_on)
        rows = session.exec(select(*columns).where(CommentRequest.person.is_not(None))).all()
        since = {
            unit_id: day_months_ago(settings.value_for_unit(session, "outsider_months", unit_id))
            for unit_id in {row.commune_id for row in rows}
        }
        old = [row.id for row in rows if (ended := row.answered_on or row.closed_on) and ended < since[row.commune_id]]
        nobody = {"person": None, "born": None, "address": None}
        bulk.update(session, CommentRequest, [{"id": request_id, **nobody} for request_id in old])
        return len(old)
