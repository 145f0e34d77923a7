"""How uvicorn serves:
Streamlit creates it and binds its socket before our code runs, so its options are set when it starts up.
"""

import socket
from functools import wraps

import uvicorn

from components.web import slow_connections, socket_writes
from components.web.request_limits import MAX_FRAME_BYTES

OPTIONS = {
    "ws_max_size": MAX_FRAME_BYTES,
    "encoded_headers": [],  # would name the server
    "timeout_graceful_shutdown": 5,  # seconds
}


def install_server_options() -> None:
    """Have servers that start up in this process use our options."""
    startup = uvicorn.Server.startup

    @wraps(startup)
    async def start_up(server: uvicorn.Server, sockets: list[socket.socket] | None = None) -> None:
        for name, value in OPTIONS.items():
            setattr(server.config, name, value)
        if sockets_by := server.config.ws_protocol_class:
            server.config.ws_protocol_class = socket_writes.with_gathered_writes(sockets_by)
        server.config.http_protocol_class = slow_connections.with_limited_waits(server.config.http_protocol_class)
        slow_connections.raise_file_limit()
        for listening in sockets or ():  # accepted sockets inherit it: no answer waits 40 ms for more data
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        await startup(server, sockets)

    uvicorn.Server.startup = start_up
