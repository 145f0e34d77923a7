"""Entries of the year: for one person or many at once, corrected and deleted; read by those whose work it is."""

from datetime import date

import pytest

from db.errors import Invalid, NotAllowed
from db.history import undo
from db.models import Batch, PeriodState, Unit, YearEntry
from db.people import personal_data
from db.periods import closing
from db.settings import settings
from db.year_entries import campaigns, entries, entry_list, year_record_counts
from db.year_entries.campaigns import CampaignInput
from db.year_entries.entries import EntryInput
from db.year_entries.entry_list import EntryFilter
from tests.people import SINCE
from tests.rows import code_of, rows

pytestmark = pytest.mark.usefixtures("november")
DAY = date(2026, 11, 20)


def enter(world, kind: str, *people: str, viewer=None, reason: str | None = None, **more) -> int:
    wanted = EntryInput(kind, **{"happened_on": DAY, **more})
    return entries.record(
        viewer or world.secretary,
        world.units["dong_bao"],
        [(wanted, [code_of(world, key) for key in people])],
        reason=reason,
    )


def listed(world, **wanted) -> list:
    return entry_list.list_for_unit(world.secretary, world.units["dong_bao"], EntryFilter(2026, **wanted))


def test_an_entry_for_many_people_is_shown_as_one_line(world):
    assert enter(world, "people_meeting", "dung", "an", "dung", note="Họp thôn") == 2
    (line,) = listed(world)
    assert (line.names, line.note, line.kind) == (("Phạm Thị Dung", "Nguyễn Văn An"), "Họp thôn", "people_meeting")
    assert {row.period for row in rows(YearEntry)} == {202611}


def test_several_entries_with_different_people_are_one_action(world):
    pairs = [
        (EntryInput("contacted", DAY), [code_of(world, "dung"), code_of(world, "an")]),
        (EntryInput("help", DAY), [code_of(world, "dung")]),
    ]
    assert entries.record(world.secretary, world.units["dong_bao"], pairs) == 3
    assert len(rows(Batch, deed="record_entries")) == 1


def test_only_kinds_that_measure_something_keep_an_amount(world):
    enter(world, "money", "dung", amount=500_000, approximate=True)
    enter(world, "work", "dung", days=1.5, amount=3)
    enter(world, "contacted", "dung", amount=7, days=2, approximate=True)
    found = [(row.kind, row.amount, row.days, row.approximate) for row in rows(YearEntry)]
    assert found == [("money", 500_000, None, True), ("work", None, 1.5, False), ("contacted", None, None, False)]


@pytest.mark.parametrize(
    ("code", "kind", "people", "more"),
    [
        ("entry_people_missing", "help", [], {}),
        ("entry_kind_missing", "gossip", ["dung"], {}),
        ("day_missing", "help", ["dung"], {"happened_on": None}),
        ("day_to_come", "help", ["dung"], {"happened_on": date(2026, 11, 23)}),
        ("entry_person_elsewhere", "help", ["dung", "hung"], {}),
        ("entry_person_elsewhere", "help", ["dung"], {"happened_on": date(2019, 5, 1)}),
        ("amount_unfit", "money", ["dung"], {"amount": 0}),
        ("amount_unfit", "money", ["dung"], {"amount": 10**13}),
        ("campaign_unknown", "money", ["dung"], {"campaign": "nowhere"}),
        ("text_long", "help", ["dung"], {"note": "a" * 201}),
        ("minutes_to_come", "help", ["dung"], {"minutes_dated": date(2026, 12, 1)}),
    ],
)
def test_an_invalid_entry_is_refused_and_nothing_is_saved(world, code, kind, people, more):
    with pytest.raises(Invalid) as refused:
        enter(world, kind, *people, **more)
    assert refused.value.code == code
    assert not rows(YearEntry)


def test_a_closed_month_needs_a_reason(world):
    closing.close_months(world.commune, world.units["dong_ha"], [202610])
    october = date(2026, 10, 5)
    with pytest.raises(Invalid) as refused:
        enter(world, "help", "dung", happened_on=october)
    assert refused.value.code == "period_closed"
    enter(world, "help", "dung", happened_on=october, reason="Nhập muộn")
    (line,) = listed(world)
    with pytest.raises(Invalid):
        entries.delete(world.secretary, line.ids)
    entries.delete(world.secretary, line.ids, reason="Nhập nhầm")
    assert not rows(YearEntry)
    assert rows(PeriodState)


def test_entries_are_corrected_together_and_that_can_be_undone(world):
    enter(world, "money", "dung", "an", amount=200_000)
    (line,) = listed(world)
    entries.correct(world.secretary, line.ids, EntryInput("money", date(2026, 10, 1), 300_000, approximate=True))
    assert {(row.amount, row.period, row.approximate) for row in rows(YearEntry)} == {(300_000, 202610, True)}
    undo.undo(world.secretary, rows(Batch, deed="correct_entries")[0].id)
    assert {(row.amount, row.period) for row in rows(YearEntry)} == {(200_000, 202611)}


def test_deleted_entries_come_back_when_that_is_undone(world):
    enter(world, "help", "dung", "an")
    before = rows(YearEntry)
    entries.delete(world.secretary, listed(world)[0].ids)
    assert not rows(YearEntry)
    undo.undo(world.secretary, rows(Batch, deed="take_back_entries")[0].id)
    assert rows(YearEntry) == before


def test_a_kind_no_longer_offered_stays_where_it_was_entered(world):
    enter(world, "help", "dung")
    kinds = [row | ({"off": True} if row["key"] == "help" else {}) for row in settings.shipped_value("entry_kinds")]
    settings.set_value(world.admin, world.units["an_binh"], "entry_kinds", kinds, SINCE)
    (line,) = listed(world, kind="help")
    entries.correct(world.secretary, line.ids, EntryInput("help", DAY, note="Dọn nhà"))
    assert rows(YearEntry)[0].note == "Dọn nhà"


def test_a_campaign_can_have_one_total_without_a_split(world):
    unit = world.units["dong_bao"]
    wanted = CampaignInput("Xây nhà cho cụ T.", 20_000_000, True)
    code = campaigns.create(world.secretary, unit, wanted)
    enter(world, "money", "dung", "an", campaign=code)
    (line,) = campaigns.list_for_year(world.secretary, unit, 2026)
    assert (line.sum, line.people, line.given) == ((20_000_000, True), 2, None)
    assert [entry.names for entry in listed(world, campaign=code)] == [("Phạm Thị Dung", "Nguyễn Văn An")]


def test_a_campaign_without_a_total_adds_up_what_its_people_gave(world):
    unit = world.units["dong_bao"]
    code = campaigns.create(world.secretary, unit, CampaignInput("Quỹ vì người nghèo"))
    enter(world, "money", "dung", campaign=code, amount=300_000)
    enter(world, "money", "dung", "an", campaign=code, amount=200_000, approximate=True)
    (line,) = campaigns.list_for_year(world.secretary, unit, 2026)
    assert (line.sum, line.people) == ((700_000, True), 2)


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("campaign_name_missing", CampaignInput(" ")),
        ("campaign_there", CampaignInput("quỹ Vì người nghèo")),
        ("amount_unfit", CampaignInput("Khác", 0)),
        ("day_before_start", CampaignInput("Khác", ended_on=date(2025, 12, 31))),
    ],
)
def test_an_invalid_campaign_is_refused(world, code, wanted):
    campaigns.create(world.secretary, world.units["dong_bao"], CampaignInput("Quỹ vì người nghèo"))
    with pytest.raises(Invalid) as refused:
        campaigns.create(world.secretary, world.units["dong_bao"], wanted)
    assert refused.value.code == code


def test_a_campaign_that_is_over_takes_no_later_entry(world):
    unit = world.units["dong_bao"]
    code = campaigns.create(world.secretary, unit, CampaignInput("Quỹ vì người nghèo"))
    campaigns.correct(world.secretary, code, CampaignInput("Quỹ vì người nghèo", ended_on=date(2026, 11, 10)))
    enter(world, "money", "dung", campaign=code, happened_on=date(2026, 11, 10))
    with pytest.raises(Invalid):
        enter(world, "money", "dung", campaign=code)


def test_a_campaign_and_its_correction_belong_to_one_cell_even_for_an_officer_of_several(world):
    theirs = campaigns.create(world.commune, world.units["ben_da"], CampaignInput("Quỹ vì người nghèo"))
    with pytest.raises(Invalid, match="campaign_unknown"):
        enter(world, "money", "dung", viewer=world.commune, campaign=theirs)
    given = EntryInput("help", date(2026, 11, 10))
    for unit, person in (("dong_bao", "dung"), ("ben_da", "hung")):
        entries.record(world.commune, world.units[unit], [(given, [code_of(world, person)])])
    both = [row.id for row in rows(YearEntry)]
    with pytest.raises(Invalid, match="entry_people_missing"):
        entries.delete(world.commune, both)
    assert [row.id for row in rows(YearEntry)] == both


@pytest.mark.parametrize("role", ["assistant", "workplace", "district", "admin", "neighbour", "other_commune"])
def test_only_their_cell_and_commune_read_and_write_entries_and_campaigns(world, role):
    enter(world, "money", "dung", amount=100_000)
    unit, viewer = world.units["dong_bao"], world.viewers[role]
    campaigns.create(world.secretary, unit, CampaignInput("Quỹ vì người nghèo"))
    for ask in (
        lambda: entry_list.list_for_unit(viewer, unit, EntryFilter(2026)),
        lambda: campaigns.list_for_year(viewer, unit, 2026),
        lambda: year_record_counts.list_records(viewer, unit_code(world), 2026),
        lambda: enter(world, "help", "dung", viewer=viewer),
        lambda: campaigns.create(viewer, unit, CampaignInput("Khác")),
        lambda: entries.delete(viewer, [rows(YearEntry)[0].id]),
        lambda: entry_list.list_of_member(viewer, code_of(world, "dung")),
    ):
        with pytest.raises(NotAllowed):
            ask()


def unit_code(world) -> str:
    return rows(Unit, id=world.units["dong_bao"])[0].code


def test_what_the_commune_enters_on_a_cells_behalf_is_marked(world):
    enter(world, "help", "dung", viewer=world.commune, minutes_dated=date(2026, 11, 21))
    (batch,) = rows(Batch, deed="record_entries")
    assert batch.on_behalf_of == world.units["dong_bao"]
    assert listed(world)[0].minutes_dated == date(2026, 11, 21)


def test_entries_are_on_a_members_own_data_sheet(world):
    enter(world, "money", "dung", amount=100_000, note="Quỹ khuyến học")
    held = personal_data.load(world.secretary, code_of(world, "dung"))
    assert [(line.kind, line.amount, line.note) for line in held.entries] == [("money", 100_000, "Quỹ khuyến học")]
    assert "year_entry" in personal_data.load(world.assistant, code_of(world, "dung")).left_out
