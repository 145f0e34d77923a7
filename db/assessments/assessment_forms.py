"""Forms of assessment as dated rules: their items, the marks of each, and the season in which a year is assessed.

A year is assessed by the form in force on its last day; what is saved keeps the version by which it was made.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from sqlmodel import Session

from db.calendar import clock
from db.calendar.months import add_months, month_of
from db.kernel.scope import Viewer
from db.kernel.session import reading
from db.settings import dated_rules
from db.settings.dated_rules import RuleInForce

FULL, SHORT = "assessment_form", "assessment_form_short"
EARLIEST = date(1, 1, 1)
FormKey = tuple[int, str, date]  # unit, form, first day of the version


class FormMark(NamedTuple):
    """A mark of an item; `needs_review`: it needs review before confirmation; `counted`: how the year's figures count
    it.
    """

    key: str
    label: str
    needs_review: bool = False
    counted: str = ""


class FormItem(NamedTuple):
    """An item of a form; without marks, a free text. `attendance` gives the marks proposed from the record of meetings:
    attended all, some, none.
    """

    key: str
    short: str
    text: str
    verified: bool
    marks: tuple[FormMark, ...] = ()
    attendance: Mapping[str, str] = {}
    number: bool = False  # answered with a whole number

    def label(self, mark: str | None) -> str:
        """The label of a mark; the key itself if it is not one of the item's."""
        return next((each.label for each in self.marks if each.key == mark), mark or "")

    def has_mark(self, mark: str | None) -> bool:
        """Whether it is one of the item's marks."""
        return mark is not None and mark in [each.key for each in self.marks]

    def needs_review(self, mark: str | None) -> bool:
        """Whether a mark needs review before confirmation."""
        return any(each.key == mark and each.needs_review for each in self.marks)


@dataclass(frozen=True)
class AssessmentForm:
    """One version of a form. Unverified citations or wordings appear on screen only, never in a document."""

    name: str
    valid_from: date
    items: tuple[FormItem, ...]
    citation: str
    verified: bool

    @cached_property
    def marked_items(self) -> tuple[FormItem, ...]:
        """The items that are answered by a mark."""
        return tuple(item for item in self.items if item.marks)

    @cached_property
    def written_items(self) -> tuple[FormItem, ...]:
        """The items that are answered in free text."""
        return tuple(item for item in self.items if not item.marks)

    def item(self, key: str) -> FormItem | None:
        """The item with this key."""
        return next((item for item in self.items if item.key == key), None)

    def join_texts(self, texts: Mapping[str, str]) -> str | None:
        """The free texts as they are stored: one line per item."""
        lines = [texts.get(item.key) or "" for item in self.written_items]
        return "\n".join(lines) if any(lines) else None

    def split_texts(self, stored: str | None) -> dict[str, str]:
        """The lines of a stored text, by item."""
        lines = (stored or "").split("\n")
        return {item.key: line for item, line in zip(self.written_items, lines, strict=False) if line}


def form_in_force(session: Session, unit_id: int, year: int, name: str = FULL) -> AssessmentForm | None:
    """The form by which a unit assesses a year: the one in force on its last day; None if there was none."""
    try:
        return _read(dated_rules.in_force(session, name, unit_id, date(year, 12, 31)))
    except LookupError:
        return None


def load_form_version(session: Session, unit_id: int, name: str, valid_from: date) -> AssessmentForm:
    """The version of a form by which something was saved, regardless of later versions."""
    return _read(dated_rules.version_valid_from(session, name, unit_id, valid_from))


def form_versions(session: Session, made_by: Iterable[FormKey]) -> dict[FormKey, AssessmentForm]:
    """The versions by which several assessments were saved, each read once."""
    return {key: load_form_version(session, *key) for key in set(made_by)}


def marks_as_counted(session: Session, year: int) -> dict[tuple[str, str], str]:
    """How the year's figures count each mark, by item and mark key, over all forms of the year."""
    found = dated_rules.all_in_force(session, FULL, date(year, 12, 31))
    items = [item for rule in found for item in parse_items(rule.parameters["items"])]
    return {(item.key, mark.key): mark.counted for item in items for mark in item.marks if mark.counted}


def load(viewer: Viewer, unit_id: int, year: int, name: str = FULL) -> AssessmentForm | None:
    """The form by which a unit assesses a year."""
    with reading(viewer) as session:
        return form_in_force(session, unit_id, year, name)


def item_and_mark_labels(viewer: Viewer) -> dict[str, dict[str, str]]:
    """Labels of the items and marks of all forms in force today, by key."""
    found: dict[str, dict[str, str]] = {"item": {}, "mark": {}}
    with reading(viewer) as session:
        for name in (SHORT, FULL):
            form = form_in_force(session, viewer.unit_id or 0, clock.today().year, name)
            for item in form.items if form else ():
                found["item"][item.key] = item.short
                found["mark"] |= {mark.key: mark.label for mark in item.marks}
    return found


def current_year_and_season(viewer: Viewer, unit_id: int) -> tuple[int, bool]:
    """The year being assessed, or assessed last, and whether its season is open."""
    today = clock.today()
    with reading(viewer) as session:
        season = dated_rules.in_force(session, FULL, unit_id, date(today.year, 12, 31)).parameters.get("season", {})
    first, months = season.get("from_month", 10), season.get("months", 6)
    year = today.year if today.month >= first else today.year - 1
    return year, month_of(today) < add_months(year * 100 + first, months)


def parse_items(rows: Iterable[dict]) -> tuple[FormItem, ...]:
    """Items from the parameters of a rule."""
    return tuple(
        FormItem(
            row["key"],
            row.get("short") or row["text"],
            row["text"],
            row.get("verified", False),
            tuple(
                FormMark(mark["key"], mark["label"], mark.get("eyes", False), mark.get("counted", ""))
                for mark in row.get("marks", ())
            ),
            row.get("attendance", {}),
        )
        for row in rows
    )


def _read(rule: RuleInForce) -> AssessmentForm:
    items = parse_items(rule.parameters["items"])
    return AssessmentForm(rule.name, rule.valid_from or EARLIEST, items, rule.citation, rule.verified)
