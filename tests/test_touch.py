"""A touch: what a run of a page does not do, so that hundreds may touch at once."""

from importlib import import_module

import streamlit.user_info
from streamlit import config, emojis, string_util
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from components.web import label_emoji, theme_message
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


def test_an_emoji_is_set_apart_from_a_label_as_streamlit_does_it(monkeypatch):
    theirs, looked = string_util.extract_leading_emoji, []
    theirs = getattr(theirs, "__wrapped__", theirs)
    monkeypatch.setattr(string_util, "extract_leading_emoji", lambda text: looked.append(text) or theirs(text))
    label_emoji.skip_other_labels()
    with_emoji = [f"{emoji}{rest}" for emoji in emojis.ALL_EMOJIS for rest in ("", " Ánh", "_Ánh")]
    without = [
        "",
        "Ánh",
        "5 · Trần Văn Bình",
        "# Ánh",
        "* Ánh",
        "©",
        " 🚨 Ánh",
        "Ánh 🚨",
        "Lý do",
        ":material/home: Ánh",
    ]
    for label in with_emoji + without:
        assert string_util.extract_leading_icon(label) == _by(theirs, label, monkeypatch)
    assert set(looked) >= set(with_emoji)
    assert not set(looked) & {"Ánh", "5 · Trần Văn Bình", "# Ánh", "Lý do", "Ánh 🚨"}


def _by(extract, label: str, monkeypatch) -> tuple[str, str]:
    with monkeypatch.context() as before:
        before.setattr(string_util, "extract_leading_emoji", extract)
        return string_util.extract_leading_icon(label)


def test_pages_of_the_server_skip_labels_without_an_emoji():
    import_module("components.web.server")
    assert hasattr(string_util.extract_leading_emoji, "__wrapped__")
