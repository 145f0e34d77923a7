"""The best class against its cap: shown with the numbers, never blocking anybody."""

from collections import Counter

import streamlit as st

from components.i18n import _, _n, number
from components.labels import evaluation_labels
from components.markdown import escape_markdown
from db.evaluations import class_cap
from db.evaluations.class_cap import CapScope, ClassCap
from db.evaluations.evaluation_sheet import EvaluationSheet
from db.figures.evaluation_counts import CapLine
from db.kernel.scope import Viewer


def show_for_sheet(viewer: Viewer, sheet: EvaluationSheet) -> None:
    """Show the cap for a cell's list as it is typed, if the cap applies to each cell. Otherwise show only the number,
    since one cell alone does not tell how many more are allowed.
    """
    cap = class_cap.load(viewer, sheet.unit_id, sheet.year)
    classes = Counter(line.current_class for line in sheet.lines if line.current_class)
    if cap is None or not classes:
        return
    result = class_cap.compare_with_cap(cap, classes)
    if cap.scope == CapScope.ORGANISATION:
        told = _n(
            "Best class: {count} member; at most {percent} % of {of} in all cells of the commune together",
            "Best class: {count} members; at most {percent} % of {of} in all cells of the commune together",
            result.best,
            percent=number(cap.percent),
            of=_(evaluation_labels.CAP_BASES[cap.base]),
        )
        st.caption(escape_markdown(f"{told} · {evaluation_labels.cap_citation(cap)}"))
        return
    said = _("Best class: {numbers}", numbers=evaluation_labels.cap_text(cap, result))
    if result.excess:
        over = _n("{count} more than the cap", "{count} more than the cap", result.excess)
        st.warning(f"{escape_markdown(said)} · **{over}**", icon=":material/rule:")
    else:
        st.caption(escape_markdown(f"{said} · {evaluation_labels.cap_basis(cap)}"))


def show_for_units(cap: ClassCap | None, lines: list[CapLine]) -> None:
    """Show which organisations or cells exceed the cap and by how many, and how many do not."""
    if cap is None or not lines:
        return
    over = [line for line in lines if line.result.excess]
    for line in over:
        more = _n("{count} more than the cap", "{count} more than the cap", line.result.excess)
        numbers = escape_markdown(evaluation_labels.cap_text(cap, line.result))
        st.warning(f"**{escape_markdown(line.name)}**: {numbers} · **{more}**", icon=":material/rule:")
    within = len(lines) - len(over)
    if len(lines) == 1 and not over:
        st.success(
            escape_markdown(_("Best class: {numbers}", numbers=evaluation_labels.cap_text(cap, lines[0].result)))
        )
    elif within:
        st.caption(_("Within the cap on the best class: {count}", count=number(within)))
    st.caption(escape_markdown(evaluation_labels.cap_basis(cap)))
