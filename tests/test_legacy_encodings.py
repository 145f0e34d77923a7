"""Lists typed in fonts from before Unicode: every letter is restored, and our own names are left alone."""

import pytest

from components.files import legacy_encodings
from components.files.legacy_encodings import LegacyEncoding
from components.files.syllables import is_vietnamese

TCVN3_SMALL = {
    "à": 0xB5,
    "ả": 0xB6,
    "ã": 0xB7,
    "á": 0xB8,
    "ạ": 0xB9,
    "ă": 0xA8,
    "ằ": 0xBB,
    "ẳ": 0xBC,
    "ẵ": 0xBD,
    "ắ": 0xBE,
    "ặ": 0xC6,
    "â": 0xA9,
    "ầ": 0xC7,
    "ẩ": 0xC8,
    "ẫ": 0xC9,
    "ấ": 0xCA,
    "ậ": 0xCB,
    "đ": 0xAE,
    "è": 0xCC,
    "ẻ": 0xCE,
    "ẽ": 0xCF,
    "é": 0xD0,
    "ẹ": 0xD1,
    "ê": 0xAA,
    "ề": 0xD2,
    "ể": 0xD3,
    "ễ": 0xD4,
    "ế": 0xD5,
    "ệ": 0xD6,
    "ì": 0xD7,
    "ỉ": 0xD8,
    "ĩ": 0xDC,
    "í": 0xDD,
    "ị": 0xDE,
    "ò": 0xDF,
    "ỏ": 0xE1,
    "õ": 0xE2,
    "ó": 0xE3,
    "ọ": 0xE4,
    "ô": 0xAB,
    "ồ": 0xE5,
    "ổ": 0xE6,
    "ỗ": 0xE7,
    "ố": 0xE8,
    "ộ": 0xE9,
    "ơ": 0xAC,
    "ờ": 0xEA,
    "ở": 0xEB,
    "ỡ": 0xEC,
    "ớ": 0xED,
    "ợ": 0xEE,
    "ù": 0xEF,
    "ủ": 0xF1,
    "ũ": 0xF2,
    "ú": 0xF3,
    "ụ": 0xF4,
    "ư": 0xAD,
    "ừ": 0xF5,
    "ử": 0xF6,
    "ữ": 0xF7,
    "ứ": 0xF8,
    "ự": 0xF9,
    "ỳ": 0xFA,
    "ỷ": 0xFB,
    "ỹ": 0xFC,
    "ý": 0xFD,
    "ỵ": 0xFE,
    "Ă": 0xA1,
    "Â": 0xA2,
    "Ê": 0xA3,
    "Ô": 0xA4,
    "Ơ": 0xA5,
    "Ư": 0xA6,
    "Đ": 0xA7,
}
OURS = (
    "à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ è é ẻ ẽ ẹ ê ề ế ể ễ ệ ì í ỉ ĩ ị ò ó ỏ õ ọ ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ ù "
    "ú ủ ũ ụ ư ừ ứ ử ữ ự ỳ ý ỷ ỹ ỵ"
)
VNI = (
    "aø aù aû aõ aï aê aè aé aú aü aë aâ aà aá aå aã aä ñ eø eù eû eõ eï eâ eà eá eå eã eä ì í æ ó ò oø "
    "où oû oõ oï oâ oà oá oå oã oä ô ôø ôù ôû ôõ ôï "
    "uø uù uû uõ uï ö öø öù öû öõ öï yø yù yû yõ î"
)
VNI_SMALL = dict(zip(OURS.split(), VNI.split(), strict=True))
SAME = [
    ("Nguyễn Văn Thắng", "NguyÔn V¨n Th¾ng", "Nguyeãn Vaên Thaéng"),
    ("Đỗ Thị Thủy", "§ç ThÞ Thñy", "Ñoã Thò Thuûy"),
    ("Chi bộ tổ dân phố số 3", "Chi bé tæ d©n phè sè 3", "Chi boä toå daân phoá soá 3"),
    ("Đảng viên", "§¶ng viªn", "Ñaûng vieân"),
    ("Trần Thị Ơn", "TrÇn ThÞ ¥n", "Traàn Thò Ôn"),
]


def decode(*texts: str, font: LegacyEncoding | None = None) -> list[str]:
    found = legacy_encodings.detect([(at, text, font) for at, text in enumerate(texts)])
    return [legacy_encodings.to_unicode(text, found[at]) if at in found else text for at, text in enumerate(texts)]


def test_every_tcvn3_letter_is_restored():
    assert len(TCVN3_SMALL) == 67 + 7
    for letter, code in TCVN3_SMALL.items():
        assert legacy_encodings.from_tcvn3(chr(code)) == letter


def test_every_vni_letter_is_restored_in_lower_and_upper_case():
    assert len(VNI_SMALL) == 67
    for letter, typed in VNI_SMALL.items():
        assert legacy_encodings.from_vni(typed) == letter
        assert legacy_encodings.from_vni(typed.upper()) == letter.upper()
        assert legacy_encodings.from_vni(typed[0].upper() + typed[1:]) == letter.upper()


@pytest.mark.parametrize(("ours", "tcvn3", "vni"), SAME)
def test_legacy_fonts_are_recognised_by_their_words(ours, tcvn3, vni):
    assert decode(tcvn3) == decode(vni) == decode(ours) == [ours]


def test_each_text_of_a_mixed_column_is_recognised_by_itself():
    assert decode("NguyÔn V¨n Kh¶i", "Nguyeãn Thò Höôùng", "Lê Văn Khải") == [
        "Nguyễn Văn Khải",
        "Nguyễn Thị Hướng",
        "Lê Văn Khải",
    ]


def test_ambiguous_text_follows_its_column_or_its_font_and_nothing_else():
    assert decode("Thò Lan") == ["Thò Lan"]
    assert decode("Thò Lan", "Nguyeãn Vaên Thaéng") == ["Thị Lan", "Nguyễn Văn Thắng"]
    assert decode("Thò Lan", "Nguyeãn Vaên Thaéng", "Lê Văn Khải") == ["Thò Lan", "Nguyễn Văn Thắng", "Lê Văn Khải"]
    assert decode("Thò Lan", font=LegacyEncoding.VNI) == ["Thị Lan"]


def test_tcvn3_capitals_are_recognised_only_by_their_font():
    assert (
        legacy_encodings.encoding_of_font(".VnTimeH")
        == legacy_encodings.encoding_of_font(".VnArialH")
        == LegacyEncoding.CAPITALS
    )
    assert (
        legacy_encodings.encoding_of_font(".VnTime"),
        legacy_encodings.encoding_of_font("VNI-Times"),
        legacy_encodings.encoding_of_font("Times New Roman"),
    ) == (LegacyEncoding.TCVN3, LegacyEncoding.VNI, None)
    assert decode("nguyÔn v¨n an", "lª an", "le an", font=LegacyEncoding.CAPITALS) == [
        "NGUYỄN VĂN AN",
        "LÊ AN",
        "LE AN",
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Lê Hoà",
        "Trần Thị Hòa",
        "Y Bhăm Niê",
        "Ksor Blưnh",
        "Hồ Thị Ơn",
        "K'Brông",
        "Lò Văn Pó",
        "Ôn Ỷ",
        "Đèo Văn Ón",
        "Êban H'Hen",
    ],
)
def test_our_own_names_are_left_alone_whatever_peoples_they_come_from(name):
    assert decode(name) == [name]
    assert decode(name, font=LegacyEncoding.TCVN3 if legacy_encodings.OURS.search(name) else None) == [name]


def test_our_own_words_are_syllables_and_garbled_ones_are_not():
    assert is_vietnamese(
        "Nguyễn Khuyến Quyết Nghiêm Giường Thuở Khuya Ngoẵng Đoàn Yên Ỷ Gìn Quỳnh Xoong Uyển Ươm Oanh Giêng Huỳnh"
    )
    assert not any(is_vietnamese(word) for word in ("NguyÔn", "V¨n", "Nguyeãn", "Höôùng", "§ç", "Kh¶i", "Traàn"))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("NGUYễN VăN LƯỢNG", "NGUYỄN VĂN LƯỢNG"),
        ("TRầN THị Mơ", "TRẦN THỊ Mơ"),
        ("Lê Ái", "Lê Ái"),
        ("Hồ Ý", "Hồ Ý"),
        ("Vũ Ơn", "Vũ Ơn"),
        ("Nguyễn Văn An", "Nguyễn Văn An"),
    ],
)
def test_half_converted_capitals_are_corrected(typed, right):
    assert legacy_encodings.repair_capitals(typed) == right
