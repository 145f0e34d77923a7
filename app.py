"""The register as one ASGI application; `streamlit run app.py` and `make run`, which runs this file, both serve it.

Streamlit searches this file for the assignment of an `st.App` without running it.
"""

import streamlit as st

from components.web import server
from db.maintenance import terminal

app = st.App(
    server.ROOT / "page_script.py",
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.handle_script_error,
)

if __name__ == "__main__":
    terminal.run_command(lambda: server.serve(app))
