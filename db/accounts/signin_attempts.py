"""Throttling of sign-in attempts: after a few failures every further one has to wait longer.

The wait is counted per user name and address together, so that nobody can lock an account out from elsewhere; an
address that tries many names is also throttled as a whole. Time is monotonic, so that adjusting the clock neither frees
nor locks anybody.
"""

import ipaddress
from itertools import takewhile

from sqlmodel import Session, select

from db.calendar import clock
from db.errors import Refused
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Attempt

FREE_FAILURES, FIRST_WAIT, LONGEST_WAIT = 3, 5, 900  # failures; seconds, doubled by every further failure; seconds
WIDE_FAILURES, WIDE_SPAN = 60, 900
REMEMBERED = 86_400
OLDEST = 200  # attempts checked for expiry at each success


class TooManyAttempts(Refused):
    """Too many failures: wait `seconds` before the next attempt."""


def record_attempt(username: str, address: str) -> int:
    """Count an attempt before its password is checked, so that parallel guesses wait for one another; returns its id.

    Raises TooManyAttempts.
    """
    username, address = username[:40], network_of(address)
    with writing(SYSTEM, "sign_in") as session:
        if (seconds := max(_pair_wait(session, username, address), _wide_wait(session, address))) > 0:
            raise TooManyAttempts("too_soon", seconds=seconds)
        attempt = Attempt(username=username, address=address, at=clock.now(), succeeded=False)
        session.add(attempt)
        session.flush()
        _begun[attempt.id] = clock.monotonic_seconds()
        return attempt.id


def mark_succeeded(attempt_id: int) -> None:
    """Mark an attempt as successful, so that earlier failures no longer count."""
    with writing(SYSTEM, "sign_in") as session:
        session.get_one(Attempt, attempt_id).succeeded = True
        old = [
            row.id
            for row in session.exec(select(Attempt.id, Attempt.at).order_by(Attempt.id).limit(OLDEST))
            if _ago(row) > REMEMBERED
        ]
        bulk.delete(session, Attempt, old)
    for attempt in old:
        _begun.pop(attempt, None)


def reset_monotonic_start() -> None:
    """Restart the monotonic time, as starting the process does."""
    _begun.clear()
    _begun[0] = clock.monotonic_seconds()


def _pair_wait(session: Session, username: str, address: str) -> int:
    """Seconds that this name has to wait at this address."""
    query = select(Attempt.id, Attempt.at, Attempt.succeeded).where(
        Attempt.username == username, Attempt.address == address
    )
    failed = list(takewhile(lambda row: not row.succeeded, session.exec(query.order_by(Attempt.id.desc()).limit(20))))
    failed = [row for row in failed if _ago(row) < REMEMBERED]
    if len(failed) < FREE_FAILURES:
        return 0
    return _left(failed[0], min(FIRST_WAIT * 2 ** (len(failed) - FREE_FAILURES), LONGEST_WAIT))


def _wide_wait(session: Session, address: str) -> int:
    query = select(Attempt.id, Attempt.at).where(Attempt.address == address, Attempt.succeeded.is_(False))
    failed = session.exec(query.order_by(Attempt.id.desc()).limit(WIDE_FAILURES)).all()
    return _left(failed[-1], WIDE_SPAN) if len(failed) == WIDE_FAILURES else 0


def _left(row, wait: float) -> int:
    return -int(-(wait - _ago(row)) // 1)


def _ago(row) -> float:
    """Seconds since an attempt; the wall clock is used only for attempts before this process started, and only if
    plausible.
    """
    if row.id in _begun:
        return clock.monotonic_seconds() - _begun[row.id]
    here = clock.monotonic_seconds() - _begun[0]
    return max((clock.now() - row.at).total_seconds(), here)


# start times of this process's attempts, by id; 0 is the process itself
_begun: dict[int, float] = {0: clock.monotonic_seconds()}


def network_of(address: str) -> str:
    """The address by which attempts are counted; for IPv6 the network, since one machine has billions of addresses."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if known.version == 4 or known.ipv4_mapped:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)
