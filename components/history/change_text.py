"""What an action changed, in words: the subject, and the values before and after."""

import json
from datetime import datetime
from typing import Any

from components import level_names
from components.history.column_labels import FIELD_LABELS, TABLE_FIELD_LABELS, TABLE_LABELS
from components.history.column_value_kinds import (
    CHOICES,
    DATE_COLUMNS,
    HIDDEN_FIELDS,
    KINDS,
    MAX_NAMES,
    OPTION_LISTS,
    OWN_CHOICES,
    TIME_COLUMNS,
)
from components.i18n import DASH, LANGUAGES, _, _n, join_list, moment_text, month_text, number, partial_text
from components.labels import meeting_states, member_labels
from components.labels.rule_labels import RULES
from components.labels.setting_labels import SETTINGS, entries_text
from components.markdown import escape_markdown
from db.assessments import assessment_forms
from db.assessments.mark_storage import join_marks, split_marks
from db.history.rows_changed_by_action import RowChange
from db.kernel.scope import Viewer
from db.models import (
    ChangeKind,
    GroupRole,
    MeetingState,
    Role,
)
from db.settings import settings


def load_option_labels(viewer: Viewer) -> dict[str, dict[str, str]]:
    """Load the labels of settings' options and roles, by the column that holds their keys."""
    lists = {
        column: {each.key: each.label for name in names for each in settings.options(viewer, name)}
        for column, names in OPTION_LISTS.items()
    }
    return (
        lists
        | assessment_forms.item_and_mark_labels(viewer)
        | {"role": {role.value: level_names.role_name(viewer, role) for role in Role}}
    )


def describe_changes(rows: list[RowChange], labels: dict[str, dict[str, str]], named: bool = True) -> list[str]:
    """Return a line for each distinct change, with its subjects unless they are known already."""
    found: dict[str, list[str]] = {}
    for was in rows:
        if was.table in TABLE_LABELS and (text := _line(was, labels)):
            about = found.setdefault(text, [])
            about += [one for one in (" – ".join(was.about),) if one and one not in about]
    return [f"{_people(about)}: {text}" if named and about else text for text, about in found.items()]


def _people(about: list[str]) -> str:
    more = len(about) - MAX_NAMES
    some = (
        join_list(about)
        if more <= 0
        else _n("{names} and {count} more", "{names} and {count} more", more, names=", ".join(about[:MAX_NAMES]))
    )
    return f"**{escape_markdown(some)}**"


def _line(was: RowChange, labels: dict) -> str:
    """Return what was added, what was deleted, or each column before and after."""
    thing, unsaid = _(TABLE_LABELS[was.table]), HIDDEN_FIELDS.get(was.table, set())
    if was.action != ChangeKind.UPDATE:
        row = was.after if was.action == ChangeKind.INSERT else was.before
        told = [
            f"{_field(was.table, column)}: {_said(was.table, column, row[column], labels)}"
            for column in _filled(row, unsaid)
        ]
        head = (
            _("added: {thing}", thing=thing) if was.action == ChangeKind.INSERT else _("removed: {thing}", thing=thing)
        )
        return " – ".join(filter(None, (head, "; ".join(told))))
    columns = [
        column
        for column in FIELD_LABELS
        if column in was.before and column not in unsaid and was.before[column] != was.after.get(column, was)
    ]
    return "; ".join(_changed(was, column, labels) for column in columns)


def _changed(was: RowChange, column: str, labels: dict) -> str:
    """Return one column before and after; only the value before if the reader may not know the later one."""
    before, after = was.before[column], was.after.get(column)
    if column == "marks" and after:
        before, after = _differing(before, after)
    values = {"field": _field(was.table, column), "before": _said(was.table, column, before, labels)}
    if column not in was.after:
        return _("{field}: before that {before}", **values)
    return _("{field}: {before} → {after}", **values, after=_said(was.table, column, after, labels))


def _differing(*kept: str) -> list[str]:
    """Return the marks before and after without those that stayed."""
    marks = [split_marks(each) for each in kept]
    common = set.intersection(*(set(each.items()) for each in marks))
    return [join_marks({item: mark for item, mark in each.items() if (item, mark) not in common}) for each in marks]


def _filled(row: dict, unsaid: set[str]) -> list[str]:
    return [
        column
        for column in FIELD_LABELS
        if column in row and column not in unsaid and row[column] not in (None, "", 0, False)
    ]


def _field(table: str, column: str) -> str:
    return _(TABLE_FIELD_LABELS.get((table, column)) or FIELD_LABELS[column])


def _said(table: str, column: str, value: Any, labels: dict) -> str:
    """Return a value as people read it, escaped for Markdown."""
    return DASH if value is None or value == "" else escape_markdown(_text(table, column, value, labels))


def _text(table: str, column: str, value: Any, labels: dict) -> str:
    if column in DATE_COLUMNS:
        return partial_text(str(value)[:10])
    if column in TIME_COLUMNS:
        return moment_text(datetime.fromisoformat(value))
    if column in ("card_last4", "citizen_last4"):
        return f"····{value}"
    kinds = OWN_CHOICES.get((table, column)) or CHOICES.get(column) or (KINDS.get(table) if column == "kind" else None)
    if kinds:
        return member_labels.translated_label(kinds[1], kinds[0](value))
    if column == "role":
        return (
            labels.get("role", {}).get(value, value)
            if table == "access_grant"
            else member_labels.translated_label(member_labels.ROLES, GroupRole(value))
        )
    if column == "state" and table == "meeting":
        return (
            _("cancelled as entered by mistake")
            if value == MeetingState.CANCELLED
            else meeting_states.state_label(MeetingState(value))
        )
    return _plainly(table, column, value, labels)


def _plainly(table: str, column: str, value: Any, labels: dict) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column in ("period", "first_month", "last_month"):
        return month_text(value)
    if column == "value" and table != "change_notice":
        chosen = json.loads(value)
        return (
            entries_text(chosen)
            if isinstance(chosen, list) and all(isinstance(each, dict) for each in chosen)
            else str(chosen)
        )
    if column == "marks":
        items, words = labels.get("item", {}), labels.get("mark", {})
        given = split_marks(value).items()
        return "; ".join(f"{items.get(item, item)}: {words.get(mark, mark)}" for item, mark in given) or DASH
    if column == "language":
        return LANGUAGES.get(value, value)
    if column == "name" and table in ("setting", "rule"):
        told = {**SETTINGS, **RULES}.get(value)
        return _(told.title) if told else value
    if isinstance(value, int):
        return str(value) if column in ("year", "roster_number") else number(value)
    if isinstance(value, float):
        return number(value, 0 if value == int(value) else 1)
    return labels.get(column, {}).get(value, str(value))
