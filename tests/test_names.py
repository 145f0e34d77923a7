"""Names in dictionary order and found however they are typed. Random input covers what cannot be foreseen."""

import itertools
import unicodedata
from random import Random

from hypothesis import given, strategies as st

from db.vietnamese import clean, fold, person_sort_key, title_case, unit_sort_key

IN_ORDER = [
    "An",
    "Ánh",
    "Ân",
    "Ẩn",
    "Ấn",
    "Dũng",
    "Đức",
    "On",
    "Ôn",
    "Ơn",
    "Thùy",
    "Thủy",
    "Thúy",
    "Thụy",
    "Ung",
    "Ưng",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]
ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]
PEOPLE = [
    "Đặng An",
    "Trần Thị An",
    "Nguyễn Văn Ánh",
    "Hoàng Văn Ân",
    "Đỗ Thị Bình",
    "Phạm Dũng",
    "Lê Đức",
    "Bùi Thị Ơn",
]
LETTERS = "".join(
    dict.fromkeys(
        itertools.chain(
            "abcdđeghiklmnopqrstuvxyAĐ '-.3", unicodedata.normalize("NFD", "ăâêôơưàảãáạ"), "ỷủữệ", "\u200b\u00a0\t"
        )
    )
)
texts = st.text(st.sampled_from(LETTERS), max_size=30) | st.text(max_size=20)


def _shuffled_and_sorted(words: list[str], key) -> list[str]:
    return sorted(Random(7).sample(words, len(words)), key=key)


def test_given_names_are_in_dictionary_order():
    for words in (IN_ORDER, TONES, ALPHABET, PEOPLE):
        assert _shuffled_and_sorted(words, person_sort_key) == words


def test_the_position_of_the_tone_mark_makes_no_difference():
    for one, other in (("Thủy", "Thuỷ"), ("Hòa", "Hoà"), ("Khúy", "Khuý")):
        assert person_sort_key(one) == person_sort_key(other)
        assert fold(one) == fold(other) == fold(unicodedata.normalize("NFD", one)) == fold(one.upper())


def test_d_with_a_stroke_is_found_by_d_and_so_are_lookalike_letters():
    assert fold("Đỗ Đình Đức") == fold("ĐỖ ĐÌNH ĐỨC") == "do dinh duc"
    assert clean("Ðỗ Ɖức ðình") == "Đỗ Đức đình"


def test_zero_width_marks_split_no_word_and_all_kinds_of_spaces_are_equal():
    assert clean("\ufeffNguy\u200bễn\u00a0\u3000Văn\tAn\n") == "Nguyễn Văn An"


def test_units_are_sorted_by_number_even_if_a_letter_follows_it():
    units = ["Chi bộ 2", "Chi bộ 9", "Chi bộ 10", "Chi bộ 10A", "Chi bộ 11", "Chi bộ Đông Hà", "Tổ 3", "Tổ 3A", "Tổ 10"]
    assert _shuffled_and_sorted(units, unit_sort_key) == units
    assert unit_sort_key("Tổ 03") == unit_sort_key("Tổ 3")


@given(texts)
def test_cleaning_and_folding_are_idempotent(text):
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    assert fold(clean(text)) == fold(text)


@given(texts)
def test_keys_are_plain_ascii(text):
    assert person_sort_key(text).isascii()
    assert unit_sort_key(text).isascii()
    assert fold(text).isascii()


@given(texts)
def test_unicode_composition_makes_no_difference(text):
    for form in ("NFC", "NFD"):
        again = unicodedata.normalize(form, text)
        assert (fold(again), person_sort_key(again), unit_sort_key(again)) == (
            fold(text),
            person_sort_key(text),
            unit_sort_key(text),
        )


@given(st.lists(st.sampled_from(IN_ORDER + PEOPLE), min_size=2, max_size=2), st.sampled_from(["Nguyễn", "Đỗ Thị"]))
def test_the_given_name_decides_before_the_rest(names, rest):
    one, other = (name.split()[-1] for name in names)
    assert (person_sort_key(one) < person_sort_key(other)) == (
        person_sort_key(f"{rest} {one}") < person_sort_key(f"{rest} {other}")
    )


def test_capitals_are_lowered_and_highland_names_stay_whole():
    assert title_case("NGUYỄN THỊ THỦY") == "Nguyễn Thị Thủy"
    assert title_case("H'BIA NIÊ") == "H'Bia Niê"
    assert title_case("Y Blô niê") == "Y Blô niê"
