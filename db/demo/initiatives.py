"""Initiatives and indicators of the demonstration:
four models in clusters of the book's cell, one each in some others.
"""

from datetime import date

from sqlalchemy import select

from db.demo.bulk_filler import BulkFiller
from db.demo.cell_builder import OWN
from db.demo.district_plan import BOOK
from db.demo.district_state import Cell, District, seeded_random
from db.models import CellGroup, GroupKind, IndicatorValue, Initiative, UnitKind

OF_BOOK = (  # name, households, office in charge, result
    ("Khu dân cư đoàn kết", 43, None, "Làm xong đường cờ, đường hoa dài 600 m"),
    ("Tang lễ văn minh, tiến bộ", None, "Chi hội trưởng người cao tuổi", None),
    ("Tiếng kẻng an ninh", None, "Công an viên", "Sáu tháng không có vụ mất trộm"),
    ("Cựu chiến binh giữ an toàn giao thông cổng trường", None, "Chi hội trưởng cựu chiến binh", None),
)
ELSEWHERE = ("Vườn mẫu", "Tuyến đường hoa", "Phân loại rác tại hộ", "Dòng họ không có người vi phạm")
SHARE, YEARS = 0.4, 4  # share of the other cells that have one; years of figures


def fill(filler: BulkFiller, district: District) -> None:
    """Add the initiatives and indicators."""
    clusters: dict[int, list[int]] = {}
    query = select(CellGroup.unit_id, CellGroup.id).where(CellGroup.kind == GroupKind.CLUSTER).order_by(CellGroup.id)
    for unit_id, group_id in filler.query(query):
        clusters.setdefault(unit_id, []).append(group_id)
    for cell in district.cells:
        if cell.kind != UnitKind.CELL or not cell.own or not cell.stands_on(district.today):
            continue
        random = seeded_random("initiatives", cell.id)
        if cell.name == BOOK:
            _fill_book(filler, district, cell, clusters.get(cell.id, []))
        elif random.random() < SHARE:
            begun = date(district.today.year - 1, random.randint(1, 12), 1)
            filler.add(
                Initiative, unit_id=cell.id, name=random.choice(ELSEWHERE), households=random.randint(8, 40),
                valid_from=begun,
            )  # fmt: skip
            _figures(filler, district, cell, random.randint(45, 60), random.randint(9, 13))
        filler.write()


def _fill_book(filler: BulkFiller, district: District, cell: Cell, clusters: list[int]) -> None:
    leader = cell.people_on(OWN, district.today)[0].member_id
    for place, (name, households, office, result) in enumerate(OF_BOOK):
        who = {"leader": office} if office else {"leader_id": leader}
        cluster = clusters[min(2, len(clusters) - 1)] if clusters else None
        begun = date(district.today.year - 2, 2 + place, 1)
        about = {"households": households, "result": result, "valid_from": begun}
        filler.add(Initiative, unit_id=cell.id, name=name, cluster_id=cluster, **about, **who)
    _figures(filler, district, cell, 40, 12)
    about = {"unit_id": cell.id, "year": district.today.year - 1}
    filler.add(IndicatorValue, **about, indicator="gardens", value=2, total=3)
    filler.add(IndicatorValue, **about, indicator="production", value=149)


def _figures(filler: BulkFiller, district: District, cell: Cell, income: int, criteria: int) -> None:
    for back in range(YEARS, 0, -1):
        about, rise = {"unit_id": cell.id, "year": district.today.year - back}, YEARS - back
        filler.add(IndicatorValue, **about, indicator="income", value=income + 3 * rise, qualifier="over")
        filler.add(IndicatorValue, **about, indicator="criteria", value=min(15, criteria + rise // 2), total=15)
