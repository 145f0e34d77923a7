"""A touch: what a run of a page does not do, so that hundreds may touch at once."""

import streamlit.user_info
from streamlit import config

from tests import pages


def test_memory_is_not_looked_through_after_each_run():
    assert config.get_option("runner.postScriptGC") is False


def test_who_is_here_is_known_without_looking_for_a_file_of_secrets(world, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(streamlit.user_info, "get_secrets_auth_section", lambda: looked.append("looked"))
    shown = pages.shown(world.secretary, "pages/meetings/record.py")
    assert shown.title[0].value
    assert not looked
