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
TASKS = """SELECT coalesce(sum(done AND closed_on BETWEEN :first AND :day), 0),
  coalesce(sum(NOT done AND closed_on BETWEEN :first AND :day), 0), coalesce(sum(done IS NULL), 0),
  coalesce(sum(done IS NULL AND due < :today), 0) FROM task WHERE unit_id IN ({cells})"""


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
    eve = first_day(recount.since) - timedelta(days=1)
    on = f"SELECT s.member_id FROM membership s WHERE {OWN.format(cells=cells)} AND {VALID.format('s', ':eve')}"
    before, after = ({row[0] for row in recount.ask(on, eve=day)} for day in (eve, recount.day))
    stays = f"SELECT s.member_id, s.valid_from, s.valid_to FROM membership s WHERE {OWN.format(cells=cells)}"
    span = (first_day(recount.since).isoformat(), recount.day.isoformat())
    # who came and went again within the period did both
    passed = {
        member
        for member, first, last in recount.ask(stays)
        if first and last and span[0] <= first and last < span[1] and member not in before | after
    }
    return found | {
        "members_added": len(after - before) + len(passed),
        "members_lost": len(before - after) + len(passed),
    }


def tasks(recount: PaperRecount) -> dict[str, int]:
    """Tasks closed in the period, done or not, and those that are open today, some of them late."""
    query = TASKS.format(cells=_ids(recount, recount.today))
    counts = recount.ask(query, first=first_day(recount.since))[0]
    return dict(zip(("tasks_done", "tasks_not_done", "tasks_open", "tasks_overdue"), counts, strict=True))


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
