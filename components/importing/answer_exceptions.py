"""People with an answer that differs from the whole list's."""

from typing import NamedTuple

import streamlit as st

from components.i18n import _, _n, number
from components.importing import answer_autosave
from components.markdown import escape_markdown
from db.drafts.drafts import DraftField
from db.imports.import_answers import ImportAnswers
from db.vietnamese import fold

SHOWN = 20


class PersonQuestion(NamedTuple):
    """A question about one person: the key of the answer, the name, and a description."""

    part: str
    name: str
    text: str


def show(
    code: str, question: str, people: list[PersonQuestion], labels: dict[str, str], answers: ImportAnswers
) -> None:
    """Ask about people one by one, found by name; those with their own answer come first."""
    own = {one.part for one in people if DraftField(one.part, question) in answers.others}
    title = _("Answer individually") + (" · " + _n("{count} exception", "{count} exceptions", len(own)) if own else "")
    with st.expander(title):
        sought = fold(
            st.text_input(_("Find a name"), key=f"import_find_{question}_{code}", persist_state="session")
        ).split()
        found = [
            one
            for one in sorted(people, key=lambda one: one.part not in own)
            if all(word in fold(one.name) for word in sought)
        ]
        for one in found[:SHOWN]:
            _one(code, question, one, labels, answers)
        if len(found) > SHOWN:
            st.caption(
                _(
                    "Showing the first {count} of {total}. Find the others by name.",
                    count=SHOWN,
                    total=number(len(found)),
                )
            )
        elif not found:
            st.caption(_("Nobody here has that name."))


def _one(code: str, question: str, one: PersonQuestion, labels: dict[str, str], answers: ImportAnswers) -> None:
    key, value = (
        f"import_{question}_{code}_{one.part.replace(':', '_')}",
        answers.others.get(DraftField(one.part, question)),
    )
    text, hint = escape_markdown(one.text), _("same as the whole list")
    answer_autosave.choice_field(code, one.part, question, text, labels, value, key, hint)
