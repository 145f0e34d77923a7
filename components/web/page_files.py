"""The files that a page loads: our script and style sheet, and Streamlit's scripts with our patches.

Each is compressed once, and browsers keep it: its address changes with its content.
"""

import gzip
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from streamlit.file_util import get_static_dir

from components.web import javascript_patch

ASSETS = Path(__file__).resolve().parents[1] / "assets"
SCRIPTS, VERSIONED_SCRIPTS = "/static/", f"/static/{javascript_patch.VERSION}/"
SCRIPT, STYLE = "/assets/page.js", "/assets/style.css"
# The parts of our script in the order in which they run: one request, and one scope in which each knows the others.
PARTS = (
    "page_marker",
    "connection",
    "presses",
    "typed",
    "open_cell",
    "grid_cells",
    "early_keys",
    "reloading",
    "live_bar",
    "find",
    "moving",
    "grid_keys",
)
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css"}
CACHE_FOREVER = "public, max-age=31536000, immutable"


@cache
def script() -> bytes:
    """Return our script: its parts know each other, and no other script knows them."""
    parts = [(ASSETS / f"{part}.js").read_bytes() for part in PARTS]
    return b"".join([b"{\n", *parts, b"}\n"])


def style() -> bytes:
    """Return our style sheet."""
    return (ASSETS / "style.css").read_bytes()


def own_address(path: str) -> str:
    """Return the address of our script or style sheet."""
    return f"{path}?{sha256(OWN[path]()).hexdigest()[:8]}"


OWN: dict[str, Callable[[], bytes]] = {SCRIPT: script, STYLE: style}


class PageFiles:
    """Serves these files. Streamlit sends its own uncompressed, several megabytes to a phone."""

    def __init__(self, app) -> None:
        self.app = app
        root = Path(get_static_dir())
        streamlit = {
            f"/{file.relative_to(root).as_posix()}": partial(javascript_patch.read_patched, file)
            for file in root.glob("static/**/*")
            if file.suffix in MEDIA_TYPES
        }
        self.files: dict[str, Callable[[], bytes]] = {**streamlit, **OWN}

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(VERSIONED_SCRIPTS):
            path = scope["path"].replace(VERSIONED_SCRIPTS, SCRIPTS, 1)
            scope = {**scope, "path": path, "raw_path": path.encode()}
        read = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if read is None:
            await self.app(scope, receive, send)
            return
        headers = {"Vary": "Accept-Encoding", "Cache-Control": CACHE_FOREVER}
        if is_packed := "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        content = await run_in_threadpool(_packed if is_packed else _plain, read)
        answer = Response(content, media_type=MEDIA_TYPES[Path(scope["path"]).suffix], headers=headers)
        await answer(scope, receive, send)


@cache
def _packed(read: Callable[[], bytes]) -> bytes:
    return gzip.compress(read())


def _plain(read: Callable[[], bytes]) -> bytes:
    return read()
