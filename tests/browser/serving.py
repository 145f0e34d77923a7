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
from db.maintenance import terminal


async def anew(request: Request) -> Response:
    """Forget everything cached from the previous database."""
    await run_in_threadpool(_forget)
    return Response(status_code=204)


def _forget() -> None:
    """What is cached otherwise depends on the code alone; connections see the rows that were copied into the file."""
    st.cache_data.clear()
    st.cache_resource.clear()


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
