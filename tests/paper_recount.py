"""Figures of papers for meetings recounted in plain SQL, without a line of the register's own counting code.

It is meant for the trees of the demonstration: areas below one root or none, cells that begin, end or are renamed; the
rules a paper depends on are the shipped ones.
"""

import sqlite3
from datetime import date
from pathlib import Path

from db.calendar.months import add_months, first_day, last_day, months_before, months_between

AIM, OVERLOADED, LATE_AFTER, VISITED_WITHIN, OPEN_DAYS, MEETING_DAY = 90, 150, 5, 3, 30, 3
STATES = ("in_time", "late", "totals", "postponed", "not_held", "silent", "not_due")
REPORTED = STATES[:5]
# valid on any day between :since and :day
IN_SPAN = "({0}.valid_from IS NULL OR {0}.valid_from <= :day) AND ({0}.valid_to IS NULL OR {0}.valid_to >= :since)"
VALID = "({0}.valid_from IS NULL OR {0}.valid_from <= {1}) AND ({0}.valid_to IS NULL OR {0}.valid_to >= {1})"
CELLS = f"""WITH RECURSIVE below(id) AS (SELECT :unit UNION SELECT v.unit_id FROM unit_version v
  JOIN below ON v.parent_id = below.id WHERE {VALID.format("v", ":day")}),
cells AS (SELECT u.id, u.kind, v.name, v.parent_id AS area,
    (SELECT a.name FROM unit_version a WHERE a.unit_id = v.parent_id AND {VALID.format("a", ":day")}) AS area_name
  FROM unit u JOIN unit_version v ON v.unit_id = u.id JOIN below ON below.id = u.id
  WHERE u.kind IN ('cell', 'agency_cell') AND u.reports AND {VALID.format("v", ":day")})"""
# the cells of a span of days, also those that ended in it
CELLS_IN_SPAN = CELLS
for table in "va":
    CELLS_IN_SPAN = CELLS_IN_SPAN.replace(VALID.format(table, ":day"), IN_SPAN.format(table))
MEETINGS = """came AS (
  SELECT m.id, m.unit_id, m.area_id, m.period, sum(a.expectation = 'expected') AS expected,
    sum(a.expectation = 'expected' AND a.outcome = 'present') AS present,
    sum(a.expectation = 'expected' AND a.outcome = 'excused') AS excused,
    sum(a.expectation = 'expected' AND a.outcome = 'unexcused') AS unexcused,
    sum(a.expectation = 'expected' AND a.outcome = 'unknown') AS unknown,
    sum(a.expectation = 'exempt') AS exempt, sum(a.expectation = 'extra') AS extra
  FROM meeting m JOIN attendance a ON a.meeting_id = m.id AND a.kind IN ('own', 'temporary')
  WHERE m.audience = 'own' AND m.state = 'held' AND m.named GROUP BY m.id
  UNION ALL SELECT m.id, m.unit_id, m.area_id, m.period, sum(t.expected), sum(t.present), sum(t.excused),
    sum(t.unexcused), sum(t.unknown), sum(t.exempt), sum(t.extra)
  FROM meeting m JOIN tally t ON t.meeting_id = m.id
  WHERE m.audience = 'own' AND m.state = 'held' AND NOT m.named GROUP BY m.id)"""
SUMS = "count(id), " + ", ".join(f"coalesce(sum({name}), 0)" for name in
       ("expected", "present", "excused", "unexcused", "unknown", "exempt", "extra"))  # fmt: skip
CHOSEN = """(SELECT CAST(s.value AS INTEGER) FROM setting s JOIN (SELECT c.id AS id, 0 AS far UNION SELECT c.area, 1
  UNION SELECT v.parent_id, 2 FROM unit_version v WHERE v.unit_id = c.area) up ON up.id = s.unit_id
  WHERE s.name = '{}' AND s.valid_from <= {} ORDER BY up.far, s.valid_from DESC LIMIT 1)"""
STATE = f"""SELECT c.id, c.name, c.area, c.area_name,
  (SELECT count(*) FROM meeting m WHERE m.unit_id = c.id AND m.audience = 'own' AND m.state = 'held'
    AND m.period = :month) AS held,
  (SELECT count(*) FROM meeting m WHERE m.unit_id = c.id AND m.audience = 'own' AND m.state = 'held' AND m.named
    AND m.period = :month) AS named,
  (SELECT min(date(m.first_saved_at, '+7 hours')) FROM meeting m WHERE m.unit_id = c.id AND m.audience = 'own'
    AND m.state = 'held' AND m.named AND m.period = :month) AS saved,
  (SELECT max(m.state) FROM meeting m WHERE m.unit_id = c.id AND m.audience = 'own' AND m.period = :month
    AND m.state IN ('postponed', 'not_held')) AS said,
  min(coalesce({CHOSEN.format("meeting_day", ":day")}, {MEETING_DAY}), 28) AS planned,
  coalesce({CHOSEN.format("first_month", ":today")}, 0) <= :month AND NOT EXISTS (SELECT 1 FROM unit_version v
    WHERE v.unit_id = c.id AND v.valid_from > :first AND v.valid_from <= :day
    AND NOT EXISTS (SELECT 1 FROM unit_version b WHERE b.unit_id = c.id AND b.valid_to = date(v.valid_from, '-1 day')))
    AND EXISTS (SELECT 1 FROM unit_version e WHERE e.unit_id = c.id AND {VALID.format("e", ":day")})
    AS stood FROM cells c"""
COVER = f"""groups AS (SELECT g.id, g.unit_id, g.parent_id, g.valid_from,
    coalesce((SELECT n.households FROM household_count n WHERE n.group_id = g.id
      AND (n.valid_from IS NULL OR n.valid_from <= :day)
      ORDER BY n.valid_from IS NOT NULL DESC, n.valid_from DESC, n.id DESC LIMIT 1), 0) AS told
  FROM cell_group g WHERE g.kind IN ('cluster', 'households') AND {VALID.format("g", ":day")}),
named AS (SELECT p.group_id, p.household_id, p.household_id IN homes AS done FROM household_place p
  WHERE {VALID.format("p", ":day")}),
inner_ AS (SELECT g.id, g.parent_id, max(g.told, (SELECT count(*) FROM named n WHERE n.group_id = g.id)) AS many,
    g.id IN whole OR g.parent_id IN whole AS all_, coalesce((SELECT sum(n.done) FROM named n WHERE n.group_id = g.id),
    0) + coalesce((SELECT sum(p.many) FROM parts p WHERE p.group_id = g.id), 0) AS some
  FROM groups g WHERE g.parent_id IN (SELECT id FROM groups)),
outer_ AS (SELECT g.unit_id, max(g.told, (SELECT count(*) FROM named n WHERE n.group_id = g.id)
      + coalesce((SELECT sum(many) FROM inner_ i WHERE i.parent_id = g.id), 0)) AS many, g.id IN whole AS all_,
    coalesce((SELECT sum(n.done) FROM named n WHERE n.group_id = g.id), 0)
      + coalesce((SELECT sum(CASE WHEN all_ THEN many ELSE min(many, some) END) FROM inner_ i
        WHERE i.parent_id = g.id), 0)
      + coalesce((SELECT sum(p.many) FROM parts p WHERE p.group_id = g.id), 0) AS some
  FROM groups g WHERE g.parent_id IS NULL OR g.parent_id NOT IN (SELECT id FROM groups))
SELECT unit_id, sum(many), sum(CASE WHEN all_ THEN many ELSE min(many, some) END) FROM outer_ GROUP BY unit_id"""
FREE = "NOT EXISTS (SELECT 1 FROM exemption e WHERE e.member_id = {0}.member_id AND e.unit_id = {0}.unit_id AND " + (
    VALID.format("e", ":day") + ")"
)
CHARGES = f"""charges AS (SELECT a.* FROM assignment a WHERE {VALID.format("a", ":day")} AND {FREE.format("a")}
  AND EXISTS (SELECT 1 FROM membership s WHERE s.member_id = a.member_id AND s.unit_id = a.unit_id
    AND {VALID.format("s", ":day")})),
whole(id) AS (SELECT group_id FROM charges WHERE group_id IS NOT NULL),
homes(id) AS (SELECT household_id FROM charges WHERE household_id IS NOT NULL),
parts(group_id, many) AS (SELECT 0, 0)"""
VISITS = """whole(id) AS (SELECT group_id FROM household_visit WHERE visited_on > :since AND visited_on <= :day
    AND group_id IS NOT NULL AND households IS NULL
  UNION SELECT id FROM cell_group WHERE valid_from > :since),
homes(id) AS (SELECT household_id FROM household_visit WHERE visited_on > :since AND visited_on <= :day
  UNION SELECT household_id FROM household_place GROUP BY household_id
  HAVING min(coalesce(valid_from, '0001-01-01')) > :since),
parts(group_id, many) AS (SELECT group_id, sum(households) FROM household_visit
  WHERE visited_on > :since AND visited_on <= :day AND households IS NOT NULL GROUP BY group_id)"""


class PaperRecount:
    """The rows of a register in a file, asked about a unit and a range of months, as of a day."""

    def __init__(self, file: Path, unit_id: int, since: int, until: int, day: date, today: date) -> None:
        self.file, self.book = file, sqlite3.connect(file)
        self.unit_id, self.since, self.until, self.day, self.today = unit_id, since, until, day, today

    def ask(self, query: str, **values: object) -> list[tuple]:
        """Rows as they are in the file; days and the unit are known to every query."""
        known = {"unit": self.unit_id, "day": self.day, "today": self.today, **values}
        told = {name: value.isoformat() if isinstance(value, date) else value for name, value in known.items()}
        return self.book.execute(query, told).fetchall()

    def cells(self, day: date | None = None) -> list[tuple]:
        """Cells of the unit on a day: id, kind, name, area, and the area's name."""
        return self.ask(f"{CELLS} SELECT id, kind, name, area, area_name FROM cells", day=day or self.day)

    def known(self) -> dict[int, tuple]:
        """Cells of the unit in the period by id, as they are or last were; also those that ended in it."""
        query = f"{CELLS_IN_SPAN} SELECT id, kind, name, area, area_name FROM cells"
        found = {row[0]: row for row in self.ask(query, since=first_day(self.since))}
        return found | {row[0]: row for row in self.cells()}

    def part(self, cell_id: int) -> str:
        """The name under which a cell is listed: its area, or itself if it is directly below the unit."""
        (_, _, name, area, area_name) = self.known()[cell_id]
        return name if area == self.unit_id else area_name

    def came(self, since: int, until: int, by: str = "") -> dict:
        """Meetings of these months and attendance, grouped by a column of the meetings, or all together."""
        within = "" if self._is_root() else "AND :unit IN (area_id, unit_id)"
        query = f"WITH {MEETINGS} SELECT {by or 'NULL'}, {SUMS} FROM came WHERE period BETWEEN :since AND :until"
        grouped = f"{query} {within} GROUP BY {by}" if by else f"{query} {within}"
        return {key: counts for key, *counts in self.ask(grouped, since=since, until=until)}

    def states(self, month: int) -> dict[int, str]:
        """What is known of each cell in a month: that existed throughout it, or recorded something."""
        found, ends = {}, last_day(month)
        asked = {"month": month, "first": first_day(month), "since": first_day(month), "day": ends}
        for cell_id, _, _, _, *told in self.ask(f"{CELLS_IN_SPAN} {STATE}", **asked):
            held, named, saved, said, planned, stood = told
            due = first_day(month).replace(day=planned)
            if held:
                late = named and saved and (date.fromisoformat(saved) - due).days > LATE_AFTER
                found[cell_id] = "late" if late else "in_time" if named else "totals"
            elif said or stood:
                found[cell_id] = said or ("not_due" if due > self.today else "silent")
        return found

    def reporting(self) -> dict[str, list[int]]:
        """How many cells are in each state over the months, by the part they belong to."""
        found: dict[str, list[int]] = {}
        for month in months_between(self.since, self.until):
            for cell_id, state in self.states(month).items():
                found.setdefault(self.part(cell_id), [0] * len(STATES))[STATES.index(state)] += 1
        return found

    def attention(self) -> list[tuple]:
        """Each cell of the months: name, area, months silent, months without a meeting, called, came."""
        came, months = (
            self.came(self.since, self.until, "unit_id"),
            [self.states(month) for month in months_between(self.since, self.until)],
        )
        known, found = self.known(), []
        for cell_id in {*came, *(each for states in months for each in states)}:
            said = [states.get(cell_id) for states in months]
            expected, present = came.get(cell_id, [0] * 8)[1:3]
            unheld = said.count("postponed") + said.count("not_held")
            found.append((known[cell_id][2], known[cell_id][4], said.count("silent"), unheld, expected, present))
        return found

    def contacts(self) -> dict[str, list[int]]:
        """Contact members by part: all, women, exempt, new, called and came in each half-year, assessed, praised, to be
        considered; their cells, and those with very many.
        """
        valid = VALID.format("s", ":day")
        people = f"""SELECT s.unit_id, count(DISTINCT s.member_id),
            count(DISTINCT CASE WHEN m.sex = 'female' THEN m.id END),
            count(DISTINCT CASE WHEN EXISTS (SELECT 1 FROM exemption e WHERE e.member_id = s.member_id
              AND e.unit_id = s.unit_id AND e.kind = 'contact' AND {VALID.format("e", ":day")}) THEN m.id END),
            count(DISTINCT CASE WHEN s.valid_from >= :new THEN m.id END)
          FROM membership s JOIN member m ON m.id = s.member_id WHERE s.kind = 'contact' AND {valid} GROUP BY 1"""
        rows = {row[0]: row[1:] for row in self.ask(people, new=date(self.day.year, 1, 1))}
        given = f"""SELECT unit_id, count(DISTINCT member_id), sum(json_extract(marks, '$.proposal') = 'praise'),
          sum(json_extract(marks, '$.proposal') = 'review') FROM assessment WHERE year = {self.day.year} GROUP BY 1"""
        halves, marks = [self._half(1), self._half(7)], {row[0]: row[1:] for row in self.ask(given)}
        found: dict[str, list[int]] = {}
        for cell_id, *_ in self.cells():
            if cell_id in rows:
                met = [each for half in halves for each in half.get(cell_id, (0, 0))]
                told = [*rows[cell_id], *met, *marks.get(cell_id, (0, 0, 0)), 1, rows[cell_id][0] >= OVERLOADED]
                add_counts(found, self.part(cell_id), told)
        return found

    def _half(self, first: int) -> dict[int, tuple[int, int]]:
        """People called to the meetings of a half-year and those who came to any, by cell."""
        query = """SELECT m.unit_id, count(DISTINCT a.member_id),
            count(DISTINCT CASE WHEN a.outcome = 'present' THEN a.member_id END)
          FROM meeting m JOIN attendance a ON a.meeting_id = m.id AND a.kind = 'contact' AND a.expectation = 'expected'
          WHERE m.audience = 'contact' AND m.months = 6 AND m.state = 'held' AND m.period = :half
            AND (m.held_on IS NULL OR m.held_on <= :day)
          GROUP BY 1"""
        return {unit_id: counts for unit_id, *counts in self.ask(query, half=self.day.year * 100 + first)}

    def met_contacts(self, first: int) -> int:
        """Contact meetings of a half-year of the cells that were held by the day."""
        query = """SELECT m.unit_id FROM meeting m WHERE m.audience = 'contact' AND m.months = 6 AND m.state = 'held'
          AND m.period = :half AND (m.held_on IS NULL OR m.held_on <= :day)"""
        cells = {row[0] for row in self.cells()}
        return sum(row[0] in cells for row in self.ask(query, half=self.day.year * 100 + first))

    def households(self) -> dict[str, list[int]]:
        """By part: households, those looked after, members in charge, all members, long without a visit."""
        since = months_before(self.day, VISITED_WITHIN)
        cover = {row[0]: row[1:] for row in self.ask(f"WITH {CHARGES}, {COVER}")}
        visited = {row[0]: row[1] - row[2] for row in self.ask(f"WITH {VISITS}, {COVER}", since=since)}
        told = "SELECT unit_id FROM household_visit GROUP BY 1 HAVING min(visited_on) <= :since"
        telling = {row[0] for row in self.ask(told, since=since)}
        valid, own = VALID.format("s", ":day"), "s.kind = 'own'"
        free = dict(self.ask(f"SELECT s.unit_id, count(DISTINCT s.member_id) FROM membership s WHERE {own} AND {valid} "
                             f"AND {FREE.format('s')} GROUP BY 1"))  # fmt: skip
        charged = dict(self.ask(f"WITH {CHARGES} SELECT c.unit_id, count(DISTINCT c.member_id) FROM charges c JOIN "
                                f"membership s ON s.member_id = c.member_id AND s.unit_id = c.unit_id AND {own} "
                                f"AND {valid} GROUP BY 1"))  # fmt: skip
        found: dict[str, list[int]] = {}
        for cell_id, kind, *_ in self.cells():
            many, covered = cover.get(cell_id, (0, 0))
            counts = [many, covered, charged.get(cell_id, 0), free.get(cell_id, 0),
                      visited.get(cell_id, 0) if cell_id in telling else 0]  # fmt: skip
            add_counts(found, self.part(cell_id), [0] * 5 if kind == "agency_cell" and not many else counts)
        return found

    def petitions(self, askers: str = "'people'") -> dict[str, list[int]]:
        """By part: received in all, in the months, open on the day, open too long on it, answered and not reported
        back, reported back, closed.
        """
        after = "({0} IS NULL OR {0} > :day)"
        is_open = " AND ".join(after.format(f"p.{name}") for name in ("answered_on", "closed_on"))
        late = f"{is_open} AND coalesce(p.due, date(p.received_on, '+{OPEN_DAYS} days')) < :day"
        closed, told = "p.closed_on <= :day", f"p.told_on <= :day AND {after.format('p.closed_on')}"
        answered = f"p.answered_on <= :day AND {after.format('p.told_on')} AND {after.format('p.closed_on')}"
        sums = ", ".join(f"coalesce(sum({each}), 0)" for each in (answered, told, closed))
        query = f"""SELECT p.unit_id, count(*), sum(p.received_on >= :first), sum({is_open}), sum({late}), {sums}
          FROM petition p WHERE p.asker IN ({askers}) AND p.received_on <= :day GROUP BY 1"""
        rows = {row[0]: row[1:] for row in self.ask(query, first=first_day(self.since))}
        found: dict[str, list[int]] = {}
        for cell_id, *_ in self.cells():
            add_counts(found, self.part(cell_id), rows.get(cell_id, [0] * 7))
        return found

    def earlier(self, by: int) -> list[int]:
        """Attendance in the same number of months, that much earlier."""
        return self.came(add_months(self.since, -by), add_months(self.until, -by))[None]

    def _is_root(self) -> bool:
        return not self.ask("SELECT 1 FROM unit_version WHERE unit_id = :unit AND parent_id IS NOT NULL")


def add_counts(found: dict[str, list[int]], name: str, counts) -> None:
    """Add counts to those already under a name."""
    before = found.get(name, [0] * len(counts))
    found[name] = [one + int(more or 0) for one, more in zip(before, counts, strict=True)]


def total(found: dict[str, list[int]]) -> list[int]:
    """All parts together."""
    return [sum(column) for column in zip(*found.values(), strict=True)]
