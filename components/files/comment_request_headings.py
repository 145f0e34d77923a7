"""Headings of lists of comment requests: those of member lists, the occasion, and the date an answer is due."""

from dataclasses import replace

from components.files.member_headings import FIELDS, MAPPED, MEMBER_HEADINGS, TITLES as OF_MEMBERS

OWN = {
    "occasion": "dip( (xin|de nghi|lay) .*)?|muc dich.*|noi dung( (xin|de nghi|can|lay)( .*)?)?|"
    "viec( (xin|de nghi|can|lay) .*)?|(xin|de nghi|lay) (y kien|nhan xet)( .*)?|ly do (xin|de nghi|lay) .*",
    "due": "(thoi )?han( .*)?|(can )?tra loi truoc( ngay)?|ngay can( .*)?|can truoc( ngay)?",
}
ASKER = {"workplace": f"(noi|don vi|co quan|cap uy) (de nghi|xin|yeu cau)( .*)?|{FIELDS['workplace']}"}
TITLES = {
    "name": "Họ và tên",
    "born": "Ngày sinh",
    "citizen": "Số CCCD",
    "home": "Chi bộ nơi cư trú",
    "workplace": "Nơi công tác",
    "occasion": "Việc xin nhận xét",
    "due": "Cần trả lời trước ngày",
    "reason": "Lý do",
}
REQUEST_HEADINGS = replace(
    MEMBER_HEADINGS,
    patterns={**OWN, **FIELDS, **ASKER},
    telling=("name", "given", "born", "male", "female", "citizen", "home", "cell", *OWN),
    mapped=(*MAPPED, *OWN),
    titles=TITLES,
    other_titles={**OF_MEMBERS, **MEMBER_HEADINGS.other_titles, **TITLES},
    days=(*MEMBER_HEADINGS.days, "due"),
)
