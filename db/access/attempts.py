"""Attempts to sign in: after a few failures each further one has to wait longer.

Waiting is counted per user name and address together, so that nobody elsewhere can lock an account out; one address that
tries many names is held back more widely.
"""

import ipaddress
from datetime import datetime, timedelta
from itertools import takewhile

from sqlmodel import Session, func, select

from db import bulk, clock
from db.faults import Refused
from db.models import Attempt
from db.scope import SYSTEM
from db.session import writing

FREE_FAILURES, FIRST_WAIT, LONGEST_WAIT = 3, 5, 900  # seconds; doubled by every further failure
WIDE_FAILURES, WIDE_SPAN = 60, timedelta(minutes=15)
REMEMBERED = timedelta(days=1)


class TooSoon(Refused):
    """Too many failures: wait `seconds` before the next attempt."""


def begin(username: str, address: str) -> int:
    """Count an attempt before its password is looked at, so that guesses sent side by side wait for each other; its id.

    Raises TooSoon.
    """
    username, address = username[:40], network(address)
    with writing(SYSTEM, "sign_in") as session:
        if (seconds := max(_pair_wait(session, username, address), _wide_wait(session, address))) > 0:
            raise TooSoon("too_soon", seconds=seconds)
        attempt = Attempt(username=username, address=address, at=clock.now(), succeeded=False)
        session.add(attempt)
        session.flush()
        return attempt.id


def succeeded(attempt_id: int) -> None:
    """What was tried was right: the failures before it count no longer."""
    with writing(SYSTEM, "sign_in") as session:
        session.get_one(Attempt, attempt_id).succeeded = True
        bulk.delete(session, Attempt, session.exec(select(Attempt.id).where(Attempt.at < clock.now() - REMEMBERED)).all())


def _pair_wait(session: Session, username: str, address: str) -> int:
    """Seconds that this name has to wait at this address: nobody elsewhere can lock it out."""
    query = select(Attempt.at, Attempt.succeeded).where(Attempt.username == username, Attempt.address == address, Attempt.at > clock.now() - REMEMBERED)
    latest = session.exec(query.order_by(Attempt.at.desc(), Attempt.id.desc()).limit(20)).all()
    failed = list(takewhile(lambda row: not row.succeeded, latest))
    if len(failed) < FREE_FAILURES:
        return 0
    wait = min(FIRST_WAIT * 2 ** (len(failed) - FREE_FAILURES), LONGEST_WAIT)
    return _until(failed[0].at + timedelta(seconds=wait))


def _wide_wait(session: Session, address: str) -> int:
    failed = [Attempt.address == address, Attempt.succeeded.is_(False), Attempt.at > clock.now() - WIDE_SPAN]
    count, first = session.exec(select(func.count(Attempt.id), func.min(Attempt.at)).where(*failed)).one()
    return _until(first + WIDE_SPAN) if count >= WIDE_FAILURES else 0


def _until(moment: datetime) -> int:
    return -int(-(moment - clock.now()).total_seconds() // 1)


def network(address: str) -> str:
    """An address as attempts are counted by: of IPv6 the network, for one machine has billions."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if known.version == 4 or known.ipv4_mapped:
        return str(known)
    return str(ipaddress.ip_network((known, 64), strict=False).network_address)
