"""Random lists of members: true people, laid out as some office might, and what must be read of them."""

from collections.abc import Iterator
from random import Random

from components.files.hidden_and_struck_cells import SheetMarks
from components.files.workbook_reader import WorkbookSheet
from db.imports.person_rows import PersonRow
from tests import list_words
from tests.random_notation import RandomNotation
from tests.random_people import Person, people_of


class RandomList:
    """People, and the sheets that list them."""

    def __init__(self, draw: Random) -> None:
        self.draw = draw
        self.sections = draw.choice(["none", "none", "cells", "standing"])
        self.cells_by = (
            draw.choice(["title", "column", "merged", "sheets", "blocks"]) if self.sections != "cells" else "sections"
        )
        cells = (
            draw.sample(list_words.CELLS, draw.randint(2, 3))
            if self.cells_by != "title"
            else [draw.choice(list_words.CELLS)]
        )
        self.people = [one for cell in cells for one in people_of(draw, cell)]
        self.fields = [
            "name",
            "born",
            *draw.sample(
                [
                    "admitted",
                    "official",
                    "sex",
                    "card",
                    "citizen",
                    "phone",
                    "position",
                    "address",
                    "workplace",
                    "remarks",
                ],
                draw.randint(1, 8),
            ),
        ]
        if self.sections == "standing" and "official" not in self.fields:
            self.fields.append("official")
        self.numbered = draw.random() < 0.85
        self.notation = RandomNotation(draw)
        self.restart = draw.random() < 0.5
        self.marks: list[list[int]] = []
        self.rows: list[list] = []
        self.sheets = self._lay_out(cells)

    def _lay_out(self, cells: list[str]) -> list[WorkbookSheet]:
        groups = {cell: [one for one in self.people if one.cell == cell] for cell in cells}
        if self.cells_by == "sheets":
            return [
                self._sheet(
                    cell
                    if self.draw.random() < 0.5
                    else cell.removeprefix("Chi bộ ").capitalize()
                    if not cell[-1].isdigit()
                    else cell,
                    [{cell: group}],
                )
                for cell, group in groups.items()
            ]
        blocks = [{cell: group} for cell, group in groups.items()] if self.cells_by == "blocks" else [groups]
        return [self._sheet("Sheet1", blocks)]

    def _sheet(self, name: str, blocks: list[dict]) -> WorkbookSheet:
        self.rows, self.marks = [], []
        draw = self.draw
        self.rows += [list(row) for row in draw.choice(list_words.LETTERHEADS)]
        columns = self._columns()
        count = 0
        for block in blocks:
            titled = self.cells_by in ("title", "blocks")
            if titled:
                (cell,) = block
                self.rows.append(
                    [
                        draw.choice(
                            ["{}", "DANH SÁCH ĐẢNG VIÊN {}", "{} (tính đến 20/11/2026)", "{}, xã An Bình"]
                        ).format(cell.upper() if draw.random() < 0.4 else cell)
                    ]
                )
            if draw.random() < 0.3:
                self.rows.append([])
            self._head(columns)
            for at, (cell, group) in enumerate(block.items()):
                if self.cells_by == "sections":
                    self._section(at, cell, len(group))
                    count = 0 if self.restart else count
                count = self._people(columns, group, cell, count)
                if self.cells_by == "sections" and draw.random() < 0.3:
                    self.rows.append([None, f"Cộng: {len(group)} đồng chí"])
            if self.cells_by == "blocks":
                count = 0 if self.restart else count
                self.rows.append([])
        total = sum(len(group) for block in blocks for group in block.values())
        self.rows += [
            [text.format(count=total) if text else text for text in row] for row in draw.choice(list_words.FOOTERS)
        ]
        width = max(map(len, self.rows))
        rows = [[*row, *[None] * (width - len(row))] for row in self.rows]
        return WorkbookSheet(name, False, rows, SheetMarks([], [], self.marks, []))

    def _section(self, at: int, cell: str, count: int) -> None:
        numeral = self.draw.choice(["IVX", "ABC", ""])
        number = {"IVX": ["I", "II", "III"], "ABC": ["A", "B", "C"], "": ["", "", ""]}[numeral][at]
        text = cell + self.draw.choice(["", f" ({count} đồng chí)", f": {count} đ/c"])
        text = text.upper() if self.draw.random() < 0.3 and "(" not in text else text
        self.rows.append(self.draw.choice([[number or None, text], [f"{number}. {text}" if number else text]]))

    def _people(self, columns: list[str], group: list[Person], cell: str, count: int) -> int:
        parts = [(None, group)]
        if self.sections == "standing":
            full, young = [one for one in group if one.official], [one for one in group if not one.official]
            parts = [("Đảng viên chính thức", full), ("Đảng viên dự bị", young)]
        top = len(self.rows) + 1
        for at, (said, people) in enumerate(parts):
            if said and people:
                said = said.upper() if self.draw.random() < 0.4 else said
                self.rows.append(
                    self.draw.choice([[["I", "II"][at], said], [None, said], [said], [f"{['I', 'II'][at]}. {said}"]])
                )
            for one in people:
                count += 1
                if self.cells_by != "merged":
                    self._break(columns)
                self.rows.append([self._told(column, one, count, one is group[0]) for column in columns])
        if self.cells_by == "merged" and len(group) > 1 and "cell" in columns and self.sections == "none":
            place = columns.index("cell") + 1
            self.marks.append([top, place, len(self.rows), place])
        return count

    def _break(self, columns: list[str]) -> None:
        """Perhaps begin the next page, or leave a row empty."""
        if self.draw.random() < 0.03:
            self.rows += [["Trang 2"]] if self.draw.random() < 0.3 else []
            self._head(columns)
        if self.draw.random() < 0.05:
            self.rows.append([])

    def _columns(self) -> list[str]:
        fields = [field for field in self.fields if field != "sex"]
        rest = [field for field in fields if field != "name"]
        self.draw.shuffle(rest)
        found: list[str] = []
        for field in ["name", *rest]:
            if field == "name":
                found += {"apart": ["family", "given"], "merged": ["name", "name2"]}.get(self.notation.names, ["name"])
            elif field == "born":
                found += {"by_sex": ["man", "woman"], "parts": ["day", "month", "year"]}.get(
                    self.notation.births, ["born"]
                )
            else:
                found.append(field)
        if "sex" in self.fields and self.notation.births != "by_sex":
            found += {"ticks": ["tick_man", "tick_woman"], "women": ["tick_woman"]}.get(self.notation.sexes, ["sex"])
        if self.cells_by in ("column", "merged"):
            found.insert(
                self.draw.randint(1 if self.notation.names not in ("apart", "merged") else 2, len(found))
                if self.notation.births == "one"
                else len(found),
                "cell",
            )
        found += self.draw.sample(list(list_words.OTHER_COLUMNS), self.draw.randint(0, 2))
        if "admitted" in found and "official" in found and self.notation.joined_days:
            found.remove("official")
            found.insert(found.index("admitted") + 1, "official")
        return ["index", *found] if self.numbered else found

    def _head(self, columns: list[str]) -> None:
        draw = self.draw
        top = len(self.rows) + 1
        upper: list = []
        lower: list = []
        both = "admitted" in columns and "official" in columns and self.notation.joined_days
        for at, column in enumerate(columns):
            below = None
            if column == "index":
                text = draw.choice(list_words.INDEX)
            elif column == "family":
                text = draw.choice(["Họ và tên đệm", "Họ đệm", "Họ"])
            elif column == "given":
                text = "Tên"
            elif column == "name2":
                text = None
                self.marks.append([top, at, top, at + 1])
            elif column == "man":
                text, below = draw.choice(["Ngày, tháng, năm sinh", "Năm sinh", "Ngày sinh"]), "Nam"
            elif column == "woman":
                text, below = None, "Nữ"
            elif column in ("tick_man", "tick_woman"):
                text = {"tick_man": "Nam", "tick_woman": "Nữ"}[column]
            elif column in ("day", "month", "year"):
                text = draw.choice(["Ngày sinh", "Sinh"]) if column == "day" else None
                below = {"day": "Ngày", "month": "Tháng", "year": "Năm"}[column]
            elif both and column == "admitted":
                text, below = "Ngày vào Đảng", draw.choice(["Dự bị", "Kết nạp"])
            elif both and column == "official":
                text, below = None, "Chính thức"
            else:
                text = draw.choice(list_words.HEADINGS[column]) if column in list_words.HEADINGS else column
            upper.append(text)
            lower.append(below)
        self.rows.append(upper)
        if any(lower):
            self.rows.append(lower)
        if draw.random() < 0.25:
            self.rows.append([float(at) for at in range(1, len(columns) + 1)])

    def _told(self, column: str, one: Person, number: int, first: bool):
        if column == "cell":
            return one.cell if self.cells_by == "column" or first or self.sections != "none" else None
        return self.notation.write(column, one, number)

    def expected(self) -> list[tuple]:
        """Return what must be read: a row for each person, sorted."""
        return sorted(tuple(self._expect(one)) for one in self.people)

    def _expect(self, one: Person) -> Iterator:
        yield from (one.name, one.born)
        told = {*self.fields} | ({"sex"} if self.notation.births == "by_sex" else set())
        sex = "" if self.notation.ticks_only_women and one.sex == "male" else one.sex
        for field, value in (
            ("admitted", one.admitted),
            ("official", one.official),
            ("sex", sex),
            ("card", one.card[-4:]),
            ("citizen", one.citizen[-4:]),
            ("phone", one.phone),
            ("position", one.position),
        ):
            yield (value or "") if field in told else ""
        yield one.cell.lower().removeprefix("chi bộ ")
        yield self.sections == "standing" and not one.official

    def read(self, rows: list[PersonRow]) -> list[tuple]:
        """Return what was read, to be compared with what is expected."""
        return sorted(
            (
                row.name,
                row.born or "",
                row.admitted or "",
                row.official or "",
                "" if self.notation.ticks_only_women and row.sex == "male" else row.sex or "",
                row.card.last4 if row.card else "",
                row.citizen.last4 if row.citizen else "",
                "".join(filter(str.isdigit, row.phone or "")),
                row.position or "",
                (row.cell or row.home or "").lower().removeprefix("chi bộ "),
                row.probationary,
            )
            for row in rows
        )
