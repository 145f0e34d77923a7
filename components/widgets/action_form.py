"""The action form: what may be done as pills, the form of the one chosen, and the sentence that it is saved."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import streamlit as st

from components.i18n import _
from components.labels.distinct_labels import distinct
from components.shell import auth
from components.widgets import feedback, forms
from db.kernel.scope import Viewer

Day = date | None  # empty where it is not known


@dataclass(frozen=True)
class ActionForm:
    """The form of one action: its fields, and the button that does it."""

    name: str  # what the forms of a page are called: what is typed about one thing is not shown at another
    address: str  # whose viewer does the action
    action: str

    def viewer(self) -> Viewer:
        """Who is here."""
        return auth.viewer(self.address)

    def key(self, field: str) -> str:
        """The key of a field."""
        return f"{self._prefix}_{field}"

    @property
    def _prefix(self) -> str:
        return f"{forms.form_key(self.name)}_{self.action}"

    def for_part(self, name: str) -> "ActionForm":
        """The form of one of several things that the action may be about."""
        return replace(self, action=f"{self.action}_{name}")

    def fields(self) -> AbstractContextManager[Any]:
        """Around the fields that are sent together with the button."""
        return st.form(self.key("form"), border=False)

    def date(self, label: str, standing: Day = None, field: str = "day") -> Day:
        """A day."""
        return forms.date_field(label, standing, key=self.key(field))

    def since_and_until(self, since: Day, until: Day, until_label: str = "") -> tuple[Day, Day]:
        """From when to when."""
        return forms.date_span(self._prefix, since, until, until_label or _("Until (if known)"))

    def option(self, name: str, label: str, standing: str | None = None, field: str = "reason") -> str | None:
        """A choice from a list of the settings, or none."""
        return forms.option_field(self.viewer(), name, label, standing, key=self.key(field))

    def choice(self, label: str, words: Mapping[Any, str], standing: Any = None, field: str = "which") -> Any:
        """One of these by its words: what stands, else the first."""
        words, keys = distinct(words), list(words)
        at = keys.index(standing) if standing in words else 0
        return st.selectbox(label, keys, at, format_func=words.get, key=self.key(field))

    def text(self, label: str, standing: str = "", field: str = "name", **options) -> str:
        """A line of text."""
        return st.text_input(label, standing, key=self.key(field), **{"max_chars": 120, **options})

    def paper(self, label: str = "", standing: str | None = None, field: str = "paper") -> str:
        """The document that an action rests on."""
        label = label or _("Document")
        return self.text(label, standing or "", field, max_chars=200, placeholder=_("number and date, if any"))

    def chosen(self, field: str, standing: Iterable[str] = ()) -> list[str]:
        """What is chosen in a field that no single widget holds."""
        return st.session_state.get(self.key(field), list(standing))

    def on_choice(self, field: str) -> Callable[[list[str]], None]:
        """What notes what is chosen in such a field."""
        key = self.key(field)
        return lambda codes: st.session_state.__setitem__(key, codes)

    def save(
        self,
        label: str,
        done: str,
        act: Callable[[Viewer, str], object],
        next_page: str = "",
        again: bool = False,
    ) -> None:
        """The button below the fields: `act` gets who is here now and a once-only token, `done` is said afterwards, on
        the next page where there is one.

        Where others of its kind usually follow the form stays open, empty.
        """
        if st.form_submit_button(label, type="primary", width="stretch"):
            self.run(done, act, next_page, again)

    def save_now(
        self, label: str, done: str, act: Callable[[Viewer, str], object], main: bool = True, missing: str = ""
    ) -> None:
        """The button of a form whose fields act at once, the `main` one of its page or one of several alike.

        While something is `missing` that sentence stands above it, and it cannot be pressed.
        """
        kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
        if missing:
            st.caption(missing)
        if st.button(label, type=kind, width="stretch", key=self.key("save"), disabled=bool(missing)):
            self.run(done, act)

    def run(
        self,
        done: str,
        act: Callable[[Viewer, str], object],
        next_page: str = "",
        again: bool = False,
    ) -> None:
        """Do it and show the page anew, or say why not and leave what was typed."""
        with feedback.saving(done):
            with forms.once_token(self.name) as token:
                act(self.viewer(), token)
            if again:
                st.session_state[_action_key(self.name)] = self.action
            if next_page:
                st.switch_page(next_page, query_params={})
            st.rerun()


@dataclass(frozen=True)
class Action:
    """Something that may be done, and what draws its form."""

    title: str
    show: Callable[[ActionForm], None]


def _action_key(name: str) -> str:
    return f"{forms.form_key(name)}_action"


def choose(name: str, address: str, actions: Mapping[str, Action], label: str = "") -> None:
    """The choice among actions, and the form of the one chosen; nothing where there is none.

    What is chosen is kept while the page shows something else, a sheet to print for instance: the browser would show
    the form again, of which the server knew nothing any more, and its button did nothing.
    """
    if not actions:
        return
    titles = {action: each.title for action, each in actions.items()}
    chosen = st.pills(
        label or _("What to record"),
        list(titles),
        format_func=titles.get,
        key=_action_key(name),
        persist_state="session",
    )
    if chosen:
        with st.container(border=True):
            actions[chosen].show(ActionForm(name, address, chosen))
