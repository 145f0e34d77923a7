"""Seed 000, Bắc Giang 2021: of 37,103 members subject to introduction, 36,835 are introduced."""

from datetime import date

import pytest

from components.contacts import reconciliation_view
from components.i18n import in_language
from db.contacts import reconciliation, stated_introduction_counts
from db.contacts.counts_of_merged_units import StatedCount
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Introduction, IntroductionState, Member, Membership, Unit, UnitVersion
from tests import people
from tests.pages import said, shown

SUBJECT, INTRODUCED = 37_103, 36_835
DAY = date(2021, 1, 1)


@pytest.mark.usefixtures("november")
def test_268_remain_to_be_introduced_and_99_3_percent_are(world: people.World):
    commune = world.units["dong_ha"]
    stated_introduction_counts.record(world.commune, [StatedCount(commune, DAY, SUBJECT)])
    person = {"name": "Nguyễn Văn Hòa", "sort_key": "hoa nguyen van", "search_key": "nguyen van hoa"}
    letter = {"state": IntroductionState.INTRODUCED, "sent_on": date(2020, 12, 1), "commune_id": commune}
    with writing(SYSTEM, "introduce") as session:
        bulk.delete(session, Introduction, [1, 2])
        ids = bulk.insert(session, Member, [person] * INTRODUCED)
        bulk.insert(session, Introduction, [{"member_id": each, **letter} for each in ids])
    (line,) = [each for each in reconciliation.by_commune_or_workplace(world.district, DAY) if each.unit_id == commune]
    assert (line.counts.introduced, line.counts.outstanding, line.counted_on) == (INTRODUCED, 268, DAY)
    with in_language("vi"):
        said = reconciliation_view.headline(line.counts, DAY)
    assert "36.835/37.103" in said
    assert "99,3 %" in said
    assert "**268**" in said


@pytest.mark.usefixtures("november")
def test_780_members_in_15_cells_are_52_on_average(world: people.World):
    with writing(SYSTEM, "place") as session:
        cells = [world.units["dong_bao"], world.units["ben_da"]]
        more = bulk.insert(session, Unit, [{"kind": "cell", "level": "cell"}] * 13)
        name = {"name": "Chi bộ tổ dân phố", "search_key": "chi bo to dan pho", "sort_key": "chi bo to dan pho"}
        bulk.insert(
            session, UnitVersion, [{"unit_id": each, "parent_id": world.units["dong_ha"], **name} for each in more]
        )
        person = {"name": "Nguyễn Văn Hòa", "sort_key": "hoa nguyen van", "search_key": "nguyen van hoa"}
        ids = bulk.insert(session, Member, [person] * 779)  # plus the one already there
        places = [*cells, *more]
        stays = [{"member_id": one, "unit_id": places[at % 15], "kind": "contact"} for at, one in enumerate(ids)]
        bulk.insert(session, Membership, stays)
    told = said(shown(world.commune, "pages/contacts/contacts.py", view="summary"))
    assert "**780** đảng viên giữ mối liên hệ ở 15 chi bộ" in told
    assert "bình quân 52 mỗi chi bộ" in told
