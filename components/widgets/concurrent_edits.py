"""Forms about something that others may change meanwhile.

A save that would overwrite what its author has not seen is refused; the form is then shown anew: its author's input
stays, all other fields show what is stored now.

What a form rests on is known to its session, and carried by its page in a hidden field: after a restart of the server
the browser still sends the fields of a page that stands open, and nobody else knows when they were shown.
"""

import json
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import is_keyed_element_id, user_key_from_element_id

from components.i18n import N_, _
from components.refusals import general
from components.widgets import feedback, forms
from db.errors import Conflict, Refused
from db.history.latest_change import latest_change
from db.kernel import concurrent_changes

BASIS, FIRST_VALUES, TYPED, REFUSED = "basis", "first_values", "typed", "refused"
CARRIED, GIVEN = "carried", "given"  # the hidden field, and what this session put into it
TOLD = {  # refusals after which a form is shown anew
    "changed_meanwhile": N_(
        "Not saved yet: after you opened this, somebody else, or another of your devices, saved a change. What you "
        "entered is still here; all other fields show what is stored now. Please check, then save again."
    ),
    "server_restarted": N_(
        "Not saved yet: the register was restarted, so it is not known what this page showed. What you entered is "
        "still here; all other fields show what is stored now. Please check, then save again."
    ),
    "draft_changed": general.SENTENCES["draft_changed"],
    "draft_gone": general.SENTENCES["draft_gone"],
}


def begin(prefix: str, begun_at: datetime | None = None) -> None:
    """Remember what is stored when the fields whose keys begin so are shown for the first time; `begun_at` is when
    somebody typed what is in them already.
    """
    if not _is_shown(prefix) and not st.session_state.get(f"{prefix}_{REFUSED}"):
        for told in (FIRST_VALUES, GIVEN):
            st.session_state.pop(f"{prefix}_{told}", None)
        st.session_state[f"{prefix}_{BASIS}"] = latest_change(begun_at)


def remember_first_values(prefix: str) -> None:
    """Remember the values that the fields had when they were first shown; called below them."""
    if f"{prefix}_{FIRST_VALUES}" not in st.session_state:
        typed = st.session_state.get(f"{prefix}_{TYPED}", ())
        st.session_state[f"{prefix}_{FIRST_VALUES}"] = {
            key: st.session_state[key] for key in _keys_shown(prefix) if key not in typed and key in st.session_state
        }
    if not _is_shown(prefix):
        return
    first = {
        key.removeprefix(prefix): _mark(value) for key, value in st.session_state[f"{prefix}_{FIRST_VALUES}"].items()
    }
    carried = json.dumps({BASIS: st.session_state.get(f"{prefix}_{BASIS}"), FIRST_VALUES: first})
    given = st.session_state.setdefault(f"{prefix}_{GIVEN}", carried)
    st.text_input(CARRIED, given, key=f"{prefix}_{CARRIED}", label_visibility="collapsed")  # hidden by the style sheet


@contextmanager
def checked(prefix: str) -> Iterator[None]:
    """Context manager around an action: it overwrites nothing that was saved since its fields were first shown."""
    known = (st.session_state.get(f"{prefix}_{BASIS}"), _carried(prefix).get(BASIS))
    with concurrent_changes.based_on(min((each for each in known if isinstance(each, int)), default=None)):
        yield


def show_refused(name: str, prefix: str, refusal: Refused) -> None:
    """Say why the action of a form of this name was refused; if others saved the same meanwhile, show the form anew."""
    if refusal.code in TOLD:
        renew(name, prefix, refusal.code)
        st.rerun()
    if isinstance(refusal, Conflict):  # its sentence says what others did
        st.session_state[f"{prefix}_{BASIS}"] = latest_change()
        st.session_state[f"{prefix}_{GIVEN}"] = st.session_state.get(f"{prefix}_{CARRIED}")
    feedback.show_refusal(refusal)


def renew(name: str, prefix: str, why: str, drafted: Collection[str] = ()) -> str:
    """Show all fields anew and say why at the button, except those in which something was typed that is not `drafted`;
    the choice of the action stays. Returns what their keys begin with from now on.
    """
    before = forms.form_key(name)
    first = _carried(prefix).get(FIRST_VALUES)
    if not isinstance(first, dict):
        stood = st.session_state.get(f"{prefix}_{FIRST_VALUES}", {})
        first = {key.removeprefix(prefix): _mark(value) for key, value in stood.items()}
    typed = {
        key: st.session_state[key]
        for key in _keys_shown(prefix)
        if key in st.session_state  # not what the browser still sends of fields that are gone, after a restart
        and key.removeprefix(f"{prefix}_") not in drafted
        and first.get(key.removeprefix(prefix)) != _mark(st.session_state[key])
    }
    chosen = st.session_state.get(f"{before}_action")
    forms.empty_form(name)
    after = forms.form_key(name)
    if chosen:
        st.session_state[f"{after}_action"] = chosen
    renamed = {after + key.removeprefix(before): value for key, value in typed.items()}
    st.session_state.update(renamed)
    prefix = after + prefix.removeprefix(before)
    st.session_state[f"{prefix}_{BASIS}"] = latest_change()
    st.session_state[f"{prefix}_{TYPED}"] = frozenset(renamed)
    st.session_state[f"{prefix}_{REFUSED}"] = why
    return prefix


def show_renewed(prefix: str) -> None:
    """Say once, above the button, why a form was refused and is shown anew."""
    if code := st.session_state.pop(f"{prefix}_{REFUSED}", None):
        st.error(_(TOLD[code]), icon=":material/error:")


def _carried(prefix: str) -> dict:
    """Return what the page rests on if an earlier session drew it, before the server was restarted; empty otherwise."""
    sent = st.session_state.get(f"{prefix}_{CARRIED}")
    if not sent or sent == st.session_state.get(f"{prefix}_{GIVEN}"):
        return {}
    try:
        told = json.loads(sent)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _mark(value: object) -> int:
    """Return a short mark by which a field's value is compared with its first one."""
    return zlib.crc32(repr(value).encode("utf-8", "replace"))


def _is_shown(prefix: str) -> bool:
    """Whether the previous run of the page showed one of these fields."""
    return next(iter(_keys_shown(prefix)), None) is not None


def _keys_shown(prefix: str) -> Iterator[str]:
    """The keys of fields that the page shows or showed last: their values are kept as long as it shows them."""
    run = get_script_run_ctx()
    if run is None:
        return
    state, known = run.session_state._state, run.session_state._state._new_widget_state.widget_metadata
    for widget in {*state._old_state, *state._new_widget_state.states}:
        key = user_key_from_element_id(widget) if is_keyed_element_id(widget) else None
        is_button = widget in known and known[widget].value_type == "trigger_value"
        if key and key.startswith(f"{prefix}_") and key != f"{prefix}_{CARRIED}" and not is_button:
            yield key
