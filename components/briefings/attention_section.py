"""Cells that need attention: without a report, or with attendance not above the aim."""

from typing import NamedTuple

from components.briefings.section_declaration import BriefingQuery, Figure, PrintedFigures, Section
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, number
from db.figures import cell_meetings
from db.figures.cell_meetings import CellMeetings
from db.figures.unit_counts import UnitCount
from db.kernel.scope import Viewer

NAMED = 5  # cells named in the sentences


class AttentionRows(NamedTuple):
    """The cells that need attention, the number of all cells, and the aim as a percentage, if there is one; whether
    they are in several areas, which are then named, whether anybody was expected at a meeting, and whether the day of
    any meeting is still to come.
    """

    cells: list[UnitCount[CellMeetings]]
    all: int
    aim: float | None
    in_areas: bool
    called: bool
    waiting: bool

    @property
    def silent(self) -> int:
        """Cells with nothing recorded for a month or more."""
        return sum(cell.count.silent > 0 for cell in self.cells)

    @property
    def below(self) -> int:
        """Cells whose rate is not above the aim."""
        return sum(cell.count.is_below(self.aim) for cell in self.cells)

    @property
    def with_rate(self) -> bool:
        """Whether the rate of any cell is known to be compared with an aim."""
        return self.aim is not None and self.called

    @property
    def both(self) -> int:
        """Cells that are both."""
        return sum(cell.count.silent > 0 and cell.count.is_below(self.aim) for cell in self.cells)


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> AttentionRows:
    """Read the cells of the period to which either applies."""
    aim = cell_meetings.required_percentage(viewer, wanted.figures)
    cells = cell_meetings.list_cells(viewer, wanted.figures)
    found = [cell for cell in cells if cell.count.silent or cell.count.is_below(aim)]
    called = any(cell.count.counts.expected for cell in cells)
    waiting = any(cell.count.not_due for cell in cells)
    return AttentionRows(found, len(cells), aim, len({cell.area for cell in cells}) > 1, called, waiting)


FIGURES = (
    Figure("cells", N_("Cells in the period"), lambda found: found.all),
    Figure("cells_attention", N_("Cells that need attention in the period"), lambda found: len(found.cells)),
    Figure("cells_silent", N_("Cells with a month of the period not reported"), lambda found: found.silent),
    Figure(
        "cells_below_aim",
        N_("Cells whose attendance in the period is not above the aim"),
        lambda found: found.below,
        known=lambda found: found.with_rate,
    ),
    Figure(
        "cells_silent_and_below",
        N_("Cells with a month not reported and attendance not above the aim"),
        lambda found: found.both,
        known=lambda found: found.with_rate,
    ),
)


def _headline(text: PrintedFigures, found: AttentionRows, wanted: BriefingQuery) -> str:
    if not found.all:
        return f"Chưa có chi bộ nào tính vào {wanted.name}"
    if not found.cells:
        return "Không có chi bộ nào cần quan tâm thêm"
    return f"{text['cells_attention']} trên {text['cells']} chi bộ cần quan tâm"


def _sentences(text: PrintedFigures, found: AttentionRows, wanted: BriefingQuery) -> list[str]:
    if not found.all:
        return [f"Chưa có chi bộ nào tính vào {wanted.name}."]
    if not found.cells:
        return [f"{_reported(text, found)}; {_attended(found)}."]
    why = [f"{text['cells_silent']} chi bộ chưa báo cáo"]
    if found.with_rate:
        why.append(f"{text['cells_below_aim']} chi bộ có tỷ lệ dự họp chưa vượt {number(found.aim)} %")
    elif not found.called:
        why.append("chưa có tỷ lệ dự họp của chi bộ nào")
    both = f" (trong đó {text['cells_silent_and_below']} chi bộ vừa thiếu báo cáo vừa thấp)" if found.both else ""
    sentences = [f"{text['cells_attention']} trên {text['cells']} chi bộ cần quan tâm: {', '.join(why)}{both}."]
    lowest = [cell for cell in _order(found) if cell.count.is_below(found.aim)][:NAMED]
    if lowest:
        named = [f"{_named(cell, found)}: {number(cell.count.counts.present)}/{number(cell.count.counts.expected)}"
                 for cell in lowest]  # fmt: skip
        sentences.append(f"Dự họp thấp nhất (có mặt trên triệu tập): {'; '.join(named)}.")
    return sentences


def _reported(text: PrintedFigures, found: AttentionRows) -> str:
    """That no cell owes a report; not that all have made theirs, while some meetings are still to come."""
    if found.waiting:
        return "Không có chi bộ nào đã đến ngày họp mà chưa báo cáo, có chi bộ chưa đến ngày họp"
    return f"Cả {text['cells']} chi bộ đã báo cáo"


def _attended(found: AttentionRows) -> str:
    """What is known of the aim if no cell is below it."""
    if not found.called:
        return "chưa có tỷ lệ dự họp của chi bộ nào"
    if found.aim is None:
        return "không có mức phấn đấu nào về tỷ lệ dự họp trong kỳ này"
    return f"chi bộ nào có số liệu dự họp cũng vượt mức {number(found.aim)} %"


def _named(cell: UnitCount[CellMeetings], found: AttentionRows) -> str:
    return f"{cell.name} ({cell.area})" if cell.area and found.in_areas else cell.name


def _order(found: AttentionRows) -> list[UnitCount[CellMeetings]]:
    """Lowest rates first; cells without a rate follow, by months not reported."""
    return sorted(found.cells, key=lambda cell: (cell.count.counts.rate is None, cell.count.counts.rate or 0.0,
                                                 -cell.count.silent))  # fmt: skip


def _tables(found: AttentionRows, wanted: BriefingQuery) -> list[SectionTable]:
    months = "Chưa báo cáo" if wanted.months == 1 else "Số tháng chưa báo cáo"
    columns = [
        SheetColumn("Chi bộ", width=34),
        *([SheetColumn("Thuộc", width=26)] if found.in_areas else []),
        SheetColumn(months, ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Hoãn, không họp", ValueKind.NUMBER, 12, adds=True),
        SheetColumn("Triệu tập", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Có mặt", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Tỷ lệ", ValueKind.PERCENT, 10, share=(5, 4) if found.in_areas else (4, 3)),
    ]
    rows = [
        [cell.name, *([cell.area] if found.in_areas else []), cell.count.silent, cell.count.unheld,
         cell.count.counts.expected, cell.count.counts.present, cell.count.counts.rate]
        for cell in found.cells
    ]  # fmt: skip
    places = {cell.unit_id: at for at, cell in enumerate(found.cells)}
    worst = [places[cell.unit_id] for cell in _order(found)]
    return [SectionTable("Chi bộ cần quan tâm", columns, rows, worst, tuple(range(len(columns))), adds_up=False)]


SECTIONS = (
    Section(
        "attention",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
    ),
)
