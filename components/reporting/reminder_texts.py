"""Reminders, always Vietnamese: to several cells, and to one secretary."""

from components.i18n import _, _n, day_text, in_language, period_name
from db.calendar import clock
from db.figures import report_kinds
from db.figures.report_kinds import ReportKind
from db.people.directory import DirectoryEntry
from db.units.units import UnitName

Secretaries = dict[int, DirectoryEntry]


def text_for_all(cells: list[UnitName], secretaries: Secretaries, kind: ReportKind, period: int) -> str:
    """The reminder to several cells, with secretaries and telephone numbers."""
    with in_language("vi"):
        rows = [f"- {cell.name}{_person(secretaries.get(cell.id))}" for cell in cells]
        return "\n".join([_head(len(cells), kind, period), *rows, _wish(kind)])


def text_for_one(cell: UnitName, secretary: DirectoryEntry | None, kind: ReportKind, period: int) -> str:
    """The reminder to one cell's secretary."""
    with in_language("vi"):
        to = _("Dear comrade {name}, secretary of {cell},", name=secretary.name, cell=cell.name) if secretary else (
            _("Dear comrades of {cell},", cell=cell.name)
        )  # fmt: skip
        return f"{to}\n{_request(kind, period)}"


def _head(count: int, kind: ReportKind, period: int) -> str:
    told = _told(kind, period)
    if kind == ReportKind.HALVES:
        return _n(
            "By {day}, {count} cell has not reported its contact meeting of {period}:",
            "By {day}, {count} cells have not reported their contact meetings of {period}:",
            count,
            **told,
        )
    if kind == ReportKind.ASSESSMENTS:
        return _n(
            "By {day}, {count} cell has not assessed all its contact members for {period}:",
            "By {day}, {count} cells have not assessed all their contact members for {period}:",
            count,
            **told,
        )
    if kind == ReportKind.ROUNDS:
        return _n(
            "By {day}, {count} cell has not recorded for {period} what was reported on households:",
            "By {day}, {count} cells have not recorded for {period} what was reported on households:",
            count,
            **told,
        )
    return _n(
        "By {day}, {count} cell has not reported its meeting of {period}:",
        "By {day}, {count} cells have not reported their meetings of {period}:",
        count,
        **told,
    )


def _wish(kind: ReportKind) -> str:
    if kind == ReportKind.ASSESSMENTS:
        return _("Please complete them with your Front committee and save them in the register.")
    if kind == ReportKind.ROUNDS:
        return _("Please record on the sheet of the month's meeting who has reported on his households.")
    return _("Please record them in the register; if a meeting was not held, say why.")


def _request(kind: ReportKind, period: int) -> str:
    told = _told(kind, period)
    if kind == ReportKind.HALVES:
        return _(
            "by {day} the meeting of contact members of {period} is not in the register yet. Please record it; if it "
            "was not held or is put off, please say why. Thank you.",
            **told,
        )
    if kind == ReportKind.ASSESSMENTS:
        return _(
            "by {day} the assessments of your contact members for {period} are not complete in the register. Please "
            "complete them with the Front committee. Thank you.",
            **told,
        )
    if kind == ReportKind.ROUNDS:
        return _(
            "by {day} it is not in the register yet who reported on his households in {period}. Please record it on "
            "the sheet of the month's meeting. Thank you.",
            **told,
        )
    return _(
        "by {day} the cell's meeting of {period} is not in the register yet. Please record it; if it was not held "
        "or is put off, please say why. Thank you.",
        **told,
    )


def _told(kind: ReportKind, period: int) -> dict[str, str]:
    return {"day": day_text(clock.today()), "period": period_name(period, report_kinds.rules_of_kind(kind).months)}


def _person(secretary: DirectoryEntry | None) -> str:
    if secretary is None:
        return ""
    name = _("comrade {name}", name=secretary.name)
    return f" ({', '.join(filter(None, (name, secretary.phone)))})"
