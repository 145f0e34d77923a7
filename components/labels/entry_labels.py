"""Entries of the year in words: kinds, amounts, attendance."""

from components.i18n import _, _n, day_text, number
from db.kernel.scope import Viewer
from db.settings import settings
from db.year_entries.entry_kinds import SETTING
from db.year_entries.entry_list import EntryLine
from db.year_entries.year_record_counts import YearRecord

NAMES = 3  # names that a line lists if there are many


def kind_labels(viewer: Viewer) -> dict[str, str]:
    """Return every kind of the viewer's list by key, including those no longer offered."""
    return {option.key: option.label for option in settings.options(viewer, SETTING)}


def money_text(amount: int | None, approximate: bool = False) -> str:
    """Return an amount as reports print it; empty if unknown."""
    if amount is None:
        return ""
    said = _("{amount} VND", amount=number(amount))
    return _("about {amount}", amount=said) if approximate else said


def days_text(count: float | None, approximate: bool = False) -> str:
    """Return a number of working days."""
    if count is None:
        return ""
    decimals = 0 if count == int(count) else 1 if count * 10 == int(count * 10) else 2
    said = _("{count} days of work", count=number(count, decimals))
    return _("about {amount}", amount=said) if approximate else said


def amount_text(line: EntryLine) -> str:
    """Return the amount each person gave; empty if unknown or not measured."""
    said = money_text(line.amount, line.approximate) or days_text(line.days, line.approximate)
    return _("{amount} each", amount=said) if said and len(line.ids) > 1 else said


def people_text(line: EntryLine) -> str:
    """Return whom the entry concerns; the first of many."""
    if len(line.names) <= NAMES:
        return ", ".join(line.names)
    more = len(line.names) - NAMES + 1
    return _n("{names} and {count} more", "{names} and {count} more", more, names=", ".join(line.names[: NAMES - 1]))


def kind_and_amount(line: EntryLine, kinds: dict[str, str]) -> list[str]:
    """Return an entry's kind and amount."""
    return [part for part in (kinds.get(line.kind, line.kind), amount_text(line)) if part]


def entry_parts(line: EntryLine, kinds: dict[str, str]) -> list[str]:
    """Return an entry's kind, amount, campaign, note and day."""
    more = (line.campaign, line.note, day_text(line.happened_on))
    return [*kind_and_amount(line, kinds), *(part for part in more if part)]


def attendance_text(record: YearRecord) -> str:
    """Return attended of expected meetings."""
    return f"{record.attended}/{record.expected}" if record.expected or record.attended else ""


def year_record_phrases(record: YearRecord, kinds: dict[str, str]) -> list[str]:
    """Return a member's record of the year in one line."""
    said = [_("attended {count}", count=attendance_text(record))] if attendance_text(record) else []
    said += [_n("spoke once", "spoke {count} times", record.spoke)] if record.spoke else []
    for key, count in record.entries.items():
        word = kinds.get(key, key)
        said.append(word[:1].lower() + word[1:] + (f" ×{count}" if count > 1 else ""))
    return said
