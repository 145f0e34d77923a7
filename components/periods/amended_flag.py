"""The flag beside figures that were changed after closing; it opens who changed what, when and why."""

import streamlit as st

from components.history import action_titles, change_text
from components.i18n import _, _n, day_text, join_list, moment_text, period_name
from components.markdown import escape_markdown
from components.periods import amendment_cache
from components.periods.amendment_cache import Tables
from db.figures.figures import FigureQuery
from db.history import amendments
from db.history.amendments import Amendment
from db.kernel.scope import Viewer
from db.units import units

KEY = "amended"
MAX_SHOWN, MAX_LINES, MAX_NAMES = 10, 12, 3  # actions, lines per action, units and months that are named


def show(viewer: Viewer, wanted: FigureQuery, tables: Tables = None) -> None:
    """Show the flag for figures counted from these tables; nothing if nothing changed, or all was closed again."""
    found = amendment_cache.load(viewer, wanted, tables)
    if not found:
        return
    label = _n("Changed after closing: {count} action", "Changed after closing: {count} actions", len(found))
    _in_expander(viewer, label, found)


def show_years(viewer: Viewer, since: int, until: int, tables: Tables) -> None:
    """Show the flag for yearly figures, from one year to another."""
    show(viewer, FigureQuery(since * 100 + 1, until * 100 + 12), tables)


def _in_expander(viewer: Viewer, label: str, found: list[Amendment]) -> None:
    with st.expander(label, icon=":material/edit_calendar:", key=KEY, on_change="rerun") as opened:
        if opened.open:
            show_list(viewer, found)


def show_list(viewer: Viewer, found: list[Amendment]) -> None:
    """Who changed what, when and why, before and after; latest first."""
    labels = change_text.load_option_labels(viewer)
    shown = found[:MAX_SHOWN]
    names = units.named(viewer, {unit_id for one in shown for unit_id in one.unit_ids | {one.closed_by}})
    called = {unit_id: unit.name for unit_id, unit in names.items()}
    for one in shown:
        where = _some([called[unit_id] for unit_id in sorted(one.unit_ids) if unit_id in called])
        months = _some([period_name(month) for month in one.months])
        closed = _("closed on {day} by {unit}", day=day_text(one.closed_at), unit=called.get(one.closed_by, ""))
        head = f"**{escape_markdown(where)}, {months}** · {action_titles.action_title(one.action)}"
        when = f"{moment_text(one.at)} · {escape_markdown(closed)}"
        if not one.change_ids:
            st.markdown(f"{head}  \n{when}")
            st.caption(_("Only the cell and others who may read these records can see who changed it and why."))
            continue
        reason = _("Reason given: {reason}", reason=escape_markdown(one.reason))
        st.markdown(f"{head}  \n{reason}  \n{escape_markdown(one.who)} · {when}")
        rows, more = amendments.describe_rows(viewer, one)
        lines = change_text.describe_changes(rows, labels)
        more += max(0, len(lines) - MAX_LINES)
        st.markdown("\n".join(f"- {line}" for line in lines[:MAX_LINES]) or _("Nothing to report here."))
        if more:
            st.caption(_n("and {count} more change", "and {count} more changes", more))
    if len(found) > len(shown):
        st.caption(_n("and {count} earlier action", "and {count} earlier actions", len(found) - len(shown)))


def _some(names: list[str]) -> str:
    more = len(names) - MAX_NAMES
    return (
        join_list(names)
        if more <= 0
        else _n("{names} and {count} more", "{names} and {count} more", more, names=", ".join(names[:MAX_NAMES]))
    )
