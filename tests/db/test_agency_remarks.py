"""An agency's remarks on its people: sent by the agency, assigned to a member by the commune, read by his cell."""

import pytest

from db.access_log import need_to_know_reads
from db.comments import agency_year_remarks
from db.errors import Invalid, NotAllowed
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import AgencyRemark, Membership, TextReadRecord
from tests.db.confirmed_assessments import member_code
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")


def test_an_agencys_remark_is_assigned_by_the_commune_and_read_by_the_cell(world):
    agency_year_remarks.send_remark(
        world.workplace, world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", 2026, "Hoàn thành tốt"
    )
    (line,) = agency_year_remarks.list_all(world.commune, unfound=True)
    assert (line.person, line.workplace) == ("Nguyễn Văn Hùng", "Bệnh viện huyện An Bình")
    found = agency_year_remarks.list_candidates(world.commune, line.code)
    assert [(one.born, one.cell) for one in found] == [("1971", "Chi bộ thôn Bến Đá"), ("1953", "Chi bộ thôn Bến Đá")]
    with pytest.raises(Invalid, match="remark_not_own"):
        agency_year_remarks.assign_to_member(world.commune, line.code, member_code(world))
    agency_year_remarks.assign_to_member(world.commune, line.code, found[0].code)
    assert agency_year_remarks.list_all(world.commune, unfound=True) == []
    assert [each.text for each in agency_year_remarks.list_about_member(world.commune, world.members["hung_lan"])] == [
        "Hoàn thành tốt"
    ]
    assert agency_year_remarks.list_about_member(world.secretary, world.members["hung_lan"]) == []
    assert [row.what for row in need_to_know_reads.list_latest(world.commune)] == ["agency_remark"] * len(
        rows(TextReadRecord)
    )


@pytest.mark.parametrize("who", ["commune", "secretary", "district"])
def test_only_an_agency_writes_remarks(world, who):
    with pytest.raises(NotAllowed):
        agency_year_remarks.send_remark(
            world.viewers[who], world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", 2026, "Tốt"
        )


@pytest.mark.parametrize("who", ["workplace", "secretary"])
def test_only_the_commune_says_whom_a_remark_is_about(world, who):
    agency_year_remarks.send_remark(
        world.workplace, world.units["dong_ha"], "Phạm Thị Dung", "1985", 2026, "Hoàn thành tốt"
    )
    with writing(SYSTEM, "settle") as session:
        session.add(Membership(member_id=world.members["dung"], unit_id=world.units["ben_da"], kind="own"))
    with pytest.raises(NotAllowed):
        agency_year_remarks.assign_to_member(world.viewers[who], rows(AgencyRemark)[0].code, member_code(world))
    agency_year_remarks.assign_to_member(world.commune, rows(AgencyRemark)[0].code, member_code(world))


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_remark_on_an_impossible_year_is_refused(world, year):
    with pytest.raises(Invalid, match="year_unknown"):
        agency_year_remarks.send_remark(world.workplace, world.units["dong_ha"], "Nguyễn Văn Hùng", "1971", year, "Tốt")
    assert rows(AgencyRemark) == []
