"""Charts: who came to meetings, which cells met, which households have somebody in charge;
each mark opens what is behind it.
"""

import streamlit as st

from components.figures import (
    chart_choice,
    chart_download,
    chart_view,
    class_breakdown,
    month_breakdown,
    period_breakdown,
    unit_breakdown,
    year_breakdown,
)
from components.i18n import _, time_text
from components.markdown import escape_markdown
from components.periods import amended_flag
from components.shell import auth
from components.widgets import feedback
from db.calendar import clock
from db.periods.closing import YEARS_BACK

viewer = auth.viewer("/charts")

st.set_page_config(layout="wide")
st.title(_("Charts"))
head = st.empty()

with feedback.stop_on_refusal():
    chosen = chart_choice.choose_chart(viewer)
    told = chart_download.source_line(viewer, chosen.wanted.unit_id)  # a page that stays open says how old it is
    head.caption(escape_markdown(" · ".join([told, _("refreshed at {time}", time=time_text(clock.now()))])))
    chart = chosen.chart
    if chart.dated:
        amended_flag.show(viewer, chosen.wanted, chart.tables)
    elif chart.by_year:
        now = clock.today().year
        amended_flag.show_years(viewer, now - YEARS_BACK, now, chart.tables)
    if chart.by_unit:
        unit_breakdown.show(viewer, chosen)  # needs the level that is open
    elif not (rows := chart_view.load_rows(viewer, chosen)):
        chart_view.show_empty_state(viewer, chosen)
    elif chart.by_year:
        year_breakdown.show(viewer, chosen, chart.by_year, rows)
    elif chart.by_class:
        class_breakdown.show(viewer, chosen, chart.by_class, rows)
    elif chart.by_month:
        month_breakdown.show(viewer, chosen, chart.by_month, rows)
    else:
        period_breakdown.show(viewer, chosen, rows)
