"""Charts: who came to meetings, which cells met, which households have somebody;
each mark opened down to what is behind it.
"""

import streamlit as st

from components.figures import breakdown, chart_choice, chart_download, chart_view, coverage_view
from components.i18n import _
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback

viewer = auth.viewer("/charts")

st.set_page_config(layout="wide")
st.title(_("Charts"))
head = st.empty()

with feedback.stop_on_refusal():
    chosen = chart_choice.choose(viewer)
    head.caption(escape_markdown(chart_download.source_line(viewer, chosen.wanted.unit_id)))
    if chosen.kind == chart_choice.ChartKind.HOUSEHOLDS:
        coverage_view.show(viewer, chosen)
        st.stop()
    period = chart_view.show(viewer, chosen)

if period is None:
    st.info(_("Nothing is recorded for this period yet. Figures appear here once meetings are saved."))
    st.page_link("pages/home/home.py", label=_("Today"), icon=":material/home:")
else:
    breakdown.show(viewer, chosen, period)
    breakdown.show_export_link(viewer, chosen, period)
