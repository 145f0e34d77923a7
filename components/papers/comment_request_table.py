"""The table of requests: open ones first, each with whose turn it is and the possible actions."""

import streamlit as st

from components.i18n import _, _n
from components.labels import comment_request_labels
from components.papers import download_button
from components.shell import auth
from components.widgets import feedback, forms
from db.calendar import clock
from db.comments import comment_requests
from db.comments.request_list import RequestLine, RequestState
from db.kernel.scope import Viewer
from db.models import Role

PAGE = "/requests"
ENDED = (RequestState.ANSWERED, RequestState.ANNOUNCED, RequestState.CLOSED)
SHOWN = 60


def show(viewer: Viewer, lines: list[RequestLine]) -> None:
    """Show the requests of the viewer's unit: open ones, then the others collapsed."""
    waiting = [line for line in lines if line.state not in ENDED]
    ended = [line for line in lines if line.state in ENDED]
    occasions = comment_request_labels.option_words(viewer, "request_occasions")
    st.subheader(_n("{count} request waits", "{count} requests wait", len(waiting)))
    if not waiting:
        st.caption(_("No request is waiting."))
    _rows(viewer, waiting, occasions)
    if ended:
        with st.expander(
            _("Answered or closed ({count})", count=len(ended)), key="requests_ended", on_change="rerun"
        ) as box:
            if box.open:
                _rows(viewer, ended[::-1], occasions)


def _rows(viewer: Viewer, lines: list[RequestLine], occasions: dict[str, str]) -> None:
    for line in lines[:SHOWN]:
        with st.container(key=f"request_{line.code}", horizontal=True, vertical_alignment="center"):
            st.markdown(comment_request_labels.line_text(line, occasions), width="stretch")
            if line.paper:
                name = f"phieu-nhan-xet_{line.paper}.docx"
                download_button.show_paper(viewer, line.paper, name, f"request_get_{line.code}")
            elif viewer.role == Role.COMMUNE and line.state not in ENDED:
                _end(line)
    if len(lines) > SHOWN:
        st.caption(_n("{count} more", "{count} more", len(lines) - SHOWN))


def _end(line: RequestLine) -> None:
    """Close a request, or record a paper answer about somebody on no list."""
    with st.popover(_("End"), key=f"request_end_{line.code}"):
        if line.state == RequestState.OUTSIDE:
            day = forms.date_field(_("Answered on"), clock.today(), key=f"request_day_{line.code}")
            if st.button(_("Answered on paper"), key=f"request_done_{line.code}"):
                with feedback.saving(_("Recorded.")):
                    comment_requests.record_answer_on_paper(auth.viewer(PAGE), line.code, day)
                    st.rerun()
        because = st.text_input(_("Reason"), key=f"request_why_{line.code}", max_chars=200)
        if st.button(_("Close without an answer"), key=f"request_close_{line.code}"):
            with feedback.saving(_("Recorded.")):
                comment_requests.close(auth.viewer(PAGE), line.code, because)
                st.rerun()
