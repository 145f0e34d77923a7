"""The register as its own entry point serves it, with a data folder, in a process of its own."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
MORNING = "2026-11-22T09:00:00+07:00"


class Register:
    """A separate server with its own data folder."""

    def __init__(self, folder: Path, demo: bool = False) -> None:
        self.folder, self.demo, self.port, self.process = folder, demo, 0, None
        self.set_clock(MORNING)

    @property
    def url(self) -> str:
        """The address at which the server answers."""
        return f"http://127.0.0.1:{self.port}"

    def set_clock(self, moment: str) -> None:
        """Set the running server's clock."""
        (self.folder / "clock").write_text(moment)

    def start(self) -> None:
        """Start the server and wait until it answers; after a kill, on the same port as before."""
        self.port = self.port or free_port()
        told = {
            **os.environ,
            "DATA_DIR": str(self.folder),
            "PORT": str(self.port),
            "REGISTER_CLOCK": str(self.folder / "clock"),
            "HOST": "127.0.0.1",
        }
        told |= {"REGISTER_DEMO": "1"} if self.demo else {}
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.browser.serving"],
                cwd=ROOT,
                env=told,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/health").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    def renew(self, folder: Path) -> None:
        """Serve a copy of another folder's register as if nobody had ever visited; a server that is still running is
        kept.
        """
        for left in ("staging", "results"):
            shutil.rmtree(self.folder / left, ignore_errors=True)
        shutil.copy(folder / "secret.key", self.folder / "secret.key")
        with (
            closing(sqlite3.connect(folder / "register.db")) as source,
            closing(sqlite3.connect(self.folder / "register.db", timeout=20)) as target,
        ):
            source.backup(target)
        self.set_clock(MORNING)
        if self.process is None or self.process.poll() is not None:
            self.start()
        else:
            httpx.post(f"{self.url}/tests/anew").raise_for_status()

    def kill(self) -> None:
        """kill -9, including the worker."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
