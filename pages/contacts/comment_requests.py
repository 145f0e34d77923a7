"""Requests for comments: a member at the counter, a letter with names, a workplace that asks; and whose turn it is."""

import streamlit as st

from components.i18n import _
from components.papers import (
    agency_remark_view,
    comment_at_counter_view,
    comment_request_forms,
    comment_request_table,
    outgoing_letters_view,
    workplace_comments_view,
)
from components.shell import auth
from components.widgets import feedback, lazy_expander
from db.comments import request_list
from db.models import Role

viewer = auth.viewer("/requests")

st.title(_("Requests for comments"))

with feedback.stop_on_refusal():
    lines = request_list.list_all(viewer)

if viewer.role == Role.COMMUNE:
    comment_at_counter_view.show(viewer)
    with lazy_expander.show(_("Enter a list of names"), "requests_paste") as paste:
        if paste:
            comment_request_forms.show_pasted(viewer)
    with lazy_expander.show(_("Somebody who is in no list"), "requests_outside") as outside:
        if outside:
            comment_request_forms.show_outsider(viewer)
    comment_request_forms.show_list_link()
    agency_remark_view.show_unidentified(viewer)
if viewer.role == Role.WORKPLACE:
    workplace_comments_view.show_asking(viewer)
    comment_request_forms.show_list_link()
    outgoing_letters_view.show_requests(viewer)
    agency_remark_view.show_writing(viewer)

comment_request_table.show(viewer, lines)
