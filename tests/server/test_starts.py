"""Starting up: a cold server's first pages, a restarted worker, the demonstration, the page script
without its guard.
"""

import re
import time

import psutil
from streamlit.testing.v1 import AppTest

from components import menu
from components.i18n import _
from tests import people
from tests.visiting import ROOT, SIGN_IN, Socket, serving

pytest_plugins = ["tests.served"]
ME = _("My account")


def test_the_first_visitor_of_a_cold_server_gets_no_page_without_signing_in(database):
    people.world()
    with serving(database.parent) as cold:
        forms, paths = [], {entry.address for entry in menu.ENTRIES}
        for address in ("/me", "/me", "/home", "/access/me"):
            with Socket(cold) as visitor:
                shown = visitor.open(address)
                text = shown.text
            assert ("page_not_found" in shown.kinds) == (address not in paths)
            assert SIGN_IN in text
            assert ME not in text
            forms.append(re.findall(r'\bid: "(.+?)"', text))
        assert forms[0] == forms[1] != [], "the first form sent after a start would be lost"


def test_a_worker_that_ended_is_restarted(server):
    def working() -> set[int]:
        return {child.pid for child in psutil.Process(server.pid).children() if child.status() != psutil.STATUS_ZOMBIE}

    first = working()
    for pid in first:
        psutil.Process(pid).kill()
    for _waited in range(120):
        if working() - first:
            return
        time.sleep(0.25)
    raise AssertionError(server.printed)


def test_the_page_script_without_its_guard_only_says_what_to_do(database, tmp_path):
    shown = AppTest.from_file(str(ROOT / "page_script.py"), default_timeout=30).run()
    assert "streamlit run app.py" in shown.error[0].value
    assert len(shown.main) == 1
    assert len(shown.sidebar) == 0


def test_the_demonstration_is_created_at_its_first_start(data_dir):
    with serving(data_dir, REGISTER_DEMO="1") as server, server.client() as client:
        assert client.post("/auth/sign-in", data={"username": "bithu", "password": "demo-2026"}).status_code == 204
    assert (data_dir / "demo-files").is_dir()
    assert not (data_dir / "register.db").exists()
