"""What a person is told after an action:
that it is saved, or in a sentence why not, with all he typed left in place.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import RerunException

from components.markdown import escape_markdown
from components.refusals import sentences
from components.widgets import closing_reason
from db.errors import Refused
from db.kernel import closed_periods
from db.kernel.session import AlreadyDone

PENDING_MESSAGE = "feedback_done"


@contextmanager
def saving(done: str, refused: Callable[[Refused], None] | None = None) -> Iterator[None]:
    """Around an action: `done` is said when it is done, a sentence stands here where it is refused, unless `refused`
    takes the refusal. Of what is closed the reason is asked for above the page, and given with the next try.

    An action that an earlier click did counts as done. `st.rerun()` may follow the action inside; after a refusal
    nothing runs anew.
    """
    try:
        with closed_periods.giving_reason(closing_reason.typed_reason()):
            yield
    except AlreadyDone:
        _keep(done)
        st.rerun()
    except Refused as refusal:
        (refused or show_refusal)(refusal)
    except RerunException:
        closing_reason.clear()
        _keep(done)
        raise
    else:
        closing_reason.clear()
        _say(done)


@contextmanager
def stop_on_refusal(back: str = "", label: str = "", *, title: str = "") -> Iterator[None]:
    """Around a question: where it is refused, a sentence stands instead of the rest of the page, and below it the way
    back to a page that is told.

    `title` heads it on a page that is called after what was asked for.
    """
    try:
        yield
    except Refused as refusal:
        if title:
            st.title(title)
        show_refusal(refusal)
        if back:
            st.page_link(back, label=label, icon=":material/arrow_back:")
        st.stop()


def show_refusal(refusal: Refused) -> None:
    """The sentence for a refusal, where the page stands now; of what is closed above the page, with a line for the
    reason.
    """
    if refusal.code == closing_reason.CODE:
        closing_reason.ask_from_next_run(refusal)
        st.rerun()
    st.error(escape_markdown(sentences.of_refusal(refusal)), icon=":material/error:")


def show_pending() -> None:
    """At the beginning of a run: what was done in the run before it, which ended before it could say so."""
    if done := st.session_state.pop(PENDING_MESSAGE, None):
        _say(done)


def _keep(done: str) -> None:
    st.session_state[PENDING_MESSAGE] = done


def _say(done: str) -> None:
    st.toast(escape_markdown(done), icon=":material/check_circle:", duration="long")
