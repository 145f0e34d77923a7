"""What the forms about one member share: whose they are, of which cell, and saving them."""

from collections.abc import Callable, Iterable

import streamlit as st

from components.i18n import _
from components.labels import member_labels
from components.shell import auth
from components.widgets import feedback, forms
from db.kernel.scope import Viewer
from db.people.profiles import Profile
from db.people.timelines import MembershipSpan
from db.settings import settings


def member_page_viewer() -> Viewer:
    """Who is at the page of one member."""
    return auth.viewer("/member")


def choose_stay(stays: list[MembershipSpan], form: str) -> MembershipSpan:
    """The time in a cell that an action is about: asked where there are several."""
    named = {one.id: f"{member_labels.label(member_labels.KINDS, one.kind)}, {one.unit}" for one in stays}
    if len(stays) == 1:
        return stays[0]
    chosen = st.selectbox(_("Which list"), list(named), format_func=named.get, key=f"{form}_stay")
    return next(one for one in stays if one.id == chosen)


def option_labels(name: str, standing: Iterable[str] | None = None) -> dict[str, str]:
    """The words of a list of the settings: of all its entries, or of those offered and `standing` already."""
    found = (
        settings.options(member_page_viewer(), name)
        if standing is None
        else settings.active_options(member_page_viewer(), name, *standing)
    )
    return {option.key: option.label for option in found}


def form_name(profile: Profile) -> str:
    """What the forms about a member are called: what is typed for one is not shown at another."""
    return f"member_{profile.code}"


def run_action(profile: Profile, said: str, deed: Callable[[Viewer, str], None]) -> None:
    """Do a form's action once and show the member anew, or say why not and leave what was typed."""
    with feedback.saving(said):
        with forms.once_token(form_name(profile)) as token:
            deed(member_page_viewer(), token)
        st.rerun()
