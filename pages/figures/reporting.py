"""Who has reported: cells and months, down to the meeting, and the reminders to those who have not."""

import streamlit as st

from components.i18n import _, _n, day_text, month_text
from components.markdown import escape_markdown
from components.reporting import cell_months, reminders, report_grid
from components.shell import auth
from components.widgets import url_state
from db.calendar import clock
from db.calendar.months import add_months, month_of, months_between
from db.figures import overdue
from db.units import units

viewer = auth.viewer("/reporting")

st.set_page_config(layout="wide")
st.title(_("Who has reported"))
own = units.by_id(viewer, [viewer.unit_id])[viewer.unit_id]
st.caption(_("{unit} · figures as of {day}", unit=escape_markdown(own.name), day=day_text(clock.today())))

area, cell = report_grid.opened(viewer)
now = month_of(clock.today())
with st.container(horizontal=True, vertical_alignment="bottom"):
    until = st.selectbox(
        _("Up to the month"),
        **url_state.bind(
            "reporting_until",
            months_between(add_months(now, -119), now)[::-1],
            month_text,
            overdue.latest_due_month(viewer),
        ),
    )
    months = st.segmented_control(
        _("Months"),
        required=True,
        **url_state.bind("reporting_months", [6, 12], lambda count: _n("{count} month", "{count} months", count), 6),
    )

report_grid.show_way(area, cell)
if cell:
    cell_months.show(viewer, cell, until, months)
elif report_grid.show(viewer, area, until, months):
    reminders.show(viewer, area, until)
