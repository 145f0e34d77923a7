"""Seed 003, a province whose agency cells were dissolved: the agency's remark beside the class, and
recommended people.
"""

from datetime import date

import pytest

from db.admissions import candidate_list, candidates
from db.admissions.candidates import CandidateInput
from db.comments import agency_year_remarks
from db.evaluations import evaluation_list
from db.models import AgencyRemark
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")


def test_a_residential_cell_reads_the_agencys_remark_where_it_classifies(world):
    """A residential cell cannot judge the work of commune officials, so the agency's remark is asked for at the end."""
    agency_year_remarks.send_remark(
        world.workplace, world.units["dong_ha"], "Nguyễn Văn An", "1957", 2026, "Giải quyết đúng hạn"
    )
    (remark,) = rows(AgencyRemark)
    agency_year_remarks.assign_to_member(world.commune, remark.code, code_of(world, "an"))
    line = evaluation_list.load(world.secretary, world.units["dong_bao"], 2026).find(world.members["an"])
    assert [told.text for told in agency_year_remarks.list_about_member(world.secretary, line.person.member_id)] == [
        "Giải quyết đúng hạn"
    ]


def test_a_member_recommends_an_outstanding_person(world):
    typed = CandidateInput("Trần Văn Mới", 2001, date(2026, 10, 1), code_of(world, "an"))
    candidates.propose(world.secretary, world.units["dong_bao"], typed)
    (line,) = candidate_list.list_all(world.commune)
    assert (line.name, line.proposer[1]) == ("Trần Văn Mới", "Nguyễn Văn An")
