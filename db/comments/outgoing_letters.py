"""Letters that a workplace prints, signs and sends: introducing its people, and requesting comments on them."""

import re
from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.calendar import clock
from db.comments import paper_facts
from db.errors import NotAllowed
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.models import CommentRequest, Introduction, IntroductionState, Role
from db.papers import paper_formatting, templates
from db.settings import settings
from db.units.units import names_on

INTRODUCTION, REQUEST = "introduction_letter", "comment_request"
EXEMPT = "Thuộc đối tượng giới thiệu nhưng được miễn sinh hoạt nơi cư trú."
WRITTEN = (IntroductionState.INTRODUCED, IntroductionState.RECEIVED, IntroductionState.PLACED)


class SentLetter(NamedTuple):
    """A letter of introduction: number and day, if known, and how many people it names."""

    number: str | None
    day: date | None
    people: int


class LetterSet(NamedTuple):
    """The contents of letters, one dict per page, and the workplace's own template, if any."""

    pages: list[dict[str, Any]]
    template: bytes | None


def list_introductions(viewer: Viewer) -> list[SentLetter]:
    """The workplace's letters of introduction, latest first.

    Raises NotAllowed for other roles.
    """
    _require_workplace(viewer)
    with reading(viewer) as session:
        counts: dict[tuple, int] = defaultdict(int)
        for row in session.exec(_introduced(viewer)):
            counts[row.letter, row.letter_date] += 1
    found = [SentLetter(*key, count) for key, count in counts.items()]
    return sorted(found, key=lambda letter: (letter.day or date.min, letter.number or ""), reverse=True)


def load_introductions(viewer: Viewer, letter: SentLetter) -> LetterSet:
    """A page for each person named in a letter, by commune and name. Raises NotAllowed for other roles."""
    _require_workplace(viewer)
    day = letter.day or clock.today()
    with reading(viewer) as session:
        same = [row for row in session.exec(_introduced(viewer)) if (row.letter, row.letter_date) == letter[:2]]
        people = paper_facts.people_facts(session, {row.member_id for row in same}, day)
        communes = names_on(session, {row.commune_id for row in same}, day)
        common = _common(session, viewer, day)
        number = re.match(r"\d+", letter.number or "")
        places = {unit_id: at for at, unit_id in enumerate(communes)}
        pages = [
            {
                **people[row.member_id].values,
                **common,
                "so": number[0] if number else paper_formatting.BLANK,
                "kinh gui": paper_formatting.party_body_name(paper_formatting.COMMITTEE, communes[row.commune_id]),
                "dien mien": EXEMPT if row.exempt else "",
            }
            for row in sorted(same, key=lambda row: (places[row.commune_id], people[row.member_id].sort_key))
        ]
        return LetterSet(pages, _template(session, INTRODUCTION, viewer))


def load_requests(viewer: Viewer) -> LetterSet:
    """A letter for each commune, occasion and day with unanswered requests of the workplace.

    Raises NotAllowed for other roles.
    """
    _require_workplace(viewer)
    today = clock.today()
    columns = ("member_id", "commune_id", "occasion", "due")
    waiting = (CommentRequest.answered_on.is_(None), CommentRequest.closed_on.is_(None))
    query = select(*(getattr(CommentRequest, name) for name in columns)).where(
        CommentRequest.workplace_id == viewer.unit_id, CommentRequest.member_id.is_not(None), *waiting
    )
    with reading(viewer) as session:
        rows = session.exec(query.order_by(CommentRequest.id)).all()
        people = paper_facts.people_facts(session, {row.member_id for row in rows}, today)
        cells = paper_facts.contact_cell_of_each(session, people)
        names = names_on(session, {*cells.values(), *(row.commune_id for row in rows)}, today)
        occasions = settings.value_for_unit(session, "request_occasions", viewer.unit_id or 0)
        words = {row["key"]: row["vi"] for row in occasions}
        common = _common(session, viewer, today)
        letters: dict[tuple, set[int]] = defaultdict(set)
        for row in rows:
            letters[row.commune_id, row.occasion, row.due].add(row.member_id)
        pages = []
        for (commune_id, occasion, due), members in letters.items():
            purpose = words.get(occasion, occasion)
            named = sorted((people[each] for each in members), key=lambda person: person.sort_key)
            pages.append(
                {
                    **common,
                    "so": paper_formatting.BLANK,
                    "kinh gui": paper_formatting.party_body_name(paper_formatting.COMMITTEE, names[commune_id]),
                    "muc dich": f"phục vụ việc {purpose[0].lower()}{purpose[1:]}",
                    "thoi han": f"Đề nghị gửi nhận xét trước ngày {paper_formatting.day_text(due)}." if due else "",
                    "nguoi": [
                        {
                            "so": str(at),
                            "ho va ten": person.values["ho va ten"],
                            "ngay sinh": person.values["ngay sinh"],
                            "chi bo": names.get(cells.get(person.member_id, 0), ""),
                        }
                        for at, person in enumerate(named, 1)
                    ],
                }
            )
        return LetterSet(pages, _template(session, REQUEST, viewer))


def _require_workplace(viewer: Viewer) -> None:
    if viewer.role != Role.WORKPLACE or viewer.unit_id is None:
        raise NotAllowed()


def _introduced(viewer: Viewer) -> Any:
    columns = ("member_id", "commune_id", "exempt", "letter", "letter_date")
    return select(*(getattr(Introduction, name) for name in columns)).where(
        Introduction.workplace_id == viewer.unit_id,
        Introduction.state.in_(WRITTEN),
        Introduction.ended_on.is_(None),
    )


def _common(session: Session, viewer: Viewer, day: date) -> dict[str, str]:
    """Heading, signature and legal basis of a workplace's letters."""
    unit_id = viewer.unit_id or 0
    return {
        **paper_facts.unit_heading(session, unit_id, day),
        "can cu": paper_facts.basis_sentence(paper_facts.contact_rule(session, unit_id, day)),
        "chuc danh ky": "BÍ THƯ",
        "nguoi ky": paper_facts.secretaries(session, [unit_id], day).get(unit_id, ""),
    }


def _template(session: Session, kind: str, viewer: Viewer) -> bytes | None:
    own = templates.template_in_use(session, kind, viewer.unit_id or 0)
    return own.content if own else None
