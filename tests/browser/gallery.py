"""Serves the gallery of all widgets with our style sheet and fonts, as the real entry point does."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

ASSETS = Path(__file__).resolve().parents[2] / "components" / "assets"
LINK = b'<link rel="stylesheet" href="/assets/style.css"></head>'


class Linked:
    """Adds the link to the style sheet to the page."""

    def __init__(self, app) -> None:
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        """Pass every request through; only the page itself, fetched uncompressed, gets the link."""

        async def sending(message: dict) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [(name, value) for name, value in message["headers"] if name != b"content-length"]
            elif b"</head>" in message.get("body", b""):
                message["body"] = message["body"].replace(b"</head>", LINK)
            await send(message)

        page = scope["type"] == "http" and scope["path"] == "/"
        await self.app(scope, receive, sending if page else send)


app = st.App(
    str(Path(__file__).with_name("gallery_app.py")),
    routes=[Mount("/assets", StaticFiles(directory=ASSETS))],
    middleware=[Middleware(Linked)],
)
