"""Difficulties of cells in the demonstration: at every step in the book's cell, one in some others, some from teams."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District, seeded_random
from db.models import Petition, PetitionAsker, PetitionHolder, PetitionText, Team, TeamUnit, UnitKind


@dataclass(frozen=True)
class DemoDifficulty:
    """A difficulty with its steps in days before today; `due` counts from today on."""

    text: str
    topic: str
    reported: int
    handed_on: int | None = None  # to the district, days before today
    due: int | None = None
    answered: int | None = None
    answer: str | None = None
    told: int | None = None
    closed: int | None = None
    because: str | None = None


SPEAKERS = "Nhà văn hóa thôn chưa có loa, micrô cho sinh hoạt chi bộ, đề nghị hỗ trợ"
AWAY = "Nhiều đảng viên trẻ đi làm xa, khó bố trí lịch sinh hoạt, đề nghị cho ý kiến"
SOURCES = "Địa bàn ít người trẻ, nguồn kết nạp Đảng khó khăn"
OF_BOOK = (
    DemoDifficulty(SPEAKERS, "means", 9, due=20),
    DemoDifficulty(AWAY, "members", 40),
    DemoDifficulty(
        "Đề nghị hướng dẫn nhận xét đảng viên giữ mối liên hệ đi vắng dài ngày", "guidance", 25, answered=6,
        answer="Đảng ủy đã có hướng dẫn bằng văn bản, gửi kèm tài liệu họp giao ban",
    ),
    DemoDifficulty("Sân thể thao của thôn chưa có đất quy hoạch", "tasks", 70, handed_on=60, due=30),
    DemoDifficulty(
        "Trưởng ban công tác Mặt trận xin nghỉ, chưa có người thay", "staff", 95, answered=60,
        answer="Đã hiệp thương cử người mới", told=52,
    ),
)  # fmt: skip
ELSEWHERE = (
    DemoDifficulty(SPEAKERS, "means", 18),
    DemoDifficulty(AWAY, "members", 45),
    DemoDifficulty(SOURCES, "members", 80, handed_on=62),
    DemoDifficulty(SOURCES, "members", 100, answered=70, answer="Giao Đoàn xã giới thiệu nguồn", told=64),
    DemoDifficulty("Thiếu ghế ở nhà sinh hoạt", "means", 66, closed=30, because="Nhân dân đã đóng góp"),
)
OF_TEAM = (
    DemoDifficulty("Chi bộ ít sinh hoạt chuyên đề, cần tài liệu và người hướng dẫn", "meetings", 22),
    DemoDifficulty(
        "Chi ủy mới, chưa quen ghi biên bản", "guidance", 50, answered=31, answer="Đã mở lớp tập huấn", told=27
    ),
)
SHARE, TEAM_SHARE = 0.3, 0.4  # shares of the other cells, and of those that a team follows, that have any


def fill(filler: BulkFiller, district: District) -> None:
    """Add the difficulties; the teams exist already."""
    query = select(TeamUnit.followed_id, TeamUnit.team_id, Team.unit_id).join(Team, Team.id == TeamUnit.team_id)
    teams = {cell_id: (team_id, unit_id) for cell_id, team_id, unit_id in filler.query(query.order_by(Team.id.desc()))}
    for cell in district.cells:
        if cell.kind != UnitKind.CELL or not cell.own or not cell.stands_on(district.today):
            continue
        random = seeded_random("difficulties", cell.id)
        some = [random.choice(ELSEWHERE)] if random.random() < SHARE else []
        for one in OF_BOOK if cell.name == BOOK else some:
            _add(filler, district, cell, one)
        if cell.id in teams and random.random() < TEAM_SHARE:
            _add(filler, district, cell, random.choice(OF_TEAM), *teams[cell.id])
    filler.write()


def _add(
    filler: BulkFiller, district: District, cell: Cell, one: DemoDifficulty, team_id: int | None = None,
    sent_by: int | None = None,
) -> None:  # fmt: skip
    day = lambda ago: None if ago is None else district.today - timedelta(days=ago)  # noqa: E731
    highest = district.has_cells_at_root or one.handed_on is not None or sent_by == district.id
    petition_id = filler.add(
        Petition,
        unit_id=cell.id,
        asker=PetitionAsker.TEAM if team_id else PetitionAsker.CELL,
        team_id=team_id,
        source=one.topic,
        received_on=day(one.reported),
        holder=PetitionHolder.DISTRICT if highest else PetitionHolder.COMMUNE,
        forwarded_on=day(one.reported if one.handed_on is None or district.has_cells_at_root else one.handed_on),
        due=None if one.due is None else district.today + timedelta(days=one.due),
        answered_on=day(one.answered),
        told_on=day(one.told),
        closed_on=day(one.closed),
    )
    words = {"text": one.text, "answer": one.answer, "closed_because": one.because}
    filler.add(PetitionText, petition_id=petition_id, unit_id=cell.id, **words)
