"""Choosing the sections of a briefing and their order: ticked, moved up, and saved as the unit's standard."""

import streamlit as st

from components.briefings import section_registry
from components.briefings.section_declaration import BriefingKind
from components.briefings.section_registry import SETTINGS
from components.i18n import _, _n, current_language
from components.markdown import escape_markdown
from components.shell import auth
from components.widgets import feedback
from db.kernel.scope import Viewer
from db.settings import setting_definitions

PAGE = "/papers"
NOUNS = {BriefingKind.MEETING: "pack", BriefingKind.REPORT: "report"}


def show(viewer: Viewer, kind: BriefingKind = BriefingKind.MEETING) -> tuple[str, ...]:
    """The ticked sections in order; collapsed, since the unit's standard is usually wanted."""
    standing = {choice.key: choice for choice in section_registry.choices(viewer, kind, current_language())}
    noun = NOUNS[kind]
    known = [key for key in st.session_state.get(f"{noun}_order", ()) if key in standing]
    order = [*known, *(key for key in standing if key not in known)]
    st.session_state[f"{noun}_order"] = order
    count = sum(st.session_state.get(f"{noun}_on_{key}", choice.on) for key, choice in standing.items())
    part = f"{noun}_sections"
    is_open = st.session_state.get(part, False)  # a browser closes the part when its label changes
    with st.expander(_label(kind, count), is_open, key=part, icon=":material/checklist:", on_change="rerun"):
        ticked = [
            (key, _line(noun, standing[key].title, key, standing[key].on, place)) for place, key in enumerate(order)
        ]
        changed = ticked != [(choice.key, choice.on) for choice in standing.values()]
        if changed and setting_definitions.may_choose(viewer.role, SETTINGS[kind]):
            st.button(
                _("Keep as our unit's standard"),
                icon=":material/save:",
                key=f"{noun}_keep",
                on_click=_keep,
                args=(kind, ticked),
            )
    return tuple(key for key, on in ticked if on)


def _label(kind: BriefingKind, count: int) -> str:
    if kind == BriefingKind.REPORT:
        return _n("{count} section of the report", "{count} sections of the report", count)
    return _n("{count} section of the pack", "{count} sections of the pack", count)


def _line(noun: str, title: str, key: str, on: bool, place: int) -> bool:
    with st.container(horizontal=True, vertical_alignment="center", key=f"{noun}_section_{key}"):
        chosen = st.checkbox(escape_markdown(title), on, key=f"{noun}_on_{key}", width="stretch")
        st.button(
            _("Up"),
            icon=":material/arrow_upward:",
            key=f"{noun}_up_{key}",
            disabled=place == 0,
            on_click=_up,
            args=(noun, place),
        )
    return chosen


def _up(noun: str, place: int) -> None:
    """Move a section up by one. A callback."""
    order = list(st.session_state[f"{noun}_order"])
    order[place - 1 : place + 1] = order[place], order[place - 1]
    st.session_state[f"{noun}_order"] = order


def _keep(kind: BriefingKind, ticked: list[tuple[str, bool]]) -> None:
    """Save the choice as the unit's standard. A callback."""
    with feedback.saving(_("Kept as your unit's standard.")):
        section_registry.save_choices(auth.viewer(PAGE), kind, ticked)
