"""What the page on the screen rests on: the latest change of the register when it was drawn.

An action is compared with it, wherever its button stands: nobody has seen there what others changed since. What the
page itself did meanwhile is known to it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.web import run_interruptions
from db.history.latest_change import latest_change
from db.kernel import concurrent_changes, run_cache

PAGE = "page"  # all of it, beside the parts that are drawn again alone
SHOWN = "page_basis_shown"  # the latest change when each of them was drawn
DRAWING = "page_basis_drawing"  # the same for what the current run draws
OWN = "page_basis_own"  # actions of this page


def begin_run() -> None:
    """At the start of each run of a page or a part of it, before its callbacks and before anything is read: note up to
    which change it will show. Later calls in the same run do nothing.
    """
    run = get_script_run_ctx()
    if not run_cache.start_run(run and run.parallel_coordinator) or run is None:
        return
    drawn = st.session_state.get(DRAWING, {})
    if not run_interruptions.was_replaced_unseen() or not st.session_state.get(SHOWN):
        before = {} if PAGE in drawn else st.session_state.get(SHOWN, {})
        st.session_state[SHOWN] = before | drawn
    st.session_state[DRAWING] = dict.fromkeys(_parts(run), latest_change())


@contextmanager
def resting_on_page() -> Iterator[None]:
    """Context manager around an action, which is refused if others changed what it acts on since the page was drawn on
    which it was asked for. Which page that was a restarted server does not know: then, what anybody ever changed is not
    changed before it is shown again.
    """
    run = get_script_run_ctx()
    if run is None or DRAWING not in st.session_state:
        yield
        return
    begin_run()
    shown = st.session_state.get(SHOWN, {})
    known = [shown.get(part, shown.get(PAGE)) for part in _parts(run)]
    basis = min((each for each in known if each is not None), default=concurrent_changes.UNKNOWN)
    with concurrent_changes.based_on_page(basis, st.session_state.setdefault(OWN, set())):
        yield


def _parts(run) -> list[str]:
    return list(run.fragment_ids_this_run or [PAGE])
