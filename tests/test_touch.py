"""One interaction: what a page run leaves out so that hundreds of users can work at once."""

from importlib import import_module

import streamlit.user_info
from streamlit import config, emojis, string_util
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.testing.v1 import AppTest

from components.web import leading_emoji_speedup, page_link_lookup, theme_message
from tests import pages


def test_garbage_is_not_collected_after_each_run():
    assert config.get_option("runner.postScriptGC") is False


def test_the_viewer_is_known_without_looking_for_a_secrets_file(world, monkeypatch):
    looked: list[str] = []
    monkeypatch.setattr(streamlit.user_info, "get_secrets_auth_section", lambda: looked.append("looked"))
    shown = pages.shown(world.secretary, "pages/meetings/record.py")
    assert shown.title[0].value
    assert not looked


def test_the_theme_is_built_once_with_streamlits_own_result(monkeypatch):
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
    theme_message.send_cached_theme()
    assert app_session._populate_theme_msg is theme_message._populate_from_first


def test_an_emoji_is_extracted_from_a_label_as_streamlit_does_it(monkeypatch):
    theirs, looked = string_util.extract_leading_emoji, []
    theirs = getattr(theirs, "__wrapped__", theirs)
    monkeypatch.setattr(string_util, "extract_leading_emoji", lambda text: looked.append(text) or theirs(text))
    leading_emoji_speedup.skip_other_labels()
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


def test_the_servers_pages_skip_labels_without_an_emoji():
    import_module("components.web.server")
    assert hasattr(string_util.extract_leading_emoji, "__wrapped__")


def _both_ways() -> None:
    """Links as Streamlit sends them in one container, and as we send them in the next."""
    import streamlit as st

    from components import menu
    from components.widgets import page_links
    from components.widgets.page_links import PageLink

    members = menu.link_target("pages/people/members.py")
    home = menu.link_target("pages/home/home.py")
    st.navigation([members, home])
    icon = ":material/home:"
    links = [
        PageLink(members, "**Ánh** :small[12]", {"member": "a&b", "đ": "1 2"}),
        PageLink(members, "Cúc", {}, icon),
        PageLink(members, "Dũng", {"member": "d"}, icon),
        PageLink(members, "Bình", {}),
        PageLink(home, "Hôm nay", {"x": "1"}),
        PageLink(members, "", {"member": "c"}),
    ]
    for width in ("stretch", "content"):
        with st.container(key=f"theirs_{width}"):
            for one in links:
                st.page_link(one.page, label=one.label, icon=one.icon, query_params=one.query, width=width)
        with st.container(key=f"ours_{width}"):
            page_links.show(links, width)
    with st.container(key="by_file"):
        st.page_link("pages/people/members.py", label="Bình", icon=":material/home:", query_params={"a": "1"})
        st.page_link(members, label="Bình", icon=":material/home:", query_params={"a": "1"})


def _links_sent(monkeypatch) -> list:
    """The links a run sends, and the position of each."""
    sent, enqueue = [], ScriptRunContext.enqueue
    monkeypatch.setattr(ScriptRunContext, "enqueue", lambda context, msg: (sent.append(msg), enqueue(context, msg)))
    assert not AppTest.from_function(_both_ways).run().exception
    return [
        (tuple(message.metadata.delta_path[-2:]), message.delta.new_element)
        for message in sent
        if message.delta.new_element.WhichOneof("type") == "page_link"
    ]


def test_links_of_a_list_are_sent_as_streamlit_sends_each(monkeypatch):
    page_link_lookup.link_by_address_table()
    looked, link = [], ButtonMixin._page_link
    monkeypatch.setattr(
        ButtonMixin, "_page_link", lambda *args, **told: (looked.append(told["label"]), link(*args, **told))
    )
    sent = _links_sent(monkeypatch)
    for theirs, ours in ((sent[:6], sent[6:12]), (sent[12:18], sent[18:24])):
        assert [element for _, element in ours] == [element for _, element in theirs]
        assert [place for (_, place), _ in ours] == [*range(6)]
        assert len({container for (container, _), _ in ours}) == 1
    # a page is looked up with the first link to it, an icon with the first link that has it
    assert looked[6:9] == ["**Ánh** :small[12]", "Cúc", "Hôm nay"]


def test_a_link_to_a_file_is_a_link_to_its_page(monkeypatch):
    page_link_lookup.link_by_address_table()
    monkeypatch.setattr("os.path.realpath", lambda *_args, **_told: 1 / 0)  # no access to the file system
    (_, by_file), (_, by_page) = _links_sent(monkeypatch)[24:]
    assert by_file == by_page
    assert by_file.page_link.page == "members"
