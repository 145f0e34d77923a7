"""Open questions of a list of introductions: letter, sender and receiver of all its people, communes not recognised."""

from collections.abc import Mapping

import streamlit as st

from components import level_names
from components.i18n import _, _n
from components.importing import answer_autosave
from components.importing.excel_positions import row_text
from components.markdown import escape_markdown
from db.imports.import_answers import ANOTHER, FILE, SAME, TWIN, UNIT, row_part, unit_part
from db.imports.introduction_plan import IntroductionPlan
from db.kernel.scope import Viewer
from db.models import Role
from db.units.units import UnitName
from db.vietnamese import fold

SHOWN = 20


def show(viewer: Viewer, code: str, plan: IntroductionPlan) -> None:
    """Ask all questions; a row's own value takes precedence over the whole list's."""
    if viewer.role != Role.WORKPLACE:
        _unit(code, "workplace", _("Workplace"), plan.workplaces, plan.answers.workplace)
    if viewer.role != Role.COMMUNE:
        _unit(
            code,
            "commune",
            _("{level} where they live", level=escape_markdown(level_names.level_heading(viewer))),
            plan.communes,
            plan.answers.commune,
        )
    left, right = st.columns(2)
    with left:
        st.text_input(
            _("Letter number"),
            plan.answers.letter or "",
            max_chars=60,
            help=_("For rows that do not name their own."),
            **answer_autosave.autosaved_widget(code, FILE, "letter", f"import_letter_{code}"),
        )
    with right:
        answer_autosave.date_field(code, "letter_day", _("Date of the letter"), plan.answers.letter_day)
    _communes(code, plan)
    _twins(code, plan)


def _twins(code: str, plan: IntroductionPlan) -> None:
    """Ask whether rows of one name mean one person; show those already answered, which can be changed."""
    asked = [one for one in plan.outcomes if one.code == "import_twin" or one.row.number in plan.answers.people]
    for one in asked[:SHOWN]:
        number = row_text(one.values["number"]) if "number" in one.values else "…"
        answer_autosave.choice_field(
            code,
            row_part(one.row.number),
            SAME,
            _("Row {number}: {name}", number=row_text(one.row.number), name=escape_markdown(one.row.name)),
            {
                TWIN: _("The same person as in row {number}", number=number),
                ANOTHER: _("Someone else: add as new"),
            },
            plan.answers.people.get(one.row.number),
            f"import_same_{code}_{one.row.number}",
        )


def _unit(code: str, field: str, label: str, some: Mapping[int, UnitName], current: str | None) -> None:
    words = {unit.code: unit.name for unit in some.values()}
    if len(words) > 1:
        answer_autosave.list_choice_field(code, field, label, words, current)


def _communes(code: str, plan: IntroductionPlan) -> None:
    """Ask about unrecognised names of communes; show those already answered, which can be changed."""
    named = {one.row.commune for one in plan.outcomes if one.row.commune}
    answered = {name for name in named if unit_part(fold(name)) in plan.answers.units}
    if plan.unknown:
        st.subheader(_n("{count} unknown unit name", "{count} unknown unit names", len(plan.unknown)))
    words = {f"{UNIT}:{unit.code}": unit.name for unit in plan.communes.values()}
    for name in [*plan.unknown, *sorted(answered - set(plan.unknown))][:SHOWN]:
        part = unit_part(fold(name))
        key = f"import_commune_{code}_{part.replace(':', '_')}"
        answer_autosave.choice_field(
            code, part, "unit", escape_markdown(name), words, plan.answers.units.get(part), key
        )
