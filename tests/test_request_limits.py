"""The entry points of a running server: what a stranger, another site and another signed-in user get, and how much of
it.
"""

import asyncio
import logging
import socket
from contextlib import ExitStack
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from starlette.datastructures import Headers
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import memory_session_storage
from streamlit.runtime.session_manager import SessionInfo
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from components.i18n import _
from components.refusals import sentences
from components.web import disconnected_sessions, log_limit, request_limits, server as _ours  # noqa: F401 - it says how dropped sessions are kept
from components.web.cookie_and_header_guard import COOKIE, NO_TOKEN, CookieAndHeaderGuard
from db.calendar import clock
from tests.people import PASSWORD
from tests.visiting import Server, Shown, Socket, token_of

pytest_plugins = ["tests.served"]
FORM = urlencode({"username": "bithu", "password": PASSWORD}).encode()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# other sites


FOREIGN = [
    "https://evil.example",
    "http://localhost:{port}",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.1:{port}.evil.example",
    "null",
    "",
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize(
    "path", ["/_stcore/stream", "/_stcore/health", "/_stcore/host-config", "/media/x", "/auth/sign-in", "/health"]
)
def test_another_site_gets_nothing_and_makes_the_server_contact_nobody(server, served, path, origin):
    origin = origin.format(port=server.port)
    assert server.client().get(path, headers={"Origin": origin}).status_code == 403
    if path == "/_stcore/stream":
        with (
            pytest.raises(InvalidStatus, match="403"),
            Socket(server, token_of(served.secretary), headers={"Origin": origin}),
        ):
            pass


@pytest.mark.parametrize("host", ["a?b", "evil.example/", "u@evil.example", "[x", ""])
def test_an_invalid_host_is_nobodys_own_origin(server, host):
    request = f"GET /_stcore/health HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\r\n"
    assert status_of_raw_request(server, request.encode()) in (400, 403)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_our_own_page_is_accepted_even_behind_a_proxy_that_speaks_https(server, served, scheme):
    own = f"{scheme}://127.0.0.1:{server.port}"
    with Socket(server, token_of(served.secretary), headers={"Origin": own}) as visitor:
        assert "bithu" in visitor.open("/me").text


# long messages


def test_the_length_of_a_form_is_counted_as_it_arrives(server):
    whole = {"Content-Type": "application/x-www-form-urlencoded"}
    assert server.client(headers=whole).post("/auth/sign-in", content=iter([FORM[:9], FORM[9:]])).status_code == 204
    for path in ("/auth/sign-in", "/auth/session"):
        assert server.client(headers=whole).post(path, content=(b"x" * 1000 for _part in range(6))).status_code == 413


def test_a_long_form_that_claims_to_be_short_is_refused(server):
    head = "POST /auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    head += "Connection: close\r\n"
    body = b"1388\r\n" + b"x" * 5000 + b"\r\n0\r\n\r\n"
    assert status_of_raw_request(
        server, f"{head}Content-Length: 40\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + body
    ) in (400, 413)
    assert status_of_raw_request(server, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + body) == 413


def test_a_page_sends_at_most_a_million_bytes_at_once(server, served):
    with _opened(server, token_of(served.secretary)) as page:
        page.send(_text_message("x" * 900_000))
        assert _run_ends(page)
        page.send(_text_message("x" * request_limits.MAX_FRAME_BYTES))
        assert _close_code(page) == 1009
    with _opened(server, token_of(served.secretary)) as page:
        page.send("x" * (request_limits.MAX_FRAME_BYTES + 1))
        assert _close_code(page) == 1009, "whatever kind of frame it is"


def test_a_stranger_sends_no_more_than_a_name_and_a_password_need(server):
    with _opened(server) as page:
        page.send(_text_message("x" * 10_000))
        assert _run_ends(page)
        page.send(_text_message("x" * request_limits.MAX_ANONYMOUS_FRAME_BYTES))
        assert _close_code(page) == 1009


def test_strangers_from_one_address_are_limited_and_free_their_places_when_they_leave(server, served):
    elsewhere = {"X-Forwarded-For": "203.0.113.9"}
    with ExitStack() as many:
        for _stranger in range(request_limits.MAX_ANONYMOUS_SOCKETS_PER_ADDRESS):
            many.enter_context(_opened(server, headers=elsewhere))
        with pytest.raises(InvalidStatus, match="503"), _opened(server, headers=elsewhere):
            pass
        with _opened(server, token_of(served.secretary), headers=elsewhere), _opened(server):
            pass
    with _opened(server, headers=elsewhere):
        pass


def test_refused_sockets_log_at_most_a_line_a_minute(server):
    elsewhere, refused = {"X-Forwarded-For": "203.0.113.77"}, "without completing handshake"
    with ExitStack() as many:
        for _stranger in range(request_limits.MAX_ANONYMOUS_SOCKETS_PER_ADDRESS):
            many.enter_context(_opened(server, headers=elsewhere))
        for _again in range(5):
            with pytest.raises(InvalidStatus, match="503"), _opened(server, headers=elsewhere):
                pass
    assert server.printed.count(refused) <= 1


def test_suppressed_log_lines_are_counted_and_our_own_errors_are_not_suppressed(monkeypatch):
    passed = [0.0]
    monkeypatch.setattr(clock, "monotonic_seconds", lambda: passed[0])
    few, said = log_limit.OncePerMinute(), []

    def line(text: str, error=None) -> None:
        record = logging.LogRecord("x", logging.ERROR, "", 0, text, (), error)
        said.extend([record.msg] if few.filter(record) else [])

    for _time in range(4):
        line("refused")
    line("other")
    for _time in range(2):
        line("failed", (ValueError, ValueError(), None))
    passed[0] = 61
    line("refused")
    assert said == ["refused", "other", "failed", "failed", "refused (4 times)"]


def dropped(session_id: str, address: str | None, sid: str = NO_TOKEN) -> SessionInfo:
    user_info = {"sid": sid} | ({"address": address} if address else {})
    return SessionInfo(None, SimpleNamespace(id=session_id, _user_info=user_info))


def test_strangers_with_dropped_connections_push_out_nobody():
    kept = disconnected_sessions.DisconnectedSessions()
    known = dropped("s0", None, "abc")
    kept.save(known)
    for at in range(1, 2001):
        kept.save(dropped(f"s{at}", f"10.0.{at // 200}.{at % 200}"))
    assert kept.get("s0") is known
    assert len(kept.list()) == 1 + disconnected_sessions.MAX_ANONYMOUS_SESSIONS
    kept.delete("s2000")
    kept.delete("s0")
    assert kept.get("s0") is kept.get("s2000") is None
    assert memory_session_storage.MemorySessionStorage is disconnected_sessions.DisconnectedSessions, (
        "it is what our server uses"
    )


# uploads


def test_an_upload_is_accepted_from_those_who_import_lists_into_their_own_page(server, served):
    own, other = token_of(served.commune), token_of(served.commune)
    with Socket(server, own) as page, Socket(server, other) as elsewhere:
        mine, theirs = _session(page.open("/import")), _session(elsewhere.open("/import"))
        assert _send(server, own, mine, b"x" * 1000) == 204
        assert _send(server, own, theirs, b"x") == 403
        assert _send(server, own, "0" * 8, b"x") == 403
        assert _send(server, own, mine, b"x" * (request_limits.MAX_FILE_BYTES + 5000)) == 413
        assert _take_back(server, other, mine) == 403
        assert _take_back(server, own, mine) == 204


def test_a_role_that_imports_no_lists_uploads_no_file(server, served):
    for who in (served.secretary, served.assistant):
        token = token_of(who)
        with Socket(server, token) as page:
            assert _send(server, token, _session(page.open("/me")), b"x") == 403


def test_uploads_of_one_account_are_limited_across_its_devices_until_some_are_removed(server, served):
    tokens = [token_of(served.commune) for _device in range(2)]
    half = b"x" * (request_limits.MAX_FILE_BYTES - 1000)
    with Socket(server, tokens[0]) as page, Socket(server, tokens[1]) as elsewhere:
        first, second = _session(page.open("/import")), _session(elsewhere.open("/import"))
        assert [_send(server, tokens[0], first, half, "a"), _send(server, tokens[1], second, half, "b")] == [204, 204]
        assert _send(server, tokens[0], first, half, "c") == 507
        with Socket(server, token := token_of(served.admin)) as somebody:
            assert _send(server, token, _session(somebody.open("/import")), b"x") == 204
        assert _take_back(server, tokens[0], first, "a") == 204
        assert _send(server, tokens[0], first, b"x" * 1000, "c") == 204


# downloads


def test_a_file_made_on_request_is_made_for_its_page_and_fetched_only_by_its_browser(server, served):
    own, other = token_of(served.commune), token_of(served.admin)
    with Socket(server, own) as page, Socket(server, other) as elsewhere:
        shown, theirs = page.open("/import"), elsewhere.open("/import")
        strange = _answer(elsewhere, theirs, _offered(shown))
        assert not strange.deferred_file.url
        assert strange.error_msg == sentences.of_code("file_gone")
        url = _made(page, shown, _offered(shown)).url
        assert server.client(own).get(url).content.startswith(b"PK")
        for token in (other, token_of(served.commune), "stale", None):
            assert server.client(token).get(url).status_code == 403
        assert server.client(other).get(_made(elsewhere, theirs, _offered(theirs)).url).content.startswith(b"PK")


def status_of_raw_request(server: Server, request: bytes) -> int:
    """The status for a raw request that no library would send."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(request)
        return int(line.recv(4096).split()[1])


def _opened(server: Server, token: str | None = None, headers: dict | None = None):
    cookie = {"Cookie": f"{COOKIE}={token}"} if token else {}
    return connect(
        f"ws://127.0.0.1:{server.port}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={**cookie, **(headers or {})},
        max_size=None,
    )


def _text_message(text: str) -> bytes:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="x", string_value=text)
    return message.SerializeToString()


def _run_ends(page) -> bool:
    """Whether a run ends."""
    while True:
        message = ForwardMsg()
        message.ParseFromString(page.recv(timeout=20))
        if message.WhichOneof("type") == "script_finished":
            return True


def _close_code(page) -> int:
    """The code with which the server closes the socket."""
    with pytest.raises(ConnectionClosed) as ended:
        list(iter(lambda: page.recv(timeout=20), None))
    return ended.value.rcvd.code


def _session(shown: Shown) -> str:
    return next(
        message.new_session.initialize.session_id
        for message in shown.messages
        if message.WhichOneof("type") == "new_session"
    )


def _send(server: Server, token: str, session_id: str, data: bytes, name: str = "x") -> int:
    with server.client(token) as client:
        mark = client.get("/_stcore/health").cookies.get("_streamlit_xsrf", "")
        answer = client.put(
            f"/_stcore/upload_file/{session_id}/{name}",
            files={"file": ("a.xlsx", data, XLSX)},
            headers={"X-Xsrftoken": mark},
        )
    return answer.status_code


def _take_back(server: Server, token: str, session_id: str, name: str = "x") -> int:
    with server.client(token) as client:
        mark = client.get("/_stcore/health").cookies.get("_streamlit_xsrf", "")
        return client.delete(f"/_stcore/upload_file/{session_id}/{name}", headers={"X-Xsrftoken": mark}).status_code


def _offered(shown: Shown) -> str:
    """The id of the template that is made on request."""
    label = _("Template to fill in")
    buttons = [
        message.delta.new_element.download_button
        for message in shown.messages
        if message.delta.new_element.WhichOneof("type") == "download_button"
    ]
    return next(button.deferred_file_id for button in buttons if button.label == label)


def _made(page: Socket, shown: Shown, offered: str):
    """Request a file that is made on request."""
    return _answer(page, shown, offered).deferred_file


def _answer(page: Socket, shown: Shown, offered: str):
    """The whole answer to such a request."""
    message = BackMsg()
    message.backend_operation_request.request_id, message.backend_operation_request.session_id = "1", _session(shown)
    message.backend_operation_request.deferred_file.file_id = offered
    page.socket.send(message.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(page.socket.recv(timeout=20))
        if answer.WhichOneof("type") == "backend_operation_response":
            return answer.backend_operation_response


def test_one_address_pushes_out_no_stranger_of_another_whatever_cookies_it_makes_up():
    kept = disconnected_sessions.DisconnectedSessions()
    kept.save(dropped("elsewhere", "10.0.0.1"))
    kept.save(dropped("known", None, "abc"))
    for at in range(2000):
        kept.save(dropped(f"s{at}", "10.0.0.2", sid=f"made-up-{at}"))
    assert kept.get("elsewhere")
    assert kept.get("known")
    assert [one.session.id for one in kept.strangers.list()] == ["elsewhere", *(f"s{at}" for at in range(1992, 2000))]


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=made-up"])
def test_a_strangers_address_is_passed_to_streamlit_and_a_known_users_is_not(server, cookie, served):
    told = []

    async def app(scope, _receive, _send):
        told.append(Headers(scope=scope).get(request_limits.ADDRESS_HEADER))

    async def ask(headers: dict[str, str]):
        scope = {
            "type": "websocket", "path": "/_stcore/stream", "client": ("10.0.0.9", 1),
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }  # fmt: skip
        await guard(scope, None, None)

    guard = CookieAndHeaderGuard(app, set())
    forged = {request_limits.ADDRESS_HEADER: "10.9.9.9"}
    asyncio.run(ask({"cookie": cookie, **forged}))
    asyncio.run(ask({"cookie": f"{COOKIE}={token_of(served.secretary)}", **forged}))
    assert told == ["10.0.0.9", None]
