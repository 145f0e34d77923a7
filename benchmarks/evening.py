"""The evening of the 3rd:
hundreds of secretaries, each with their own account and cell, record their meetings at once.

Each opens what is due and the sheet, types numbers, gives a reason, looks something up; then all of them save within a
shorter time. `python -m benchmarks evening --sessions 60 --touches 4 --seconds 30 --saving 10 --open 0` plays a small
one. The CPU time per touch is reported, which says more than the waiting time if other work runs on the machine.
"""

import asyncio
import os
import random
import statistics
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import psutil
from sqlmodel import func, select

from benchmarks.phones import GaveUp, Phone
from db.accounts import signin
from db.calendar import clock
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.meetings import roster
from db.models import Account, Attendance, Expectation, Grant, Meeting, MeetingState, Outcome, Role, Unit
from db.models.meetings import MeetingAudience
from db.models.units import CELLS
from tests.visiting import Server, serving

BEGINS = datetime(2026, 12, 3, 19, 0)  # time in Việt Nam
PERIOD = 202612
WAIT_95, SAVE_95 = 500, 2000  # milliseconds, 95th percentile
COMPUTING, COMPUTING_SAVE = 25, 50  # milliseconds per touch
MEGABYTES = 1024
FEWEST = 3
AT_ONCE = 8  # pages opened at a time when measuring memory


class Size(NamedTuple):
    """The size of an evening: its sessions, the touches of each before saving, and their time span in seconds; the time
    span of saving; and the pages left open at the end.
    """

    sessions: int = 600
    touches: int = 10
    seconds: float = 600
    saving: float = 180
    open: int = 2000


class Secretary(NamedTuple):
    """One secretary: cookie, cell, the numbers of those who will be absent."""

    token: str
    unit_id: int
    absent: list[int]


class Load(NamedTuple):
    """The cost of a part of the evening: seconds waited for each touch, CPU seconds, megabytes at its end."""

    waits: list[float]
    computed: float
    megabytes: float


def measure(folder: Path, size: Size) -> dict[str, dict[str, float]]:
    """Run the whole evening on these data and return the touches, the saves, what they stored, and the memory."""
    if size.touches < FEWEST:
        raise SystemExit(f"at least {FEWEST} touches: before that nothing is typed that could be saved")
    with _evening_clock(folder):
        people = _secretaries(size.sessions)
        with serving(folder, REGISTER_DEMO="1") as server:
            told = asyncio.run(_evening(server, people, size))
        return told | {"kept": _kept(people)}


async def _evening(server: Server, people: list[Secretary], size: Size) -> dict[str, dict[str, float]]:
    ticking = asyncio.create_task(_tick(Path(os.environ["REGISTER_CLOCK"])))
    phones = [Phone(server.port, one.token) for one in people]
    await _played(server, [_warm(phones[0])])
    alone = _memory(server)
    begin = [random.uniform(0, size.seconds / 2) for _ in phones]
    gap = size.seconds / 2 / size.touches
    at_work = [
        _work(phone, one, size.touches, start, gap) for phone, one, start in zip(phones, people, begin, strict=True)
    ]
    touches = await _played(server, at_work, phones)
    saves = await _played(server, [_save(phone, random.uniform(0, size.saving)) for phone in phones], phones)
    full = await _crowded(server, phones, people, size.open)
    ticking.cancel()
    for phone in phones:
        await phone.switch_off()
    failed = [said for phone in phones for said in phone.failed]
    for said in sorted(set(failed))[:5]:
        print(said, file=sys.stderr)
    return {
        "touches": _told(touches, WAIT_95, COMPUTING),
        "saves": _told(saves, SAVE_95, COMPUTING_SAVE),
        "megabytes": {
            "alone": alone,
            "at work": saves.megabytes,
            f"{size.open} open": full,
            "over its limit": int(full > MEGABYTES),
        },
        "failed": {"shown": len(failed), "over its limit": int(bool(failed))},
    }


async def _work(phone: Phone, one: Secretary, touches: int, start: float, gap: float) -> None:
    """Perform one touch after the other, each when it is due or as soon as the previous one is answered."""
    begun = asyncio.get_running_loop().time() + start
    for at, touch in zip(range(touches), _walk(phone, one), strict=False):
        await asyncio.sleep(max(0, begun + at * gap - asyncio.get_running_loop().time()))
        if at == 0:
            await phone.switch_on()
        await touch()


def _walk(phone: Phone, one: Secretary) -> Iterator[Callable[[], Awaitable[None]]]:
    """Return the touches of one evening in order."""
    typed = " ".join(map(str, one.absent))
    yield lambda: phone.open("/")
    yield lambda: phone.open("/record", f"type=regular&period={PERIOD}")
    yield lambda: phone.type("record_numbers0", typed)
    yield lambda: phone.choose("record_all", 0)
    yield lambda: phone.switch("record_whole", True)
    yield lambda: phone.open("/members")
    yield lambda: phone.open("/")
    yield lambda: phone.open("/record", f"type=regular&period={PERIOD}")
    while True:
        yield lambda: phone.choose("record_all", 1)
        yield lambda: phone.choose("record_all", 0)


async def _save(phone: Phone, after: float) -> None:
    await asyncio.sleep(after)
    await phone.press("record_save")


async def _warm(phone: Phone) -> None:
    """Load everything that is loaded only once."""
    await phone.switch_on()
    for address in ("/", "/record", "/members"):
        await phone.open(address)
    await phone.switch_off()
    phone.waits.clear()


async def _crowded(server: Server, phones: list[Phone], people: list[Secretary], count: int) -> float:
    """Return the megabytes used with so many pages open, as on phones in pockets, including those on secretaries' other
    devices.
    """
    more = [Phone(server.port, people[at % len(people)].token) for at in range(max(0, count - len(phones)))]
    doors = asyncio.Semaphore(AT_ONCE)

    async def _open(phone: Phone, address: str) -> None:
        async with doors:
            await phone.switch_on()
            await phone.open(address)

    pages = ("/", "/record", "/members", "/households")
    await asyncio.gather(*(_open(phone, pages[at % len(pages)]) for at, phone in enumerate(more)))
    phones += more
    return _memory(server)


async def _played(server: Server, parts: list[Awaitable], phones: list[Phone] = ()) -> Load:
    """Play parts concurrently; one that gives up counts as a wait of the minute it waited."""
    for phone in phones:
        phone.waits.clear()
    process = psutil.Process(server.pid)
    before = process.cpu_times()
    ended = await asyncio.gather(*parts, return_exceptions=True)
    after = process.cpu_times()
    for error in ended:
        if isinstance(error, Exception) and not isinstance(error, GaveUp):
            print(f"{type(error).__name__}: {error}"[:300], file=sys.stderr)
    computed = after.user + after.system - before.user - before.system
    return Load([wait for phone in phones for wait in phone.waits], computed, _memory(server))


def _told(load: Load, limit: float, computing: float) -> dict[str, float]:
    cuts = statistics.quantiles(load.waits, n=100, method="inclusive") if len(load.waits) > 1 else [0.0] * 99
    wait = {f"{part} of 100 ms": cuts[part - 1] * 1000 for part in (50, 95, 99)}
    each = load.computed / max(1, len(load.waits)) * 1000
    over = (wait["95 of 100 ms"] > limit) + (each > computing)
    return {"asked": len(load.waits), **wait, "computing ms": each, "over its limit": over}


def _memory(server: Server) -> float:
    return psutil.Process(server.pid).memory_info().rss / 2**20


def _secretaries(count: int) -> list[Secretary]:
    """Create an account and a device for the secretary of each of so many cells, with the people to mark absent."""
    with reading(SYSTEM) as session:
        cells = session.exec(select(Unit.id).where(Unit.kind.in_(CELLS)).order_by(Unit.id)).all()
        called = {unit_id: _numbers(session, unit_id) for unit_id in cells}
    cells = [unit_id for unit_id in cells if len(called[unit_id]) > 3][:count]
    if len(cells) < count:
        print(f"{len(cells)} cells have people to call, so many sessions are played", file=sys.stderr)
        count = len(cells)
    with writing(SYSTEM, "benchmark") as session:
        accounts = [
            Account(username=f"evening{at}", name=f"Thư ký {at}", password_hash="-", must_change=False)
            for at in range(count)
        ]
        session.add_all(accounts)
        session.flush()
        session.add_all(
            Grant(account_id=one.id, role=Role.SECRETARY, unit_id=unit_id)
            for one, unit_id in zip(accounts, cells, strict=True)
        )
    tokens = [signin.start_device_session(account.id, "Benchmark").token for account in accounts]
    return [
        Secretary(token, unit_id, sorted(random.sample(called[unit_id], 3)))
        for token, unit_id in zip(tokens, cells, strict=True)
    ]


def _numbers(session, unit_id: int) -> list[int]:
    people = roster.people_called_on(session, unit_id, MeetingAudience.OWN, clock.today())
    return [person.number for person in people if person.number and person.expectation == Expectation.EXPECTED]


def _kept(people: list[Secretary]) -> dict[str, float]:
    """Return how many saves the database holds as requested: the meeting, and exactly those absent who were typed."""
    with reading(SYSTEM) as session:
        query = select(Meeting.unit_id, func.count(Attendance.id)).join(Attendance, Attendance.meeting_id == Meeting.id)
        query = query.where(Meeting.period == PERIOD, Meeting.type == "regular", Meeting.state == MeetingState.HELD)
        query = query.where(Attendance.outcome != Outcome.PRESENT, Attendance.expectation == Expectation.EXPECTED)
        found = dict(session.exec(query.group_by(Meeting.unit_id)).all())
    kept = sum(found.get(one.unit_id) == len(one.absent) for one in people)
    return {"asked": len(people), "kept": kept, "over its limit": int(kept < len(people))}


@contextmanager
def _evening_clock(folder: Path) -> Iterator[None]:
    """Set the clock to the evening, here and in servers started within."""
    file = folder / "clock"
    file.write_text(BEGINS.isoformat())
    os.environ["REGISTER_CLOCK"] = str(file)
    try:
        yield
    finally:
        del os.environ["REGISTER_CLOCK"]


async def _tick(file: Path) -> None:
    """Let the evening's time pass."""
    begun = asyncio.get_running_loop().time()
    while True:
        now = BEGINS + timedelta(seconds=asyncio.get_running_loop().time() - begun)
        next_ = file.with_suffix(".next")
        next_.write_text(now.isoformat())
        next_.replace(file)
        await asyncio.sleep(1)
