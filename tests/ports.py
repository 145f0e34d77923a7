"""Ports for the tests' servers."""

import os
import random
import socket

# the system gives these to no outgoing connection, so nobody takes one between here and the server's start
BELOW_EPHEMERAL = range(20_000, 32_000)
WORKERS = 8


def free_port() -> int:
    """A port nobody listens on; processes of one run draw different ones."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    while True:
        port = random.choice(BELOW_EPHEMERAL[worker::WORKERS])
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)):
                return port
