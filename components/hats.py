"""How an account appears on this device: the role acted in, the switch to another, the language."""

import streamlit as st

from components import auth
from components.i18n import LANGUAGES, _
from db import units
from db.access import own
from db.models import Role
from db.scope import Viewer


def current(viewer: Viewer) -> str:
    """The role acted in and its unit: "Bí thư chi bộ · Chi bộ thôn Đồng Bào"."""
    unit = units.named(viewer, [viewer.unit_id]).get(viewer.unit_id)
    return f"{name(viewer.role)} · {unit.name}" if unit else name(viewer.role)


def switch(viewer: Viewer) -> None:
    """Lets an account with several roles choose; nothing for the others."""
    held = {hat.grant_id: f"{hat.unit} · {name(hat.role)}" for hat in own.grants_of(viewer)}
    if len(held) > 1:
        at = list(held).index(viewer.grant_id)
        st.selectbox(_("I act as"), list(held), index=at, format_func=held.get, key="me_hat", on_change=_put_on)


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


def _put_on() -> None:
    own.choose_grant(auth.viewer(), auth.token_hash(), st.session_state["me_hat"])


def _speak() -> None:
    own.choose_language(auth.viewer(), st.session_state["me_language"])
