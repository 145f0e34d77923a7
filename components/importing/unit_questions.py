"""Questions about units named in a list: which unit of the register is meant."""

import streamlit as st

from components.i18n import _, _n
from components.importing import answer_autosave, new_units
from components.importing.unit_answer_options import answer_labels
from components.markdown import escape_markdown
from db.drafts.drafts import DraftField
from db.imports import import_answers
from db.imports.import_answers import FILE, UNIT
from db.imports.member_list_outcomes import ImportPlan
from db.imports.unit_names import UnitNameInList, simplify_name
from db.kernel.scope import Viewer
from db.vietnamese import fold

SHOWN = 20


def show(viewer: Viewer, code: str, plan: ImportPlan) -> None:
    """Ask about unknown names; those with a clear proposal come first."""
    open_names = [name for name in plan.names.values() if name.meaning is None]
    answered = [name for name in plan.names.values() if name.part in plan.answers.units and name.meaning]
    communes = {place.code: place.name for place in plan.known.communes()}
    if open_names or answered or plan.answers.commune:
        unknown = _n("{count} unknown unit name", "{count} unknown unit names", len(open_names))
        st.subheader(unknown if open_names else _("All unit names are known"))
        if len(communes) > 1:
            text, key = _("Look for cells in"), f"import_commune_{code}"
            answer_autosave.choice_field(
                code, FILE, "commune", text, communes, plan.answers.commune, key, _("everywhere")
            )
        new_units.show(viewer, plan)
        _at_once(viewer, code, plan, open_names)
    for name in open_names[:SHOWN]:
        _unit(viewer, code, plan, name)
    if len(open_names) > SHOWN:
        st.caption(_("More names appear once these are answered."))
    if answered:
        with st.expander(_n("{count} name answered", "{count} names answered", len(answered))):
            for name in answered:
                _unit(viewer, code, plan, name)


def _at_once(viewer: Viewer, code: str, plan: ImportPlan, open_names: list[UnitNameInList]) -> None:
    """Offer an answer for many names at once."""
    commune, cells = (
        new_units.commune_of_new_cells(viewer, plan),
        [name for name in open_names if new_units.looks_like_cell(name)],
    )
    proposed = {
        DraftField(name.part, "means"): f"{UNIT}:{plan.known.places[name.likely].code}"
        for name in open_names
        if name.likely
    }
    outside = {
        DraftField(name.part, "means"): import_answers.OUTSIDE
        for name in open_names
        if name.own and not name.proposals and not name.of_sheet
        if not (name.homeless and new_units.looks_like_cell(name))  # their people would all be skipped
    }
    with st.container(horizontal=True):
        if proposed:
            answer_autosave.answer_button(
                code, "proposed", _n("Accept {count} suggestion", "Accept {count} suggestions", len(proposed)), proposed
            )
        if commune and cells:
            new = {DraftField(name.part, "means"): f"{import_answers.NEW}:{commune.code}" for name in cells}
            count = len({simplify_name(fold(name.texts[0])) for name in cells})
            text = _n(
                "Create {count} new cell in {commune}",
                "Create {count} new cells in {commune}",
                count,
                commune=escape_markdown(commune.name),
            )
            answer_autosave.answer_button(code, "new", text, new)
        if outside:
            text = _n(
                "{count} name without a suggestion is an external workplace",
                "{count} names without a suggestion are external workplaces",
                len(outside),
            )
            answer_autosave.answer_button(code, "outside", text, outside)


def _unit(viewer: Viewer, code: str, plan: ImportPlan, name: UnitNameInList) -> None:
    choices = answer_labels(viewer, plan, name)
    rows = _n("{count} row", "{count} rows", name.rows)
    called = escape_markdown(name.texts[0])
    called = _("No cell named; sheet “{name}”", name=called) if name.of_sheet else called
    text = f"{called} · {rows}"
    hint = _("possibly {unit}", unit=choices[next(iter(choices))]) if name.likely else None
    answer, key = plan.answers.units.get(name.part), f"import_unit_{code}_{name.part}"
    answer_autosave.choice_field(code, name.part, "means", text, choices, answer, key, hint)
