"""One entry of the history: the action, its subject, by whom and when; what changed, and undoing it."""

import streamlit as st

from components.history import action_titles, change_text, undo_button
from components.i18n import _, _n, moment_text
from components.markdown import escape_markdown
from db.history import rows_changed_by_action
from db.history.action_log import LoggedAction
from db.kernel.scope import Viewer
from db.units.units import UnitName

MAX_LINES = 40  # lines per action


def show(viewer: Viewer, row: LoggedAction, names: dict[int, UnitName], types: dict[str, str]) -> None:
    """Show an entry; `names` are units by id, `types` the meeting types by key."""
    with st.container(key=f"history_entry_{row.id}", gap="small"):
        with st.container(key=f"history_{row.id}", horizontal=True, vertical_alignment="center"):
            what = _what(row, names, types)
            reason = f" · {escape_markdown(row.reason)}" if row.reason else ""
            st.markdown(f"{what}{reason}  \n{escape_markdown(row.who)} · {moment_text(row.at)}", width="stretch")
            if row.undone:
                st.caption(_("undone"))
            elif row.rows:
                undo_button.show(row, what)
        if row.rows:
            _changes(viewer, row)


def _what(row: LoggedAction, names: dict[int, UnitName], types: dict[str, str]) -> str:
    behalf = (
        " · " + _("on behalf of {cell}", cell=escape_markdown(names[row.on_behalf_of].name))
        if row.on_behalf_of in names
        else ""
    )
    about = f": {escape_markdown(told)}" if (told := action_titles.subject_text(row.about, types)) else ""
    return f"**{action_titles.action_title(row.action)}**{about}{behalf}"


def _changes(viewer: Viewer, row: LoggedAction) -> None:
    """Show the values before and after; read only on request."""
    with st.expander(_("What was changed"), key=f"history_changes_{row.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        rows, more = rows_changed_by_action.load(viewer, row.id)
        lines = change_text.describe_changes(rows, change_text.load_option_labels(viewer))
        more += max(0, len(lines) - MAX_LINES)
        st.markdown("\n".join(f"- {line}" for line in lines[:MAX_LINES]) or _("Nothing to report here."))
        if more:
            st.caption(_n("and {count} more change", "and {count} more changes", more))
