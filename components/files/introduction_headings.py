"""Headings of lists of introductions: those of member lists, the letter, and the commune of residence."""

from dataclasses import replace

from components.files.member_headings import FIELDS, MAPPED, MEMBER_HEADINGS, TITLES as OF_MEMBERS

GIVEN = "(giay )?gioi thieu"
OWN = {
    "letter_day": f"ngay (cap |ky |ra |phat hanh )?({GIVEN}|ggt|giay)",
    "letter": f"(so|so ngay|so va ngay|so hieu)( ky hieu)? ({GIVEN}|ggt|giay)( .*)?|{GIVEN}( (so|so ngay))?|ggt",
    "commune": "((dang (uy|bo) )?(xa|phuong|thi tran|dac khu)( (xa|phuong|thi tran|dac khu))*"
    "|dang uy)( (noi )?(cu tru|o|den))?( hien nay)?|(noi )?(duoc )?gioi thieu (den|ve)( .*)?|kinh gui( .*)?",
}
TITLES = {
    "name": "Họ và tên",
    "born": "Ngày sinh",
    "sex": "Giới tính",
    "admitted": "Ngày kết nạp",
    "official": "Ngày chính thức",
    "citizen": "Số CCCD",
    "workplace": "Nơi công tác",
    "position": "Chức vụ",
    "address": "Chỗ ở hiện nay",
    "commune": "Xã, phường nơi cư trú",
    "phone": "Số điện thoại",
    "letter": "Số giấy giới thiệu",
    "letter_day": "Ngày giấy giới thiệu",
    "exempt": "Diện miễn",
    "reason": "Lý do",
}
INTRODUCTION_HEADINGS = replace(
    MEMBER_HEADINGS,
    patterns={**OWN, **FIELDS},
    telling=("name", "given", "born", "male", "female", "admitted", "card", "citizen", *OWN),
    mapped=(*MAPPED, *OWN),
    titles=TITLES,
    other_titles={**OF_MEMBERS, **MEMBER_HEADINGS.other_titles, **TITLES},
    days=(*MEMBER_HEADINGS.days, "letter_day"),
)
