"""Today: what is waiting for the user who opens the register."""

import streamlit as st

from components.accounts import previous_sign_in
from components.home import pending_work
from components.i18n import _, day_text, month_text
from components.markdown import escape_markdown
from components.shell import auth, role_switch
from db.calendar import clock
from db.calendar.months import month_of
from db.units import units

viewer = auth.viewer("/")
today = clock.today()
unit = units.own(viewer).name

upto = _("figures as of {day}", day=day_text(today))
st.title(_("Today"))
st.caption(f"{escape_markdown(unit)} · {month_text(month_of(today))} · {upto}")

role_switch.show_lifetime_notice(viewer)
pending_work.show(viewer)
if told := previous_sign_in.describe(viewer):
    st.caption(told)
