"""Touches:
the server's CPU time for a whole interaction, from the browser's message to the last element, for each page and role,
and on the meeting sheet.

Only one page is open. The middle one of several rounds counts: once a minute a server collects garbage, and does some
housekeeping, which would otherwise fall to whatever page is open.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil

from benchmarks import telling
from benchmarks.phones import Phone
from components import menu
from components.menu import Route
from db.accounts import signin
from db.calendar import clock
from db.calendar.months import month_of
from db.kernel import session
from db.kernel.scope import Viewer
from db.models import Role
from tests.visiting import serving

ROUNDS, TOUCHES = 5, 8
UNLISTED = {"/tasks", "/visits", "/household-sheets", "/household-proposal"}  # in no menu, but opened every month
SLOWEST = 25
FIGURES = {"/charts": 100, "/reporting": 100}  # pages that cover ten years; the part `pages` measures their cold cost
BASELINE = Role.ADMIN  # the role whose queries are not narrowed
LEAST = 10  # milliseconds: what costs the administrator less counts as this, since measurements vary by as much
SLOWER = 1.5  # the most that another role's touch of the same page may cost, in multiples of the baseline
# A first page is specific to its role: a commune's tasks of the day are not the administrator's. That the latter's is
# short says nothing about how the others are queried, so only pages that show all roles the same kind of rows are
# compared.
OWN_PAGES = {"/"}


def measure(folder: Path, viewers: dict[str, Viewer]) -> dict[str, dict[str, float]]:
    """Return the milliseconds of computing for one touch."""
    tokens = {
        name: signin.start_device_session(viewer.account_id, "Benchmark").token for name, viewer in viewers.items()
    }
    session.dispose()
    with serving(folder, REGISTER_DEMO="1") as server:
        process = psutil.Process(server.pid)
        return asyncio.run(_all(server.port, process, viewers, tokens))


async def _all(
    port: int, process: psutil.Process, viewers: dict[str, Viewer], tokens: dict[str, str]
) -> dict[str, dict[str, float]]:
    found = {}
    for done, (name, viewer) in enumerate(viewers.items(), start=1):
        phone = Phone(port, tokens[name])
        await phone.switch_on()
        telling.progress(done, len(viewers), name)
        for entry in menu.ENTRIES:
            if is_measured(entry, viewer.role):
                found[f"{name} {entry.address}"] = await _timed(
                    process, lambda phone=phone, entry=entry: phone.open(entry.address)
                )
        if viewer.role in menu.CELL_ROLES:
            found |= {f"{name} {touch}": told for touch, told in (await _on_sheet(process, phone)).items()}
        await phone.switch_off()
    return judge(found, {name: viewer.role for name, viewer in viewers.items()})


def is_measured(entry: Route, role: Role) -> bool:
    """Tell whether a role opens a page from its menu or every month."""
    return role in entry.roles and (entry.listed or entry.address in UNLISTED)


def judge(found: dict[str, dict[str, float]], roles: dict[str, Role]) -> dict[str, dict[str, float]]:
    """Return the rows with each touch's multiple of the administrator's touch of the same page, where both show the
    same, and the number of limits exceeded of the two.
    """
    places = {touch: touch.split(" ", 1) for touch in found}
    baseline = {
        page: found[touch]["computing ms"]
        for touch, (name, page) in places.items()
        if roles[name] == BASELINE and page not in OWN_PAGES
    }
    return {
        touch: _judged(told, FIGURES.get(places[touch][1], SLOWEST), baseline.get(places[touch][1]))
        for touch, told in found.items()
    }


def _judged(told: dict[str, float], most: float, baseline: float | None) -> dict[str, float]:
    if baseline:
        told = told | {"times the administrator's": told["computing ms"] / max(baseline, LEAST)}
    return telling.judge(told, {"computing ms": most, "times the administrator's": SLOWER})


async def _on_sheet(process: psutil.Process, phone: Phone) -> dict[str, dict[str, float]]:
    """Yield the touches on the sheet of the current month: typing numbers and choosing a reason, alternately."""
    address = f"type=regular&period={month_of(clock.today())}"
    opened = {"sheet": await _timed(process, lambda: phone.open("/record", address))}
    turns = iter(range(10**6))
    return opened | {
        "sheet, numbers": await _timed(process, lambda: phone.type("record_numbers0", f"{next(turns) % 5 + 1} 7 9")),
        "sheet, a reason": await _timed(process, lambda: phone.choose("record_all", next(turns) % 2)),
    }


async def _timed(process: psutil.Process, touch: Callable[[], Awaitable[None]]) -> dict[str, float]:
    for _ in range(3):
        await touch()
    taken = []
    for _ in range(ROUNDS):
        begun = _computed(process)
        for _ in range(TOUCHES):
            await touch()
        taken.append((_computed(process) - begun) / TOUCHES)
    return {"computing ms": statistics.median(taken)}


def _computed(process: psutil.Process) -> float:
    """Return the milliseconds that a process has computed. Linux has a clock of it, finer than the hundredths of a
    second that psutil reads: its number is made of the process's (clock_getcpuclockid in the C library).
    """
    if sys.platform == "linux":
        return time.clock_gettime(~process.pid << 3 | 2) * 1000
    times = process.cpu_times()
    return (times.user + times.system) * 1000
