"""Recount in plain SQL of what comes from above: visits of teams, difficulties reported upwards, checks of books."""

from datetime import date

from db.calendar import clock
from db.calendar.months import first_day, last_day, months_between
from tests.paper_recount import CELLS, STATE, PaperRecount, add_counts

Counts = dict[str, list[int]]
ENDS = "coalesce({0}.valid_from, '0001-01-01') AS {1}_first, coalesce({0}.valid_to, '9999-12-31') AS {1}_last"
VISITS = f"""{CELLS}, follows AS (
  SELECT t.id AS team, t.name, t.unit_id, c.id AS cell, {ENDS.format("t", "team")}, {ENDS.format("f", "follow")}
  FROM team_unit f JOIN team t ON t.id = f.team_id JOIN cells c ON f.followed_id IN (c.id, c.area)),
valid AS (SELECT * FROM follows WHERE max(team_first, follow_first) <= :day
  AND min(team_last, follow_last) >= :year AND max(team_first, follow_first) <= min(team_last, follow_last)),
held AS (SELECT v.team, m.id, v.cell, strftime('%m', m.held_on) AS month,
    date(m.held_on, 'start of month', '+1 month') <= min(date(:day, '+1 day'), :today) AS over,
    EXISTS (SELECT 1 FROM team_visit w JOIN team_official o ON o.id = w.official_id
      WHERE w.meeting_id = m.id AND o.team_id = v.team) AS came
  FROM valid v JOIN meeting m ON m.unit_id = v.cell AND m.audience = 'own' AND m.state = 'held'
    AND m.held_on BETWEEN max(:year, v.team_first, v.follow_first) AND min(:day, v.team_last, v.follow_last))
SELECT (SELECT code FROM team WHERE id = v.team), v.name,
  (SELECT n.name FROM unit_version n WHERE n.unit_id = v.unit_id AND n.valid_to IS NULL), count(DISTINCT v.cell),
  (SELECT count(DISTINCT cell || '.' || month) FROM held h WHERE h.team = v.team AND over),
  (SELECT count(DISTINCT cell || '.' || month) FROM held h WHERE h.team = v.team AND over AND came),
  (SELECT count(DISTINCT id) FROM held h WHERE h.team = v.team AND came)
FROM valid v GROUP BY v.team"""


def teams(recount: PaperRecount) -> Counts:
    """By team: cells followed, visits owed, those of them made, meetings attended, in the year up to the day."""
    rows = recount.ask(VISITS, year=date(recount.day.year, 1, 1))
    names = [row[1] for row in rows]
    return {f"{unit}: {name}" if names.count(name) > 1 else name: list(counts) for _, name, unit, *counts in rows}


def difficulties(recount: PaperRecount) -> Counts:
    """By part: reported so far, in the months, open, open too long, answered and not noted, noted, closed."""
    return recount.petitions("'cell', 'team'")


def books(recount: PaperRecount) -> Counts:
    """By part: cells with months to check in the year so far, and those checked completely, partly, or not at all."""
    year = months_between(min(recount.since, recount.until // 100 * 100 + 1), recount.until)
    months = [month for month in year if last_day(month) <= clock.today()]
    stood: dict[int, set[int]] = {}
    for month in months:
        asked = {"month": month, "first": first_day(month), "day": last_day(month)}
        for cell_id, *_, stands in recount.ask(f"{CELLS} {STATE}", **asked):
            if stands:
                stood.setdefault(cell_id, set()).add(month)
    checked = recount.ask("SELECT unit_id, first_month, last_month FROM book_check WHERE checked_on <= :day")
    found: Counts = {}
    for cell_id, *_ in recount.cells():
        of = stood.get(cell_id, set())
        done = {
            month for unit_id, first, last in checked if unit_id == cell_id for month in of if first <= month <= last
        }
        told = [bool(of), bool(of) and done == of, bool(done) and done != of, bool(of) and not done]
        add_counts(found, recount.part(cell_id), told)
    return found
