"""Lists of introductions as offices send them: recognised, read, planned, and imported once however often they are
sent.
"""

from datetime import date

import pytest

from components.files import list_parser
from components.files.introduction_lists import INTRODUCTION_LISTS
from components.files.workbook_reader import WorkbookSheet
from components.importing import introduction_list_downloads, list_kinds, staged_lists
from db.calendar import clock
from db.drafts.drafts import DraftField
from db.errors import NotAllowed
from db.history import undo
from db.imports import import_answers, import_run
from db.imports.introduction_import import INTRODUCTIONS
from db.imports.introduction_rows import LetterRow
from db.imports.read_options import CONVERT, ReadOptions
from db.kernel.scope import SYSTEM
from db.kernel.session import writing
from db.models import Batch, Introduction, IntroductionState as State, Member, Standing
from tests.introduction_books import workbook
from tests.pages import said, shown
from tests.rows import rows

PAGE = "pages/administration/imports.py"
MAI = [1, "HỒ THỊ MAI", "03/02/1988", "Y tá", "thôn Đồng Bào", "Xã Đông Hà", "12-GGT/ĐU ngày 5/1/2026", None]
BA = [2, "Lý Thị Ba", "1990", None, "Núi Đôi", "Tây Sơn", "13-GGT/ĐU", "Được miễn sinh hoạt nơi cư trú"]
TU = [3, "Cao Văn Tư", "1979", None, None, "Phường Lạ", "14-GGT/ĐU", None]
HIDDEN = [4, "Bùi Văn Kín", "1980", None, None, "Xã Đông Hà", None, "Miễn giới thiệu"]
pytestmark = pytest.mark.usefixtures("november")


def stage(viewer, *rows: list) -> staged_lists.StagedList:
    return staged_lists.load(viewer, staged_lists.stage(viewer, "gioi-thieu.xlsx", workbook(*rows)))


def plan(viewer, staged):
    return import_run.preview(viewer, staged.code, staged.rows, kind=INTRODUCTIONS)


def bring_in(viewer, staged, token: str = "once"):
    return import_run.execute(viewer, staged.code, staged.rows, token, kind=INTRODUCTIONS)


def test_a_list_is_recognised_and_read_with_letters_and_communes(world):
    staged = stage(world.workplace, MAI, BA, HIDDEN)
    assert staged.format.code == "introductions"
    mai, ba, hidden = staged.rows
    assert isinstance(mai, LetterRow)
    assert (mai.name, mai.born, mai.commune, mai.letter, mai.letter_day, mai.exempt) == (
        "Hồ Thị Mai", "1988-02-03", "Xã Đông Hà", "12-GGT/ĐU", "2026-01-05", False,
    )  # fmt: skip
    assert (ba.letter, ba.letter_day, ba.exempt) == ("13-GGT/ĐU", None, True)
    assert (hidden.name, hidden.fault, hidden.commune, hidden.said) == ("", "import_exempt", None, {})


def test_a_workplace_imports_its_people_and_a_second_import_changes_nothing(world):
    staged = stage(world.workplace, MAI, BA)
    import_answers.save_answers(world.workplace, staged.code, {DraftField("file", "letter_day"): "2026-02-03"})
    assert bring_in(world.workplace, staged).counts["created"] == 2
    mai, ba = (rows(Member, name=name)[0] for name in ("Hồ Thị Mai", "Lý Thị Ba"))
    first, second = rows(Introduction, member_id=mai.id)[0], rows(Introduction, member_id=ba.id)[0]
    assert (first.commune_id, first.state, first.letter_date) == (
        world.units["dong_ha"], State.INTRODUCED, date(2026, 1, 5),
    )  # fmt: skip
    assert (second.commune_id, second.letter_date, second.exempt) == (world.units["tay_son"], date(2026, 2, 3), True)
    assert {row.workplace_id for row in (first, second)} == {world.units["hospital"]}
    assert len(rows(Standing, member_id=mai.id)) == 1
    again = stage(world.workplace, BA, MAI)
    assert bring_in(world.workplace, again, "twice").counts["untouched"] == 2
    assert len(rows(Member, name="Hồ Thị Mai")) == 1


def test_an_unknown_commune_is_asked_about_once_for_all_its_rows(world):
    staged = stage(world.workplace, TU)
    (one,) = plan(world.workplace, staged).outcomes
    assert (one.effect, one.code) == ("asked", "introduction_commune_unknown")
    told = shown(world.workplace, PAGE, file=staged.code)
    box = next(each for each in told.selectbox if each.label == "Phường Lạ")
    box.select_index(box.options.index("Xã Tây Sơn")).run()
    (one,) = plan(world.workplace, staged).outcomes
    assert (one.effect, one.letter.commune_id) == ("created", world.units["tay_son"])


def test_a_commune_imports_for_any_workplace_and_receives_whatever_is_not_doubtful(world):
    dung = [2, "Phạm Thị Dung", "1985", None, None, None, "15-GGT/ĐU", None]
    staged = stage(world.commune, MAI, dung, BA)
    hospital = next(iter(plan(world.commune, staged).workplaces.values())).code
    import_answers.save_answers(world.commune, staged.code, {DraftField("file", "workplace"): hospital})
    with writing(SYSTEM, "elsewhere") as session:
        known = session.get_one(Introduction, rows(Introduction, member_id=world.members["dung"])[0].id)
        known.workplace_id = None
    found = bring_in(world.commune, staged)
    assert (found.counts["created"], found.counts["left_out"]) == (2, 1)
    states = {
        rows(Member, id=row.member_id)[0].name: row.state for row in rows(Introduction) if row.sent_on is not None
    }
    assert states == {"Hồ Thị Mai": State.RECEIVED, "Phạm Thị Dung": State.INTRODUCED}
    batch = rows(Batch, deed="import_introductions")[0]
    assert batch.on_behalf_of == world.units["hospital"]
    undo.undo(world.commune, batch.id)
    assert rows(Member, name="Hồ Thị Mai") == []


def test_a_person_on_the_workplaces_list_gets_his_letter(world):
    with writing(SYSTEM, "listed") as session:
        session.add(member := Member(name="Hồ Thị Mai", born="1988-02-03", sort_key="m", search_key="ho thi mai"))
        session.flush()
        sides = {"workplace_id": world.units["hospital"], "commune_id": world.units["dong_ha"]}
        session.add(Introduction(member_id=member.id, state=State.TO_INTRODUCE, listed_on=clock.today(), **sides))
    assert bring_in(world.workplace, stage(world.workplace, MAI)).counts["changed"] == 1
    (row,) = rows(Introduction, letter="12-GGT/ĐU")
    assert (row.state, row.listed_on) == (State.INTRODUCED, clock.today())


def test_a_letter_dated_in_the_future_and_a_duplicate_row_are_each_refused_with_a_sentence(world):
    late = [*MAI[:6], "12-GGT/ĐU ngày 5/12/2026", None]
    outcomes = plan(world.workplace, stage(world.workplace, late, BA, BA)).outcomes
    assert [one.code for one in outcomes] == ["letter_to_come", None, "import_twice"]
    code = stage(world.workplace, late).code
    assert "chưa đến ngày này" in said(shown(world.workplace, PAGE, file=code))
    far = [*MAI[:6], "12-GGT/ĐU ngày 5/12/2099", None]
    assert "quá xa về sau" in said(shown(world.workplace, PAGE, file=stage(world.workplace, far).code))


def test_our_template_is_recognised_and_rows_to_correct_come_back(world):
    code = staged_lists.stage(world.commune, "mau.xlsx", introduction_list_downloads.template_workbook())
    staged = staged_lists.load(world.commune, code)
    assert staged.format.code == "introductions"
    (sample,) = staged.rows
    assert (sample.name, sample.letter, sample.letter_day) == ("Nguyễn Văn Mẫu", "12-GGT/ĐU", "2026-01-05")
    late = [*MAI[:6], "12-GGT/ĐU ngày 5/12/2026", None]
    returned = introduction_list_downloads.rows_to_correct(plan(world.commune, stage(world.commune, late)))
    again = staged_lists.load(world.commune, staged_lists.stage(world.commune, "sua.xlsx", returned))
    assert [(row.name, row.letter, row.letter_day) for row in again.rows] == [("Hồ Thị Mai", "12-GGT/ĐU", "2026-12-05")]


def test_each_role_is_offered_the_lists_it_may_import(world):
    offered = {
        who: [kind.code for kind in list_kinds.offered_to(world.viewers[who])]
        for who in ("workplace", "district", "commune", "admin", "secretary")
    }
    assert offered["workplace"] == ["introductions", "requests"]
    assert offered["district"] == ["introductions"]
    assert offered["commune"] == ["members", "units", "introductions", "requests"]
    assert offered["admin"] == ["members", "units", "introductions"]
    assert offered["secretary"] == []
    with pytest.raises(NotAllowed):
        staged_lists.stage(world.secretary, "gioi-thieu.xlsx", workbook(MAI))


def test_the_date_of_a_letter_is_asked_about_if_english_settings_may_have_swapped_it():
    heads = ["Họ và tên", "Ngày sinh", "Đảng ủy xã, phường", "Số giấy giới thiệu", "Ngày giấy giới thiệu"]
    sheet = WorkbookSheet(
        "Sheet",
        False,
        [
            heads,
            ["Hồ Thị Mai", "1988", "Xã Đông Hà", "12-GGT/ĐU", date(2026, 3, 2)],
            ["Lý Thị Ba", "1990", "Xã Đông Hà", "13-GGT/ĐU", "25/02/2026"],
        ],
    )
    asked = list_parser.parse([sheet], kind=INTRODUCTION_LISTS).rows
    assert [row.fault for row in asked] == ["import_day_order", None]
    choices = ReadOptions(orders={(0, 4): CONVERT})
    read = list_parser.parse([sheet], choices, kind=INTRODUCTION_LISTS).rows
    assert [row.letter_day for row in read] == ["2026-02-03", "2026-02-25"]


def test_a_commune_written_with_other_accents_than_the_registers_is_asked_about(world):
    staged = stage(world.workplace, ["Xã Đồng Hạ" if value == "Xã Đông Hà" else value for value in MAI])
    assert [(one.effect, one.code) for one in plan(world.workplace, staged).outcomes] == [
        ("asked", "introduction_commune_unknown")
    ]


@pytest.mark.parametrize("born", ["1988", "02/03/1988", "03/02/1989"])
def test_two_rows_of_one_letter_that_may_be_one_person_are_asked_about(world, born):
    staged = stage(world.workplace, MAI, [2, MAI[1], born, *MAI[3:]])
    first, second = plan(world.workplace, staged).outcomes
    assert (first.effect, second.effect, second.code) == ("created", "asked", "import_twin")
    test = shown(world.workplace, PAGE, file=staged.code)
    box = test.selectbox(key=f"import_same_{staged.code}_{second.row.number}")
    assert box.options[0].startswith("Cùng một người với dòng")
    box.set_value("twin").run()
    assert [one.effect for one in plan(world.workplace, staged).outcomes] == ["created", "refused"]
    test.selectbox(key=f"import_same_{staged.code}_{second.row.number}").set_value("another").run()
    assert bring_in(world.workplace, staged).counts["created"] == 2
    assert bring_in(world.workplace, staged, "twice").counts["untouched"] == 2
