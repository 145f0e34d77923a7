"""The contents of a briefing or report: its sections in words, always Vietnamese, with a manifest."""

from collections.abc import Callable
from typing import Any

from components.briefings import reporting_section, section_pictures, section_registry
from components.briefings.briefing_request import TITLES, BriefingRequest, to_query
from components.briefings.section_declaration import BriefingKind, BriefingQuery, Section
from components.exporting import amended_figures_text
from components.files.briefing_document import Briefing, Signature, WrittenSection
from components.i18n import day_text, in_language, moment_text, number
from db.access_log import export_log
from db.calendar import clock
from db.calendar.months import last_day_of_period
from db.comments import paper_facts
from db.kernel.scope import Viewer
from db.models.units import CELLS
from db.settings import settings
from db.units import units
from db.vietnamese import slug

SUBJECTS = {
    (BriefingKind.MEETING, False): "tình hình các chi bộ",
    (BriefingKind.MEETING, True): "tình hình chi bộ",
    (BriefingKind.REPORT, False): "kết quả hoạt động của các chi bộ",
    (BriefingKind.REPORT, True): "kết quả hoạt động của chi bộ",
}  # by the kind of paper and whether it is about one cell


def write_briefing(
    viewer: Viewer, request: BriefingRequest, progress: Callable[[int], None] = lambda done: None
) -> Briefing:
    """Write the requested briefing, reporting progress by section. Raises as `to_query` does."""
    with in_language("vi"):
        wanted = to_query(viewer, request)
        about_id = wanted.unit_id or viewer.unit_id
        named = units.one(viewer, about_id, wanted.day)
        unit, one_cell = named.name, named.kind in CELLS
        reports = reporting_section.load_rows(viewer, wanted)
        titles = {choice.key: choice.title for choice in section_registry.choices(viewer, request.kind)}
        written, foot = [], f"{unit} · {wanted.name} · số liệu đến {day_text(wanted.day)}"
        for done, key in enumerate(request.sections, 1):
            section = section_registry.sections_by_key()[key]
            if request.kind == BriefingKind.MEETING or section.of_one_cell or not one_cell:
                found = reports if section.question is reporting_section.load_rows else section.question(viewer, wanted)
                drawn = foot if request.kind == BriefingKind.MEETING else None
                written.append(_section(viewer, section, titles[key], found, wanted, drawn))
            progress(done)
        head = paper_facts.load_unit_heading(viewer, about_id, clock.today())
        amended = amended_figures_text.amended_after_closing_text(viewer, wanted.figures)
        return Briefing(
            TITLES[request.kind],
            head["co quan ban hanh"] or unit,
            head["cap tren"],
            f"{head['noi']}, {head['ngay']}" if head["noi"] else head["ngay"],
            wanted.name,
            f"{unit} · số liệu đến {day_text(wanted.day)}",
            " ".join(filter(None, (reporting_warning(reports, wanted, one_cell), amended))),
            tuple(written),
            _manifest(viewer, request, wanted, [unit, *(titles[key] for key in request.sections)], reports, amended),
            SUBJECTS[request.kind, one_cell],
            _signature(head, one_cell) if request.kind == BriefingKind.REPORT else None,
            bool(amended),
        )


def _signature(head: dict[str, str], one_cell: bool) -> Signature:
    """Who signs a report (the secretary of the cell, or of the commune's committee), and who receives it."""
    body = "chi bộ" if one_cell else "đảng ủy"
    above = head["cap uy cap tren"] or "Cấp ủy cấp trên"
    return Signature(f"T/M {body}".upper(), "BÍ THƯ", head.get("bi thu", ""), (above, f"Lưu {body}"))


def _section(
    viewer: Viewer, section: Section, title: str, found: Any, wanted: BriefingQuery, foot: str | None
) -> WrittenSection:
    """A section in words with its tables, and its drawing if a caption is given."""
    figures = tuple(figure.evaluate(found) for figure in section.figures)
    told = {figure.code: figure.text for figure in figures}
    tables = tuple(section.tables(found, wanted))
    chart = section.draw(viewer, wanted, found) if foot and section.draw and any(one.rows for one in tables) else None
    return WrittenSection(
        section.key,
        title,
        section.headline(told, found, wanted),
        tuple(section.sentences(told, found, wanted)),
        figures,
        tables,
        section_pictures.draw_pictures(chart, foot) if foot and chart else None,
    )


def reporting_warning(reports: reporting_section.ReportingRows, wanted: BriefingQuery, one_cell: bool = False) -> str:
    """A warning that the figures may still change, and of how many cells they are; empty once all have reported."""
    going_on = last_day_of_period(wanted.since, wanted.months) >= clock.today()
    if not going_on and reports.reported == reports.expected:
        return ""
    if one_cell:
        why = "kỳ chưa kết thúc" if going_on else "chi bộ chưa ghi đủ các cuộc họp của kỳ"
        return f"Số liệu còn có thể thay đổi: {why}."
    what = "chi bộ" if wanted.months == 1 else "lượt chi bộ"
    of = f"{number(reports.reported)} trên {number(reports.expected)} {what} đã báo cáo"
    told = of if reports.expected else "chưa có chi bộ nào đến hạn báo cáo"
    return f"Số liệu còn có thể thay đổi: {told}{', kỳ chưa kết thúc' if going_on else ''}."


def _manifest(
    viewer: Viewer,
    request: BriefingRequest,
    wanted: BriefingQuery,
    names: list[str],
    reports: reporting_section.ReportingRows,
    amended: str,
) -> tuple[tuple[str, str], ...]:
    """The filters (unit, sections by name), who made it and when, and the number of cells."""
    reasons = {row["key"]: row["vi"] for row in settings.value_for_viewer(viewer, export_log.REASONS)}
    return (
        ("Tài liệu", TITLES[request.kind]),
        ("Đơn vị", names[0]),
        ("Kỳ", wanted.name),
        ("Số liệu đến", day_text(wanted.day)),
        ("Các phần", "; ".join(names[1:])),
        ("Đã báo cáo trên phải báo cáo", f"{number(reports.reported)}/{number(reports.expected)}"),
        ("Sửa sau khi chốt", amended or "Không"),
        ("Dùng để", reasons.get(request.reason, request.reason)),
        ("Người lập", viewer.name),
        ("Lập lúc", moment_text(clock.now())),
    )


def file_name_stem(viewer: Viewer, request: BriefingRequest, kind: str) -> str:
    """The beginning of the file names: kind, unit and period; never a person."""
    unit = units.requested(viewer, request.unit)
    return "_".join(filter(None, (kind, slug(unit.name), period_slug(request.period, request.months))))


def period_slug(period: int, months: int) -> str:
    """A period in the name of a file: 2026-10, 2026-quy-4, 2026-ky-2, 2026."""
    year, part = period // 100, (period % 100 - 1) // months + 1
    return {1: f"{year}-{period % 100:02}", 3: f"{year}-quy-{part}", 6: f"{year}-ky-{part}"}.get(months, str(year))
