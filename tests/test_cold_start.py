"""Whichever way it is started, the first request to a fresh process goes through the guard."""

import httpx
import pytest

from components import menu
from tests.people import World
from tests.visiting import MAKE_RUN, ROOT, SIGN_IN, STREAMLIT_RUN, Server, Socket, Start, serving, token_of

STARTS = {"make run": MAKE_RUN, "streamlit run": STREAMLIT_RUN}
ELSEWHERE = Start(("-m", "streamlit", "run", str(ROOT / "app.py")), ROOT.parent)
OTHER_ADDRESSES = ("/people/members", "/pages/people/members", "/members.py", "/page_script")


@pytest.fixture(params=STARTS.values(), ids=STARTS)
def fresh(request, database, world) -> Server:
    """A server that has just started, with the people of tests/people.py."""
    with serving(database.parent, request.param) as server:
        yield server


def test_the_first_visitor_of_a_deep_link_is_asked_to_sign_in(fresh):
    assert_asks_to_sign_in(fresh)


def test_a_strangers_first_request_gets_no_files_and_no_figures(fresh):
    assert_refuses_a_stranger(fresh)


def test_the_first_visitor_with_a_cookie_sees_his_own_data(fresh, world):
    assert_shows_his_own_data(fresh, world)


def test_streamlit_run_from_another_folder_goes_through_the_guard_from_its_first_request_on(database, world):
    with serving(database.parent, ELSEWHERE) as server:
        assert_refuses_a_stranger(server)
        assert_asks_to_sign_in(server)
        assert_shows_his_own_data(server, world)


def test_streamlit_run_creates_and_serves_a_demonstration(data_dir):
    with serving(data_dir, STREAMLIT_RUN, REGISTER_DEMO="1") as server:
        account = {"username": "bithu", "password": "demo-2026"}
        assert httpx.post(f"{server.url}/auth/sign-in", data=account).status_code == 204
    assert not (data_dir / "register.db").exists()


def assert_asks_to_sign_in(server: Server) -> None:
    with Socket(server) as visitor:
        for address in (*(entry.address for entry in reversed(menu.ENTRIES)), *OTHER_ADDRESSES):
            assert SIGN_IN in visitor.open(address).text, address


def assert_refuses_a_stranger(server: Server) -> None:
    with server.client() as stranger:
        for path in ("/_stcore/metrics", "/_stcore/upload_file/a/b", "/media/x.png", "/component/x/y.js"):
            assert stranger.get(path).status_code == 403, path
        assert stranger.get("/page_script.py").status_code == 404
        page = stranger.get("/members")
        assert "<title>Sổ chi bộ</title>" in page.text
        assert "server" not in page.headers


def assert_shows_his_own_data(server: Server, world: World) -> None:
    with Socket(server, token_of(world.secretary)) as visitor:
        assert "bithu" in visitor.open("/me").text
