"""Headings of dates with separate columns for day, month and year."""

from db.vietnamese import fold

PARTS = ("ngay", "thang", "nam")


def is_date_part(texts: list[str]) -> bool:
    """Return whether a heading says nothing but day, month or year."""
    return not set(PARTS).isdisjoint(map(fold, texts))


def take_date_parts(
    field: str,
    headings: list[list[str]],
    columns: dict[str, list[int]],
    unknown: dict[int, str],
    twice: dict[int, str],
) -> None:
    """Give a field its day, month and year columns: "Ngày", "Tháng", "Năm sinh", or each with the field's name."""
    own = [*columns[field], *(place for place, of in twice.items() if of == field)]
    for year in own:
        three = [year - 2, year - 1, year]
        if three[0] < 0 or not all(place in unknown or place in own for place in three):
            continue
        if tuple(_first_word(headings[place]) for place in three) == PARTS:
            columns[field] = three
            for place in three:
                unknown.pop(place, None)
                twice.pop(place, None)
            return


def take_year_column(
    field: str, headings: list[list[str]], columns: dict[str, list[int]], twice: dict[int, str]
) -> None:
    """Give a field of one column a further one that holds only the year: "Năm sinh" beside "Ngày sinh"."""
    if len(columns[field]) != 1 or _first_word(headings[columns[field][0]]) == PARTS[2]:
        return
    years = [place for place, of in twice.items() if of == field and _first_word(headings[place]) == PARTS[2]]
    if len(years) == 1:
        columns[field] = [*columns[field], years[0]]
        del twice[years[0]]


def _first_word(texts: list[str]) -> str:
    """Return the first word of a heading's own text; "năm" (year), but not "nam" (male)."""
    said = texts[-1] if texts else ""
    return "" if fold(said).startswith("nam") and not said.lower().startswith("năm") else fold(said).split(" ")[0]
