"""Difficulties that cells and teams report upwards:
how many were received in the period, and their states on its last day.
"""

from typing import NamedTuple

from components.briefings.section_declaration import BriefingQuery, Figure, PrintedFigures, Section
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, day_text
from db.calendar.months import first_day
from db.figures import petition_counts
from db.figures.petition_counts import PetitionCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer
from db.petitions.petition_states import DIFFICULTIES


class DifficultyRows(NamedTuple):
    """The parts of the unit with their difficulties, the totals, and the number received in the period."""

    parts: list[UnitCount[PetitionCount]]
    count: PetitionCount
    received: int


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> DifficultyRows:
    """The difficulties as of the period's last day."""
    parts = petition_counts.by_unit(viewer, wanted.unit_id, wanted.day, DIFFICULTIES)
    received = petition_counts.count_received(viewer, first_day(wanted.since), wanted.day, wanted.unit_id, DIFFICULTIES)
    return DifficultyRows(parts, petition_counts.total(part.count for part in parts), received)


FIGURES = (
    Figure("difficulties_received", N_("Difficulties reported in the period"), lambda found: found.received),
    Figure("difficulties_all", N_("Difficulties reported up to the period's end"), lambda found: found.count.received),
    Figure(
        "difficulties_open",
        N_("Difficulties waiting for an answer at the period's end"),
        lambda found: found.count.open,
    ),
    Figure(
        "difficulties_overdue", N_("Difficulties open too long at the period's end"), lambda found: found.count.overdue
    ),
    Figure(
        "difficulties_answered",
        N_("Difficulties answered up to the period's end"),
        lambda found: found.count.answered + found.count.told,
    ),
    Figure(
        "difficulties_untold",
        N_("Difficulties answered, the cell had not taken note at the period's end"),
        lambda found: found.count.answered,
    ),
    Figure(
        "difficulties_closed",
        N_("Difficulties closed with a reason up to the period's end"),
        lambda found: found.count.closed,
    ),
)


def _headline(text: PrintedFigures, found: DifficultyRows, wanted: BriefingQuery) -> str:
    if not found.count.received:
        return "Chưa có khó khăn, vướng mắc nào được báo lên"
    if not found.count.open:
        return "Không còn khó khăn, vướng mắc nào chờ trả lời"
    late = f", {text['difficulties_overdue']} đã quá hạn" if found.count.overdue else ""
    return f"{text['difficulties_open']} khó khăn, vướng mắc chờ trả lời{late}"


def _sentences(text: PrintedFigures, found: DifficultyRows, wanted: BriefingQuery) -> list[str]:
    if not found.count.received:
        return [f"Đến ngày {day_text(wanted.day)} chưa có khó khăn, vướng mắc nào được báo lên."]
    late = f" ({text['difficulties_overdue']} quá hạn)" if found.count.overdue else ""
    closed = f", kết thúc có nêu lý do {text['difficulties_closed']}" if found.count.closed else ""
    untold = f"{text['difficulties_untold']} đã trả lời, chi bộ chưa xác nhận đã nhận." if found.count.answered else ""
    return [
        f"Trong {wanted.name} chi bộ và tổ công tác báo lên {text['difficulties_received']} khó khăn, vướng mắc.",
        f"Tính đến ngày {day_text(wanted.day)} đã báo lên {text['difficulties_all']}: đã trả lời "
        f"{text['difficulties_answered']}, chờ trả lời {text['difficulties_open']}{late}{closed}.",
        *filter(None, [untold]),
    ]


def _tables(found: DifficultyRows, wanted: BriefingQuery) -> list[SectionTable]:
    titles = ("Đã báo lên", "Chờ trả lời", "Trong đó quá hạn", "Đã trả lời", "Chi bộ chưa xác nhận", "Kết thúc")
    columns = [
        SheetColumn("Đơn vị", width=34),
        *(SheetColumn(title, ValueKind.NUMBER, 12, adds=True) for title in titles),
    ]
    rows = [
        [
            part.name,
            count.received,
            count.open,
            count.overdue,
            count.answered + count.told,
            count.answered,
            count.closed,
        ]
        for part in found.parts
        if (count := part.count).received
    ]
    worst = sorted(range(len(rows)), key=lambda at: (-rows[at][3], -rows[at][2]))
    return [SectionTable("Khó khăn, vướng mắc", columns, rows, worst, shown=(0, 1, 2, 3, 4))]


SECTIONS = (
    Section(
        "difficulties",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
    ),
)
