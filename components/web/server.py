"""What the application of app.py is made of: one process that serves, the worker beside it, and all that comes before.

Streamlit's own server runs it, whichever command starts it; its guard and its routes are ours.
"""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server import server_util

from components.i18n import _
from components.web import (
    disconnected_sessions,
    garbage_collection,
    label_emoji_shortcut,
    log_limit,
    media_access,
    message_acks,
    message_delivery,
    page_link_lookup,
    run_queue,
    server_options,
    setup_code,
    theme_message,
)
from components.web.cookie_and_header_guard import CookieAndHeaderGuard, GzippedAssets
from components.web.http_routes import ROUTES
from db import config, identity_number_key
from db.demo import start
from db.errors import Refused
from db.maintenance import file_permissions, migrate, process_lock, terminal

ROOT = Path(__file__).resolve().parents[2]
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
    "streamlit.error_util",  # an error's text may name people: `log_script_error` logs where it happened
    # the sign-in library declares components outside any run
    "streamlit.runtime.scriptrunner_utils.script_run_context",
)
MIDDLEWARE = (
    Middleware(CookieAndHeaderGuard, paths={route.path for route in ROUTES}),
    Middleware(message_acks.ReceiptMiddleware),
    Middleware(GzippedAssets),
)
log = logging.getLogger("register")

# else Streamlit runs files of pages/ past the page script until the first page was asked for
PagesManager.uses_pages_directory = False
message_acks.rerun_page_for_unknown_fragments()
message_delivery.install_message_delivery()
run_queue.limit_concurrent_runs()
theme_message.send_cached_theme()
label_emoji_shortcut.skip_other_labels()
page_link_lookup.link_by_address_table()
disconnected_sessions.install_session_store()
server_options.install_server_options()


def serve(app: st.App) -> None:
    """Serve on PORT until told to stop. Raises Refused before anything is served."""
    _prepare()
    address = {"server.address": os.environ.get("HOST", "0.0.0.0"), "server.port": int(os.environ.get("PORT", "8501"))}
    app.run(config=address)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """From before the first request is answered until after the last: the data made ready, the worker beside."""
    for name in SILENCED_LOGGERS:
        logging.getLogger(name).disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    try:
        with _interruptible():
            _prepare()
    except Refused as refusal:
        terminal.print_refusal(refusal)
        logging.getLogger("uvicorn.error").disabled = True  # has no more to say than where it was refused
        raise
    media_access.track_owners()
    log_limit.install_log_filter()
    for name in PRELOADED_MODULES:
        import_module(name)
    garbage_collection.tune_collector_after_loading()
    print(f"\n  Sổ chi bộ: {server_util.get_url('localhost')}\n", flush=True)
    setup_code.issue_code()
    beside = [asyncio.create_task(task) for task in (_work(), garbage_collection.collect_regularly())]
    try:
        yield
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def log_script_error(error: Exception) -> bool:
    """Log where it happened without what it was about, which may name people, and say a sentence."""
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    st.error(_("Something went wrong on this page. Saved data is safe. Please reload the page."))
    return True


def _prepare() -> None:
    """The data as they are served: this process's alone, readable by nobody else, of this version, not empty where they
    are the demonstration's.
    """
    terminal.set_up_process()
    process_lock.acquire(process_lock.SERVER)
    file_permissions.restrict_permissions()
    migrate.upgrade()
    identity_number_key.pin_key()
    if config.demo():
        start.make_demo()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl+C ends the process at once: uvicorn hears it only when it serves, and a demonstration may take minutes."""
    serving = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, serving)


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
