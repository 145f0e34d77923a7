"""Headings of names split over several columns: family, middle and given name."""

from db.vietnamese import fold

# headings between family name and given name
MIDDLE = {f"{before}{word}" for before in ("", "chu ", "ten ") for word in ("dem", "lot")}


def assign_name_parts(columns: dict[str, list[int]], headings: list[list[str]], twice: dict[int, str]) -> None:
    """Treat "Tên" beside "Họ đệm" as the given name only; alone it is the full name."""
    if "family" in columns and "name" in columns and "ten" in map(fold, headings[columns["name"][0]]):
        columns["given"] = columns.pop("name")
    beside = [at for at, field in twice.items() if field == "family" and MIDDLE.intersection(map(fold, headings[at]))]
    if beside and "ho" in map(fold, headings[columns["family"][0]]):
        columns["family"].append(beside[0])
        del twice[beside[0]]
