"""Between browser and session: a page is told what arrived and whether its session is still known; an interaction in an
unknown part reruns the whole page.
"""

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from components.i18n import _
from components.web import websocket_acks
from db.accounts import signin
from tests.visiting import SIGN_IN, Server, Shown, Socket, token_of

pytest_plugins = ["tests.served"]
SHEET = "type=regular&period=202611"


PAGE = "0" * 32


def acknowledgements(
    server: Server, session_id: str = "", frames: int = 0, page: str = PAGE, sent: int = 0
) -> list[str | bytes]:
    """What a stranger's page is told first, and after each of its messages; `sent` are those it sent before."""
    query = f"?told={page}.{sent}"
    protocols = ["streamlit", "x", *([session_id] if session_id else [])]
    with connect(f"ws://127.0.0.1:{server.port}/_stcore/stream{query}", subprotocols=protocols) as opened:
        heard = [opened.recv(timeout=20)]
        for _at in range(frames):
            opened.send(b"")  # a message that asks for nothing
            heard.append(opened.recv(timeout=20))
        return heard


def acknowledgement_as(server: Server, token: str, session_id: str) -> str | bytes:
    with Socket(server, token, session_id=session_id, query=f"?told={'1' * 32}.0") as back:
        return back.socket.recv(timeout=20)


def test_a_page_is_told_of_each_message_that_arrived(server):
    assert acknowledgements(server, frames=2) == [websocket_acks.SESSION_NEW, "1", "2"]


def test_a_page_that_reconnects_is_told_how_much_arrived_and_its_old_connection_is_ignored(server):
    page = "f" * 32
    with connect(f"ws://127.0.0.1:{server.port}/_stcore/stream?told={page}.0", subprotocols=["streamlit"]) as dead:
        assert dead.recv(timeout=20) == websocket_acks.SESSION_NEW
        dead.send(b"")
        assert dead.recv(timeout=20) == "1"
        assert acknowledgements(server, frames=1, page=page, sent=3) == [f"{websocket_acks.SESSION_NEW} 1", "4"]
        dead.send(b"")  # it was held up and arrives late
        with pytest.raises(ConnectionClosed):
            dead.recv(timeout=20)
    assert acknowledgements(server, page=page, sent=4) == [f"{websocket_acks.SESSION_NEW} 4"]


def test_a_page_with_a_session_unknown_to_the_server_is_told_so(server):
    assert acknowledgements(server, session_id="1c1b7f7e-0000-4000-8000-000000000000", page="2" * 32) == [
        websocket_acks.SESSION_LOST
    ]


def test_a_page_that_reconnects_in_time_is_recognised(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as visitor:
        session_id = next(
            m.new_session.initialize.session_id
            for m in visitor.open("/me").messages
            if m.WhichOneof("type") == "new_session"
        )
    assert acknowledgement_as(server, token, session_id) == websocket_acks.SESSION_KNOWN
    assert (
        acknowledgement_as(server, token_of(served.assistant), session_id) == websocket_acks.SESSION_LOST
    )  # it belongs to somebody else


def test_an_interaction_in_a_fragment_unknown_to_the_session_reruns_the_whole_page(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as before:
        shown = before.open("/record", SHEET)
    with Socket(server, token) as after:  # as after a restart: the same page, another session
        again = after.click(shown, _("Save the meeting"))
    assert _("Record a meeting") in again.text


def test_a_form_left_open_across_a_restart_is_the_one_submitted(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as before:
        first = before.open("/tasks")
        before.submit(first, _("Add the task"), text="Sửa đường vào thôn")
        second = before.open("/tasks")  # the form of the next one
    assert first.text_input("text") != second.text_input("text")
    with Socket(server, token) as after:  # as after a restart: the same page, another session
        saved = after.submit(second, _("Add the task"), text="Thay đèn nhà văn hóa")
    assert "Thay đèn nhà văn hóa" in saved.text


def test_signing_out_from_a_page_left_open_across_a_restart_works(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as before:
        shown = before.open("/members")
    with Socket(server, token) as after:
        assert SIGN_IN in after.submit(shown, _("Sign out")).text
    assert signin.user_of_token(signin.hash_secret(token)) is None


def test_a_click_on_a_button_no_longer_shown_after_a_restart_is_reported_as_lost(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as before:
        tasks, mine = before.open("/tasks"), before.open("/me")
    with Socket(server, token) as after:
        lost = after.submit(Shown(tasks.messages + mine.messages), _("Add the task"))
        found = after.submit(tasks, _("Add the task"))
    assert ["Lần bấm vừa rồi chưa được ghi nhận" in shown.text for shown in (lost, found)] == [True, False]


def test_a_lost_press_gives_back_what_was_typed_but_no_password_and_no_selection(server, served):
    token = token_of(served.secretary)
    with Socket(server, token) as before:
        tasks, mine, members = before.open("/tasks"), before.open("/me"), before.open("/members")
    with Socket(server) as stranger:
        sign_in = stranger.open("/")
    fields = {
        tasks.text_input("text"): "Sửa đường vào thôn",
        "$$ID-0123456789abcdef-charts_picture": '{"selection":{"mark":[]}}',
        **{field: "matkhau-2026" for shown in (mine, sign_in) for field in shown.text_inputs},
    }
    assert len(fields) > 5
    with Socket(server, token) as after:  # as after a restart: signed in meanwhile, in another tab
        for button in (_("Sign in"), _("Change password")):
            lost = after.press(Shown(sign_in.messages + mine.messages + members.messages), button, fields)
            assert "Sửa đường vào thôn" in lost.text
            assert "matkhau" not in lost.text
            assert "selection" not in lost.text


def test_saving_a_meeting_redraws_only_the_sheet_and_not_the_page_around_it(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        saved = visitor.click(visitor.open("/record", SHEET), _("Save the meeting"))
    assert _("Meeting saved.").removesuffix(".") in saved.text
    assert _("Record a meeting") not in saved.text
