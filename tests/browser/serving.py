"""Our own entry point, as the register serves it, for tests that swap the database: `POST /tests/anew` clears what the
process remembers.
"""

import os
import sys
import threading

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.web import http_routes
from db.kernel import session
from db.maintenance import terminal

CACHED = ("components.", "db.", "pages.")


async def anew(request: Request) -> Response:
    """Forget the engines and everything cached from the previous database."""
    await run_in_threadpool(_forget)
    return Response(status_code=204)


def _forget() -> None:
    session.dispose()
    st.cache_data.clear()
    st.cache_resource.clear()
    for module in [module for name, module in sys.modules.items() if name.startswith(CACHED)]:
        for value in list(vars(module).values()):
            if callable(forget := getattr(value, "cache_clear", None)):
                forget()


def _end_with_tests() -> None:
    """End this process when its pipe from the test process closes, whatever the reason."""
    sys.stdin.buffer.read()
    os._exit(0)


http_routes.ROUTES.append(Route("/tests/anew", anew, methods=["POST"]))

if __name__ == "__main__":
    from app import app
    from components.web import server

    threading.Thread(target=_end_with_tests, daemon=True).start()
    terminal.run_command(lambda: server.serve(app))
