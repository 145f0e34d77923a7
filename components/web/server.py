"""What the application in app.py consists of:
one server process, the worker beside it, and everything that comes before.

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
from components.markdown import escape_markdown
from components.refusals import sentences
from components.web import (
    disconnected_sessions,
    garbage_collection,
    leading_emoji_speedup,
    log_limit,
    media_access,
    message_delivery,
    page_link_lookup,
    run_interruptions,
    run_queue,
    server_options,
    setup_code,
    theme_message,
    websocket_acks,
)
from components.web.cookie_and_header_guard import CookieAndHeaderGuard
from components.web.http_routes import ROUTES
from components.web.page_files import PageFiles
from db import config, identity_number_key
from db.errors import Refused
from db.maintenance import file_permissions, migrate, process_lock, terminal

ROOT = Path(__file__).resolve().parents[2]
WORKER_RESTART_DELAY = 5  # seconds before a worker that ended is restarted
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
    "uvicorn.access",  # visits must not be logged; Streamlit enables this logger
    "streamlit.error_util",  # an error's text may name people; `handle_script_error` logs where it happened
    # the sign-in library declares components outside any run
    "streamlit.runtime.scriptrunner_utils.script_run_context",
)
MIDDLEWARE = (
    Middleware(CookieAndHeaderGuard, paths={route.path for route in ROUTES}),
    Middleware(websocket_acks.AckMiddleware),
    Middleware(PageFiles),
)
log = logging.getLogger("register")

# Otherwise Streamlit runs files in pages/ without the page script until the first page is requested.
PagesManager.uses_pages_directory = False
websocket_acks.rerun_page_for_unknown_fragments()
message_delivery.install_message_delivery()
run_queue.limit_concurrent_runs()
run_interruptions.defer_interruptions()
theme_message.send_cached_theme()
leading_emoji_speedup.skip_other_labels()
page_link_lookup.link_by_address_table()
disconnected_sessions.install_session_store()
server_options.install_server_options()


def serve(app: st.App) -> None:
    """Serve on PORT until stopped. Raises Refused before anything is served."""
    _prepare()
    address = {"server.address": os.environ.get("HOST", "0.0.0.0"), "server.port": int(os.environ.get("PORT", "8501"))}
    app.run(config=address)


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Prepare the data before the first request is answered, and run the worker until after the last one."""
    for name in SILENCED_LOGGERS:
        logging.getLogger(name).disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    try:
        with _interruptible():
            _prepare()
    except Refused as refusal:
        terminal.print_refusal(refusal)
        logging.getLogger("uvicorn.error").disabled = True  # it could only add where the refusal was raised
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


def handle_script_error(error: Exception) -> bool:
    """Log where an error happened without its text, which may name people, and show a sentence; a refusal's own one."""
    log.error("%s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    if isinstance(error, Refused):
        st.error(escape_markdown(sentences.of_refusal(error)), icon=":material/error:")
        return True
    st.error(_("Something went wrong on this page. Saved data is safe. Please reload the page."))
    return True


def _prepare() -> None:
    """Prepare the data: lock them for this process, restrict access to this user, migrate them to this version, and
    fill the demonstration.
    """
    terminal.set_up_process()
    process_lock.acquire(process_lock.SERVER)
    file_permissions.restrict_permissions()
    migrate.upgrade()
    identity_number_key.pin_key()
    if config.demo():
        from db.demo import start  # it writes workbooks, which takes a tenth of a start to load

        start.make_demo()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Have Ctrl+C end the process at once: uvicorn handles it only while serving, and a demonstration may take minutes
    to build.
    """
    serving = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, serving)


async def _work() -> None:
    """Run the worker process, which does long tasks beside the server, and restart it if it ends by itself. It ends
    when our end of its standard input closes.
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
