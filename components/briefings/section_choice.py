"""Which sections a pack has and in which order: ticked, moved up, and kept as the unit's standard."""

import streamlit as st

from components.briefings import section_registry
from components.briefings.section import BriefingKind
from components.briefings.section_registry import SETTINGS
from components.i18n import _, _n, current_language
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.kernel.scope import Viewer
from db.settings import definitions

PAGE, ORDER = "/papers", "pack_order"
KIND = BriefingKind.MEETING


def show(viewer: Viewer) -> tuple[str, ...]:
    """The sections that are ticked, in their order; folded, since the unit's standard is what is wanted mostly."""
    standing = {choice.key: choice for choice in section_registry.choices(viewer, KIND, current_language())}
    known = [key for key in st.session_state.get(ORDER, ()) if key in standing]
    order = [*known, *(key for key in standing if key not in known)]
    st.session_state[ORDER] = order
    kept = [choice.key for choice in standing.values() if choice.on]
    with st.expander(
        _n("{count} section of the pack", "{count} sections of the pack", len(kept)),
        key="pack_sections",
        icon=":material/checklist:",
    ):
        ticked = [(key, _line(standing[key].title, key, standing[key].on, place)) for place, key in enumerate(order)]
        changed = ticked != [(choice.key, choice.on) for choice in standing.values()]
        if changed and definitions.may_choose(viewer.role, SETTINGS[KIND]):
            st.button(
                _("Keep as our unit's standard"),
                icon=":material/save:",
                key="pack_keep",
                on_click=_keep,
                args=(ticked,),
            )
    return tuple(key for key, on in ticked if on)


def _line(title: str, key: str, on: bool, place: int) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", key=f"pack_section_{key}"):
        chosen = st.checkbox(escape_markdown(title), on, key=f"pack_on_{key}", width="stretch")
        st.button(
            _("Up"),
            icon=":material/arrow_upward:",
            key=f"pack_up_{key}",
            disabled=place == 0,
            on_click=_up,
            args=(place,),
        )
    return chosen


def _up(place: int) -> None:
    """Move a section one place up: a callback."""
    order = list(st.session_state[ORDER])
    order[place - 1 : place + 1] = order[place], order[place - 1]
    st.session_state[ORDER] = order


def _keep(ticked: list[tuple[str, bool]]) -> None:
    """Make what is chosen the unit's standard: a callback."""
    with feedback.saving(_("Kept as your unit's standard.")):
        section_registry.save_choices(auth.viewer(PAGE), KIND, ticked)
