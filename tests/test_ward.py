"""A ward with its cells directly below it: every page for every role, and no page mentions other levels."""

import re
from dataclasses import replace

import pytest
from sqlmodel import select

from components import menu
from components.exporting import export_jobs
from components.exporting.export_request import ExportRequest
from components.files import member_export_reader, workbook_reader
from components.i18n import _, in_language
from components.importing import unit_answer_options
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.figures import drill_down, figures, silent_units_and_introduced_members
from db.figures.figures import FigureQuery
from db.imports import import_run
from db.imports.person_rows import PersonRow
from db.imports.unit_import import UNITS
from db.imports.unit_rows import UnitRow
from db.kernel import bulk
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.meetings import meeting_record, meetings
from db.meetings.meetings import MeetingRef
from db.meetings.sheet import draft_part
from db.models import Account, Batch, Meeting, Role, UnitKind
from db.people import member_search
from db.people.member_search import MemberFilter
from db.periods import closing
from db.settings import settings
from db.units import unit_list
from tests import people, prepared
from tests.pages import app, shown
from tests.rows import rows

pytestmark = pytest.mark.usefixtures("november")
OTHER_LEVELS = {"vi": r"\b(huyện|xã|tỉnh|thị trấn)\b", "en": r"\b(district|commune|province)s?\b"}


@pytest.fixture
def ward(database) -> people.World:
    return prepared.filled(people.ward)


def speaking(world: people.World, language: str) -> None:
    with writing(SYSTEM, "test") as session:
        ids = session.exec(select(Account.id)).all()
        bulk.update(session, Account, [{"id": account_id, "language": language} for account_id in ids])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", Role)
def test_every_page_opens_for_its_roles_and_names_no_missing_level(ward, role, language):
    speaking(ward, language)
    with in_language(language):
        test, addresses = app(ward.viewers[role]), [entry for entry in menu.ENTRIES if role in entry.roles]
        for entry in addresses:
            test.switch_page(f"pages/{entry.page}").run()
            assert not test.exception, (entry.address, test.exception)
            words = f"{test.main}{test.sidebar}"
            for option in settings.options(ward.viewers[role], "organisations"):  # people may work anywhere
                words = words.replace(f"'{option.row[language]}'", "")
            assert not re.findall(OTHER_LEVELS[language], words, re.IGNORECASE), entry.address
    assert addresses


def test_a_list_of_all_does_not_repeat_the_ward_after_each_cell(ward):
    assert {row.unit for row in member_search.search(ward.admin, MemberFilter()).rows} <= {
        name for name, kind, *_ in people.UNITS_OF_WARD.values() if kind == UnitKind.CELL
    }
    row = PersonRow(1, name="Đỗ Văn Kha", born="1970", cell="Thôn Bến Đá mới")
    plan = import_run.preview(ward.admin, "aaaaaaaaaaaa", [row])
    (name,) = plan.names.values()
    assert "Chi bộ thôn Bến Đá" in unit_answer_options.answer_labels(ward.admin, plan, name).values()


def recorded(ward, period: int = 202610) -> None:
    """The ward's officer enters one cell's meeting on its behalf, with a reason for an absence."""
    call = MeetingRef(ward.units["dong_bao"], "regular", period)
    an = draft_part(ward.members["an"])
    typed = {"outcome": "absent", "why": "excused", "reason": "work"}
    place = meetings.load(ward.commune, call).place
    drafts.save_values(ward.commune, place, {DraftField(an, name): value for name, value in typed.items()}, {})
    meeting_record.save(ward.commune, call)


def test_the_ward_enters_for_a_cell_and_reads_the_reasons_it_entered_itself(ward):
    recorded(ward)
    assert [row.on_behalf_of for row in rows(Batch, deed="record_meeting")] == [ward.units["dong_bao"]]
    call = MeetingRef(ward.units["dong_bao"], "regular", 202610)
    reasons = [line.reason for line in meetings.load(ward.commune, call).sheet.lines if line.reason]
    assert reasons == ["work"]
    assert [row.area_id for row in rows(Meeting)] == [ward.units["an_binh"]]


def test_officer_and_overview_see_the_same_cells_directly_below_a_figure(ward):
    recorded(ward)
    wanted = FigureQuery(202610, 202610)
    for viewer in (ward.district, ward.commune):
        parts = drill_down.list_parts(viewer, wanted, 202610)
        assert [(part.name, part.is_cell, part.counts.meetings) for part in parts] == [
            ("Chi bộ thôn Bến Đá", True, 0),
            ("Chi bộ thôn Đồng Bào", True, 1),
            ("Chi bộ thôn Núi Đôi", True, 0),
        ]
        assert [row.name for row in silent_units_and_introduced_members.list_silent(viewer, 202610)] == [
            "Chi bộ thôn Bến Đá",
            "Chi bộ thôn Núi Đôi",
        ]
        assert figures.attendance_by_period(viewer, wanted)[0].counts.present == 2


@pytest.mark.parametrize("key", ["commune", "district"])
def test_a_ward_closes_a_month_in_either_role(ward, key):
    viewer = ward.viewers[key]
    closing.close_months(viewer, viewer.unit_id, [202610])
    with pytest.raises(Invalid, match="period_closed"):
        recorded(ward)


WHAT = "exports_what"  # the list itself


def test_filters_ask_only_for_the_cell_and_an_account_is_created_for_one(ward):
    test = shown(ward.district, "pages/figures/exports.py")
    boxes = [box.label for box in test.selectbox if box.key and box.key.startswith("exports_") and box.key != WHAT]
    assert boxes == [_("Cell")]
    test = shown(ward.admin, "pages/administration/new_account.py")
    test.button_group[0].set_value(Role.COMMUNE).run()
    unit = next(box for box in test.selectbox if box.label == _("Unit"))
    assert (unit.options, unit.value) == (["Phường An Bình"], "Phường An Bình")


def test_an_exported_list_is_headed_by_the_level_and_recognised_as_our_own(ward):
    book = export_jobs.make_now(
        ward.commune.account_id, ward.commune.grant_id, ExportRequest("members", reason="report")
    )
    sheets = workbook_reader.read_sheets(book)
    assert any("Phường" in row for row in sheets[0].rows)
    assert len(member_export_reader.to_member_lists(sheets).kinds) == len(people.MEMBERS)


def test_lists_create_cells_directly_below_the_ward(ward):
    rows_ = [UnitRow(2, "Chi bộ thôn Mới", kind=UnitKind.CELL), UnitRow(3, "Chi bộ thôn Hai", parent="Phường An Bình")]
    import_run.execute(ward.commune, "abcdefghjkmn", [replace(rows_[1], kind=UnitKind.CELL), rows_[0]], "t", kind=UNITS)
    made = {line.name: line.parent_id for line in unit_list.load(ward.admin)}
    assert made["Chi bộ thôn Mới"] == made["Chi bộ thôn Hai"] == ward.units["an_binh"]
    plan = import_run.preview(ward.admin, "bcdefghjkmnp", [PersonRow(2, "Trần Văn Ánh", cell="Chi bộ thôn Ba")])
    assert [place.name for place in plan.known.communes()] == ["Phường An Bình"]
