"""How uvicorn serves: Streamlit makes it and binds its socket before ours is heard, so it is told when it starts up."""

import socket
from functools import wraps

import uvicorn

from components.web import socket_writes
from components.web.request_limits import MAX_FRAME_BYTES

OPTIONS = {
    "ws_max_size": MAX_FRAME_BYTES,
    "encoded_headers": [],  # the name of the server
    "timeout_graceful_shutdown": 5,  # seconds
}


def install_server_options() -> None:
    """From here on a server that starts up in this process has our options."""
    startup = uvicorn.Server.startup

    @wraps(startup)
    async def start_up(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        for name, value in OPTIONS.items():
            setattr(server.config, name, value)
        if sockets_by := server.config.ws_protocol_class:
            server.config.ws_protocol_class = socket_writes.with_gathered_writes(sockets_by)
        for listening in sockets or ():  # what it accepts is like it: no answer waits 40 ms for more to send
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await startup(server, sockets)

    uvicorn.Server.startup = start_up
