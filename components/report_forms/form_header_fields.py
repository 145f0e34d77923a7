"""Placeholders for the head and foot of a form: unit, period, author and date."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from components.briefings.section_declaration import BriefingQuery
from components.exporting import amended_figures_text
from components.files.report_form_text import FormValue
from components.i18n import N_, day_text
from db.calendar import clock
from db.calendar.months import first_day, last_day_of_period
from db.comments import paper_facts
from db.kernel.scope import Viewer
from db.units import units

TEXT, DAY, YEAR = N_("words"), N_("day"), N_("number")


class HeadFacts(NamedTuple):
    """The data behind the heads."""

    viewer: Viewer
    wanted: BriefingQuery
    unit: str
    above: str
    lines: dict[str, str]
    secretary: str
    amended: str  # says that figures were changed after closing; empty if none were


class HeadField(NamedTuple):
    """A head: its code, label, type, example, and value function."""

    code: str
    label: str
    unit: str
    example: str
    value: Callable[[HeadFacts], FormValue]


def _text(of: Callable[[HeadFacts], str]) -> Callable[[HeadFacts], FormValue]:
    return lambda facts: FormValue(of(facts))


def _number(of: Callable[[HeadFacts], int]) -> Callable[[HeadFacts], FormValue]:
    return lambda facts: FormValue(str(of(facts)), of(facts))


def _day(of: Callable[[HeadFacts], date]) -> Callable[[HeadFacts], FormValue]:
    return lambda facts: FormValue(day_text(of(facts)), day=of(facts))


ORDER = "order"  # the ordinal number, in rows that are repeated
AMENDED = "amended"

HEADS = (
    HeadField("unit_name", N_("Name of the unit"), TEXT, "Xã Đông Hà", _text(lambda facts: facts.unit)),
    HeadField(ORDER, N_("Number in the list"), YEAR, "1", _number(lambda facts: 1)),
    HeadField("superior_name", N_("Name of the unit above"), TEXT, "Huyện An Bình", _text(lambda facts: facts.above)),
    HeadField("issuing_body", N_("Issuing body, in capitals"), TEXT, "ĐẢNG ỦY XÃ ĐÔNG HÀ",
              _text(lambda facts: facts.lines["co quan ban hanh"])),
    HeadField("superior_body", N_("Body above, in capitals"), TEXT, "ĐẢNG BỘ HUYỆN AN BÌNH",
              _text(lambda facts: facts.lines["cap tren"])),
    HeadField("place", N_("Place of printing"), TEXT, "Đông Hà", _text(lambda facts: facts.lines["noi"])),
    HeadField("printed_on", N_("Day of printing"), DAY, "22/11/2026", _day(lambda facts: clock.today())),
    HeadField("printed_on_words", N_("Day of printing in words"), DAY, "ngày 22 tháng 11 năm 2026",
              _text(lambda facts: facts.lines["ngay"])),
    HeadField("period", N_("Period of the figures"), TEXT, "tháng 10/2026", _text(lambda facts: facts.wanted.name)),
    HeadField("period_from", N_("First day of the period"), DAY, "01/10/2026",
              _day(lambda facts: first_day(facts.wanted.since))),
    HeadField("period_to", N_("Last day of the period"), DAY, "31/10/2026",
              _day(lambda facts: last_day_of_period(facts.wanted.since, facts.wanted.months))),
    HeadField("figures_until", N_("Figures up to the day"), DAY, "31/10/2026",
              _day(lambda facts: facts.wanted.day)),
    HeadField("year", N_("Year of the period"), YEAR, "2026", _number(lambda facts: facts.wanted.since // 100)),
    HeadField("month", N_("First month of the period"), YEAR, "10", _number(lambda facts: facts.wanted.since % 100)),
    HeadField("secretary", N_("Full name of the secretary"), TEXT, "Nguyễn Văn An",
              _text(lambda facts: facts.secretary)),
    HeadField(AMENDED, N_("Changes after closing"), TEXT, "Đã sửa sau khi chốt: 1 lần, gần nhất ngày 5/11/2026.",
              lambda facts: FormValue(facts.amended)),
    HeadField("prepared_by", N_("Who prepared it"), TEXT, "Trần Thị Bình", _text(lambda facts: facts.viewer.name)),
)  # fmt: skip


def head_facts(viewer: Viewer, wanted: BriefingQuery) -> HeadFacts:
    """The data for the heads of a unit's form today."""
    about_id, today = wanted.unit_id or viewer.unit_id, clock.today()
    unit = units.one(viewer, about_id, wanted.day)
    return HeadFacts(
        viewer,
        wanted,
        unit.name,
        units.one(viewer, unit.parent_id, wanted.day).name if unit.parent_id else "",
        paper_facts.load_unit_heading(viewer, about_id, today),
        paper_facts.load_secretary(viewer, about_id, today),
        amended_figures_text.amended_after_closing_text(viewer, wanted.figures),
    )
