"""The sentence of a refusal, shown where the page is being drawn; from a callback, above the page."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.markdown import escape_markdown
from components.refusals import sentences
from components.web import run_interruptions
from db.errors import Refused


@contextmanager
def showing_refusal() -> Iterator[None]:
    """Context manager around an action whose success needs no message."""
    try:
        yield
    except Refused as refusal:
        show(refusal)


def show(refusal: Refused) -> None:
    """Show what a refusal means and what to do; once in a run, also if a draft and its save fail for one reason."""
    sentence = escape_markdown(sentences.of_refusal(refusal))
    run_interruptions.keep_until_seen(sentence)
    _say(sentence)


def show_unseen() -> None:
    """Show again, above the page, what was refused just before newer input replaced the page."""
    for sentence in run_interruptions.unseen():
        _say(sentence)


def _say(sentence: str) -> None:
    if run_interruptions.is_said_first(sentence):
        st.error(sentence, icon=":material/error:")
