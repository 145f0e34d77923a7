"""The running server: who gets what over http and the socket."""

import hashlib
import re
import time
from pathlib import Path

import httpx
import psutil
import pytest
from sqlmodel import select
from streamlit.file_util import get_static_dir
from streamlit.testing.v1 import AppTest

from components import menu
from components.i18n import _
from components.web import cookie_and_header_guard, script_patch
from db.accounts import own_account, signin
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Account, Role
from tests import people
from tests.people import PASSWORD
from tests.visiting import MAKE_RUN, ROOT, STREAMLIT_RUN, Server, Socket, Start, serving, token_of

WHO = {
    Role.SECRETARY: "secretary",
    Role.ASSISTANT: "assistant",
    Role.COMMUNE: "commune",
    Role.WORKPLACE: "workplace",
    Role.DISTRICT: "district",
    Role.ADMIN: "admin",
}
pytest_plugins = ["tests.served"]
NO_ACCESS, SIGN_IN, ME, THERE = (
    _("No access"),
    _("Forgot your password? Ask an officer of the committee above your cell for a new one."),
    _("My account"),
    _("Sign out that device"),
)


@pytest.fixture(scope="module", params=[MAKE_RUN, STREAMLIT_RUN], ids=["make run", "streamlit run"])
def start(request) -> Start:
    """All that follows holds whichever way it is started."""
    return request.param


@pytest.fixture
def locked(served):
    """Locks an account for the length of a test."""
    changed = []

    def lock(viewer) -> None:
        _set(viewer, active=False)
        changed.append(viewer)

    yield lock
    for viewer in changed:
        _set(viewer, active=True)


def _set(viewer, **values) -> None:
    with writing(SYSTEM, "test") as opened:
        bulk.update(opened, Account, [{"id": viewer.account_id, **values}])


# the matrix


def test_every_address_opens_for_its_roles_and_for_nobody_else(server, served, capsys):
    denied = opened = 0
    for role in Role:
        with Socket(server, token_of(served.viewers[role])) as visitor:
            for entry in menu.ENTRIES:
                text = visitor.open(entry.address).text
                assert (NO_ACCESS in text) == (role not in entry.roles), (role, entry)
                assert SIGN_IN not in text
                assert "exception {" not in text
                denied += role not in entry.roles
                opened += role in entry.roles
    for entry in menu.ENTRIES:
        with Socket(server) as visitor:
            shown = visitor.open(entry.address)
            assert SIGN_IN in shown.text
            assert "page_not_found" not in shown.kinds
            denied += 1
    assert denied == sum(len(Role) - len(entry.roles) for entry in menu.ENTRIES) + len(menu.ENTRIES)
    with capsys.disabled():
        print(f"\n{len(menu.ENTRIES)} addresses, {opened} opened, {denied} denied")


def test_the_first_visitor_of_a_cold_server_gets_no_page_past_the_door(database):
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


# sessions that end while a page is open


def test_a_fragment_of_somebody_locked_meanwhile_does_nothing(server, served, locked):
    token, other = token_of(served.secretary), token_of(served.secretary)
    with Socket(server, token) as visitor:
        page = visitor.open("/me")
        assert page.widget("button", THERE)[1], "the button stands in a fragment"
        locked(served.secretary)
        after = visitor.click(page, THERE)
    assert SIGN_IN in after.text
    _set(served.secretary, active=True)
    assert signin.viewer_of_token(signin.hash_secret(other)), "and the other device is signed in still"


def test_a_callback_of_somebody_locked_meanwhile_does_nothing(server, served, locked):
    with Socket(server, token_of(served.assistant)) as visitor:
        page = visitor.open("/me")
        locked(served.assistant)
        after = visitor.choose(page, _("Language"), "English")
    assert SIGN_IN in after.text
    with reading(SYSTEM) as opened:
        assert opened.exec(select(Account.language).where(Account.id == served.assistant.account_id)).one() == "vi"


def test_a_callback_and_a_fragment_do_what_they_should_otherwise(server, served):
    token, other = token_of(served.assistant), token_of(served.assistant)
    with Socket(server, token) as visitor:
        page = visitor.open("/me")
        visitor.click(page, THERE)
        assert signin.viewer_of_token(signin.hash_secret(other)) is None
        assert "My account" in visitor.choose(page, _("Language"), "English").text
    own_account.set_language(served.assistant, "vi")


def test_a_session_found_out_is_not_handed_to_anybody_else(server, served):
    with Socket(server, token_of(served.secretary)) as visitor:
        session_id = next(
            m.new_session.initialize.session_id
            for m in visitor.open("/me").messages
            if m.WhichOneof("type") == "new_session"
        )
    with Socket(server, session_id=session_id) as thief:
        assert SIGN_IN in thief.open("/me").text
    with Socket(server, token_of(served.assistant), session_id=session_id) as thief:
        shown = thief.open("/me")
        assert "nhaplieu" in shown.text
        assert "bithu" not in shown.text


def test_headers_that_only_the_guard_may_say_are_taken_away(server, served):
    known = signin.hash_secret(token_of(served.admin))
    for name in ("x-register-sid", "X-Register-Sid"):
        with Socket(server, headers={name: known}) as liar:
            assert SIGN_IN in liar.open("/me").text
    assert server.client(headers={"x-register-sid": known}).get("/_stcore/metrics").status_code == 403


def test_odd_cookies_of_others_on_the_same_host_do_no_harm(server, served):
    odd = f'theirs={{"a": [1, 2]}}; x=é; =; {cookie_and_header_guard.COOKIE}={token_of(served.secretary)}; y="'
    with Socket(server, headers={"Cookie": odd.encode().decode("latin-1")}) as visitor:
        assert "bithu" in visitor.open("/me").text


# signing in over http


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


def test_an_official_s_cookie_lasts_twelve_hours_and_is_secure_over_https(server):
    cookie = sign_in(server, "quantri", **{"X-Forwarded-Proto": "https"}).headers["set-cookie"]
    assert "Max-Age=43200" in cookie
    assert "Secure" in cookie


def test_a_multipart_form_will_do(server):
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
def test_a_wrong_sign_in_is_401_and_says_no_more(server, form):
    answer = server.client().post("/auth/sign-in", data=form)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "set-cookie" not in answer.headers


def test_after_three_failures_the_answer_is_429_with_the_seconds(server):
    statuses = [sign_in(server, "xa", "wrong").status_code for _ in range(4)]
    assert statuses == [401, 401, 401, 429]
    answer = sign_in(server, "xa")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 5


def test_the_address_is_the_proxy_s_word_only_where_the_proxy_stands_here(server):
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


def test_a_form_far_too_long_is_not_read(server):
    assert sign_in(server, password="x" * 5000).status_code == 413


def test_a_ticket_is_changed_for_a_cookie_once(server, served):
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


# what else is answered


@pytest.mark.parametrize(
    "path",
    [
        "/media/x.png",
        "/_stcore/upload_file/a/b",
        "/component/x/y.js",
        "/_stcore/bidi-components/x/y.js",
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "OPTIONS"])
def test_a_stranger_gets_no_files_uploads_or_figures(server, served, path, method):
    assert server.client().request(method, path).status_code == 403
    assert server.client("stale").request(method, path).status_code == 403
    assert server.client(token_of(served.secretary)).request(method, path).status_code != 403 or path.startswith(
        ASKED_FOR
    )


# there an account, too, gets only what it was shown, and uploads with Streamlit's own token
ASKED_FOR = ("/_stcore/upload_file/", "/media/")


@pytest.mark.parametrize(
    "path",
    [
        "/foo",
        "/pages/access/me.py",
        "/app.py",
        "/page_script.py",
        "/page_script",
        "/.streamlit/config.toml",
        "/auth/login",
        "/index.html",
        "/me/me",
        "/static/../app.py",
    ],
)
def test_an_address_that_nobody_has_says_so(server, path):
    answer = server.client().get(path)
    assert answer.status_code == 404
    assert "Streamlit" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/me",
        "/set-up",
        "/foo",
        "/health",
        "/auth/client.js",
        "/_stcore/host-config",
        "/media/x",
        "/assets/style.css",
        "/static/x.js",
    ],
)
def test_every_answer_says_what_a_browser_may_do_with_it(server, path):
    headers = server.client().get(path).headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert re.fullmatch(r"'self' 'sha256-[\w+/=]+'", policy["script-src"])
    assert policy["frame-ancestors"] == "'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "server" not in headers
    if not path.startswith(cookie_and_header_guard.CACHEABLE_PATHS):
        assert headers["Cache-Control"] == "private, no-store"


def test_the_page_is_vietnamese_not_to_be_translated_and_ours(server):
    page = server.client().get("/").text
    assert page.startswith('<!DOCTYPE html>\n<html lang="vi" translate="no">')
    assert "<title>Sổ chi bộ</title>" in page
    for name in ("style.css", "live.js", "find.js", "grid_keys.js"):
        content = hashlib.sha256((ROOT / "components" / "assets" / name).read_bytes()).hexdigest()
        assert f'"/assets/{name}?{content[:8]}"' in page
    assert page.count("<script>") == 1
    for gone in ("Streamlit app", "<title>Streamlit", "service-desc", "SourceSans", "favicon.png", "<!--"):
        assert gone not in page


def test_one_script_of_streamlits_asks_our_search(server):
    """After an upgrade in which it is written otherwise, select boxes would find no name without accents again."""
    files = list(Path(get_static_dir()).glob("static/js/*.js"))
    mended = [file for file in files if script_patch.read_patched(file) != file.read_bytes()]
    assert len(mended) == 1
    assert b"return found(" in server.client().get(f"/static/js/{mended[0].name}").content


def test_scripts_and_styles_are_packed(server):
    file = next(Path(get_static_dir()).glob("static/js/index.*.js"))
    path = f"/static/js/{file.name}"
    packed, plain = server.client().get(path), server.client(headers={"Accept-Encoding": "identity"}).get(path)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == plain.content == file.read_bytes()
    assert int(packed.headers["Content-Length"]) < file.stat().st_size / 2
    assert "immutable" in packed.headers["Cache-Control"]


def test_health_opens_the_database(server):
    answer = server.client().get("/health")
    assert (answer.status_code, answer.text) == (200, "ok")


def test_nothing_about_anybody_is_printed(server):
    sign_in(server, "bithu", "wrong password")
    assert not re.search(r"bithu|password|GET|POST|WebSocket|127\.0\.0\.1", server.printed)


def test_a_worker_that_ended_is_begun_again(server):
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


def test_the_demonstration_is_made_at_its_first_start(data_dir):
    with serving(data_dir, REGISTER_DEMO="1") as server, server.client() as client:
        assert client.post("/auth/sign-in", data={"username": "bithu", "password": "demo-2026"}).status_code == 204
    assert (data_dir / "demo-files").is_dir()
    assert not (data_dir / "register.db").exists()
