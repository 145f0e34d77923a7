"""One entry of the history: the deed, about whom or which meeting, by whom and when; what it changed, and the way back."""

import streamlit as st

from components import changed, deeds
from components.i18n import _, _n, moment_text
from components.importing import undoing
from components.text import plain
from db import traces
from db.batches import Listed
from db.scope import Viewer
from db.units import Named

SHOWN = 40  # lines of one deed


def entry(viewer: Viewer, row: Listed, names: dict[int, Named], types: dict[str, str]) -> None:
    """An entry; `names` are units by id, `types` the meeting types by key."""
    with st.container(key=f"history_entry_{row.id}", gap="small"):
        with st.container(key=f"history_{row.id}", horizontal=True, vertical_alignment="center"):
            what = _what(row, names, types)
            reason = f" · {plain(row.reason)}" if row.reason else ""
            st.markdown(f"{what}{reason}  \n{plain(row.who)} · {moment_text(row.at)}", width="stretch")
            if row.undone:
                st.caption(_("undone"))
            elif row.rows:
                undoing.offer(row, what)
        if row.rows:
            _changes(viewer, row)


def _what(row: Listed, names: dict[int, Named], types: dict[str, str]) -> str:
    behalf = " · " + _("on behalf of {cell}", cell=plain(names[row.on_behalf_of].name)) if row.on_behalf_of in names else ""
    about = f": {plain(told)}" if (told := deeds.about(row.about, types)) else ""
    return f"**{deeds.title(row.deed)}**{about}{behalf}"


def _changes(viewer: Viewer, row: Listed) -> None:
    """What stood there before and afterwards; looked up only when it is asked for."""
    with st.expander(_("What was changed"), key=f"history_changes_{row.id}", on_change="rerun") as opened:
        if not opened.open:
            return
        rows, more = traces.of_deed(viewer, row.id)
        lines = changed.lines(rows, changed.lists(viewer))
        more += max(0, len(lines) - SHOWN)
        st.markdown("\n".join(f"- {line}" for line in lines[:SHOWN]) or _("Nothing of it is to be told here."))
        if more:
            st.caption(_n("and {count} more change", "and {count} more changes", more))
