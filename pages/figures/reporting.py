"""Who has reported: cells and periods of each kind of report, down to what lies behind a sign; and the reminders."""

import streamlit as st

from components.i18n import _, day_text
from components.markdown import escape_markdown
from components.periods import amended_flag
from components.reporting import cell_periods_view, reminders_to_copy, report_cache, report_choice, report_grid
from components.shell import auth
from db.calendar import clock
from db.figures import report_kinds
from db.units import units

viewer = auth.viewer("/reporting")

st.set_page_config(layout="wide")
st.title(_("Who has reported"))
own = units.own(viewer)
st.caption(_("{unit} · figures as of {day}", unit=escape_markdown(own.name), day=day_text(clock.today())))

chosen = report_choice.choose(viewer)
known = report_cache.load(viewer, chosen.query)
if viewer.unit_id not in (chosen.cell and chosen.cell.id, chosen.area and chosen.area.id):
    report_grid.show_link_up(chosen)
asked = chosen.query
amended_flag.show(
    viewer,
    report_kinds.figures_query(asked.kind, asked.since, asked.until, asked.unit_id),
    report_kinds.rules_of_kind(asked.kind).tables,
)
if chosen.cell:
    cell_periods_view.show(viewer, chosen, chosen.cell, known)
elif parts := report_grid.show(viewer, chosen, known):
    reminders_to_copy.show(viewer, chosen, parts, known)
