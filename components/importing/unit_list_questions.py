"""Open questions of a list of units: which unit a parent's name means, and which units have moved."""

import streamlit as st

from components.i18n import _, _n
from components.importing import answer_autosave
from components.importing.excel_positions import row_text
from components.markdown import escape_markdown
from db.imports.import_answers import ANOTHER, UNIT, row_part, unit_part
from db.imports.unit_plan import UnitPlan, unit_label
from db.imports.unit_snapshot import CELLS
from db.kernel.scope import Viewer
from db.vietnamese import fold

SHOWN = 20


def show(viewer: Viewer, code: str, plan: UnitPlan) -> None:
    """Ask all questions; the day applies to units that move."""
    answer_autosave.list_date_field(
        code,
        plan.answers.day,
        _("Units that move according to this list do so on this date, unless their row names another."),
    )
    _parents(code, plan)
    _moved(code, plan)


def _parents(code: str, plan: UnitPlan) -> None:
    """Ask about unrecognised parents; show those already answered, which can be changed."""
    answered = {
        row.parent
        for row in (one.row for one in plan.outcomes)
        if row.parent and unit_part(fold(row.parent)) in plan.answers.units
    }
    if plan.names:
        st.subheader(_n("{count} unknown unit name", "{count} unknown unit names", len(plan.names)))
    fit = {unit.code: unit.name for unit in plan.known.values() if unit.near and unit.kind not in CELLS}
    for name in [*plan.names, *sorted(answered)][:SHOWN]:
        part, likely = unit_part(fold(name)), plan.names.get(name, [])
        codes = [f"{UNIT}:{one}" for one in (*likely, *(one for one in fit if one not in likely))]
        words = {one: fit[one.removeprefix(f"{UNIT}:")] for one in codes}
        key = f"import_above_{code}_{part.replace(':', '_')}"
        answer_autosave.choice_field(
            code, part, "unit", escape_markdown(name), words, plan.answers.units.get(part), key
        )


def _moved(code: str, plan: UnitPlan) -> None:
    """Ask about units that the register has elsewhere under the same name."""
    asked = [one for one in plan.outcomes if one.asked]
    if not asked:
        return
    title = _n(
        "{count} unit is elsewhere according to the register",
        "{count} units are elsewhere according to the register",
        len(asked),
    )
    st.subheader(title)
    units = {unit.code: unit for unit in plan.known.values()}
    for one in asked[:SHOWN]:
        choices = {each: _("Moved here: {unit}", unit=unit_label(plan.known, units[each])) for each in one.asked}
        choices[ANOTHER] = _("Another unit: add as new")
        key = f"import_row_{code}_{one.row.number}"
        name = escape_markdown(f"{one.row.name} · {one.row.parent}")
        text = _("Row {number}: {name}", number=row_text(one.row.number), name=name)
        answer_autosave.choice_field(code, row_part(one.row.number), "same", text, choices, None, key)
    if len(asked) > SHOWN:
        st.caption(_("More names appear once these are answered."))
