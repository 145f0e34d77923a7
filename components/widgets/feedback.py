"""Messages after an action: that it is saved, or why not, with everything typed left in place."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from components.markdown import escape_markdown
from components.shell import refusal_message
from components.web import page_basis, run_interruptions
from components.widgets import closed_period_reason
from db.calendar import clock
from db.errors import Refused
from db.kernel import closed_periods
from db.kernel.session import AlreadyDone

PENDING_MESSAGE, DONE_AT = "feedback_done", "feedback_done_at"
MOMENT = 5.0  # seconds


@contextmanager
def saving(done: str, refused: Callable[[Refused], None] | None = None) -> Iterator[None]:
    """Context manager around an action: shows `done` afterwards, or the sentence of a refusal, unless `refused` handles
    it. In a closed period the reason is asked for above the page and used for the next try.

    It is refused if others changed what it is about since the page was drawn. An action performed by an earlier click
    counts as done. `st.rerun()` may follow the action inside; after a refusal
    nothing is rerun.
    """
    try:
        with page_basis.resting_on_page(), closed_periods.default_reason(closed_period_reason.typed_reason()):
            yield
    except AlreadyDone:
        _keep(done)
        st.rerun()
    except Refused as refusal:
        (refused or show_refusal)(refusal)
    except RerunException:
        closed_period_reason.clear()
        _keep(done)
        raise
    else:
        closed_period_reason.clear()
        _say(done)


@contextmanager
def stop_on_refusal(
    back_page: str = "",
    label: str = "",
    *,
    query: Mapping[str, str] = MappingProxyType({}),
    title: str = "",
    alternative: Callable[[Refused], None] | None = None,
) -> Iterator[None]:
    """Context manager around a query: a refusal replaces the rest of the page by a sentence and a link back to the
    given page, with these address parameters.

    `title` is the heading of a page normally named after the result; `alternative` offers what can be done instead.
    """
    try:
        yield
    except Refused as refusal:
        if title:
            st.title(title)
        show_refusal(refusal)
        if alternative:
            alternative(refusal)
        if back_page:
            st.page_link(back_page, label=label, icon=":material/arrow_back:", query_params=query)
        st.stop()


def show_refusal(refusal: Refused) -> None:
    """Show the sentence of a refusal here; for closed periods above the page, with a field for the reason."""
    if refusal.code == closed_period_reason.CODE:
        closed_period_reason.ask_from_next_run(refusal)
        st.rerun()
    refusal_message.show(refusal)


def show_pending() -> None:
    """At the beginning of a run: show the message of the previous run, which ended before it could."""
    if done := st.session_state.pop(PENDING_MESSAGE, None):
        _say(done)


def was_just_done() -> bool:
    """Whether an action of this visit succeeded a moment ago."""
    return clock.monotonic_seconds() - st.session_state.get(DONE_AT, -MOMENT) < MOMENT


def _keep(done: str) -> None:
    run_interruptions.forget_kept()
    st.session_state[PENDING_MESSAGE] = done


def _say(done: str) -> None:
    st.session_state[DONE_AT] = clock.monotonic_seconds()
    st.toast(escape_markdown(done), icon=":material/check_circle:", duration="long")
