"""The choices on a page, kept in its address as codes: the same in every language and after renaming.

Streamlit's `bind="query-params"` writes labels, so choices are bound here; days, toggles and page numbers have no
labels and are bound by Streamlit. The address wins when a page is entered, on going back, and when a link says
something new; otherwise the widget wins and the address follows.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.i18n import LANGUAGES, in_language

T = TypeVar("T")
PAGE, SEEN = "url_state_page", "url_state_seen"


def enter_page(path: str) -> None:
    """Read the address anew if this is another page than before, at the start of a full run."""
    if st.session_state.get(PAGE) != path:
        st.session_state[PAGE], st.session_state[SEEN] = path, {}


def forget_choices(prefix: str) -> None:
    """Forget all choices under keys with this prefix; the address alone decides."""
    seen = st.session_state.get(SEEN, {})
    for key in [key for key in seen if key.startswith(prefix)]:
        del seen[key]
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def choice_in_address(
    key: str, options: Iterable[T], label: Callable[[T], str], default: T | None = None, persist: bool = True
) -> dict[str, Any]:
    """Widget options for a choice in step with the address, which omits the default. `persist` keeps it across pages.

    The address may also give a label in any language, as older addresses did.
    """
    codes = {str(option): option for option in options}
    told = st.query_params.get(key)
    if _is_news(key, told):
        st.session_state[key] = _find(codes, label, told)
    if st.session_state.get(key) not in codes.values():
        st.session_state[key] = default
    chosen = st.session_state[key]
    _write(key, told, None if chosen in (None, default) else str(chosen))
    kept = {"persist_state": "session"} if persist else {}
    return {"key": key, "options": list(codes.values()), "format_func": label, **kept}


def unknown_in_address(key: str, options: Iterable[T], label: Callable[[T], str]) -> str:
    """What the address newly says of a choice though it means none of these options; empty if there is no such thing.

    To be asked before the choice is bound, which takes it out of the address.
    """
    told = st.query_params.get(key)
    if not told or not _is_news(key, told):
        return ""
    return told if _find({str(option): option for option in options}, label, told) is None else ""


def _is_news(key: str, told: str | None) -> bool:
    """Whether the address says something that does not come from the widget.

    A browser on a slow line repeats its old address until it has received the new one.
    """
    seen, context = st.session_state.setdefault(SEEN, {}), get_script_run_ctx()
    if key in seen and context is not None and context.is_history_navigation:
        return True
    return told is not None and told not in seen.get(key, ())


def _find(codes: dict[str, T], label: Callable[[T], str], told: str | None) -> T | None:
    """The choice that an address means, by code or by label in any language."""
    if told is None or told in codes:
        return codes.get(told or "")
    for language in LANGUAGES:
        with in_language(language):
            if found := [option for option in codes.values() if label(option) == told]:
                return found[0]
    return None


def _write(key: str, told: str | None, chosen: str | None) -> None:
    seen = st.session_state[SEEN]
    seen[key] = {chosen} if told == chosen else {*seen.get(key, ()), told, chosen}
    if chosen is not None and told != chosen:
        st.query_params[key] = chosen
    elif chosen is None and told is not None:
        del st.query_params[key]
