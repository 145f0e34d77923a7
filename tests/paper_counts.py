"""A recount of what a paper for meetings should say: every figure by its code, every sheet by its rows."""

from db.calendar.months import add_months, months_between
from tests import oversight_recount
from tests.paper_recount import AIM, REPORTED, STATES, PaperRecount, add_counts, total

CONTACT = ("contact_members", "contact_women", "contact_exempt", "contact_new", "contact_first_expected",
           "contact_first_present", "contact_second_expected", "contact_second_present", "contact_assessed",
           "contact_praised", "contact_reviewed", "contact_cells", "contact_overloaded")  # fmt: skip
HOMES = ("households", "households_covered", "members_in_charge", "members_available", "households_unvisited")
HALF = ("expected", "present")
BOOKS = ("books", "books_whole", "books_part", "books_unchecked")
Rows = dict[tuple, list]  # the figures in a sheet's rows, by the cells before them


def figures(recount: PaperRecount, months: int) -> dict[str, tuple]:
    """Every figure by its code: its value, and out of how many."""
    states = dict(zip(STATES, total(recount.reporting()), strict=True))
    reported, expected = sum(states[each] for each in REPORTED), sum(states.values()) - states["not_due"]
    now, before, ago = recount.came(recount.since, recount.until)[None], recount.earlier(months), recount.earlier(12)
    cells = recount.attention()
    silent, below = [cell[2] > 0 for cell in cells], [_is_below(cell) for cell in cells]
    contact = dict(zip(CONTACT, total(recount.contacts()) or [0] * len(CONTACT), strict=True))
    homes = dict(zip(HOMES, total(recount.households()), strict=True))
    _, received, open_, late, untold, *_ = total(recount.petitions())
    counts = {
        "reported": reported, "reports_expected": expected, "reported_in_time": states["in_time"],
        "reported_late": states["late"], "reported_totals": states["totals"], "postponed": states["postponed"],
        "not_held": states["not_held"], "silent": states["silent"], "not_due": states["not_due"],
        "meetings": now[0], "expected": now[1], "present": now[2], "excused": now[3], "unexcused": now[4],
        "absent_unknown": now[5], "exempt_from_meetings": now[6], "cells": len(cells),
        "cells_attention": sum(map(any, zip(silent, below, strict=True))), "cells_silent": sum(silent),
        "cells_below_aim": sum(below), "cells_silent_and_below": sum(map(all, zip(silent, below, strict=True))),
        **contact, **homes, "households_uncovered": homes["households"] - homes["households_covered"],
        "petitions_received": received, "petitions_open": open_, "petitions_overdue": late, "petitions_untold": untold,
    }  # fmt: skip
    shares = {
        "reported_rate": (reported, expected), "attendance_rate": (now[2], now[1]),
        "attendance_rate_before": (before[2], before[1]), "attendance_rate_year_ago": (ago[2], ago[1]),
        "contact_first_rate": (contact["contact_first_present"], contact["contact_first_expected"]),
        "contact_second_rate": (contact["contact_second_present"], contact["contact_second_expected"]),
        "households_covered_rate": (homes["households_covered"], homes["households"]),
    }  # fmt: skip
    found = {code: (value, None) for code, value in counts.items()} | shares | _from_above(recount)
    unknown = _unknown(recount, found)
    return {code: (None if code in unknown else value, of) for code, (value, of) in found.items()}


def _unknown(recount: PaperRecount, found: dict[str, tuple]) -> set[str]:
    """Figures of which nothing was recorded to count: they are not 0."""
    called = {"expected", "present", "excused", "unexcused", "absent_unknown", "exempt_from_meetings"}
    unknown = called if not found["meetings"][0] else set()
    for half, first in (("first", 1), ("second", 7)):
        unknown |= set() if recount.met_contacts(first) else {f"contact_{half}_{each}" for each in HALF}
    if not any(cell[4] for cell in recount.attention()):
        unknown |= {"cells_below_aim", "cells_silent_and_below"}
    if not found["contact_members"][0]:
        unknown |= {"contact_assessed", "contact_praised", "contact_reviewed"}
    if not found["households"][0]:
        unknown |= {"households", "households_covered", "households_uncovered"}
    if not found["teams"][0]:
        unknown |= {"team_visits_owed", "team_visits_met", "team_visits_missing", "team_meetings", "teams_missing"}
    return unknown


def _from_above(recount: PaperRecount) -> dict[str, tuple]:
    """The figures of teams, difficulties and checks of books."""
    teams, books = oversight_recount.teams(recount), total(oversight_recount.books(recount))
    _, owed, met, made = total(teams) or [0] * 4
    every, reported, waiting, late, untold, told, closed = total(oversight_recount.difficulties(recount))
    counts = {
        "teams": len(teams), "team_visits_owed": owed, "team_visits_met": met, "team_visits_missing": owed - met,
        "team_meetings": made, "teams_missing": sum(each[1] > each[2] for each in teams.values()),
        "difficulties_received": reported, "difficulties_all": every, "difficulties_open": waiting,
        "difficulties_overdue": late, "difficulties_answered": untold + told, "difficulties_untold": untold,
        "difficulties_closed": closed, **dict(zip(BOOKS, books, strict=True)),
    }  # fmt: skip
    shares = {"team_visits_rate": (met, owed), "books_whole_rate": (books[1], books[0])}
    return {code: (value, None) for code, value in counts.items()} | shares


def sheets(recount: PaperRecount) -> dict[str, Rows]:
    """Every sheet by its name: the figures of its rows, by what they are about."""
    months = months_between(min(recount.since, add_months(recount.until, -11)), recount.until)
    came = recount.came(months[0], months[-1], "period")
    keyed = 1 + (
        len({cell[1] for cell in recount.attention()}) > 1
    )  # cells of several areas are listed with their area
    return {
        "Báo cáo của chi bộ": {(name,): _reports(counts) for name, counts in recount.reporting().items()},
        "Chi bộ họp theo tháng": {(_month(month),): met(recount, month) for month in months},
        "Dự sinh hoạt": {(name,): _came(counts) for name, counts in came_by_part(recount).items()},
        "Dự sinh hoạt theo tháng": {(_month(month),): _came(came.get(month, [0] * 8)) for month in months},
        "Chi bộ cần quan tâm": {
            cell[:keyed]: [*cell[2:], _rate(cell[5], cell[4])]
            for cell in recount.attention()
            if cell[2] or _is_below(cell)
        },
        "Đảng viên giữ mối liên hệ": {
            (name,): [*each[:4], *each[4:6], _rate(each[5], each[4]), *each[6:8], _rate(each[7], each[6]), *each[8:11]]
            for name, each in recount.contacts().items()
        },
        "Hộ và kiến nghị": households(recount),
        "Tổ công tác dự sinh hoạt": {
            (name,): [cells, owed, met, _rate(met, owed), owed - met, made]
            for name, (cells, owed, met, made) in oversight_recount.teams(recount).items()
        },
        "Khó khăn, vướng mắc": {
            (name,): [each[0], each[2], each[3], each[4] + each[5], each[4], each[6]]
            for name, each in oversight_recount.difficulties(recount).items()
            if each[0]
        },
        "Kiểm tra sổ": {
            (name,): [each[0], each[1], _rate(each[1], each[0]), *each[2:]]
            for name, each in oversight_recount.books(recount).items()
        },
    }


def households(recount: PaperRecount) -> Rows:
    """The sheet of households and petitions."""
    asked = recount.petitions()
    return {
        (name,): [many, covered, _rate(covered, many), asked[name][2], asked[name][3], charged, free, unvisited,
                  asked[name][0]]
        for name, (many, covered, charged, free, unvisited) in recount.households().items()
    }  # fmt: skip


def came_by_part(recount: PaperRecount) -> dict[str, list[int]]:
    """Meetings of the period and attendance, by the part the cells belong to."""
    found: dict[str, list[int]] = {}
    for cell_id, counts in recount.came(recount.since, recount.until, "unit_id").items():
        add_counts(found, recount.part(cell_id), counts)
    return found


def met(recount: PaperRecount, month: int) -> list[int]:
    """Cells of a month: that met, postponed, did not meet, are unknown, and whose day is still to come."""
    states = list(recount.states(month).values())
    held = [state for state in states if state in ("in_time", "late", "totals")]
    return [len(held), *(states.count(each) for each in ("postponed", "not_held", "silent", "not_due"))]


def _is_below(cell: tuple) -> bool:
    return cell[4] > 0 and cell[5] * 100 <= AIM * cell[4]


def _reports(counts: list[int]) -> list:
    reported, expected = sum(counts[:5]), sum(counts[:6])
    return [expected, reported, _rate(reported, expected), *counts]


def _came(counts: list[int]) -> list:
    _, expected, present, *rest = counts
    return [expected, present, _rate(present, expected), *rest]


def _rate(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _month(month: int) -> str:
    return f"tháng {month % 100}/{month // 100}"
