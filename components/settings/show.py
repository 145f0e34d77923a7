"""Settings and rules as they stand, each with a way to change it for those who may."""

import streamlit as st

from components import auth
from components.i18n import _, day_text
from components.settings import editing, lists, words
from components.text import plain
from db.rules import shapes
from db.rules.overview import InForce, Stands
from db.rules.shapes import SHAPES, Kind
from db.scope import Viewer


def place() -> str | None:
    """What is being changed, or was last: its part of the page is open."""
    return st.query_params.get(editing.EDIT) or st.query_params.get(editing.AT)


def settings(viewer: Viewer, found: dict[str, Stands], names: tuple[str, ...]) -> None:
    """These settings, one below the other."""
    for name in names:
        _setting(viewer, found[name])


def rules(viewer: Viewer, found: dict[str, list[InForce]]) -> None:
    """Each rule: what it says today, on which paper, and what it said before."""
    for name, lines in found.items():
        now = next((line for line in lines if line.now), None)
        told, chosen = words.RULES[name], viewer.role in shapes.ABOVE
        _head(name, told, words.rule(name, now.parameters) if now else _("no rule today"), words.basis(now) if now else "", chosen)
        others = [f"- {plain(words.rule(name, line.parameters))} · :gray[{plain(words.basis(line))}]" for line in lines if line is not now]
        if chosen and _edited(name):
            with st.container(border=True):
                st.caption(_(told.purpose))
                st.markdown("\n".join(others))
                editing.rule(name, now or lines[0])
                _cancel(name)


def _setting(viewer: Viewer, found: Stands) -> None:
    name, told = found.name, words.SETTINGS[found.name]
    may = shapes.may_choose(viewer.role, name)
    _head(name, told, words.value(name, found.value), words.origin(found), may)
    for day, value in found.coming:
        later = _("as above it") if value is None else words.value(name, value)
        st.caption(_("From {day} on: {value}", day=day_text(day), value=plain(later)))
    if may and _edited(name):
        with st.container(border=True):
            st.caption(_(told.purpose))
            form = lists.form if SHAPES[name].kind in (Kind.WORDS, Kind.LIST) else editing.form
            form(found)
            if found.own:
                editing.give_back(found)
            _cancel(name)


def _head(name: str, told: words.Told, value: str, origin: str, may: bool) -> None:
    """What it is, its value, where that comes from; beside it the way to change it."""
    with st.container(key=f"setting_{name}", horizontal=True, vertical_alignment="center"):
        below = f"  \n:gray[:small[{plain(origin)}]]" if origin else ""
        st.markdown(f"**{plain(_(told.title))}**  \n{plain(value)}{below}", width="stretch")
        if may and not _edited(name) and st.button(_("Change"), key=f"settings_{name}", icon=":material/edit:"):
            auth.viewer("/settings")
            st.query_params.from_dict({editing.EDIT: name})
            st.rerun()


def _edited(name: str) -> bool:
    return st.query_params.get(editing.EDIT) == name


def _cancel(name: str) -> None:
    if st.button(_("Leave it as it is"), key=f"settings_{name}_cancel", type="tertiary"):
        editing.leave(name)
