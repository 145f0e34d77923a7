"""A cell's list for a year: whom to assess, what is saved, and what is in draft."""

import hashlib
from collections import defaultdict

from sqlalchemy import BindParameter, bindparam
from sqlmodel import Session, select

from db.access_log import need_to_know_reads
from db.assessments import assessed_people, assessment_forms, assessment_sheet, marked_sheet, year_counts
from db.assessments.assessed_people import AssessedPerson
from db.assessments.assessment_forms import AssessmentForm
from db.assessments.assessment_sheet import AssessmentLine, AssessmentSheet, SavedAssessment
from db.assessments.mark_storage import split_marks
from db.assessments.marked_sheet import FOR_ALL, LIST
from db.assessments.year_counts import CountsByMember, YearCounts
from db.calendar import clock
from db.drafts import drafts
from db.drafts.drafts import DraftContent, DraftKey
from db.errors import Invalid, NotAllowed
from db.kernel.audience import Audience
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.kernel.session_context import context_of
from db.kernel.statements import prepared_statement
from db.models import Account, Assessment, Unit
from db.models.units import CELLS

DRAFT, FIRST_YEAR = "assessment", 2000


def draft_key(unit_id: int, year: int) -> DraftKey:
    """The place of the draft for a cell's year."""
    return DraftKey(DRAFT, unit_id, str(year))


def load(viewer: Viewer, unit_id: int, year: int, counts: CountsByMember | None = None) -> AssessmentSheet:
    """A cell's year; logs that its texts are read. `counts` is the answer of `load_counts`, if it was read before.

    Raises NotAllowed outside the viewer's units or for roles that read no assessments, Invalid for an impossible year.
    """
    with reading(viewer) as session:
        require_reader(viewer, unit_id)
        written = session.exec(_SAVED_IDS, params={"unit": unit_id, "year": year}).all()
    texts = _texts(need_to_know_reads.read_texts(viewer, Assessment, Assessment.id.in_(written))) if written else {}
    with reading(viewer) as session:
        return load_in(session, unit_id, year, texts, counts)


def load_counts(viewer: Viewer, unit_id: int, year: int) -> CountsByMember:
    """What the year's record says about a cell's contact members. Raises like `load`."""
    with reading(viewer) as session:
        _require_cell_year(session, unit_id, year)
        return year_counts.year_counts_of_cells(session, [unit_id], year)


def load_in(
    session: Session, unit_id: int, year: int, texts: dict[int, str | None], counts: CountsByMember | None = None
) -> AssessmentSheet:
    """Like `load`, within a session that has read the texts, by assessment id."""
    _require_cell_year(session, unit_id, year)
    place = draft_key(unit_id, year)
    form, short = (
        assessment_forms.form_in_force(session, unit_id, year),
        assessment_forms.form_in_force(session, unit_id, year, assessment_forms.SHORT),
    )
    saved = load_saved(session, unit_id, year, texts)
    people = assessed_people.list_in_year(session, unit_id, year)
    if counts is None:
        counts = year_counts.year_counts_of_cells(session, [unit_id], year)
    typed = drafts.load_in(session, place)
    asked_for = assessed_people.with_open_requests(session, [one.member_id for one in people if one.exempt])
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for field, value in typed.values.items():
        if value is not None:
            answers[field.part][field.name] = value
    chosen = answers.get(LIST, {}).items()
    common = {name.removeprefix(FOR_ALL): value for name, value in chosen if name.startswith(FOR_ALL) and value}
    own = own_member_id(session)
    lines: list[AssessmentLine] = []
    exempt: list[AssessedPerson] = []
    left: list[AssessedPerson] = []
    for person in people:
        stands = saved.get(person.member_id)
        wanted = stands.form if stands else (short or form) if person.exempt else form
        if stands is None and not person.due and not (person.exempt and person.member_id in asked_for):
            (exempt if person.here else left).append(person)
        elif wanted is not None:
            counted = counts.get((unit_id, person.member_id), YearCounts())
            for_him = common if form is not None and wanted == form else {}
            mine = answers.get(marked_sheet.draft_part(person.member_id), {})
            lines.append(
                assessment_sheet.compose_line(person, counted, wanted, stands, mine, person.member_id == own, for_him)
            )
    return AssessmentSheet(
        unit_id, year, place, form, lines, exempt, _readable(typed, lines, form), _base(lines, form), left
    )


def _require_cell_year(session: Session, unit_id: int, year: int) -> None:
    require_reader(context_of(session).viewer, unit_id)
    if session.exec(select(Unit.kind).where(Unit.id == unit_id)).first() not in CELLS:
        raise NotAllowed()
    if not FIRST_YEAR <= year <= clock.today().year:
        raise Invalid("year_unknown")


def require_reader(viewer: Viewer, unit_id: int) -> None:
    """Raise NotAllowed for a unit outside the viewer's reach, and for roles that read no assessments."""
    if not (viewer.reads(Audience.ASSESSMENTS) and viewer.reaches(unit_id)):
        raise NotAllowed()


def own_member_id(session: Session) -> int | None:
    """The member that the viewer's account is linked to, if any."""
    return session.exec(_OWN, params={"account": context_of(session).viewer.account_id}).first()


def load_saved(session: Session, unit_id: int, year: int, texts: dict[int, str | None]) -> dict[int, SavedAssessment]:
    """Saved assessments of a cell's year by member, each with its version of the form."""
    rows = session.exec(_SAVED, params={"unit": unit_id, "year": year}).all()
    made_by = assessment_forms.form_versions(session, [(unit_id, row.form, row.form_from) for row in rows])
    found = {}
    for row in rows:
        form = made_by[unit_id, row.form, row.form_from]
        told = form.split_texts(texts[row.id]) if row.id in texts else None
        found[row.member_id] = SavedAssessment(*row[:3], form, *row[5:-1], split_marks(row.marks), told)
    return found


def _texts(rows: list[Assessment]) -> dict[int, str | None]:
    return {row.id: row.remark for row in rows if row.id is not None}


def _readable(typed: DraftContent, lines: list[AssessmentLine], form: AssessmentForm | None) -> DraftContent:
    """The draft, with conflicts only about fields on the sheet."""
    items = {line.part: {item.key for item in line.form.items} for line in lines if not line.locked}
    for_all = {f"{FOR_ALL}{item.key}" for item in form.marked_items} if form else set()
    items[LIST] = {*for_all, "assessed_on", "minutes_dated", "front_agreed_on", "front_agreed_with"}
    rivals = {
        field: values for field, values in typed.conflicts.items() if field.name in items.get(field.part, frozenset())
    }
    return typed._replace(conflicts=rivals)


def _base(lines: list[AssessmentLine], form: AssessmentForm | None) -> str:
    """A fingerprint of everything saved beneath the draft."""
    told = [
        (line.person.member_id, line.form.name, line.form.valid_from, sorted(line.proposed.items()), _told(line.saved))
        for line in lines
    ]
    return hashlib.sha256(repr((form, told)).encode()).hexdigest()


def _told(saved: SavedAssessment | None) -> tuple:
    if saved is None:
        return ()
    return saved.id, saved[4:-2], sorted(saved.marks.items()), sorted((saved.texts or {}).items())


_UNIT: BindParameter[int] = bindparam("unit")
_YEAR: BindParameter[int] = bindparam("year")
_OF_YEAR = (Assessment.unit_id == _UNIT, Assessment.year == _YEAR)
_SAVED_IDS = prepared_statement(select(Assessment.id).where(*_OF_YEAR))
_SAVED = prepared_statement(
    select(
        Assessment.id,
        Assessment.code,
        Assessment.member_id,
        Assessment.form,
        Assessment.form_from,
        Assessment.assessed_on,
        Assessment.author_id,
        Assessment.minutes_dated,
        Assessment.front_agreed_on,
        Assessment.front_agreed_with,
        Assessment.returned_on,
        Assessment.confirmed_on,
        Assessment.document_id,
        Assessment.marks,
    ).where(*_OF_YEAR)
)
_OWN = prepared_statement(select(Account.member_id).where(Account.id == bindparam("account")))
