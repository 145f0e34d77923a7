"""What the server answers besides Streamlit's pages: signing in and out, health, the page's document, our fonts and style."""

from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from components import guard, menu
from db.access import signin
from db.access.attempts import TooSoon
from db.faults import NotAllowed
from db.keeping import writable

HERE = Path(__file__).parent


async def sign_in(request: Request) -> Response:
    """Change a user name and a password for a session's cookie."""
    form = await request.form()
    try:
        told = [str(form.get(field, "")) for field in ("username", "password")]
        account_id = await run_in_threadpool(signin.check, *told, _address(request))
    except TooSoon as wait:
        return Response(status_code=429, headers={"Retry-After": str(wait.values["seconds"])})
    except NotAllowed:
        return Response(status_code=401)
    return _signed_in(request, await run_in_threadpool(signin.open_device, account_id, _label(request)), 401)


async def session(request: Request) -> Response:
    """Change a ticket, which the sign-in page got for a good password, for a session's cookie."""
    ticket = str((await request.form()).get("ticket", ""))
    return _signed_in(request, await run_in_threadpool(signin.redeem, ticket, _label(request)), 403)


async def sign_out(request: Request) -> Response:
    """End the session of this browser, and take its cookie away."""
    await run_in_threadpool(signin.sign_out, guard.token_hash(request.headers))
    answer = Response(status_code=204)
    answer.delete_cookie(guard.COOKIE, path="/", httponly=True, samesite="strict")
    return answer


async def health(_request: Request) -> Response:
    """Whether the server answers and its database can be written."""
    said = await run_in_threadpool(writable.trouble)
    return PlainTextResponse(said or "ok", 503 if said else 200)


async def document(request: Request) -> Response:
    """The page in which Streamlit shows an address; a visit renews the cookie as it renews the session."""
    answer = HTMLResponse(guard.document())
    token = request.cookies.get(guard.COOKIE)
    if token and (seen := await run_in_threadpool(signin.visit, signin.digest(token))):
        _set_cookie(request, answer, token, seen.seconds)
    return answer


async def client_script(_request: Request) -> Response:
    """The script that posts tickets: Streamlit's own cannot set a cookie that scripts cannot read."""
    return FileResponse(HERE / "client.js", media_type="text/javascript")


ROUTES = [
    Route("/auth/sign-in", sign_in, methods=["POST"]),
    Route("/auth/session", session, methods=["POST"]),
    Route("/auth/sign-out", sign_out, methods=["POST"]),
    Route("/auth/client.js", client_script),
    Route("/health", health),
    *(Route(entry.address, document) for entry in menu.TABLE),
    Mount("/assets", StaticFiles(directory=HERE / "assets", check_dir=False)),
]


def _signed_in(request: Request, opened: signin.Opened | None, otherwise: int) -> Response:
    if opened is None:
        return Response(status_code=otherwise)
    answer = Response(status_code=204)
    _set_cookie(request, answer, opened.token, opened.seconds)
    return answer


def _set_cookie(request: Request, answer: Response, token: str, seconds: int) -> None:
    secure = request.url.scheme == "https"
    answer.set_cookie(guard.COOKIE, token, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _label(request: Request) -> str:
    return request.headers.get("user-agent", "")
