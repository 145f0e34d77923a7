"""Headings of the committee and of the cell in neighbouring columns: "Tổ chức đảng" over "Đảng bộ" and "Chi bộ"."""

from db.vietnamese import fold


def prefer_cell(columns: dict[str, list[int]], headings: list[list[str]], twice: dict[int, str]) -> None:
    """Take somebody's cell from the column that is called so, not from that of the committee above it."""
    if len(columns.get("cell", ())) != 1 or _says_cell(headings, columns["cell"][0]):
        return
    cells = [place for place, field in twice.items() if field == "cell" and _says_cell(headings, place)]
    if cells:
        twice[columns["cell"][0]] = twice.pop(cells[0])
        columns["cell"] = [cells[0]]


def _says_cell(headings: list[list[str]], place: int) -> bool:
    return "chi bo" in fold(headings[place][0])
