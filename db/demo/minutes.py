"""Meetings of one cell of the demonstration as they are recorded: attendance, sums, texts, tasks."""

from datetime import date, datetime, time, timedelta
from itertools import accumulate

from db.calendar import clock
from db.calendar.months import month_of
from db.demo.attendance import AttendanceRoll
from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import CONTACT, OWN, TEMPORARY
from db.demo.district_state import Cell, CellMember, District, first_of_month, seeded_random
from db.demo.word_lists import load_words, random_name
from db.models import Guest, Meeting, MeetingState, Sex, Sitting, Tally, Task, UnitKind
from db.models.meetings import MeetingAudience

DELAYS = tuple(accumulate((45, 25, 14, 8, 4, 2, 2)))  # per cent saved within so many days, cumulated
DETAILED = 24  # months back that have agendas, guests and tasks
CROWDED = 150  # too many people for one room


class MinutesWriter:
    """Records the meetings of one cell, one after the other."""

    def __init__(self, filler: BulkFiller, district: District, cell: Cell) -> None:
        self.filler, self.district, self.cell = filler, district, cell
        self.random = seeded_random("meetings", cell.id)
        self._hours = self.random.choice(["19:30", "20:00", "19:00"]) if cell.kind == UnitKind.CELL else "14:00"
        self._detailed = first_of_month(district.today, -DETAILED)
        self._open_tasks: list[dict] = []

    def add_own_meeting(self, type_: str, held: date, planned: date | None, *, named: bool = True) -> None:
        """Add a meeting of the cell's own members, unless it would not have been saved yet."""
        people = [person for person in self.cell.people_of(OWN, TEMPORARY) if person.is_present(held)]
        saved = self._saved_at(held)
        if not saved or not people:
            return
        columns = {
            "held_on": held,
            "planned_on": planned,
            "named": named,
            "first_saved_at": saved,
            "chair_id": self.cell.secretary(held),
        }
        if planned and held != planned:
            columns |= {"postponed_to": held, "reason": self.random.choice(load_words()["minutes"]["postponed"])}
        if not named:
            columns |= {"minutes_dated": held}
        if held >= self._detailed:
            columns |= self._details(type_, people)
        meeting_id, shared = self._meeting(type_, MeetingAudience.OWN, month_of(planned or held), 1, **columns)
        self._tally(
            AttendanceRoll(self.random, held, people, leading=self._leading(columns)).add_rows(self.filler, shared)
            if named
            else AttendanceRoll(self.random, held, people).totals(),
            shared,
            named,
        )
        if named and held >= self._detailed:
            self._beside(meeting_id, held, people)

    def add_contact_meeting(self, start: date, held: date, planned: date) -> None:
        """Add a half-yearly meeting with the contact members, in two sittings if there are too many for one room."""
        people = [person for person in self.cell.people_of(CONTACT) if person.is_present(held)]
        saved = self._saved_at(held)
        if not saved or not people:
            return
        columns = {
            "held_on": held,
            "planned_on": planned,
            "first_saved_at": saved,
            "chair_id": self.cell.secretary(held),
        }
        texts = {"agenda": _numbered(load_words()["minutes"]["contact"]), "place": self._place()}
        meeting_id, shared = self._meeting(
            "contact_periodic", MeetingAudience.CONTACT, month_of(start), 6, **columns, **texts
        )
        sittings = [self._sitting(meeting_id, held, number) for number in (1, 2)] if len(people) >= CROWDED else []
        self._tally(AttendanceRoll(self.random, held, people, sittings).add_rows(self.filler, shared), shared)

    def add_not_held(self, type_: str, planned: date, reason: str) -> None:
        """Add a month without a meeting, and the reason."""
        self._meeting(
            type_,
            MeetingAudience.OWN,
            month_of(planned),
            1,
            state=MeetingState.NOT_HELD,
            planned_on=planned,
            reason=reason,
        )

    def add_postponed(self, type_: str, planned: date, to: date, reason: str) -> None:
        """Add a meeting that is still to come, later than planned."""
        columns = {"state": MeetingState.POSTPONED, "planned_on": planned, "postponed_to": to, "reason": reason}
        self._meeting(type_, MeetingAudience.OWN, month_of(planned), 1, **columns)

    def add_open_tasks(self) -> None:
        """Add the tasks that are still open."""
        for task in self._open_tasks:
            self.filler.add(Task, **task)
        self._open_tasks.clear()

    def _meeting(
        self,
        type_: str,
        audience: MeetingAudience,
        period: int,
        months: int,
        state: MeetingState = MeetingState.HELD,
        **columns,
    ) -> tuple[int, dict]:
        """Add a meeting; return its id, and the columns that its tallies and attendance share with it."""
        shared = {
            "unit_id": self.cell.id,
            "area_id": self.cell.commune.id,
            "period": period,
            "months": months,
            "type": type_,
            "audience": audience,
        }
        meeting_id = self.filler.add(Meeting, state=state, **shared, **columns)
        return meeting_id, {"meeting_id": meeting_id, **shared}

    def _tally(self, sums: dict, shared: dict, named: bool = True) -> None:
        for kind, counts in sums.items():
            self.filler.add(Tally, kind=kind, named=named, **shared, **counts)

    def _saved_at(self, held: date) -> datetime | None:
        """Return the evening on which it was saved; None if that has not happened yet."""
        day = held + timedelta(days=self.random.choices(range(len(DELAYS)), cum_weights=DELAYS)[0])
        evening = time(self.random.randint(20, 22), self.random.randrange(60))
        return datetime.combine(day, evening, clock.HERE) if day < self.district.today else None

    def _leading(self, columns: dict) -> frozenset[int | None]:
        """Return who chairs and who takes the minutes; careless cells may record even these as absent."""
        careless = seeded_random("careless", self.cell.id).random() < 0.02
        return frozenset() if careless else frozenset({columns["chair_id"], columns.get("minute_taker_id")})

    def _details(self, type_: str, people: list[CellMember]) -> dict:
        random, texts = self.random, load_words()["minutes"]
        lines = [random.choice(texts["news"]), *random.sample(texts["work"], 2)]
        if type_ != "regular":
            lines.append(f"Chuyên đề: {random.choice(texts['topics'])}")
        lines.append(random.choice(texts["close"]))
        minutes = int(self._hours[:2]) * 60 + int(self._hours[3:]) + random.randint(18, 26) * 5
        return {
            "agenda": _numbered(lines),
            "place": self._place(),
            "starts_at": self._hours,
            "ends_at": f"{minutes // 60}:{minutes % 60:02}",
            "form": "mixed" if random.random() < 0.03 else "in_person",
            "score": round(random.gauss(93, 3) * 2) / 2 if random.random() < 0.8 else None,
            "minute_taker_id": people[min(1, len(people) - 1)].member_id,
        }

    def _place(self) -> str:
        return f"Nhà văn hóa {self.cell.place}" if self.cell.kind == UnitKind.CELL else f"Hội trường {self.cell.place}"

    def _sitting(self, meeting_id: int, held: date, number: int) -> int:
        hour = ("18:30", "20:00")[number - 1]
        return self.filler.add(
            Sitting,
            meeting_id=meeting_id,
            unit_id=self.cell.id,
            number=number,
            held_on=held,
            starts_at=hour,
            place=self._place(),
        )

    def _beside(self, meeting_id: int, held: date, people: list[CellMember]) -> None:
        """Add guests from above, closed tasks and new tasks."""
        random = self.random
        if random.random() < 0.12:
            guest = random_name(random, Sex.MALE if random.random() < 0.6 else Sex.FEMALE, random.randint(1965, 1990))
            position = random.choice(load_words()["minutes"]["above"])
            self.filler.add(
                Guest, meeting_id=meeting_id, unit_id=self.cell.id, name=guest, position=position, from_above=True
            )
        for task in [task for task in self._open_tasks if random.random() < 0.55]:
            self.filler.add(
                Task,
                **task,
                closed_in=meeting_id,
                closed_on=held,
                done=True,
                result=random.choice(load_words()["minutes"]["results"]),
            )
            self._open_tasks.remove(task)
        for _ in range(random.choices((0, 1, 2), (5, 4, 2))[0]):
            self._open_tasks.append(self._task(meeting_id, held, random.choice(people)))

    def _task(self, meeting_id: int, held: date, person: CellMember) -> dict:
        columns = {
            "unit_id": self.cell.id,
            "raised_in": meeting_id,
            "text": self.random.choice(load_words()["minutes"]["tasks"]),
        }
        return {
            **columns,
            "member_id": person.member_id,
            "who": person.name,
            "due": held + timedelta(days=self.random.choice([20, 30, 30, 60])),
        }


def _numbered(lines: list[str]) -> str:
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
