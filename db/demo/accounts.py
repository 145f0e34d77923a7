"""The accounts of the demonstration, one for each role, all with the same password."""

from db.accounts import passwords
from db.demo.bulk_filler import BulkFiller
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District
from db.demo.word_lists import load_words
from db.models import Account, Grant, Role

PASSWORD = "demo-2026"
TWO_HATS = "haivai"  # secretary of a cell, and officer of the commune as well
TWO_HATS_CELL = "Chi bộ tổ dân phố số 10"


def fill(filler: BulkFiller, district: District) -> None:
    """Add the accounts with their grants."""
    first, book, other = (
        district.communes[0],
        district.cell_of_first_commune(BOOK),
        district.cell_of_first_commune(TWO_HATS_CELL),
    )
    hospital = load_words()["work"]["hospital"]
    above = f"Thường trực Đảng ủy {first.name}" if district.has_cells_at_root else "Cán bộ cấp ủy cấp trên"
    # in a ward the same people are commune officer, district officer and administrator
    desk = [
        (role, first.id)
        for role in ((Role.COMMUNE, Role.DISTRICT, Role.ADMIN) if district.has_cells_at_root else (Role.COMMUNE,))
    ]
    holders = [
        ("admin", ("Quản trị viên", None), [(Role.ADMIN, district.id)]),
        ("huyen", (above, None), [(Role.DISTRICT, district.id)]),
        ("xa", (f"Văn phòng Đảng ủy {first.name}", None), desk),
        ("bithu", _secretary(district, book), [(Role.SECRETARY, book.id)]),
        ("coquan", (f"Văn phòng Đảng ủy {hospital}", None), [(Role.WORKPLACE, district.workplaces[hospital])]),
        (TWO_HATS, _secretary(district, other), [(Role.SECRETARY, other.id), (Role.COMMUNE, first.id)]),
    ]
    kept = passwords.hash_password(PASSWORD)
    for username, (name, member_id), grants in holders:
        account_id = filler.add(
            Account, username=username, name=name, member_id=member_id, password_hash=kept, must_change=False
        )
        for role, unit_id in grants:
            filler.add(Grant, account_id=account_id, role=role, unit_id=unit_id, valid_from=district.first_day)


def _secretary(district: District, cell: Cell) -> tuple[str, int]:
    """Return name and id of a cell's secretary."""
    member_id = cell.secretary(district.today)
    return next(person.name for person in cell.people if person.member_id == member_id), member_id
