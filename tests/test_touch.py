"""A touch: what a run of a page does not do, so that hundreds may touch at once."""

import streamlit.user_info
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from components.web import theme_message
from tests import pages


def test_memory_is_not_looked_through_after_each_run():
    assert config.get_option("runner.postScriptGC") is False


def test_who_is_here_is_known_without_looking_for_a_file_of_secrets(world, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(streamlit.user_info, "get_secrets_auth_section", lambda: looked.append("looked"))
    shown = pages.shown(world.secretary, "pages/meetings/record.py")
    assert shown.title[0].value
    assert not looked


def test_the_theme_is_put_together_once_as_streamlit_does_it(monkeypatch):
    monkeypatch.setattr(app_session, "_populate_theme_msg", theme_message._populate)
    asked, ask = [], config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", lambda section: asked.append(section) or ask(section))
    theme_message._first.cache_clear()
    for section in ("theme", "theme.sidebar", "theme.dark"):
        theirs = CustomThemeConfig()
        app_session._populate_theme_msg(theirs, section)
        theme_message._populate_from_first(CustomThemeConfig(), section)
        asked.clear()
        ours = CustomThemeConfig()
        theme_message._populate_from_first(ours, section)
        assert ours == theirs
        assert not asked
    assert theme_message._first("theme").ByteSize()
    theme_message.populate_once()
    assert app_session._populate_theme_msg is theme_message._populate_from_first
