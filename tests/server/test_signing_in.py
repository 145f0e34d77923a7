"""Signing in over HTTP: the cookie, what is refused, from where, and that nothing personal is printed."""

import re

import httpx
import pytest

from components.web import cookie_and_header_guard
from db.accounts import signin
from tests.people import PASSWORD
from tests.visiting import SIGN_IN, Server, Socket, token_of

pytest_plugins = ["tests.served"]


def sign_in(server: Server, username: str = "bithu", password: str = PASSWORD, **headers) -> httpx.Response:
    return server.client().post("/auth/sign-in", data={"username": username, "password": password}, headers=headers)


def test_a_script_signs_in_sends_the_cookie_back_and_signs_out(server):
    answer = sign_in(server)
    assert (answer.status_code, answer.content) == (204, b"")
    token = answer.cookies[cookie_and_header_guard.COOKIE]
    assert set(re.split("; ", answer.headers["set-cookie"])) == {
        f"{cookie_and_header_guard.COOKIE}={token}",
        "HttpOnly",
        "Max-Age=2592000",
        "Path=/",
        "SameSite=strict",
    }
    with Socket(server, token) as visitor:
        assert "bithu" in visitor.open("/me").text
        assert server.client(token).post("/auth/sign-out").status_code == 204
        assert SIGN_IN in visitor.open("/me").text
    with Socket(server, token) as replayed:
        assert SIGN_IN in replayed.open("/me").text
    assert server.client(token).get("/_stcore/metrics").status_code == 403


def test_an_officers_cookie_lasts_twelve_hours_and_is_secure_over_https(server):
    cookie = sign_in(server, "quantri", **{"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "Max-Age=43200" in cookie
    assert "Secure" in cookie


def test_a_multipart_form_is_accepted(server):
    assert (
        server.client()
        .post("/auth/sign-in", files={"username": (None, "bithu"), "password": (None, PASSWORD)})
        .status_code
        == 204
    )


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "bithu"},
        {"username": "bithu", "password": "wrong"},
        {"username": "nobody", "password": PASSWORD},
    ],
)
def test_a_failed_sign_in_is_401_and_says_nothing_more(server, form):
    answer = server.client().post("/auth/sign-in", data=form)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "set-cookie" not in answer.headers


def test_after_three_failures_the_answer_is_429_with_the_seconds_to_wait(server):
    statuses = [sign_in(server, "xa", "wrong").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    answer = sign_in(server, "xa")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 5


def test_the_proxys_client_address_is_trusted_only_from_this_machine(server):
    for _attempt in range(3):
        sign_in(server, "xa", "wrong", **{"X-Forwarded-For": "203.0.113.9"})
    assert sign_in(server, "xa", **{"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    assert sign_in(server, "xa", **{"X-Forwarded-For": "203.0.113.10"}).status_code == 204


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1.evil.example", "http://127.0.0.1:1", "null", ""]
)
@pytest.mark.parametrize("path", ["/auth/sign-in", "/auth/session", "/auth/sign-out"])
def test_a_foreign_origin_is_refused(server, served, path, origin):
    token = token_of(served.secretary)
    form = {"username": "bithu", "password": PASSWORD, "ticket": signin.issue_ticket(served.secretary.account_id)}
    answer = server.client(token).post(path, data=form, headers={"Origin": origin})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert signin.viewer_of_token(signin.hash_secret(token))


def test_our_own_origin_is_accepted(server):
    assert sign_in(server, Origin=server.url).status_code == 204


def test_a_form_that_is_far_too_long_is_not_read(server):
    assert sign_in(server, password="x" * 5000).status_code == 413


def test_a_ticket_is_exchanged_for_a_cookie_once(server, served):
    ticket = signin.issue_ticket(served.secretary.account_id)
    answers = [server.client().post("/auth/session", data={"ticket": ticket}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 403]
    with Socket(server, answers[0].cookies[cookie_and_header_guard.COOKIE]) as visitor:
        assert "bithu" in visitor.open("/me").text


def test_loading_a_page_renews_the_cookie(server, served):
    answer = server.client(token_of(served.secretary)).get("/me")
    assert re.search(r"Max-Age=2591\d{3}", answer.headers["set-cookie"])
    assert "set-cookie" not in server.client().get("/me").headers
    assert "set-cookie" not in server.client("stale").get("/me").headers


def test_nothing_personal_is_printed(server):
    sign_in(server, "bithu", "wrong password")
    assert not re.search(r"bithu|password|GET|POST|WebSocket|127\.0\.0\.1", server.printed)
