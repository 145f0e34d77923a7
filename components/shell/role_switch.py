"""An account on this device: the current role, the switch to another, the language."""

import streamlit as st

from components import level_names
from components.i18n import LANGUAGES, _, day_text
from components.markdown import escape_markdown
from components.shell import auth, refusal_message
from db.accounts import own_account
from db.accounts.signin import SignedInUser
from db.calendar import clock
from db.kernel.scope import Viewer
from db.units import units


def current_role(viewer: Viewer) -> str:
    """Return the current role with its unit: "Bí thư chi bộ · Chi bộ thôn Đồng Bào"."""
    unit = units.own(viewer)
    return f"{level_names.role_name(viewer, viewer.role, unit.level)} · {unit.name}"


def show_in_sidebar(user: SignedInUser) -> None:
    """Below the menu: show the account and its current role, with the switch to its other roles."""
    viewer = auth.viewer_on_any_page()
    if user.roles > 1:
        st.caption(escape_markdown(user.name))
        _choice(viewer, _held(viewer), "menu_hat")
    else:
        st.caption(escape_markdown(f"{user.name} · {level_names.role_name(viewer, user.role)}"))


def show_selector(viewer: Viewer) -> None:
    """Let an account with several roles choose; nothing for others."""
    held = _held(viewer)
    if len(held) > 1:
        _choice(viewer, held, "me_hat")


def show_lifetime_notice(viewer: Viewer) -> None:
    """Say that the viewer's own unit has ended, or begins on a later day; say nothing of a unit that exists today."""
    name, (begun, ended) = escape_markdown(units.own(viewer).name), units.lifetime(viewer, viewer.unit_id)
    if ended and ended < clock.today():
        st.info(
            _(
                "{unit} ended on {day}. Its records can still be read here. If you now work for another unit, ask for "
                "a role there.",
                unit=name,
                day=day_text(ended),
            )
        )
    elif begun and begun > clock.today():
        st.info(_("{unit} begins on {day}.", unit=name, day=day_text(begun)))


def show_change_notice() -> None:
    """Say that the role was changed in another tab, where this tab has just adopted it, and what was typed here."""
    typed = auth.pop_role_change()
    if typed is None:
        return
    said = [
        _(
            "You changed your role in another tab. Your last action here was not saved; this page now shows the role "
            "chosen there."
        )
    ]
    if typed:
        said += [_("The following was typed in the other role:"), *typed]
    st.warning("\n\n".join(map(escape_markdown, said)))


def _held(viewer: Viewer) -> dict[int, str]:
    return {
        held.grant_id: f"{level_names.role_name(viewer, held.role, held.level)} · {held.unit}"
        for held in own_account.list_grants(viewer)
    }


def _choice(viewer: Viewer, held: dict[int, str], key: str) -> None:
    """Ask for a role; the key differs for each current role, which may have been changed elsewhere meanwhile."""
    key = f"{key}_{viewer.grant_id}"
    at = list(held).index(viewer.grant_id)
    chosen = st.selectbox(
        _("Acting as"), list(held), index=at, format_func=held.get, key=key, on_change=_put_on, args=(key,)
    )
    if chosen != viewer.grant_id:  # the page was open while the server restarted, so Streamlit called no callback
        with refusal_message.showing_refusal():
            auth.switch_role(chosen)
            st.rerun()


def show_language_selector(viewer: Viewer) -> None:
    """Let an account choose its language."""
    names = {code: LANGUAGES[code] for code in own_account.LANGUAGES}
    st.segmented_control(
        _("Language"),
        list(names),
        format_func=names.get,
        default=viewer.language,
        required=True,
        key="me_language",
        on_change=_speak,
    )


def _put_on(key: str) -> None:
    chosen, st.session_state[key] = st.session_state[key], auth.viewer_on_any_page().grant_id
    with refusal_message.showing_refusal():
        auth.switch_role(chosen)


def _speak() -> None:
    viewer, chosen = auth.viewer(), st.session_state["me_language"]
    st.session_state["me_language"] = viewer.language
    with refusal_message.showing_refusal():
        own_account.set_language(viewer, chosen)
        st.session_state["me_language"] = chosen
