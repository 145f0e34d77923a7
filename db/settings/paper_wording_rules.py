"""Rules whose wording documents print: a district may reword the assessment form and the regulation from a day on.

What was saved or issued under an earlier version keeps it; a version that was used cannot be changed.
"""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Any, NamedTuple

from sqlmodel import Session, select

from db.errors import Conflict, Invalid, NotAllowed
from db.kernel import concurrent_changes, row_access, validation
from db.kernel.scope import Viewer
from db.kernel.session import reading, writing
from db.models import Assessment, Rule
from db.settings import dated_rules, setting_definitions
from db.vietnamese import clean, fold

CONTACT = "residence_contact"
WORDED = frozenset({"assessment_form", "assessment_form_short", CONTACT})
KEY, LABEL, SHORT, TEXT = 30, 80, 60, 500  # characters
MOST_ITEMS, MOST_MARKS, MOST_DUTIES = 20, 8, 20


class WordingBasis(NamedTuple):
    """The source of a version, whether it was verified, and from which day on the version is valid."""

    citation: str
    verified: bool
    valid_from: date | None


def latest_version(viewer: Viewer, name: str) -> dict[str, Any]:
    """The latest version of a rule for the viewer's unit, future ones included."""
    with reading(viewer) as session:
        return deepcopy(_latest(session, name, viewer))


def change_wording(
    viewer: Viewer, name: str, changed: Mapping[str, Any], basis: WordingBasis, token: str | None = None
) -> None:
    """Reword a rule for the viewer's unit; parts that are not among the changes stay as they are.

    Raises NotAllowed for roles other than the district, Invalid for values that do not fit, Conflict for the day of a
    version that has been used.
    """
    if viewer.role not in setting_definitions.ABOVE:
        raise NotAllowed()
    if name not in WORDED:
        raise Invalid("setting_unknown", name=name)
    if not (citation := validation.optional_text(basis.citation, 300)):
        raise Invalid("citation_missing")
    if (day := validation.event_day(basis.valid_from)) is None:
        raise Invalid("day_missing")
    with writing(viewer, "choose_rule", token=token) as session:
        own = select(Rule.id).where(Rule.unit_id == viewer.unit_id, Rule.name == name)
        concurrent_changes.require_rows_unchanged(session, Rule, session.exec(own).all())
        before = _latest(session, name, viewer)
        told = {key: CHECKS[key](value, before[key], basis.verified) for key, value in changed.items() if key in CHECKS}
        parameters = json.dumps({**before, **told}, ensure_ascii=False)
        row = {"parameters": parameters, "citation": citation, "verified": basis.verified}
        ours = (Rule.unit_id == viewer.unit_id, Rule.name == name, Rule.valid_from == day)
        if stands := session.exec(select(Rule).where(*ours)).first():
            _require_unused(session, name, day)
            stands.sqlmodel_update(row)
        else:
            session.add(Rule(unit_id=viewer.unit_id, name=name, valid_from=day, **row))


def _latest(session: Session, name: str, viewer: Viewer) -> dict[str, Any]:
    return dated_rules.in_force(session, name, viewer.unit_id or 0, date.max).parameters


def _require_unused(session: Session, name: str, day: date) -> None:
    made_by = select(Assessment.id).where(Assessment.form == name, Assessment.form_from == day).limit(1)
    with row_access.reading_as_system(session):
        if session.exec(made_by).first() is not None:
            raise Conflict("form_version_used", day=day)


def _items(typed: Sequence[Mapping[str, Any]], before: list[dict], verified: bool) -> list[dict]:
    """The items of a form. Existing ones keep their keys so that years stay comparable; a new wording is verified if
    its source is.
    """
    if not typed or len(typed) > MOST_ITEMS:
        raise Invalid("form_items_unfit", limit=MOST_ITEMS)
    known = {row["key"]: row for row in before}
    found: list[dict] = []
    for row in typed:
        text, short = _text(row["text"], TEXT), _text(row.get("short"), SHORT)
        if not text:
            raise Invalid("form_item_text_missing")
        old = known.get(row.get("key") or "", {})
        key = old.get("key") or _key(short or text, {*known, *(each["key"] for each in found)})
        marks = _marks(row.get("marks", ()), old.get("marks", []), key)
        kept = {each["key"] for each in marks}
        attendance = {share: mark for share, mark in old.get("attendance", {}).items() if mark in kept}
        found.append(
            {
                "key": key,
                "short": short or text[:SHORT],
                "text": text,
                "verified": old.get("verified", False) if old.get("text") == text else verified,
                **({"marks": marks} if marks else {}),
                **({"attendance": attendance} if attendance else {}),
            }
        )
    return found


def _marks(typed: Sequence[Mapping[str, Any]], before: list[dict], item: str) -> list[dict]:
    """The marks of an item: one with the same label keeps its key, and so does one in the same position if their number
    is unchanged.
    """
    rows = [{**row, "label": _text(row["label"], LABEL)} for row in typed]
    rows = [row for row in rows if row["label"]]
    if len(rows) == 1 or len(rows) > MOST_MARKS:
        raise Invalid("form_marks_unfit", limit=MOST_MARKS)
    said = [fold(row["label"]) for row in rows]
    if twice := next((row["label"] for row in rows if said.count(fold(row["label"])) > 1), None):
        raise Invalid("words_twice", words=twice)
    by_words = {fold(row["label"]): row["key"] for row in before}
    keys: list[str] = []
    for at, words in enumerate(said):
        there = before[at]["key"] if len(before) == len(rows) and fold(before[at]["label"]) not in said else None
        key = by_words.get(words) or there
        keys.append(key or _key(f"{item} {words}", {*by_words.values(), *keys}))
    counted = {row["key"]: row["counted"] for row in before if row.get("counted")}
    return [
        {
            "key": key,
            "label": row["label"],
            **({"eyes": True} if row.get("eyes") else {}),
            **({"counted": counted[key]} if key in counted else {}),
        }
        for key, row in zip(keys, rows, strict=True)
    ]


def _duties(typed: Sequence[str], before: list[dict], verified: bool) -> list[dict]:
    """Return the duties as texts; existing ones stay verified as before."""
    said = [text for each in typed if (text := _text(each, TEXT))]
    if len(said) > MOST_DUTIES:
        raise Invalid("list_long", limit=MOST_DUTIES)
    known = {row["text"]: row.get("verified", False) for row in before}
    return [{"verified": known.get(text, verified), "text": text} for text in said]


def _wording(typed: str, before: str, verified: bool) -> str:
    return _text(typed, TEXT)


def _short_name(typed: str, before: str, verified: bool) -> str:
    if not (said := _text(typed, setting_definitions.SHORT_TEXT)):
        raise Invalid("words_missing")
    return said


def _times(typed: int, before: int, verified: bool) -> int:
    if type(typed) is not int or not 1 <= typed <= 12:
        raise Invalid("rule_unfit")
    return typed


def _text(typed: str | None, limit: int) -> str:
    said = clean(typed or "")
    if len(said) > limit:
        raise Invalid("text_long", limit=limit, begins=said[:30])
    return said


def _key(words: str, taken: set[str]) -> str:
    begun = "_".join(fold(words).split())[: KEY - 3].strip("_") or "item"
    return next(key for key in (begun, *(f"{begun}_{at}" for at in range(2, 99))) if key not in taken)


CHECKS = {
    "items": _items,
    "duties": _duties,
    "title": _wording,
    "lead": _wording,
    "short": _short_name,
    "meetings_a_year": _times,
}
