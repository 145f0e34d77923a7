"""The ASGI entry: `python -m components.web.server` serves the register in one process, the worker beside it.

Streamlit's own server is not used: it knows no routes, guards nothing, and is ten times slower at an empty page.
"""

import asyncio
import logging
import os
import subprocess
import sys
import traceback
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from components.i18n import _
from components.web import (
    disconnected_sessions,
    garbage_collection,
    log_limit,
    media_access,
    message_receipts,
    request_limits,
    run_queue,
    setup_code,
)
from components.web.http_routes import ROUTES
from components.web.request_guard import GzippedAssets, RequestGuard
from db import config
from db.demo import start
from db.maintenance import file_permissions, migrate, process_lock, terminal

ROOT = Path(__file__).resolve().parents[2]
HOST, PORT = os.environ.get("HOST", "0.0.0.0"), int(os.environ.get("PORT", "8501"))
WORKER_RESTART_DELAY = 5  # seconds before a worker that ended is begun again
PRELOADED_MODULES = (
    "altair",
    "pandas",
    "pyarrow",
    "streamlit.elements.vega_charts",
    "streamlit.elements.arrow",
    "streamlit_authenticator",
    "components.shell.auth",
)
SILENCED_LOGGERS = (
    "uvicorn.access",  # who looks at what is nobody's business; Streamlit switches it on
    "streamlit.error_util",  # an error's text may name people: `_script_failed` logs where it happened
    # the sign-in library declares components outside any run
    "streamlit.runtime.scriptrunner_utils.script_run_context",
)
log = logging.getLogger("register")

# else Streamlit runs files of pages/ past app.py until the first page was asked for
PagesManager.uses_pages_directory = False
message_receipts.rerun_page_for_unknown_fragments()
run_queue.limit_concurrent_runs()
disconnected_sessions.install()


@asynccontextmanager
async def _lifespan(_app):
    process_lock.acquire(process_lock.SERVER)
    migrate.upgrade()
    media_access.track_owners()
    for name in SILENCED_LOGGERS:
        logging.getLogger(name).disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    log_limit.install()
    for name in PRELOADED_MODULES:
        import_module(name)
    garbage_collection.freeze_loaded()
    print(f"\n  Sổ chi bộ: http://localhost:{PORT}\n", flush=True)
    setup_code.announce()
    beside = [asyncio.create_task(task) for task in (_work(), garbage_collection.collect_regularly())]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


async def _work() -> None:
    """The worker beside the server, which does what takes long; begun again should it ever end by itself.

    It ends when what it reads from us does.
    """
    while True:
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "components.jobs.worker", cwd=ROOT, stdin=subprocess.PIPE
        )
        try:
            await worker.wait()
        finally:
            if worker.returncode is None:
                worker.terminate()
                await worker.wait()
        await asyncio.sleep(WORKER_RESTART_DELAY)


def _script_failed(error: Exception) -> bool:
    """Log where it happened without what it was about, which may name people, and say a sentence."""
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    st.error(_("Something went wrong on this page. Saved data is safe. Please reload the page."))
    return True


app = st.App(
    ROOT / "app.py",
    routes=ROUTES,
    middleware=[
        Middleware(RequestGuard, paths={route.path for route in ROUTES}),
        Middleware(message_receipts.ReceiptMiddleware),
        Middleware(GzippedAssets),
    ],
    lifespan=_lifespan,
    on_script_error=_script_failed,
)


def serve() -> None:
    """Serve on PORT until told to stop; the demonstration is made before its first time."""
    # here, too: what is refused is said in a sentence, before anything is served
    process_lock.acquire(process_lock.SERVER)
    file_permissions.restrict_permissions()
    migrate.upgrade()
    if config.demo():
        start.make_demo()
    sockets = {"ws": "websockets-sansio", "ws_max_size": request_limits.MAX_FRAME_BYTES}
    uvicorn.run(
        app, host=HOST, port=PORT, access_log=False, server_header=False, timeout_graceful_shutdown=5, **sockets
    )


if __name__ == "__main__":
    terminal.run_command(serve)
