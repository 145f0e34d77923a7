"""Households looked after by members, and requests of the people, as of the period's last day."""

from datetime import date
from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.charts import coverage as coverage_chart
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, day_text
from db.calendar.months import first_day
from db.figures import coverage, petition_counts
from db.figures.coverage import CoverageCount
from db.figures.petition_counts import PetitionCount
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer


class HouseholdRows(NamedTuple):
    """The parts of the unit with their households and their requests, the sums of both, and the requests received in
    the period.
    """

    parts: list[UnitCount[CoverageCount]]
    count: CoverageCount
    petitions: dict[int, PetitionCount]
    asked: PetitionCount
    received: int
    day: date


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> HouseholdRows:
    """Read both as of the period's last day."""
    parts = coverage.by_unit(viewer, wanted.unit_id, wanted.day)
    petitions = petition_counts.by_unit(viewer, wanted.unit_id, wanted.day)
    received = petition_counts.count_received(viewer, first_day(wanted.since), wanted.day, wanted.unit_id)
    return HouseholdRows(
        parts,
        coverage.total([part.count for part in parts]) if parts else CoverageCount(),
        {part.unit_id: part.count for part in petitions},
        petition_counts.total(part.count for part in petitions),
        received,
        wanted.day,
    )


def _entered(found: HouseholdRows) -> bool:
    return found.count.cover.households > 0


FIGURES = (
    Figure(
        "households",
        N_("Households followed at the period's end"),
        lambda found: found.count.cover.households,
        known=_entered,
    ),
    Figure(
        "households_covered",
        N_("Households with a member in charge at the period's end"),
        lambda found: found.count.cover.covered,
        known=_entered,
    ),
    Figure(
        "households_covered_rate",
        N_("Share of all households with a member in charge at the period's end"),
        lambda found: found.count.cover.covered,
        lambda found: found.count.cover.households,
    ),
    Figure(
        "households_uncovered",
        N_("Households without a member in charge at the period's end"),
        lambda found: found.count.cover.uncovered,
        known=_entered,
    ),
    Figure(
        "members_in_charge",
        N_("Members in charge of households at the period's end"),
        lambda found: found.count.assigned,
    ),
    Figure(
        "members_available",
        N_("Members who can be put in charge at the period's end"),
        lambda found: found.count.members,
    ),
    Figure(
        "households_unvisited",
        N_("Households long without a visit at the period's end"),
        lambda found: found.count.unvisited,
    ),
    Figure("petitions_received", N_("Requests of the people received in the period"), lambda found: found.received),
    Figure(
        "petitions_open", N_("Requests of the people still open at the period's end"), lambda found: found.asked.open
    ),
    Figure(
        "petitions_overdue",
        N_("Requests of the people open too long at the period's end"),
        lambda found: found.asked.overdue,
    ),
    Figure(
        "petitions_untold",
        N_("Requests answered, people not told yet at the period's end"),
        lambda found: found.asked.answered,
    ),
)


def _headline(text: PrintedFigures, found: HouseholdRows, wanted: BriefingQuery) -> str:
    late = f"; {text['petitions_overdue']} ý kiến, kiến nghị để quá hạn" if found.asked.overdue else ""
    if not found.count.cover.households:
        return f"Chưa nhập số hộ{late}"
    return f"{text['households_covered_rate']} hộ có đảng viên phụ trách{late}"


def _sentences(text: PrintedFigures, found: HouseholdRows, wanted: BriefingQuery) -> list[str]:
    return [*_households(text, found), *_petitions(text, found, wanted)]


def _households(text: PrintedFigures, found: HouseholdRows) -> list[str]:
    day = day_text(found.day)
    if not found.count.cover.households:
        return [f"Đến ngày {day} chưa có chi bộ nào nhập số hộ."]
    sentences = [
        f"Đến ngày {day}, {text['households_covered']} trên {text['households']} hộ có đảng viên phụ trách "
        f"({text['households_covered_rate']}), do {text['members_in_charge']} trên {text['members_available']} đảng "
        "viên có thể phân công phụ trách."
    ]
    if found.count.cover.uncovered:
        sentences.append(f"{text['households_uncovered']} hộ chưa có người phụ trách.")
    if found.count.unvisited:
        sentences.append(f"{text['households_unvisited']} hộ lâu chưa ghi nhận thăm.")
    return sentences


def _petitions(text: PrintedFigures, found: HouseholdRows, wanted: BriefingQuery) -> list[str]:
    received = f"Trong {wanted.name} nhận {text['petitions_received']} ý kiến, kiến nghị của nhân dân"
    if not found.asked.received:
        return [f"Trong {wanted.name} chưa ghi ý kiến, kiến nghị nào của nhân dân."]
    rest = f"còn {text['petitions_open']} chưa trả lời"
    if found.asked.overdue:
        rest += f", {text['petitions_overdue']} đã quá hạn"
    untold = f"; {text['petitions_untold']} đã trả lời, chưa báo lại nhân dân" if found.asked.answered else ""
    return [f"{received}; {rest}{untold}."]


def _tables(found: HouseholdRows, wanted: BriefingQuery) -> list[SectionTable]:
    columns = [
        SheetColumn("Đơn vị", width=34),
        SheetColumn("Số hộ", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Có người phụ trách", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(2, 1)),
        SheetColumn("Kiến nghị chưa trả lời", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Trong đó quá hạn", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Đảng viên phụ trách", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Đảng viên có thể phân công", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Hộ lâu chưa thăm", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kiến nghị đã nhận (cộng dồn)", ValueKind.NUMBER, 13, adds=True),
    ]
    rows = []
    for part in found.parts:
        count, asked = part.count, found.petitions.get(part.unit_id, PetitionCount())
        cover = [count.cover.households, count.cover.covered, count.cover.rate]
        rows.append([part.name, *cover, asked.open, asked.overdue, count.assigned, count.members, count.unvisited,
                     asked.received])  # fmt: skip
    worst = sorted(range(len(rows)), key=lambda at: 2.0 if (rate := found.parts[at].count.cover.rate) is None else rate)
    return [SectionTable("Hộ và kiến nghị", columns, rows, worst, shown=(0, 1, 2, 3, 5))]


def _draw(viewer: Viewer, wanted: BriefingQuery, found: HouseholdRows) -> alt.LayerChart | None:
    return coverage_chart.chart(found.parts, found.day) if _entered(found) else None


SECTIONS = (
    Section(
        "households",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
        kinds=frozenset(BriefingKind),
    ),
)
