"""When newer input may interrupt the run of a page: never in a callback, and never while a press is being answered.

Streamlit ends a run for newer input wherever the page draws or reads its session. In the middle of a callback its rest
is then lost without a word: an input would be written, and not noted as the user's own. A press is sent once: if the
run ends before it reaches the button, nobody answers it. Newer input waits instead, at most until the page is drawn,
and replaces it then before anybody could read it: a sentence that answers the press is kept for the next run. If the
user has opened another page meanwhile, the answer leads nowhere else.

It needs `runner.fastReruns = false`: otherwise newer input runs beside what it should wait for.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.commands import execution_control
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner, ScriptRunnerEvent
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

KEPT, UNSEEN = "kept_until_seen", "last_run_unseen"
_is_pressed: ContextVar[bool] = ContextVar("is_pressed", default=False)
_in_callback: ContextVar[bool] = ContextVar("in_callback", default=False)
_run: ContextVar["_Run | None"] = ContextVar("run", default=None)


class _Run:
    """One run of a page, with the sentences that it has shown."""

    def __init__(self) -> None:
        self.said: set[str] = set()


def keep_until_seen(sentence: str) -> None:
    """Keep the answer to a press or a callback for the next run, unless this run is shown."""
    if _is_pressed.get() or _in_callback.get():
        st.session_state[KEPT] = [*st.session_state.get(KEPT, ()), (_run.get(), sentence)]


def forget_kept() -> None:
    """Keep no sentence after all: the press was carried out, and what the page said before its button is past."""
    st.session_state.pop(KEPT, None)


def unseen() -> list[str]:
    """The answers of earlier runs that nobody could read; each is returned once."""
    kept = st.session_state.pop(KEPT, ())
    st.session_state[KEPT] = [(run, sentence) for run, sentence in kept if run is _run.get()]
    return [sentence for run, sentence in kept if run is not _run.get()]


def is_said_first(sentence: str) -> bool:
    """Whether this run has not shown the sentence yet; from now on it has. Outside of runs none is remembered."""
    run = _run.get()
    if run is None:
        return True
    is_first = sentence not in run.said
    run.said.add(sentence)
    return is_first


def was_replaced_unseen() -> bool:
    """Whether newer input, or a rerun, replaced the last run of this session before anybody could read it."""
    return bool(st.session_state.get(UNSEEN))


def defer_interruptions() -> None:
    """Have newer input wait for callbacks and presses from now on."""
    interrupt, finish = ScriptRunner._maybe_handle_execution_control_request, ScriptRunner._on_script_finished
    run_callback, take_input = SessionState._run_callback_and_record_rerun, SafeSessionState.on_script_will_rerun
    leave_run, ask = execution_control._force_yield_point, ScriptRequests.request_rerun
    stop = ScriptRequests.request_stop

    @wraps(interrupt)
    def interrupt_unless_answering(runner: ScriptRunner) -> None:
        if not _is_pressed.get() and not _in_callback.get():
            interrupt(runner)

    @wraps(run_callback)
    def run_whole(state: SessionState, votes: Any, run: Callable[[], None]) -> None:
        before = _in_callback.set(True)
        try:
            run_callback(state, votes, run)
        finally:
            _in_callback.reset(before)

    @wraps(take_input)
    def take_press(state: SafeSessionState, sent: WidgetStates | None, **options: Any) -> None:
        _begin(is_pressed=sent is not None and any(widget.trigger_value for widget in sent.widgets))
        take_input(state, sent, **options)

    @wraps(leave_run)
    def leave_own_run() -> None:
        _begin(is_pressed=False)
        leave_run()

    @wraps(finish)
    def finish_seen(runner: ScriptRunner, ctx: Any, event: ScriptRunnerEvent, *told: Any) -> None:
        is_shown = event != ScriptRunnerEvent.SCRIPT_STOPPED_FOR_RERUN and not _is_waiting(runner._requests)
        if is_shown and KEPT in runner._session_state:
            del runner._session_state[KEPT]
        runner._session_state[UNSEEN] = not is_shown
        finish(runner, ctx, event, *told)

    @wraps(ask)
    def ask_unless_left(requests: ScriptRequests, asked: RerunData) -> bool:
        own, waiting = get_script_run_ctx(suppress_warning=True), requests._rerun_data
        is_left = own and _is_waiting(requests) and waiting.page_script_hash not in ("", own.page_script_hash)
        return bool(is_left) or ask(requests, asked)

    @wraps(stop)
    def stop_unless_newer_waits(requests: ScriptRequests) -> None:
        is_own = get_script_run_ctx(suppress_warning=True) is not None
        if not is_own or not _is_waiting(requests):  # Streamlit would drop what waits
            stop(requests)

    ScriptRunner._maybe_handle_execution_control_request = interrupt_unless_answering
    ScriptRequests.request_rerun, ScriptRequests.request_stop = ask_unless_left, stop_unless_newer_waits
    ScriptRunner._on_script_finished = finish_seen
    SessionState._run_callback_and_record_rerun = run_whole
    SafeSessionState.on_script_will_rerun = take_press
    execution_control._force_yield_point = leave_own_run


def _is_waiting(requests: ScriptRequests) -> bool:
    """Whether newer input waits for the end of the run."""
    return requests._state == ScriptRequestType.RERUN


def _begin(is_pressed: bool) -> None:
    _is_pressed.set(is_pressed)
    _run.set(_Run())
