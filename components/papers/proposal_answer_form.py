"""A workplace's answer to a letter that a commune sent to it about one of its people."""

from datetime import date

import streamlit as st

from components.i18n import _, day_text
from components.shell import auth
from components.widgets import feedback, forms
from db.calendar import clock
from db.comments import proposals_to_workplaces


def show(paper: str, answered_on: date | None) -> None:
    """The day of the answer, or a form for it."""
    if answered_on:
        st.caption(_("answered on {day}", day=day_text(answered_on)))
        return
    with st.popover(_("Answer"), key=f"letter_answer_{paper}"):
        said = st.text_input(_("What came of it"), key=f"letter_answer_said_{paper}", max_chars=500)
        day = forms.date_field(_("On"), clock.today(), key=f"letter_answer_day_{paper}")
        if st.button(_("Send the answer"), key=f"letter_answer_save_{paper}"):
            with feedback.saving(_("Sent; the committee reads it now.")):
                with forms.once_token(f"letter_answer_{paper}") as token:
                    proposals_to_workplaces.record_own_answer(auth.viewer("/"), paper, said, day, token)
                st.rerun()
