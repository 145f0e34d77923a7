"""Tells users of a press that did nothing because the page no longer shows its button, and gives back the typed text.

This happens when another device did the same meanwhile, or when the server was restarted under the open page; after a
restart Streamlit does not call callbacks of buttons either.
"""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

from components.i18n import _
from components.markdown import escape_markdown
from components.web import run_interruptions
from components.widgets import concurrent_edits, feedback

DREW = "lost_press_drew"
SECRET_FIELDS = ("me_", "sign_in", "set_up")  # how their keys begin
FIELD = re.compile(r"\$\$ID-[0-9a-f]+-(.+)", re.DOTALL)
_explained: ContextVar[bool] = ContextVar("explained", default=False)


@contextmanager
def noticing() -> Iterator[None]:
    """Context around a page: show a warning above it if a pressed button did nothing."""
    place = st.empty()
    is_first = not st.session_state.get(DREW)
    st.session_state[DREW] = True
    _explained.set(False)
    try:
        yield
    except StopException:
        _notice(place, is_first)
        raise
    _notice(place, is_first)


def explain(told: str) -> None:
    """Warn, on a page that knows it, why what was typed could not be sent; nothing more general is said above then."""
    mark_explained()
    st.warning(told)


def explain_lost_choice(key: str, offered: Collection[Any], fields: str) -> None:
    """Give back what was typed about something that is no longer offered, since it was changed or ended elsewhere: the
    page does not show its fields, whose keys begin so, any more.
    """
    chosen, run = st.session_state.get(key), get_script_run_ctx()
    if chosen is None or chosen in offered or run is None:
        return
    sent = run.session_state._state._new_widget_state
    if _pressed(sent):
        return  # what is said about a lost press gives back the text, too
    typed = [
        text
        for widget in sent.states
        if (found := FIELD.fullmatch(widget)) and found[1].startswith(fields) and (text := _typed(sent, widget))
    ]
    if typed:
        told = _("What you were writing about was changed or ended elsewhere meanwhile. Not saved:")
        explain("\n\n".join(map(escape_markdown, [told, *typed])))


def list_typed() -> list[str]:
    """What stands in the fields of the page that the browser sent, except what no page may show."""
    run = get_script_run_ctx()
    sent = run.session_state._state._new_widget_state if run else None
    return [text for widget in sent.states if (text := _typed(sent, widget))] if sent else []


def mark_explained() -> None:
    """Say nothing more general above the page: it tells elsewhere why a pressed button is gone."""
    _explained.set(True)


def _notice(place: DeltaGenerator, is_first: bool) -> None:
    run = get_script_run_ctx()
    if run is None:
        return
    sent, drawn = run.session_state._state._new_widget_state, run.shared.widget_ids_this_run.snapshot()
    pressed = _pressed(sent)
    called = {widget for widget in pressed if not is_first and _callback(sent, widget)}
    uncalled = {widget for widget in pressed & drawn if is_first and _callback(sent, widget)}
    if _explained.get() or (not uncalled and not pressed - drawn - called):
        return
    requests, asked = run.script_requests, run.script_requests._state
    requests._state = ScriptRequestType.CONTINUE  # after st.stop() nothing could be drawn otherwise
    if uncalled or not feedback.was_just_done():  # whoever presses twice what was just done has lost nothing
        _tell(
            place, [text for widget in sent.states if widget not in drawn | pressed if (text := _typed(sent, widget))]
        )
    if requests._state == ScriptRequestType.CONTINUE:  # otherwise the browser sent another touch meanwhile
        requests._state = asked


def _tell(place: DeltaGenerator, typed: list[str]) -> None:
    said = [
        _(
            "Nothing was done: this was changed elsewhere meanwhile, or the connection was interrupted. Please check "
            "what is shown now."
        )
    ]
    if typed:
        said += [_("The following was typed but could not be restored to the page:"), *typed]
    sentence = "\n\n".join(map(escape_markdown, said))
    run_interruptions.keep_until_seen(sentence)
    place.warning(sentence, icon=":material/error:")


def _typed(sent: Any, widget: str) -> str:
    """What somebody typed in a field; empty for other widgets and for what no page may show.

    Each field of the register has a key; only those of the sign-in form, the password among them, have none.
    """
    key, text = FIELD.fullmatch(widget), _sent(sent, widget, "string_value")
    if key is None or not isinstance(text, str):
        return ""
    is_hidden = key[1].startswith(SECRET_FIELDS) or key[1].endswith(f"_{concurrent_edits.CARRIED}")
    if key[1] == "None" or is_hidden:
        return ""
    is_selection = text.startswith("{")  # of marks in a chart or rows in a table, as the browser stores it
    return "" if is_selection else text.strip()


def _sent(sent: Any, widget: str, kind: str) -> Any:
    """What a browser sent for a widget, if it is of this kind; None otherwise."""
    known, state = sent.widget_metadata.get(widget), sent.states[widget].value
    if known is not None:
        return sent[widget] if known.value_type == kind else None
    return getattr(state, kind) if hasattr(state, "WhichOneof") and state.WhichOneof("value") == kind else None


def _pressed(sent: Any) -> set[str]:
    """The buttons that were pressed."""
    return {widget for widget in sent.states if _sent(sent, widget, "trigger_value") is True}


def _callback(sent: Any, widget: str) -> bool:
    known = sent.widget_metadata.get(widget)
    return bool(known and known.callback)
