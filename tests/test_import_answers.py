"""Answers about a staged list: stored for its columns and people, changeable until the list is imported, remembered for
the next one.
"""

import pytest

from components.importing import import_jobs, staged_lists
from components.jobs.job_handlers import HANDLERS
from db.accounts import own_account
from db.drafts.drafts import DraftField
from db.imports import import_answers, import_run, read_options
from db.imports.import_answers import ANOTHER
from db.imports.read_options import CONVERT
from db.jobs import jobs
from tests.list_plans import digest
from tests.pages import said, shown
from tests.workbooks import workbook

PAGE = "pages/administration/imports.py"
CELL = "Chi bộ thôn Đồng Bào"
UNKNOWN = ["Mã", "Nhân sự", "Mốc A", "Thuộc"], ["a", "Lê Văn Khải", "1958", CELL], ["b", "Trần Thị Mơ", "1962", CELL]
TWINS = ["Họ và tên", "Ngày sinh", "Chi bộ"], ["Đỗ Văn Ánh", "1970", CELL], ["Đỗ Văn Ánh", "1970", CELL]


def put(viewer, code: str, part: str, **said: str | None) -> None:
    import_answers.save_answers(viewer, code, {DraftField(part, name): value for name, value in said.items()})


@pytest.fixture
def columns(world) -> str:
    """A list with unknown headings, set by hand."""
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*UNKNOWN))
    put(world.admin, code, read_options.sheet_part(0), heading="1")
    for place, field in ((1, "name"), (2, "born"), (3, "cell")):
        put(world.admin, code, read_options.column_part(0, place), means=field)
    return code


def test_a_list_with_unknown_headings_opens_on_its_columns_and_is_read_as_they_are_set(world):
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*UNKNOWN))
    test = shown(world.admin, PAGE, file=code)
    assert len(test.warning) == 1
    boxes = [box for box in test.selectbox if box.key and box.key.startswith(f"import_column_{code}")]
    assert len(boxes) == 4
    test.number_input(key=f"import_heading_{code}_0").set_value(1).run()
    for place, field in ((1, "name"), (2, "born"), (3, "cell")):
        test.selectbox(key=f"import_column_{code}_0_{place}").set_value(field).run()
        assert not test.exception
    assert [(row.name, row.born, row.cell) for row in staged_lists.load(world.admin, code).rows] == [
        ("Lê Văn Khải", "1958", CELL),
        ("Trần Thị Mơ", "1962", CELL),
    ]


def test_headings_set_by_hand_are_remembered_once_the_list_is_imported_and_not_before(world, columns):
    assert staged_lists.load(world.admin, staged_lists.stage(world.admin, "b.xlsx", workbook(*UNKNOWN))).rows == []
    job = jobs.find(world.admin, import_jobs.enqueue_import(world.admin, columns, digest(world.admin, columns)))
    assert (
        HANDLERS[import_jobs.IMPORT_KIND](world.admin, job.wanted, job.code, lambda at, total: None)["counts"][
            "created"
        ]
        == 2
    )
    again = staged_lists.load(world.admin, staged_lists.stage(world.admin, "c.xlsx", workbook(*UNKNOWN)))
    assert [row.name for row in again.rows] == ["Lê Văn Khải", "Trần Thị Mơ"]
    assert {column.place: column.field for column in again.seen.sheets[0].columns if column.said} == {
        1: "name",
        2: "born",
        3: "cell",
    }


def test_the_question_of_one_person_or_two_can_be_answered_again_until_the_import(world):
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*TWINS))
    rows = staged_lists.load(world.admin, code).rows
    asked = next(
        one.row.number for one in import_run.preview(world.admin, code, rows).outcomes if one.code == "import_twin"
    )
    put(world.admin, code, f"row:{asked}", same=ANOTHER)
    test = shown(world.admin, PAGE, file=code)
    assert not [box for box in test.selectbox if box.key == f"import_row_{code}_{asked}"]
    test.button(key=f"import_again_{code}_{asked}").click().run()
    assert not test.exception
    assert [box.value for box in test.selectbox if box.key == f"import_row_{code}_{asked}"] == [None]


def test_a_column_in_a_legacy_font_is_shown_converted_but_read_so_only_on_request(world):
    rows = ["Họ tên", "Địa chỉ", "Chi bộ"], ["NguyÔn V¨n Th¾ng", "Đường Nguyễn Trãi", CELL]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*rows))
    told = said(shown(world.admin, PAGE, file=code))
    assert "NguyÔn V¨n Th¾ng → **Nguyễn Văn Thắng**" in told
    assert "Trãi →" not in told
    assert staged_lists.load(world.admin, code).rows[0].fault == "import_typeface"
    put(world.admin, code, read_options.column_part(0, 0), typeface=CONVERT)
    (row,) = staged_lists.load(world.admin, code).rows
    assert (row.name, row.address, row.fault) == ("Nguyễn Văn Thắng", "Đường Nguyễn Trãi", None)
    put(world.admin, code, read_options.column_part(0, 0), typeface="what is none")
    assert staged_lists.load(world.admin, code).rows[0].fault == "import_typeface"


def test_an_answer_is_shown_in_the_language_of_the_user_who_gave_it(world):
    own_account.set_language(world.admin, "en")
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*UNKNOWN))
    test = shown(world.admin, PAGE, file=code)
    test.number_input(key=f"import_heading_{code}_0").set_value(1).run()
    assert [toast.value for toast in test.toast] == ["Answers recorded\\."]


def test_how_many_rows_there_are_is_written_as_numbers_are(world):
    people = [["Họ và tên", "Ngày sinh", "Chi bộ"], *(["Lê Văn Khải", "1970", "Chi bộ xa"] for _ in range(1200))]
    code = staged_lists.stage(world.admin, "a.xlsx", workbook(*people))
    assert "50 dòng đầu trong 1.200. Xem đủ trong tệp." in said(shown(world.admin, PAGE, file=code))


def test_a_cell_is_offered_as_a_workplace_outside_only_for_people_whose_cell_of_residence_the_list_names(world):
    heads = ["Họ và tên", "Ngày sinh", "Chi bộ đang sinh hoạt", "Chi bộ nơi cư trú"]
    alone = ["Lò Văn Ón", "1960", "Chi bộ Trường Mầm non Hoa Ban", None]
    living = ["Lò Thị Ếm", "1961", "Chi bộ Sở Tư pháp", CELL]
    firm = ["Cà Văn Xôm", "1959", "Công ty Than", None]
    for rows, offered in (([alone], False), ([alone, living], True), ([firm], True)):
        code = staged_lists.stage(world.admin, "a.xlsx", workbook(heads, *rows))
        test = shown(world.admin, PAGE, file=code)
        keys = [button.key for button in test.button]
        assert (f"import_all_outside_{code}" in keys) == offered
