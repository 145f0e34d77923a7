"""Contact members in the period's year: how many, where, attendance of both meetings, assessments."""

from operator import attrgetter
from typing import NamedTuple

import altair as alt

from components.briefings.section_declaration import BriefingKind, BriefingQuery, Figure, PrintedFigures, Section
from components.charts import contact_members
from components.files.briefing_document import SectionTable
from components.files.excel_writer import SheetColumn, ValueKind
from components.i18n import N_, day_text, number
from db.figures import contact_summary
from db.figures.contact_summary import ContactUnit, ContactYearCounts, HalfYear
from db.kernel.scope import Viewer


class ContactRows(NamedTuple):
    """The parts of the unit, their sum, and the number of members from which a cell is overloaded."""

    units: list[ContactUnit]
    counts: ContactYearCounts
    limit: int


def load_rows(viewer: Viewer, wanted: BriefingQuery) -> ContactRows:
    """Read contact members as of the period's last day."""
    units = contact_summary.by_unit(viewer, wanted.day, wanted.unit_id)
    return ContactRows(
        units, contact_summary.total([unit.counts for unit in units]), contact_summary.overload_limit(viewer)
    )


def _counts(name: str):
    return attrgetter(f"counts.{name}")


def _met(half: str):
    return lambda found: getattr(found.counts, half).meetings > 0


FIGURES = (
    Figure("contact_members", N_("Contact members at the period's end"), _counts("members")),
    Figure("contact_cells", N_("Cells with contact members at the period's end"), _counts("cells")),
    Figure("contact_women", N_("Women among contact members at the period's end"), _counts("women")),
    Figure("contact_exempt", N_("Contact members exempt from meetings at the period's end"), _counts("exempt")),
    Figure("contact_new", N_("Contact members who came in the period's year"), _counts("new")),
    Figure(
        "contact_overloaded",
        N_("Cells with more contact members than the level set, at the period's end"),
        _counts("overloaded"),
    ),
    Figure(
        "contact_first_expected",
        N_("Contact members expected in the year's first half"),
        _counts("first.expected"),
        known=_met("first"),
    ),
    Figure(
        "contact_first_present",
        N_("Contact members who attended in the year's first half"),
        _counts("first.present"),
        known=_met("first"),
    ),
    Figure(
        "contact_first_rate",
        N_("Attendance of contact members in the year's first half, of those expected"),
        _counts("first.present"),
        _counts("first.expected"),
    ),
    Figure(
        "contact_second_expected",
        N_("Contact members expected in the year's second half"),
        _counts("second.expected"),
        known=_met("second"),
    ),
    Figure(
        "contact_second_present",
        N_("Contact members who attended in the year's second half"),
        _counts("second.present"),
        known=_met("second"),
    ),
    Figure(
        "contact_second_rate",
        N_("Attendance of contact members in the year's second half, of those expected"),
        _counts("second.present"),
        _counts("second.expected"),
    ),
    Figure("contact_assessed", N_("Contact members assessed, whole year, as of now"), _counts("assessed")),
    Figure("contact_praised", N_("Contact members to be praised, whole year, as of now"), _counts("praised")),
    Figure(
        "contact_reviewed",
        N_("Contact members whose case is to be considered, whole year, as of now"),
        _counts("reviewed"),
    ),
)


def _headline(text: PrintedFigures, found: ContactRows, wanted: BriefingQuery) -> str:
    if not found.counts.members:
        return "Chưa có đảng viên giữ mối liên hệ nơi cư trú"
    half, name = _latest(found.counts)
    came = f"; {name} có mặt {text[f'contact_{half}_rate']}" if half else ""
    return f"{text['contact_members']} đảng viên giữ mối liên hệ ở {text['contact_cells']} chi bộ{came}"


def _latest(counts: ContactYearCounts) -> tuple[str, str]:
    """The latest half-year with a meeting to which anybody was called."""
    halves = (("second", "kỳ II", counts.second), ("first", "kỳ I", counts.first))
    return next(((key, name) for key, name, half in halves if half.expected), ("", ""))


def _sentences(text: PrintedFigures, found: ContactRows, wanted: BriefingQuery) -> list[str]:
    day, counts = day_text(wanted.day), found.counts
    if not counts.members:
        return [f"Đến ngày {day} chưa có đảng viên giữ mối liên hệ nơi cư trú."]
    where = f" ở {text['contact_cells']} chi bộ" if len(found.units) > 1 else ""
    sentences = [
        f"Đến ngày {day} có {text['contact_members']} đảng viên giữ mối liên hệ nơi cư trú{where}; "
        f"{text['contact_women']} nữ, {text['contact_exempt']} được miễn sinh hoạt, {text['contact_new']} mới "
        f"về trong năm."
    ]
    if counts.overloaded and len(found.units) > 1:
        sentences.append(f"{text['contact_overloaded']} chi bộ có từ {number(found.limit)} đồng chí trở lên.")
    halves = [_half(text, "first", "kỳ I", counts.first), _half(text, "second", "kỳ II", counts.second)]
    sentences.append(f"Họp năm {wanted.day.year}: {'; '.join(halves)}.")
    if counts.assessed is not None:
        rest = f", đề nghị biểu dương {text['contact_praised']}, đề nghị xem xét {text['contact_reviewed']}"
        # people are assessed once for the whole year, so a month's paper says what this refers to
        of_year = f"Nhận xét cả năm {wanted.day.year}, tính đến khi lập"
        sentences.append(
            f"{of_year}: đã nhận xét {text['contact_assessed']} đồng chí{rest if counts.assessed else ''}."
        )
    return sentences


def _half(text: PrintedFigures, key: str, name: str, half: HalfYear) -> str:
    if not half.meetings:
        return f"{name} chưa ghi cuộc họp nào"
    if not half.expected:
        return f"{name} không có ai thuộc diện phải dự"
    came, called = text[f"contact_{key}_present"], text[f"contact_{key}_expected"]
    return f"{name} có mặt {came} trên {called} ({text[f'contact_{key}_rate']})"


def _tables(found: ContactRows, wanted: BriefingQuery) -> list[SectionTable]:
    plain = ("Tổng số", "Nữ", "Miễn sinh hoạt", "Mới trong năm")
    columns = [
        SheetColumn("Đơn vị", width=34),
        *(SheetColumn(title, ValueKind.NUMBER, 12, adds=True) for title in plain),
        SheetColumn("Kỳ I: phải dự", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kỳ I: có mặt", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kỳ I: tỷ lệ", ValueKind.PERCENT, 10, share=(6, 5)),
        SheetColumn("Kỳ II: phải dự", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kỳ II: có mặt", ValueKind.NUMBER, 11, adds=True),
        SheetColumn("Kỳ II: tỷ lệ", ValueKind.PERCENT, 10, share=(9, 8)),
    ]
    told = found.counts.assessed is not None
    if told:
        columns += [
            SheetColumn(title, ValueKind.NUMBER, 11, adds=True)
            for title in ("Cả năm: đã nhận xét", "Cả năm: đề nghị biểu dương", "Cả năm: đề nghị xem xét")
        ]
    rows = []
    for unit in found.units:
        counts = unit.counts
        halves = [value for half in (counts.first, counts.second) for value in _row(half)]
        assessed = [counts.assessed, counts.praised, counts.reviewed] if told else []
        rows.append([unit.name, counts.members, counts.women, counts.exempt, counts.new, *halves, *assessed])
    worst = sorted(range(len(rows)), key=lambda at: -rows[at][1])
    return [SectionTable("Đảng viên giữ mối liên hệ", columns, rows, worst, shown=(0, 1, 7, 10))]


def _row(half: HalfYear) -> tuple[int, int, float | None]:
    return half.expected, half.present, half.present / half.expected if half.expected else None


def _draw(viewer: Viewer, wanted: BriefingQuery, found: ContactRows) -> alt.LayerChart:
    return contact_members.chart(found.units, found.limit, wanted.day)


SECTIONS = (
    Section(
        "contact",
        question=load_rows,
        figures=FIGURES,
        headline=_headline,
        sentences=_sentences,
        tables=_tables,
        draw=_draw,
        kinds=frozenset(BriefingKind),
    ),
)
