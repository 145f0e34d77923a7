"""What the server answers besides Streamlit's pages:
signing in and out, health, the page's document, our fonts and styles.
"""

from collections.abc import Callable
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from components import menu
from components.web import cookie_and_header_guard
from db.accounts import signin
from db.accounts.signin_attempts import TooManyAttempts
from db.errors import Conflict, NotAllowed, WriteFailed
from db.maintenance import write_check

HERE = Path(__file__).parent
UNWRITABLE = (WriteFailed, Conflict)  # the disk is full, or others take too long to save


async def sign_in(request: Request) -> Response:
    """Exchange a user name and a password for a session cookie."""
    form = await request.form()
    try:
        username, password = (str(form.get(field, "")) for field in ("username", "password"))
        account_id = await run_in_threadpool(signin.check_password, username, password, _address(request))
    except TooManyAttempts as wait:
        return Response(status_code=429, headers={"Retry-After": str(wait.values["seconds"])})
    except NotAllowed:
        return Response(status_code=401)
    except UNWRITABLE:
        return _unavailable()
    return await _session(request, 401, signin.start_device_session, account_id)


async def open_session(request: Request) -> Response:
    """Exchange a ticket, which the sign-in page got for a correct password, for a session cookie."""
    ticket = str((await request.form()).get("ticket", ""))
    return await _session(request, 403, signin.redeem_ticket, ticket)


async def sign_out(request: Request) -> Response:
    """End this browser's session and delete its cookie."""
    await run_in_threadpool(signin.sign_out, cookie_and_header_guard.token_hash(request.headers))
    answer = Response(status_code=204)
    answer.delete_cookie(cookie_and_header_guard.COOKIE, path="/", httponly=True, samesite="strict")
    return answer


async def health(_request: Request) -> Response:
    """Report whether the server answers and its database can be written."""
    said = await run_in_threadpool(write_check.write_problem)
    return PlainTextResponse(said or "ok", 503 if said else 200)


async def page(request: Request) -> Response:
    """Return the page in which Streamlit shows an address; a visit renews the cookie along with the session."""
    answer = HTMLResponse(cookie_and_header_guard.page_html())
    token = request.cookies.get(cookie_and_header_guard.COOKIE)
    if token and (seen := await run_in_threadpool(signin.user_of_token, signin.hash_secret(token))):
        _set_cookie(request, answer, token, seen.seconds)
    return answer


async def client_script(_request: Request) -> Response:
    """Return the script that posts tickets; Streamlit itself cannot set a cookie that scripts cannot read."""
    return FileResponse(HERE / "client.js", media_type="text/javascript")


ROUTES: list[Route | Mount] = [
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/session", open_session, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/client.js", client_script),
    Route("/health", health),
    *(Route(entry.address, page) for entry in menu.ENTRIES),
    Mount("/assets", StaticFiles(directory=HERE.parent / "assets", check_dir=False)),
]


async def _session(
    request: Request, otherwise: int, start: Callable[..., signin.DeviceSession | None], known: object
) -> Response:
    """Start a session and return the response with its cookie."""
    try:
        opened = await run_in_threadpool(start, known, _label(request))
    except UNWRITABLE:
        return _unavailable()
    return _signed_in(request, opened, otherwise)


def _unavailable() -> Response:
    return PlainTextResponse("not written", 503, {"Retry-After": "60"})


def _signed_in(request: Request, opened: signin.DeviceSession | None, otherwise: int) -> Response:
    if opened is None:
        return Response(status_code=otherwise)
    answer = Response(status_code=204)
    _set_cookie(request, answer, opened.token, opened.seconds)
    return answer


def _set_cookie(request: Request, answer: Response, token: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(
        cookie_and_header_guard.COOKIE,
        token,
        max_age=seconds,
        path="/",
        secure=secure,
        httponly=True,
        samesite="strict",
    )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _label(request: Request) -> str:
    return request.headers.get("user-agent", "")
