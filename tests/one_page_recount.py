"""Members and tasks of one-page reports recounted by plain SQL, and both changed at random in a demonstration."""

import sqlite3
from datetime import date, timedelta
from random import Random

from db.calendar.months import first_day
from tests.paper_recount import VALID, PaperRecount

OWN = "s.kind = 'own' AND s.unit_id IN ({cells})"
ON_LIST = f"FROM membership s JOIN member m ON m.id = s.member_id WHERE {OWN} AND {VALID.format('s', ':day')}"
# the kind of a person's latest standing that has begun
STANDING = """(SELECT t.kind FROM standing t WHERE t.member_id = m.id AND (t.valid_from IS NULL OR t.valid_from <= :day)
  ORDER BY t.valid_from IS NOT NULL DESC, t.valid_from DESC, t.id DESC LIMIT 1) = 'probationary'"""
EXEMPT = f"""EXISTS (SELECT 1 FROM exemption e WHERE e.member_id = m.id AND e.unit_id = s.unit_id AND e.kind = 'own'
  AND {VALID.format("e", ":day")})"""
TASKS = """SELECT coalesce(sum(done IS NULL), 0), coalesce(sum(done IS NULL AND due < :today), 0)
  FROM task WHERE unit_id IN ({cells})"""
# when each cell was directly below the unit, or was it itself
LIVES = """SELECT v.unit_id, coalesce(v.valid_from, '0001-01-01'), coalesce(v.valid_to, '9999-12-31')
  FROM unit_version v JOIN unit u ON u.id = v.unit_id
  WHERE u.kind IN ('cell', 'agency_cell') AND u.reports AND :unit IN (v.unit_id, v.parent_id)"""
CLOSED = "SELECT unit_id, closed_on, done FROM task WHERE done IS NOT NULL AND closed_on BETWEEN :first AND :day"


def members(recount: PaperRecount) -> dict[str, int]:
    """Own members of the cells on the day, and who came and went in the period: moves among these cells are neither."""
    cells = _ids(recount, recount.day)
    counts = {
        "members": "",
        "members_women": "AND m.sex = 'female'",
        "members_probationary": f"AND {STANDING}",
        "members_exempt": f"AND {EXEMPT}",
    }
    found = {
        code: recount.ask(f"SELECT count(DISTINCT m.id) {ON_LIST.format(cells=cells)} {more}")[0][0]
        for code, more in counts.items()
    }
    before, after, within = _present(recount)
    return found | {
        "members_added": len((after | within) - before),
        "members_lost": len((before | within) - after),
    }


def _present(recount: PaperRecount) -> tuple[set[int], set[int], set[int]]:
    """Members on the day before the period, on its last day, and on any day of it."""
    first, last = first_day(recount.since).isoformat(), recount.day.isoformat()
    eve = (first_day(recount.since) - timedelta(days=1)).isoformat()
    lives, found = recount.ask(LIVES), (set(), set(), set())
    stays = """SELECT member_id, unit_id, coalesce(valid_from, '0001-01-01'), coalesce(valid_to, '9999-12-31')
      FROM membership WHERE kind = 'own'"""
    for member, cell, since, until in recount.ask(stays):
        for _, begun, ended in (life for life in lives if life[0] == cell):
            there = (max(since, begun), min(until, ended))
            for people, span in zip(found, ((eve, eve), (last, last), (first, last)), strict=True):
                if max(there[0], span[0]) <= min(there[1], span[1]):
                    people.add(member)
    return found


def tasks(recount: PaperRecount) -> dict[str, int]:
    """Tasks closed in the period, done or not, by where their cell was then, and those that are open today, some of
    them late: one that is due today is not.
    """
    counts = recount.ask(TASKS.format(cells=_ids(recount, recount.today)))[0]
    lives = recount.ask(LIVES)
    closed = [
        done
        for cell, day, done in recount.ask(CLOSED, first=first_day(recount.since))
        if any(cell == unit and begun <= day <= ended for unit, begun, ended in lives)
    ]
    found = {"tasks_done": closed.count(1), "tasks_not_done": closed.count(0)}
    return found | dict(zip(("tasks_open", "tasks_overdue"), counts, strict=True))


def shake(book: sqlite3.Connection, random: Random, today: date) -> None:
    """Some members come, go, move, change their standing or are exempt; some tasks are closed, opened or late."""
    stays = book.execute(
        "SELECT id, member_id, unit_id FROM membership WHERE kind = 'own' AND valid_to IS NULL"
    ).fetchall()
    for stay, member, unit in random.sample(stays, len(stays) // 6):
        _change_member(book, random, stay, member, unit, today - timedelta(days=random.randint(1, 420)))
    for (task,) in random.sample(rows := book.execute("SELECT id FROM task").fetchall(), len(rows) // 3):
        day = today - timedelta(days=random.randint(0, 420))
        done, closed, due = random.choice(((1, day, day), (0, day, day), (None, None, day), (None, None, None)))
        told = (done, closed and closed.isoformat(), due and due.isoformat(), task)
        book.execute("UPDATE task SET done = ?, closed_on = ?, due = ? WHERE id = ?", told)
    still = "SELECT id FROM task WHERE unit_id = ? AND done IS NULL ORDER BY id LIMIT 3"
    for (cell,) in book.execute("SELECT DISTINCT unit_id FROM task ORDER BY unit_id").fetchall():
        for (task,), days in zip(book.execute(still, (cell,)).fetchall(), (0, 1, -1), strict=False):
            book.execute("UPDATE task SET due = ? WHERE id = ?", ((today - timedelta(days=days)).isoformat(), task))


def end_cell(book: sqlite3.Connection, unit_id: int, day: date, other_id: int) -> None:
    """End a cell on a day; half of its members go to another one, the others leave, and what it recorded later goes."""
    last, later = day.isoformat(), (day + timedelta(days=1)).isoformat()
    book.execute("UPDATE unit_version SET valid_to = ? WHERE unit_id = ? AND valid_to IS NULL", (last, unit_id))
    standing = "unit_id = ? AND (valid_to IS NULL OR valid_to > ?)"
    people = book.execute(f"SELECT member_id, status FROM membership WHERE kind = 'own' AND {standing} ORDER BY id",
                          (unit_id, last)).fetchall()  # fmt: skip
    for table in ("membership", "exemption", "assignment"):
        book.execute(f"DELETE FROM {table} WHERE unit_id = ? AND valid_from > ?", (unit_id, last))
        book.execute(f"UPDATE {table} SET valid_to = ? WHERE {standing}", (last, unit_id, last))
    for member, status in people[::2]:
        book.execute("INSERT INTO membership (member_id, unit_id, kind, valid_from, status) VALUES (?, ?, 'own', ?, ?)",
                     (member, other_id, later, status))  # fmt: skip
    late = "SELECT id FROM meeting WHERE unit_id = ? AND (held_on > ? OR period > ?)"
    for (meeting,) in book.execute(late, (unit_id, last, day.year * 100 + day.month)).fetchall():
        for table in ("attendance", "tally", "team_visit"):
            book.execute(f"DELETE FROM {table} WHERE meeting_id = ?", (meeting,))
        book.execute("UPDATE meeting SET state = 'cancelled', held_on = NULL WHERE id = ?", (meeting,))
    book.execute("UPDATE task SET closed_on = ? WHERE unit_id = ? AND closed_on > ?", (last, unit_id, last))


def move_cell(book: sqlite3.Connection, unit_id: int, area_id: int, day: date) -> None:
    """Move a cell below another area from a day on."""
    kept = "SELECT unit_id, name, search_key, sort_key, ?, ? FROM unit_version WHERE unit_id = ? AND valid_to IS NULL"
    columns = "(unit_id, name, search_key, sort_key, parent_id, valid_from)"
    book.execute(f"INSERT INTO unit_version {columns} {kept}", (area_id, day.isoformat(), unit_id))
    book.execute("UPDATE unit_version SET valid_to = ? WHERE unit_id = ? AND valid_to IS NULL AND valid_from IS NOT ?",
                 ((day - timedelta(days=1)).isoformat(), unit_id, day.isoformat()))  # fmt: skip


def _change_member(book: sqlite3.Connection, random: Random, stay: int, member: int, unit: int, day: date) -> None:
    what, since = random.choice(("gone", "new", "moved", "sex", "standing", "exempt", "passed")), day.isoformat()
    if what in ("gone", "moved"):
        book.execute("UPDATE membership SET valid_to = ? WHERE id = ? AND (valid_from IS NULL OR valid_from < ?)",
                     (since, stay, since))  # fmt: skip
    if what == "moved":
        others = "SELECT unit_id FROM membership WHERE kind = 'own' AND unit_id <> ? ORDER BY unit_id LIMIT 40"
        book.execute("INSERT INTO membership (member_id, unit_id, kind, valid_from, status) VALUES (?, ?, 'own', ?, ?)",
                     (member, random.choice(book.execute(others, (unit,)).fetchall())[0],
                      (day + timedelta(days=1)).isoformat(), _status(book, stay)))  # fmt: skip
    elif what in ("new", "passed"):
        ends = (day + timedelta(days=random.randint(0, 40))).isoformat() if what == "passed" else None
        book.execute("UPDATE membership SET valid_from = ?, valid_to = ? WHERE id = ?", (since, ends, stay))
    elif what == "sex":
        book.execute(
            "UPDATE member SET sex = CASE sex WHEN 'female' THEN 'male' ELSE 'female' END WHERE id = ?", (member,)
        )
    elif what == "standing":
        book.execute("INSERT INTO standing (member_id, kind, valid_from) VALUES (?, ?, ?)",
                     (member, random.choice(("probationary", "full")), since))  # fmt: skip
    elif what == "exempt":
        kind = random.choice(("own", "away", "contact"))
        book.execute("INSERT INTO exemption (member_id, unit_id, kind, valid_from) VALUES (?, ?, ?, ?)",
                     (member, unit, kind, since))  # fmt: skip


def _status(book: sqlite3.Connection, stay: int) -> str:
    return book.execute("SELECT status FROM membership WHERE id = ?", (stay,)).fetchone()[0]


def _ids(recount: PaperRecount, day: date) -> str:
    return ", ".join(str(row[0]) for row in recount.cells(day)) or "NULL"
