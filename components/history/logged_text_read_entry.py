"""One read of a need-to-know text in the history: which text about whom, by whom and when."""

import streamlit as st

from components.i18n import _, moment_text
from components.labels import paper_labels
from components.markdown import escape_markdown
from db.access_log.need_to_know_reads import LoggedRead
from db.units.units import UnitName


def show(row: LoggedRead, names: dict[int, UnitName]) -> None:
    """An entry; `names` are units by id."""
    unit = names[row.unit_id].name if row.unit_id in names else ""
    about = " · ".join(escape_markdown(part) for part in (row.name, unit) if part)
    title = _("Read: {what}", what=paper_labels.text_kind(row.what))
    with st.container(key=f"history_read_{row.id}"):
        st.markdown(f"**{title}** · {about}  \n{escape_markdown(row.who)} · {moment_text(row.at)}")
