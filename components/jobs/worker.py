"""The worker: one process beside the server for anything that takes longer than two seconds, and the nightly copy."""

import logging
import os
import sys
import threading
import time

from components.importing import staged_lists
from db import config, identity_number_key
from db.accounts import accounts
from db.comments import comment_requests
from db.errors import Refused
from db.history import past_copy
from db.households import household_erasure
from db.jobs import jobs
from db.kernel import closed_periods
from db.maintenance import backup, process_lock, raw_connection
from db.models import JobState

log = logging.getLogger("register.worker")

POLL_INTERVAL = 0.5
RETRY_DELAY = 600.0  # seconds before a failed backup is retried
_rest = {"until": 0.0}


def run_until_server_ends() -> None:
    """Work until the server that started this process ends, as the only worker of this database."""
    threading.Thread(target=_end_with_server, daemon=True).start()
    while not _alone():
        time.sleep(POLL_INTERVAL)
    identity_number_key.pin_key()
    jobs.mark_interrupted()
    past_copy.delete_leftover_copies()
    raw_connection.analyze(config.database_url())
    while True:
        if not run_next_job():
            _keep_house()
            time.sleep(POLL_INTERVAL)


def _end_with_server() -> None:
    """End with the server, however it ends: its pipe closes. Half-done work is rolled back by the database and reported
    as interrupted.
    """
    sys.stdin.buffer.read()
    os._exit(0)


def _alone() -> bool:
    """Tell whether the worker of an earlier server, just killed, is gone."""
    try:
        process_lock.acquire(process_lock.WORKER)
    except Refused:
        return False
    return True


def run_next_job() -> bool:
    """Run one job with the requester's current scope; return whether there was one."""
    job = jobs.claim_next()
    if job is None:
        return False
    from components.jobs import job_handlers  # only now: see there

    try:
        viewer = accounts.viewer_for(job.account_id, job.grant_id)
        if viewer is None:
            raise Refused("not_allowed")
        with closed_periods.default_reason(job.reason):
            result = job_handlers.HANDLERS[job.kind](
                viewer, job.wanted, job.code, lambda done, total: jobs.report_progress(job.id, done, total)
            )
        jobs.finish(job.id, JobState.DONE, result)
    except Refused as refusal:
        jobs.finish(job.id, JobState.FAILED, {"code": refusal.code, "values": refusal.values})
    except Exception:
        log.exception("job %s failed", job.kind)
        jobs.finish(job.id, JobState.FAILED, {"code": "job_failed", "values": {}})
    return True


def _keep_house() -> None:
    jobs.delete_expired_files()
    staged_lists.delete_expired()
    if backup.is_nightly_due() and time.monotonic() > _rest["until"]:
        try:
            comment_requests.erase_outsiders()
            household_erasure.erase_closed()
            raw_connection.analyze(config.database_url())
            backup.make_backup()
        except (Refused, OSError) as trouble:
            log.error(
                "no backup was made: %s", trouble.code if isinstance(trouble, Refused) else type(trouble).__name__
            )
            _rest["until"] = time.monotonic() + RETRY_DELAY


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    run_until_server_ends()
