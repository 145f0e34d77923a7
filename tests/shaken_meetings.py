"""The demonstration's meetings changed at random in its file, so that months are less regular than
they were generated.
"""

import sqlite3
from datetime import date, timedelta
from random import Random

WHAT = ("not_held", "postponed", "gone", "totals", "late", "others")
GONE = ("attendance", "tally", "team_visit")
OUTCOMES = ("present", "excused", "unexcused", "unknown")
COUNT = ("(SELECT count(*) FROM attendance a WHERE a.meeting_id = tally.meeting_id AND a.kind = tally.kind "
         "AND a.expectation = 'expected' AND a.outcome = '{0}')")  # fmt: skip


def shake(book: sqlite3.Connection, random: Random, since: int) -> None:
    """Of the cells' own meetings from a month on, one in four is not held, postponed or gone, known without names,
    saved some days later, or attended by others.
    """
    held = "audience = 'own' AND state = 'held' AND named AND period >= ?"
    rows = book.execute(f"SELECT id, held_on FROM meeting WHERE {held} ORDER BY id", (since,)).fetchall()
    for meeting, held_on in random.sample(rows, len(rows) // 4):
        _change(book, random, random.choice(WHAT), meeting, date.fromisoformat(held_on))


def _change(book: sqlite3.Connection, random: Random, what: str, meeting: int, held_on: date) -> None:
    if what in ("not_held", "postponed", "gone"):
        for table in GONE:
            book.execute(f"DELETE FROM {table} WHERE meeting_id = ?", (meeting,))
        state = "cancelled" if what == "gone" else what
        book.execute("UPDATE meeting SET state = ?, held_on = NULL WHERE id = ?", (state, meeting))
    elif what == "totals":
        book.execute("DELETE FROM attendance WHERE meeting_id = ?", (meeting,))
        for table, key in (("meeting", "id"), ("tally", "meeting_id")):
            book.execute(f"UPDATE {table} SET named = 0 WHERE {key} = ?", (meeting,))
    elif what == "late":
        saved = held_on + timedelta(days=random.choice((0, 4, 5, 6, 7, 20)))
        book.execute("UPDATE meeting SET first_saved_at = ? WHERE id = ?", (f"{saved} 16:59:59.000000", meeting))
    else:
        came = "CASE (member_id * ?) % 7 WHEN 0 THEN 'excused' WHEN 1 THEN 'unexcused' WHEN 2 THEN 'unknown' " \
               "ELSE 'present' END"  # fmt: skip
        book.execute(f"UPDATE attendance SET outcome = {came} WHERE meeting_id = ? AND expectation = 'expected'",
                     (random.randint(1, 6), meeting))  # fmt: skip
        counts = ", ".join(f"{outcome} = {COUNT.format(outcome)}" for outcome in OUTCOMES)
        book.execute(f"UPDATE tally SET {counts} WHERE meeting_id = ?", (meeting,))
