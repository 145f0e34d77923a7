"""The guard in front of everything:
only the cookie identifies the visitor, and every response says what a browser may do with it.
"""

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, Response
from streamlit.file_util import get_static_dir

from components.web import media_access, page_files, request_limits
from db import config
from db.accounts import signin

COOKIE = "register_demo" if config.demo() else "register"  # both may run on one machine
TRUSTED_HEADER_PREFIX = b"x-register-"  # only this guard sets them; TOKEN_HASH_HEADER is one
NO_TOKEN = "-"
# Streamlit's own endpoints, except those that its page needs before anybody signs in.
SIGNED_IN_PATHS = ("/media/", "/component/", "/_stcore/")
PUBLIC_PATHS = ("/_stcore/health", "/_stcore/host-config", "/_stcore/stream")
CACHEABLE_PATHS = ("/static/", "/assets/")  # the same for everybody
NOT_FOUND_HTML = """<!DOCTYPE html><html lang="vi" translate="no"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sổ chi bộ</title><style>body{font:17px/1.6 sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem}</style>
<p>Không có trang này. <a href="/">Về trang đầu</a>.
<p lang="en">There is no such page. <a href="/">Go to the first page</a>."""
ICON = "/assets/icon.svg"


@cache
def page_html() -> str:
    """Return Streamlit's page with our language, title and style sheet, without invitations to crawlers
    and another font.
    """
    html = (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")
    html = html.replace('<html lang="en">', '<html lang="vi" translate="no">')
    html = html.replace("./favicon.png", ICON).replace("./static/", f".{page_files.VERSIONED_SCRIPTS}")
    style, script = page_files.own_address(page_files.STYLE), page_files.own_address(page_files.SCRIPT)
    ours = f'<link rel="stylesheet" href="{style}"><script src="{script}"></script>'
    html = re.sub(r"<title>.*?</title>", f"<title>Sổ chi bộ</title>\n{ours}", html)
    html = re.sub(
        r'<link\s+rel="preload"[^>]*font[^>]*>|<link rel="service-desc"[^>]*>|<!--.*?-->', "", html, flags=re.DOTALL
    )
    return re.sub(
        r"<noscript>.*?</noscript>",
        "<noscript>Trang này cần JavaScript. This page needs JavaScript.</noscript>",
        html,
        flags=re.DOTALL,
    ).strip()


@cache
def security_headers() -> dict[str, str]:
    """Return the headers that restrict browsers: they run only our own scripts and the page's inline one, and show us
    in no frame.
    """
    inline = [
        b64encode(sha256(script.encode()).digest()).decode()
        for script in re.findall(r"<script>(.*?)</script>", page_html(), re.DOTALL)
    ]
    scripts = " ".join(["'self'", *(f"'sha256-{digest}'" for digest in inline)])
    sources = f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'"
    sources += "; img-src 'self' data: blob:; font-src 'self' data:"
    refused = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    return {
        "Content-Security-Policy": f"{sources}; worker-src 'self' blob:; {refused}",
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def token_hash(headers: Headers) -> str:
    """Return the hash of a request's cookie."""
    token = cookie_parser(headers.get("cookie", "")).get(COOKIE)
    return signin.hash_secret(token) if token else NO_TOKEN


class CookieAndHeaderGuard:
    """Tells Streamlit who sends a request, so that a session is never handed to anybody else, and protects files,
    uploads and resources from strangers.
    """

    def __init__(self, app, paths: set[str]) -> None:
        self.app = app
        self.paths = paths
        self.strangers, self.uploads = request_limits.AnonymousSockets(), request_limits.UploadQuota()

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        known = token_hash(Headers(scope=scope))
        headers = [
            (name, value) for name, value in scope["headers"] if not name.lower().startswith(TRUSTED_HEADER_PREFIX)
        ]
        scope = {**scope, "headers": [*headers, (request_limits.TOKEN_HASH_HEADER.encode(), known.encode())]}
        answer = _unheard(scope) or (self._socket if scope["type"] == "websocket" else self._answer)
        await answer(scope, receive, _with_policy(scope, send))

    async def _socket(self, scope, receive, send) -> None:
        """Open Streamlit's socket for those who are signed in, and for a limited number of strangers."""
        if await _visit(scope):
            await self.app(scope, receive, send)
            return
        address = (scope["client"] or [""])[0]
        scope = {**scope, "headers": [*scope["headers"], (request_limits.ADDRESS_HEADER.encode(), address.encode())]}
        with self.strangers.admitted(address) as room:
            answer = self.app if room else Response(status_code=503)
            await answer(scope, request_limits.limit_messages(receive, send), send)

    async def _answer(self, scope, receive, send) -> None:
        answer, path = await self._refusal(scope) or self.app, scope["path"]
        receive = request_limits.limit_body(path, receive)
        if answer is not self.app or not path.startswith(request_limits.UPLOAD_PATH) or scope["method"] != "PUT":
            await answer(scope, receive, send)
            return
        seen = await _visit(scope)
        with self.uploads.reserve(path, Headers(scope=scope), seen.account_id if seen else 0) as room:
            await (self.app if room else Response(status_code=507))(scope, receive, send)

    async def _refusal(self, scope) -> Response | None:
        """Refuse what strangers may not have, and unknown addresses, which Streamlit would all answer with its page."""
        path = scope["path"]
        if path.startswith(SIGNED_IN_PATHS) and path not in PUBLIC_PATHS:
            seen = await _visit(scope)
            return None if seen and self._may_have(path, _known(scope), seen) else Response(status_code=403)
        here = path.startswith((*CACHEABLE_PATHS, *PUBLIC_PATHS)) or (path.rstrip("/") or "/") in self.paths
        return None if here else HTMLResponse(NOT_FOUND_HTML, 404)

    def _may_have(self, path: str, known: str, user: signin.SignedInUser) -> bool:
        if path.startswith(request_limits.UPLOAD_PATH):
            return self.uploads.may_upload(path, known, user)
        return not path.startswith(media_access.MEDIA_PATH) or media_access.belongs_to(path, known)


def _unheard(scope) -> Response | None:
    """Refuse requests from other sites, whatever they are for, and those that are far too long. Otherwise Streamlit
    would ask external addresses about that site.
    """
    headers = Headers(scope=scope)
    if request_limits.is_cross_site(headers):
        return Response(status_code=403)
    return Response(status_code=413) if request_limits.declares_too_long(scope["path"], headers) else None


def _known(scope) -> str:
    return Headers(scope=scope)[request_limits.TOKEN_HASH_HEADER]


async def _visit(scope) -> signin.SignedInUser | None:
    known = _known(scope)
    return None if known == NO_TOKEN else await run_in_threadpool(signin.user_of_token, known)


def _with_policy(scope, send):
    async def sending(message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            headers.update(security_headers())
            if not scope["path"].startswith(CACHEABLE_PATHS):
                headers["Cache-Control"] = "private, no-store"
        await send(message)

    return sending
