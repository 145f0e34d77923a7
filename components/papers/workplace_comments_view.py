"""A workplace's view: request comments on all its people, see progress, download and announce them."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from components.i18n import _, _n
from components.labels import comment_request_labels
from components.markdown import escape_markdown
from components.papers import download_button, paper_files
from components.shell import auth
from components.widgets import feedback, forms
from db.calendar import clock
from db.comments import comment_requests, request_list
from db.comments.comment_requests import YEARLY
from db.comments.request_list import RequestLine, RequestState
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.papers.documents import PaperHeading
from db.vietnamese import unit_sort_key

ASKING, REQUESTS = "ask_all", "/requests"
WAITING = (RequestState.TO_ASSESS, RequestState.TO_CONFIRM, RequestState.TO_ISSUE)


def show_asking(viewer: Viewer) -> None:
    """A button to request comments on everybody, for an occasion and by a day."""
    form = forms.form_key(ASKING)
    with st.expander(_("Ask for comments on everybody"), expanded=True, key="requests_all"):
        occasions = comment_request_labels.offered_option_words(viewer, "request_occasions")
        standing = list(occasions).index(YEARLY) if YEARLY in occasions else 0
        occasion = st.selectbox(
            _("What for"), list(occasions), index=standing, format_func=occasions.get, key=f"{form}_occasion"
        )
        due = forms.date_field(_("Answer wanted by"), key=f"{form}_due")
        if st.button(_("Ask for all"), type="primary", width="stretch", key=f"{form}_save"):
            with feedback.saving(_("Sent. The communes and cells see it now.")):
                with forms.once_token(ASKING) as token:
                    comment_requests.ask_for_all(auth.viewer(REQUESTS), occasion or "", due, token)
                st.rerun()


def show_summary(viewer: Viewer, papers: Sequence[PaperHeading]) -> None:
    """On its home page: comments issued, comments pending and with whom; one file of them, and announcing them."""
    lines = request_list.list_all(viewer)
    if not lines:
        return
    issued = [line for line in lines if line.paper]
    waiting = [line for line in lines if line.state in WAITING]
    st.subheader(_counted(sum(one.kind in paper_files.COMMENTS and not one.superseded for one in papers), waiting))
    if any(line.earlier for line in waiting):
        st.caption(_("Comments already issued stay as they are; a new request is answered by a new comment."))
    _waiting(waiting)
    fresh = [line for line in issued if line.state == RequestState.ANSWERED]
    if issued:
        _one_file(viewer, fresh or issued)
    if fresh:
        _announce(len(fresh))


def _counted(issued: int, waiting: list[RequestLine]) -> str:
    """How many comments are issued, how many pending, and how many of these for people with an earlier one."""
    again = sum(line.earlier is not None for line in waiting)
    first = len(waiting) - again
    told = [_n("{count} comment issued", "{count} comments issued", issued)]
    if first or not again:
        told.append(_n("{count} waits", "{count} wait", first))
    if again:
        told.append(_n("{count} new request waits", "{count} new requests wait", again))
    return " · ".join(told)


def _waiting(lines: list[RequestLine]) -> None:
    """With whom requests are pending, and how many."""
    found = Counter((line.cell, line.state, comment_request_labels.state_text(line)) for line in lines)
    st.markdown(
        "\n".join(
            f"- {escape_markdown(cell)} · {told}: {count}"
            for (cell, _state, told), count in sorted(
                found.items(), key=lambda each: (unit_sort_key(each[0][0]), *each[0][1:])
            )
        )
    )


def _one_file(viewer: Viewer, lines: list[RequestLine]) -> None:
    codes = tuple(dict.fromkeys(line.paper for line in lines if line.paper))
    download_button.show(
        viewer,
        _n("Download {count} comment in one file", "Download {count} comments in one file", len(codes)),
        papers_file,
        codes,
        name=f"phieu-nhan-xet_{clock.today():%Y-%m-%d}.docx",
        key="workplace_papers",
        width="stretch",
    )


def papers_file(account_id: int, grant_id: int, codes: tuple[str, ...]) -> bytes:
    """Documents in one file; made when its button is pressed, if the account may read them then."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    if not codes:
        raise Invalid("papers_none")
    return paper_files.merge_papers(viewer, codes)


def _announce(count: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="workplace_announce"):
        day = forms.date_field(_("Announced on"), clock.today(), key="workplace_announced_on", ahead=timedelta(0))
        label = _n("Announced to {count} person", "Announced to {count} people", count)
        if st.button(label, icon=":material/campaign:", key="workplace_announce_save"):
            with feedback.saving(_("Recorded.")):
                comment_requests.mark_answers_announced(auth.viewer("/"), day)
                st.rerun()
