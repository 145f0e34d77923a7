"""Requests of the people in the demonstration: one at every step in the book's cell, up to three in some others."""

from dataclasses import dataclass
from datetime import timedelta

from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District, seeded_random
from db.models import Petition, PetitionHolder, PetitionOrigin, PetitionText, UnitKind


@dataclass(frozen=True)
class DemoPetition:
    """A request, with its steps in days before today."""

    text: str
    source: str
    received: int
    holder: PetitionHolder = PetitionHolder.CELL
    forwarded: int | None = None
    body: str | None = None
    answered: int | None = None
    answer: str | None = None
    told: int | None = None
    closed: int | None = None
    because: str | None = None


LIGHTS, WATER, HOUSE = "Đèn đường đầu ngõ 3 hỏng", "Nước máy yếu vào buổi chiều", "Nhà văn hóa dột, đề nghị sửa mái"
COUNCIL = "Ủy ban nhân dân xã"
OF_BOOK = (
    DemoPetition("Đường vào cụm 2 ngập khi mưa, đề nghị làm cống thoát nước", "visit", 47),
    DemoPetition(LIGHTS, "people_meeting", 12),
    DemoPetition(HOUSE, "front", 52, PetitionHolder.COMMUNE, 45),
    DemoPetition("Đề nghị mở rộng đường trục qua hai thôn", "contact_member", 60, PetitionHolder.DISTRICT, 40),
    DemoPetition(
        WATER, "meeting", 33, body="Trạm cấp nước", forwarded=30, answered=5, answer="Đã thay máy bơm"
    ),
    DemoPetition(
        "Bãi rác tạm gần trường học", "visit", 90, PetitionHolder.COMMUNE, 80, answered=40,
        answer="Đã dọn, cắm biển cấm đổ rác", told=36,
    ),
    DemoPetition("Đề nghị tổ chức lớp tin học", "other", 120, closed=100, because="Hội Phụ nữ đã mở lớp"),
)  # fmt: skip
ELSEWHERE = (
    DemoPetition(LIGHTS, "people_meeting", 20),
    DemoPetition(WATER, "front", 50),
    DemoPetition(HOUSE, "visit", 70, PetitionHolder.COMMUNE, 60),
    DemoPetition(
        "Đề nghị sửa cầu nhỏ", "visit", 95, PetitionHolder.COMMUNE, 90, COUNCIL, 50, "Đã đưa vào kế hoạch quý I", 44
    ),
)
SHARE = 0.4  # share of the other cells that have any


def fill(filler: BulkFiller, district: District) -> None:
    """Add the requests."""
    for cell in district.cells:
        if cell.kind != UnitKind.CELL or not cell.own or not cell.stands_on(district.today):
            continue
        random = seeded_random("petitions", cell.id)
        some = random.sample(ELSEWHERE, random.randint(1, 3)) if random.random() < SHARE else ()
        for asked in OF_BOOK if cell.name == BOOK else some:
            _add(filler, district, cell, asked)
        filler.write()


def _add(filler: BulkFiller, district: District, cell: Cell, asked: DemoPetition) -> None:
    """Add one request; where cells are directly below the root unit, it goes to the root."""
    days = {
        f"{name}_on": district.today - timedelta(days=ago)
        for name in ("received", "forwarded", "answered", "told", "closed")
        if (ago := getattr(asked, name)) is not None
    }
    up = district.has_cells_at_root and asked.holder != PetitionHolder.CELL
    holder = PetitionHolder.DISTRICT if up else asked.holder
    petition_id = filler.add(Petition, unit_id=cell.id, source=asked.source, holder=holder, **days)
    shared = {"petition_id": petition_id, "unit_id": cell.id}
    words = {"text": asked.text, "body": asked.body, "answer": asked.answer, "closed_because": asked.because}
    filler.add(PetitionText, **shared, **words)
    brought = cell.people_on(CONTACT, district.today) if asked.source == "contact_member" else []
    if brought:
        filler.add(PetitionOrigin, **shared, member_id=brought[0].member_id)
