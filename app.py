"""The register as one ASGI application; `streamlit run app.py` and `make run`, which runs this file, both serve it.

Streamlit searches this file for the assignment of an `st.App` without running it.
"""

import gc

gc.disable()  # loading creates nothing but what stays, until garbage_collection.tune_collector_after_loading

import streamlit as st  # noqa: E402

from components.web import server  # noqa: E402
from db.maintenance import terminal  # noqa: E402

app = st.App(
    server.ROOT / "page_script.py",
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.handle_script_error,
)

if __name__ == "__main__":
    terminal.run_command(lambda: server.serve(app))
