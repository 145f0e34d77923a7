"""Member lists as the tests import them: rows, answers, effects, and the results."""

from sqlmodel import select

from db.drafts.drafts import DraftField
from db.imports import import_answers, import_run
from db.imports.person_rows import HashedNumber, PersonRow
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import reading, writing
from db.models import Member, Membership
from db.vietnamese import fold, person_sort_key

FILE, DONG_BAO, BEN_DA, NUI_DOI = "abcdefghjkmn", "Chi bộ thôn Đồng Bào", "Chi bộ thôn Bến Đá", "Chi bộ thôn Núi Đôi"


def hashed(digits: str) -> str:
    return f"{digits:0>64}"


def number(digits: str) -> HashedNumber:
    return HashedNumber(hashed(digits), digits[-4:])


def row(at: int, name: str, **known) -> PersonRow:
    return PersonRow(at, name, **{"cell": DONG_BAO, **known})


def answer(viewer, part: str = "file", **values: str) -> None:
    import_answers.save_answers(viewer, FILE, {DraftField(part, name): value for name, value in values.items()})


def bring_in(viewer, rows: list[PersonRow], token: str = "t") -> import_run.ImportResult:
    return import_run.execute(viewer, FILE, rows, token)


def effects(viewer, rows: list[PersonRow]) -> list[tuple[str, str | None]]:
    return [(outcome.effect.value, outcome.code) for outcome in import_run.preview(viewer, FILE, rows).outcomes]


def known(world, name: str, born: str | None = None, cell: str = "dong_bao", kind: str = "own", **columns) -> int:
    """A person already in the register, in a cell."""
    with writing(SYSTEM, "test") as session:
        person = {"name": name, "born": born, "sort_key": person_sort_key(name), "search_key": fold(name), **columns}
        member_id = bulk.insert(session, Member, [person])[0]
        bulk.insert(session, Membership, [{"member_id": member_id, "unit_id": world.units[cell], "kind": kind}])
    return member_id


def read(statement) -> list:
    with reading(SYSTEM) as session:
        return list(session.exec(statement))


def member_named(name: str) -> Member:
    (found,) = read(select(Member).where(Member.name == name))
    return found


NEW = [
    row(2, "Trần Văn Ánh", born="1970-05-01", admitted="1995-02-03", citizen=number("099070123456"), home=DONG_BAO),
    row(3, "Lê Thị Ân", born="1980", home=DONG_BAO),
    row(4, "Đỗ Văn Bảo", born="1985-01-02", cell="Bệnh viện huyện An Bình", home=BEN_DA, workplace="Bệnh viện"),
]
