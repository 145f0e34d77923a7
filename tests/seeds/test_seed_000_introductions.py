"""Seed 000, Bắc Giang 2021: of 37.103 members subject to introduction 36.835 are introduced."""

from datetime import date

import pytest

from components.contacts import reconciliation_view
from components.i18n import in_language
from db.contacts import reconciliation, subject_counts
from db.contacts.merged_counts import Count
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState, Member
from tests import people

SUBJECT, INTRODUCED = 37_103, 36_835
DAY = date(2021, 1, 1)


@pytest.mark.usefixtures("november")
def test_268_are_still_to_be_introduced_and_99_3_percent_are(world: people.World):
    commune = world.units["dong_ha"]
    subject_counts.record(world.commune, [Count(commune, DAY, SUBJECT)])
    person = {"name": "Nguyễn Văn Hòa", "sort_key": "hoa nguyen van", "search_key": "nguyen van hoa"}
    letter = {"state": IntroductionState.INTRODUCED, "sent_on": date(2020, 12, 1), "commune_id": commune}
    with writing(SYSTEM, "introduce") as session:
        bulk.delete(session, Introduction, [1, 2])
        ids = bulk.insert(session, Member, [person] * INTRODUCED)
        bulk.insert(session, Introduction, [{"member_id": each, **letter} for each in ids])
    (line,) = [each for each in reconciliation.by_unit(world.district, DAY) if each.unit_id == commune]
    assert (line.counts.introduced, line.counts.outstanding, line.counted_on) == (INTRODUCED, 268, DAY)
    with in_language("vi"):
        said = reconciliation_view.headline(line.counts, DAY)
    assert "36.835/37.103" in said
    assert "99,3 %" in said
    assert "**268**" in said
