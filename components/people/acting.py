"""What the forms about one member share: whose they are, of which cell, and saving them."""

from collections.abc import Callable, Iterable

import streamlit as st

from components import auth, feedback, forms
from components.i18n import _
from components.people import words
from db import settings
from db.people.profiles import Profile
from db.people.timelines import Stay
from db.scope import Viewer


def viewer() -> Viewer:
    """Who is at the page of one member."""
    return auth.viewer("/member")


def stay(stays: list[Stay], form: str) -> Stay:
    """The time in a cell that a deed is about: asked where there are several."""
    named = {one.id: f"{words.said(words.KINDS, one.kind)}, {one.unit}" for one in stays}
    if len(stays) == 1:
        return stays[0]
    chosen = st.selectbox(_("On which list"), list(named), format_func=named.get, key=f"{form}_stay")
    return next(one for one in stays if one.id == chosen)


def labels(name: str, standing: Iterable[str] | None = None) -> dict[str, str]:
    """The words of a list of the settings: of all its entries, or of those offered and `standing` already."""
    found = settings.options(viewer(), name) if standing is None else settings.offered(viewer(), name, *standing)
    return {option.key: option.label for option in found}


def form_of(profile: Profile) -> str:
    """What the forms about a member are called: what is typed for one is not shown at another."""
    return f"member_{profile.code}"


def do(profile: Profile, said: str, deed: Callable[[Viewer, str], None]) -> None:
    """Do a form's deed once and show the member anew, or say why not and leave what was typed."""
    with feedback.saving(said):
        with forms.once(form_of(profile)) as token:
            deed(viewer(), token)
        st.rerun()
