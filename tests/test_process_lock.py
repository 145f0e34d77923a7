"""One server and one worker for each data folder, however the previous ones ended."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from db import config, identity_number_key
from db.errors import Refused
from db.maintenance import backup, process_lock, restore
from tests.visiting import MAKE_RUN, ROOT, STREAMLIT_RUN, Server, Socket, Start, serving

HOLD = """
import sys
from db.maintenance import process_lock
process_lock.acquire(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def started_again(data_dir: Path, start: Start) -> subprocess.CompletedProcess:
    told = {**os.environ, "DATA_DIR": str(data_dir), "PORT": "0", "HOST": "127.0.0.1"}
    return subprocess.run(
        start.arguments(0),
        cwd=start.folder,
        env=told,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def holder(what: str) -> subprocess.Popen:
    """Another process that acts as the server or the worker."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, what], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def worker_of(server: Server) -> psutil.Process:
    """The server's worker, started when it serves."""
    while True:
        for child in psutil.Process(server.pid).children():
            if "components.jobs.worker" in child.cmdline():
                return child


@pytest.mark.parametrize(("start", "ends_with"), [(MAKE_RUN, 1), (STREAMLIT_RUN, 3)], ids=["make run", "streamlit run"])
def test_a_second_server_on_the_same_data_says_so_and_does_no_harm(database, start, ends_with):
    with serving(database.parent) as server:
        second = started_again(database.parent, start)
        assert second.returncode == ends_with
        assert second.stdout == ""
        assert str(database.parent) in second.stderr
        assert len(second.stderr.strip().splitlines()) == 1
        assert server.client().get("/health").text == "ok"


def test_a_killed_server_leaves_nothing_behind_and_another_starts_at_once(database):
    with serving(database.parent) as server:
        worker = worker_of(server)
        os.kill(server.pid, signal.SIGKILL)
        worker.wait(60)
        with serving(database.parent) as after:
            assert after.client().get("/health").text == "ok"


@pytest.mark.parametrize("what", [process_lock.SERVER, process_lock.WORKER])
def test_a_lock_belongs_to_one_process_until_it_ends_in_any_way(data_dir, what):
    with holder(what) as process:
        with pytest.raises(Refused, match="already_serving"):
            process_lock.acquire(what)
        process.kill()
        process.wait()
        with holder(what) as next_one:
            next_one.stdin.close()


def test_a_worker_waits_for_the_previous_one(database):
    with holder(process_lock.WORKER) as before, serving(database.parent) as server:
        waiting = worker_of(server)
        place = database.parent / "register-worker.lock"
        assert place not in map(Path, (file.path for file in waiting.open_files()))
        before.kill()
        while str(place) not in [file.path for file in waiting.open_files()]:
            assert waiting.is_running()


def test_nothing_is_restored_while_a_server_starts_or_runs(database):
    made = backup.make_backup("manual").file
    with holder(process_lock.SERVER) as process:
        with pytest.raises(Refused, match="database_in_use"):
            restore.restore(made)
        process.kill()
    restore.restore(made)
    with holder(process_lock.SERVER) as process:
        process.kill()


@pytest.mark.skipif(not hasattr(psutil.Process, "rlimit"), reason="no disk can be made full here")
def test_health_says_when_nothing_can_be_saved_and_when_it_can_again(database):
    with serving(database.parent) as server, server.client() as client:
        process = psutil.Process(server.pid)
        process.rlimit(psutil.RLIMIT_FSIZE, (1, -1))
        answer = _other_than(client, "ok")
        assert (answer.status_code, answer.text) in [(503, "disk full"), (503, "disk error")]
        refused = client.post("/auth/sign-in", data={"username": "bithu", "password": "wrong"})
        assert (refused.status_code, refused.text) == (503, "not written")
        process.rlimit(psutil.RLIMIT_FSIZE, (-1, -1))
        assert _other_than(client, answer.text).text == "ok"


def _other_than(client, said: str):
    """The first answer that differs from this one."""
    for _asked in range(100):
        if (answer := client.get("/health")).text != said:
            return answer
        time.sleep(0.2)
    raise AssertionError(said)


@pytest.mark.skipif(os.name != "posix", reason="rights are kept elsewhere")
def test_the_data_folder_is_readable_by_its_owner_only(database):
    folder = database.parent
    backup.make_backup("manual")
    (folder / "results").mkdir()
    for name in ("results/x", "somebody-else.txt"):
        (folder / name).write_text("x")
    for place in (folder, *folder.rglob("*")):
        place.chmod(0o777 if place.is_dir() else 0o644)
    identity_number_key.key_file().chmod(0o600)
    with serving(folder) as server:
        Socket(server).__enter__().open("/me")
        open_to_others = {place.name for place in (folder, *folder.rglob("*")) if place.stat().st_mode & 0o077}
        assert open_to_others == {"somebody-else.txt", server.log.name}


def test_register_and_demonstration_are_served_from_one_folder(database, monkeypatch):
    with holder(process_lock.SERVER) as process:
        monkeypatch.setenv("REGISTER_DEMO", "1")
        with process_lock.lock_out_server():
            assert config.demo()
        process.kill()
