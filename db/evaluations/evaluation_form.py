"""The steps of the yearly evaluation as items of a form: the same for all units, worded by the settings."""

from datetime import date

from sqlmodel import Session

from db.assessments.assessment_forms import AssessmentForm, FormItem, FormMark
from db.kernel.session_context import context_of
from db.settings import settings

FORM, CLASSES, REASONS, STEPS = "evaluation", "evaluation_classes", "unclassified_reasons", "evaluation_steps"
SELF, VOTES, PROPOSED, UNCLASSIFIED, DECIDED = "self_class", "votes", "proposed", "unclassified", "decided"
BEST, GOOD = "excellent", "good"  # the classes that a cap refers to
CLASSED = (SELF, PROPOSED, DECIDED)


def load_in(session: Session, unit_id: int) -> AssessmentForm:
    """The form in the viewer's language."""
    language = context_of(session).viewer.language
    classes, reasons = (_marks(session, name, unit_id, language) for name in (CLASSES, REASONS))
    items = []
    for row in settings.value_for_unit(session, STEPS, unit_id):
        key, label = row["key"], _label(row, language)
        marks = classes if key in CLASSED else reasons if key == UNCLASSIFIED else ()
        items.append(FormItem(key, label, label, True, marks, number=key == VOTES))
    return AssessmentForm(FORM, date.min, tuple(items), "", True)


def class_labels(session: Session, unit_id: int | None) -> dict[str, str]:
    """Labels of the classes by key, best first."""
    return {mark.key: mark.label for mark in _marks(session, CLASSES, unit_id, context_of(session).viewer.language)}


def _marks(session: Session, setting: str, unit_id: int | None, language: str) -> tuple[FormMark, ...]:
    rows = settings.value_for_unit(session, setting, unit_id)
    return tuple(FormMark(row["key"], _label(row, language)) for row in rows if not row.get("off"))


def _label(row: dict, language: str) -> str:
    return row.get(language) or row["vi"]
