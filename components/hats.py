"""How an account appears on this device: the role acted in, the switch to another, the language."""

import streamlit as st

from components import auth
from components.i18n import LANGUAGES, _
from components.text import plain
from db import units
from db.access import own
from db.access.signin import Visit
from db.models import Role
from db.scope import Viewer


def current(viewer: Viewer) -> str:
    """The role acted in and its unit: "Bí thư chi bộ · Chi bộ thôn Đồng Bào"."""
    unit = units.named(viewer, [viewer.unit_id]).get(viewer.unit_id)
    return f"{name(viewer.role)} · {unit.name}" if unit else name(viewer.role)


def menu(seen: Visit) -> None:
    """Below the menu: whose account this is and the role acted in, to be changed for another that it has."""
    if seen.roles > 1:
        st.caption(plain(seen.name))
        viewer = auth.whoever()
        _choice(viewer, _held(viewer), "menu_hat")
    else:
        st.caption(plain(f"{seen.name} · {name(seen.role)}"))


def switch(viewer: Viewer) -> None:
    """Lets an account with several roles choose; nothing for the others."""
    held = _held(viewer)
    if len(held) > 1:
        _choice(viewer, held, "me_hat")


def changed() -> None:
    """That the role was changed in another tab, where this tab has just taken it over."""
    if auth.told_of_change():
        st.warning(_("Your role was changed in another tab. What you touched here last was not saved; this page now shows the role chosen there."))


def _held(viewer: Viewer) -> dict[int, str]:
    return {hat.grant_id: f"{name(hat.role)} · {hat.unit}" for hat in own.grants_of(viewer)}


def _choice(viewer: Viewer, held: dict[int, str], key: str) -> None:
    """The choice between roles; under another key for each role, for another place may have changed it meanwhile."""
    key = f"{key}_{viewer.grant_id}"
    at = list(held).index(viewer.grant_id)
    st.selectbox(_("I act as"), list(held), index=at, format_func=held.get, key=key, on_change=_put_on, args=(key,))


def language(viewer: Viewer) -> None:
    """Lets an account choose the language of its screens."""
    names = {code: LANGUAGES[code] for code in own.LANGUAGES}
    st.segmented_control(_("Language"), list(names), format_func=names.get, default=viewer.language, required=True, key="me_language", on_change=_speak)


def name(role: Role) -> str:
    """What a role is called."""
    return {
        Role.SECRETARY: _("Secretary of the cell"), Role.ASSISTANT: _("Assistant of the cell"), Role.COMMUNE: _("Staff of the commune"),
        Role.WORKPLACE: _("Staff of the workplace"), Role.DISTRICT: _("Staff of the district"), Role.ADMIN: _("Administrator"),
    }[role]  # fmt: skip


def _put_on(key: str) -> None:
    auth.put_on(st.session_state[key])


def _speak() -> None:
    own.choose_language(auth.viewer(), st.session_state["me_language"])
