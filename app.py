"""The register as one ASGI application: `streamlit run app.py` serves it, and so does `make run`, which runs this file.

Streamlit looks in here for the assignment of an `st.App`, without running anything.
"""

import streamlit as st

from components.web import server
from db.maintenance import terminal

app = st.App(
    server.ROOT / "page_script.py",
    routes=server.ROUTES,
    middleware=server.MIDDLEWARE,
    lifespan=server.lifespan,
    on_script_error=server.log_script_error,
)

if __name__ == "__main__":
    terminal.run_command(lambda: server.serve(app))
