"""Names: searched for without accents, sorted as in Vietnamese lists."""

import unicodedata

import pytest

from db.vietnamese import clean, fold, person_sort_key, slug, title_case

SPELLINGS = [
    "Nguyễn Thị Thủy",
    "Nguyễn Thị Thuỷ",
    "NGUYỄN THỊ THỦY",
    "  nguyen   thi thuy ",
    unicodedata.normalize("NFD", "Nguyễn Thị Thủy"),
]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_all_spellings_of_a_name_fold_alike(typed):
    assert fold(typed) == "nguyen thi thuy"


def test_folding_keeps_words_whole_and_drops_everything_but_letters():
    assert fold("Đỗ Hoàng-Ưng (Hai)") == "do hoang ung hai"
    assert fold("<b>%_'") == "b"


def test_people_are_sorted_by_given_name_in_vietnamese_alphabetical_order():
    people = [
        "Đặng An",
        "Trần Thị An",
        "Nguyễn Văn Ánh",
        "Hoàng Văn Ân",
        "Đỗ Thị Bình",
        "Phạm Dũng",
        "Lê Đức",
        "Bùi Thị Ơn",
    ]
    assert sorted(set(people), key=person_sort_key) == people


def test_typed_names_are_composed_and_capitals_lowered_only_on_request():
    assert clean(unicodedata.normalize("NFD", " Nguyễn \t An")) == "Nguyễn An"
    assert (title_case("NGUYỄN VĂN AN"), title_case("Nguyễn Văn an")) == ("Nguyễn Văn An", "Nguyễn Văn an")


def test_a_part_of_a_file_name_has_no_accents_or_spaces_and_ends_in_time():
    assert slug(" Chi bộ  thôn “Đồng Bào” 1/2 ") == "chi-bo-thon-dong-bao-1-2"
    assert slug("Đảng ủy " * 9) == ("dang-uy-" * 9)[:60]
    assert slug("…") == ""
