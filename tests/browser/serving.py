"""Our own entry, as the register serves it, for tests that give it another database:
`POST /tests/anew` forgets what the process knew.
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
    """Forget engines and everything cached of the database that was there before."""
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
    """The pipe from the process that tests ends with it, however it ends."""
    sys.stdin.buffer.read()
    os._exit(0)


http_routes.ROUTES.append(Route("/tests/anew", anew, methods=["POST"]))

if __name__ == "__main__":
    from app import app
    from components.web import server

    threading.Thread(target=_end_with_tests, daemon=True).start()
    terminal.run_command(lambda: server.serve(app))
