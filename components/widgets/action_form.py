"""The action form: actions as pills, the form of the selected one, and the confirmation that it is saved."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

import streamlit as st

from components.i18n import _
from components.labels.distinct_labels import distinct
from components.shell import auth
from components.widgets import concurrent_edits, feedback, forms, lost_press
from db.errors import Refused
from db.kernel.scope import Viewer

Day = date | None  # None if unknown


@dataclass(frozen=True)
class ActionForm:
    """The form of one action: its fields, and its button."""

    name: str  # the name of the page's forms; input about one thing is not shown at another
    address: str  # the address whose viewer performs the action
    action: str
    draft_form: str = ""  # the prefix of the fields of its draft, if it has one

    def viewer(self) -> Viewer:
        """The current viewer."""
        return auth.viewer(self.address)

    def key(self, field: str) -> str:
        """The widget key of a field."""
        return f"{self._prefix}_{field}"

    @property
    def _prefix(self) -> str:
        return f"{forms.form_key(self.name)}_{self.action}"

    def for_part(self, name: str) -> "ActionForm":
        """The form of one of several things that the action may be about."""
        return replace(self, action=f"{self.action}_{name}").begin()

    @property
    def _based(self) -> str:
        """The prefix of the fields that show what the action is based on."""
        return self.draft_form or self._prefix

    def begin(self) -> "ActionForm":
        """Remember what its fields show, before they are drawn; the form itself."""
        concurrent_edits.begin(self._based)
        return self

    @contextmanager
    def fields(self) -> Iterator[None]:
        """Context manager for fields that are submitted together with the button."""
        self.begin()
        with st.form(self.key("form"), border=False):
            yield

    def date(self, label: str, current: Day = None, field: str = "day") -> Day:
        """A date field."""
        return forms.date_field(label, current, key=self.key(field))

    def since_and_until(self, since: Day, until: Day, until_label: str = "") -> tuple[Day, Day]:
        """Fields for the first and the last day."""
        return forms.date_span(self._prefix, since, until, until_label or _("Until (if known)"))

    def option(self, name: str, label: str, current: str | None = None, field: str = "reason") -> str | None:
        """A choice from a list of the settings, or None."""
        return forms.option_field(self.viewer(), name, label, current, key=self.key(field))

    def choice(self, label: str, labels: Mapping[Any, str], current: Any = None, field: str = "which") -> Any:
        """A choice by label; by default the current value, else the first."""
        labels, keys = distinct(labels), list(labels)
        lost_press.explain_lost_choice(
            self.key(field), keys, f"{self._prefix}_{st.session_state.get(self.key(field))}_"
        )
        at = keys.index(current) if current in labels else 0
        return st.selectbox(label, keys, at, format_func=labels.get, key=self.key(field))

    def text(self, label: str, current: str = "", field: str = "name", **options) -> str:
        """A line of text."""
        return st.text_input(label, current, key=self.key(field), **{"max_chars": 120, **options})

    def paper(self, label: str = "", current: str | None = None, field: str = "paper") -> str:
        """A field for the document that an action is based on."""
        label = label or _("Document")
        return self.text(label, current or "", field, max_chars=200, placeholder=_("number and date, if any"))

    def chosen(self, field: str, current: Iterable[str] = ()) -> list[str]:
        """The selection of a field made of several widgets."""
        return st.session_state.get(self.key(field), list(current))

    def on_choice(self, field: str) -> Callable[[list[str]], None]:
        """A callback that stores the selection of such a field."""
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
        """The button below the fields: `act` gets the current viewer and a once-only token, `done` is the message
        afterwards, shown on `next_page` if given.

        With `again` the form stays open, empty.
        """
        concurrent_edits.remember_first_values(self._based)
        concurrent_edits.show_renewed(self._based)
        if st.form_submit_button(label, type="primary", width="stretch"):
            self.run(done, act, next_page, again)

    def save_now(
        self, label: str, done: str, act: Callable[[Viewer, str], object], main: bool = True, missing: str = ""
    ) -> None:
        """The button of a form whose fields act at once; `main`: it is the page's main button.

        While something is `missing`, that sentence is shown above it and it is disabled.
        """
        kind: Literal["primary", "secondary"] = "primary" if main else "secondary"
        if missing:
            st.caption(missing)
        concurrent_edits.remember_first_values(self._based)
        concurrent_edits.show_renewed(self._based)
        if st.button(label, type=kind, width="stretch", key=self.key("save"), disabled=bool(missing)):
            self.run(done, act)

    def run(
        self,
        done: str,
        act: Callable[[Viewer, str], object],
        next_page: str = "",
        again: bool = False,
    ) -> None:
        """Perform the action and redraw the page, or show why it failed and keep the input."""
        with feedback.saving(done, self.show_refused):
            with self.checked(), forms.once_token(self.name) as token:
                act(self.viewer(), token)
            if again:
                st.session_state[_action_key(self.name)] = self.action
            if next_page:
                st.switch_page(next_page, query_params={})
            st.rerun()

    def checked(self) -> AbstractContextManager[None]:
        """Context manager around an action: it overwrites nothing that was saved since its fields were first shown."""
        return concurrent_edits.checked(self._based)

    def show_refused(self, refusal: Refused) -> None:
        """Say why the action was refused; if others saved the same meanwhile, show the form anew."""
        concurrent_edits.show_refused(self.name, self._based, refusal)


@dataclass(frozen=True)
class Action:
    """An action, and the function that draws its form."""

    title: str
    show: Callable[[ActionForm], None]


def _action_key(name: str) -> str:
    return f"{forms.form_key(name)}_action"


def choose(name: str, address: str, actions: Mapping[str, Action], label: str = "") -> None:
    """The choice of actions, and the form of the selected one; nothing if there is none.

    The choice is kept while the page shows something else, such as a sheet to print: otherwise the browser would show a
    form again that the server no longer knows, and its button would do nothing.
    """
    lost_press.explain_lost_choice(_action_key(name), actions, forms.form_key(name))
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
            actions[chosen].show(ActionForm(name, address, chosen).begin())
