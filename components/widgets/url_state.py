"""What is chosen on a page stands in its address as codes: the same in every language and after a unit is renamed.

Streamlit's `bind="query-params"` writes the words of a choice, so choices are bound here; days, toggles and page
numbers have no words and are bound by Streamlit. The address decides when a page is entered, when its reader steps
back and where a link says something new; at other times the widget does, and the address follows.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.i18n import LANGUAGES, in_language

T = TypeVar("T")
PAGE, SEEN = "url_state_page", "url_state_seen"


def enter_page(path: str) -> None:
    """At the beginning of a run of the whole page: on another page than before, the address is read anew."""
    if st.session_state.get(PAGE) != path:
        st.session_state[PAGE], st.session_state[SEEN] = path, {}


def forget_choices(prefix: str) -> None:
    """Nothing that was chosen under keys that begin so holds any more; the address alone says what is chosen."""
    seen = st.session_state.get(SEEN, {})
    for key in [key for key in seen if key.startswith(prefix)]:
        del seen[key]
    for key in [key for key in st.session_state if str(key).startswith(prefix)]:
        del st.session_state[key]


def choice_in_address(
    key: str, options: Iterable[T], label: Callable[[T], str], default: T | None = None, persist: bool = True
) -> dict[str, Any]:
    """The arguments of a widget that chooses one of these, in step with the address; its default stands in none.
    To `persist` is to hold while other pages are looked at.

    An address may also say a choice in the words of any language, as addresses did before they carried codes.
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


def _is_news(key: str, told: str | None) -> bool:
    """Whether the address says something that it was not told by the widget.

    A browser on a slow line goes on saying what stood there before, until it has heard.
    """
    seen, context = st.session_state.setdefault(SEEN, {}), get_script_run_ctx()
    if key in seen and context is not None and context.is_history_navigation:
        return True
    return told is not None and told not in seen.get(key, ())


def _find(codes: dict[str, T], label: Callable[[T], str], told: str | None) -> T | None:
    """The choice that an address means by its code, or by its words in any language."""
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
