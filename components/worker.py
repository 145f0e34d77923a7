"""The worker: one process beside the server that does what takes longer than two seconds, and the nightly copy."""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable

from components.importing import making as importing, staging
from components.taking import making
from db import config, jobs
from db.access import accounts
from db.faults import Refused
from db.figures import exports
from db.keeping import alone, backup, upkeep
from db.models import JobState
from db.scope import Viewer

log = logging.getLogger("register.worker")

Progress = Callable[[int, int], None]
HANDLERS: dict[str, Callable[[Viewer, dict, str, Progress], dict]] = {exports.KIND: making.work, **importing.HANDLERS}
PAUSE = 0.5
REST = 600.0  # seconds before a backup that failed is tried again
_rest = {"until": 0.0}


def run() -> None:
    """Work until the server that started this process is gone, as the only worker of this database."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    while not _alone():
        time.sleep(PAUSE)
    jobs.interrupt()
    upkeep.learn(config.database_url())
    while True:
        if not work():
            _keep_house()
            time.sleep(PAUSE)


def _end_with_server() -> None:
    """The pipe from the server ends with it, however it ends; what is half done is then undone by the database and told as interrupted."""
    sys.stdin.buffer.read()
    os._exit(0)


def _alone() -> bool:
    """Whether the worker of an earlier server, which was killed just now, is gone."""
    try:
        alone.take(alone.WORKER)
    except Refused:
        return False
    return True


def work() -> bool:
    """Do one job, with its asker's scope as it is now; whether there was one."""
    job = jobs.claim()
    if job is None:
        return False
    try:
        viewer = accounts.viewer_for(job.account_id, job.grant_id)
        if viewer is None:
            raise Refused("not_allowed")
        result = HANDLERS[job.kind](viewer, job.wanted, job.code, lambda done, total: jobs.progress(job.id, done, total))
        jobs.finish(job.id, JobState.DONE, result)
    except Refused as refusal:
        jobs.finish(job.id, JobState.FAILED, {"code": refusal.code, "values": refusal.values})
    except Exception:
        log.exception("job %s failed", job.kind)
        jobs.finish(job.id, JobState.FAILED, {"code": "job_failed", "values": {}})
    return True


def _keep_house() -> None:
    jobs.sweep()
    staging.sweep()
    if backup.nightly_due() and time.monotonic() > _rest["until"]:
        try:
            upkeep.learn(config.database_url())
            backup.make()
        except (Refused, OSError) as trouble:
            log.error("no backup was made: %s", trouble.code if isinstance(trouble, Refused) else type(trouble).__name__)
            _rest["until"] = time.monotonic() + REST


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    run()
