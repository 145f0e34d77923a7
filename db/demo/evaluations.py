"""Evaluations of the demonstration, last year's decided and this year's begun, and candidates for admission."""

from datetime import date, timedelta

from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK, LARGE
from db.demo.district_state import Cell, District, seeded_random
from db.models import (
    AdmissionCandidate,
    CandidatePerson,
    Evaluation,
    MeetingScore,
    MembershipKind,
    UnitEvaluation,
    UnitKind,
)

OWN = MembershipKind.OWN
SHARE = {LARGE: 0.15, BOOK: 0.22}  # share of those classified who have the best class; elsewhere random
BEST, GOOD, COMPLETED = "excellent", "good", "completed"
POINTS = {"preparation": 18, "attendance": 17, "conduct": 19, "discussion": 15, "results": 17}
STEPS = ("proposed", "recognised", "course", "file", "admitted")
NAMES = ("Nguyễn Thị Hạnh", "Trần Quốc Việt", "Lê Minh Châu", "Phạm Gia Bảo", "Vũ Thu Trang", "Hoàng Đức Long")


def fill(filler: BulkFiller, district: District) -> None:
    """Add the evaluations and the candidates."""
    for cell in district.cells:
        if not cell.own or not cell.stands_on(district.today):
            continue
        past = district.today.year - 1
        _fill_year(filler, district, cell, past, decided=True)
        if cell.name == LARGE:
            _fill_year(filler, district, cell, district.today.year, decided=False)
        if cell.kind == UnitKind.CELL:
            _fill_candidates(filler, district, cell)
        filler.write()


def _fill_year(filler: BulkFiller, district: District, cell: Cell, year: int, *, decided: bool) -> None:
    """Evaluate everybody not exempt: self-review, vote, proposal and, for last year, the decision."""
    random, reviewed = seeded_random("evaluations", cell.id, year), date(year, 12, 5)
    day = min(reviewed, district.today)
    people = [one for one in cell.people_on(OWN, min(date(year, 12, 31), district.today)) if not one.exempt_on(day)]
    share = SHARE.get(cell.name, random.uniform(0.05, 0.14))
    best = set(random.sample(range(len(people)), int(len(people) * share + 0.5)))
    weak = set() if cell.name in SHARE else {at for at in range(len(people)) if random.random() < 0.04} - best
    voters = max(1, int(len(people) * 0.9))
    for at, person in enumerate(people):
        given = BEST if at in best else COMPLETED if at in weak else GOOD
        told = {"self_class": given, "self_on": day, "votes": voters - random.randint(0, voters // 6), "voters": voters}
        told |= _decision(cell, given, year) if decided else {}
        filler.add(
            Evaluation,
            unit_id=cell.id,
            member_id=person.member_id,
            year=year,
            proposed=given,
            unclassified=None,
            **told,
        )
    if decided:
        filler.add(UnitEvaluation, unit_id=cell.id, year=year, proposed=GOOD, **_decision(cell, GOOD, year))
        for criterion, points in POINTS.items():
            given_points = points - random.randint(0, 3)
            filler.add(MeetingScore, unit_id=cell.id, year=year, criterion=criterion, points=given_points)


def _decision(cell: Cell, given: str, year: int) -> dict:
    return {"decided": given, "decision_number": f"{12 + cell.id % 80}-QĐ/ĐU", "decided_on": date(year, 12, 22)}


def _fill_candidates(filler: BulkFiller, district: District, cell: Cell) -> None:
    """Add candidates: in the book's cell one at every step and one stopped; in some others one or two."""
    random = seeded_random("admissions", cell.id)
    book = cell.name == BOOK
    wanted = list(range(1, len(STEPS) + 1)) if book else [random.randint(1, 4)] if random.random() < 0.25 else []
    for place, steps in enumerate(wanted):
        _add(filler, district, cell, NAMES[place if book else random.randrange(len(NAMES))], steps, random)
    if book:
        _add(filler, district, cell, None, 2, random)


def _add(filler: BulkFiller, district: District, cell: Cell, name: str | None, steps: int, random) -> None:
    since = district.today - timedelta(days=60 * steps + random.randint(5, 40))
    days = {f"{step}_on": since + timedelta(days=55 * at) for at, step in enumerate(STEPS[:steps])}
    days |= {} if name else {"stopped_on": since + timedelta(days=55 * steps)}
    candidate = filler.add(AdmissionCandidate, unit_id=cell.id, **days)
    proposer = random.choice(cell.people_on(OWN, district.today)).member_id
    born = district.today.year - random.randint(20, 32) if name else None
    about = {"candidate_id": candidate, "unit_id": cell.id, "proposer_id": proposer}
    filler.add(CandidatePerson, name=name, born=born, **about)
