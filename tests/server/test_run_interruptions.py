"""What a browser sends while what it sent before is still being answered."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from types import SimpleNamespace

import httpx
import pytest
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests, ScriptRequestType

from components.i18n import _
from components.refusals import general
from components.web import run_interruptions
from db import config
from db.accounts import accounts
from db.maintenance import raw_connection
from db.models import Account, DraftValue, Task
from tests.rows import rows
from tests.visiting import Socket, token_of

pytest_plugins = ["tests.served"]
OTHERS = _("Another device has entered more in this form; it is shown here now. Please check it before you save.")
SAVE, NAME = _("Add to the list"), "Hoàng Thị Mai"
LOCK, CHANGED = _("Lock"), _(general.SENTENCES["changed_meanwhile"]).split(":")[0]
DAY_MISSING = _(general.SENTENCES["arrival_day_missing"]).rstrip(".")


@pytest.fixture
def secretary(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        yield visitor


@contextmanager
def no_writing() -> Iterator[None]:
    """Let the server wait with its first write."""
    with closing(sqlite3.connect(raw_connection.sqlite_file(config.database_url()), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def send_meanwhile(server, secretary, page, texts):
    """Send input while the run before it writes, and return when the server has received it."""
    secretary.receive_start()
    secretary.send(page, texts)
    httpx.get(f"http://127.0.0.1:{server.port}/_stcore/health")  # answered after what was sent before


def test_input_that_arrives_while_other_input_is_written_does_not_make_it_look_like_anothers(server, secretary):
    page = secretary.open("/arrival")
    name, born = page.text_input("name"), page.text_input("born")
    with no_writing():
        secretary.send(page, {name: NAME})
        send_meanwhile(server, secretary, page, {name: NAME, born: "1970"})
    after = secretary.receive_last()
    assert {row.value for row in rows(DraftValue)} == {NAME, "1970"}
    assert OTHERS not in after.text


def test_a_press_is_answered_even_if_other_input_arrives_meanwhile(server, secretary):
    page = secretary.open("/arrival")
    name, born = page.text_input("name"), page.text_input("born")
    with no_writing():
        secretary.send(page, {name: f"{NAME} Lan"}, button=SAVE)
        send_meanwhile(server, secretary, page, {name: NAME, born: "1971"})
    secretary.receive_start()
    assert DAY_MISSING in secretary.receive_last().text  # again: the page that said it was replaced at once
    assert {row.value for row in rows(DraftValue)} == {NAME, "1971"}
    assert DAY_MISSING not in secretary.open("/arrival").text


def test_a_page_opened_while_a_press_is_answered_stands_open_after_it(server, secretary):
    members, tasks = secretary.open("/members"), secretary.open("/tasks")
    with no_writing():
        secretary.send(tasks, {tasks.text_input("text"): "Sửa đường vào thôn"}, button=_("Add the task"))
        send_meanwhile(server, secretary, members, {})
    secretary.receive_start()
    assert secretary.receive_last().script == members.script
    assert "Sửa đường vào thôn" in {task.text for task in rows(Task)}


def test_a_second_tap_before_the_refusal_of_the_first_could_be_read_is_refused_too(server, served):
    (account,) = rows(Account, id=served.assistant.account_id)
    with Socket(server, token_of(served.commune)) as commune:
        page = commune.open("/account", f"account={account.code}")
        accounts.correct(served.admin, account.id, username=account.username, name=f"{account.name} Lan", phone=None)
        with no_writing():
            commune.send(page, {}, button=LOCK)
            commune.receive_start()
            commune.send(page, {}, button=LOCK)
            httpx.get(f"http://127.0.0.1:{server.port}/_stcore/health")
        commune.receive_start()
        refused = commune.receive_last()
        assert CHANGED in refused.text
        assert rows(Account, id=account.id)[0].active
        commune.click(refused, LOCK)
    assert not rows(Account, id=account.id)[0].active
    accounts.set_active(served.admin, account.id, True)


@pytest.mark.parametrize("own", [True, False])
def test_input_that_waits_for_a_press_is_not_dropped_when_its_page_stops_early(monkeypatch, own):
    run = SimpleNamespace(page_script_hash="") if own else None  # otherwise the server itself stops the session
    import_module("components.web.server")
    monkeypatch.setattr(run_interruptions, "get_script_run_ctx", lambda **_options: run)
    requests = ScriptRequests()
    requests.request_rerun(RerunData())
    requests.request_stop()
    assert requests.on_scriptrunner_yield().type == (ScriptRequestType.RERUN if own else ScriptRequestType.STOP)
