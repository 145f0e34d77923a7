"""Headings of member lists in all the ways they are written, and the field each of them means."""

from components.files.heading_vocabulary import Vocabulary

BODY = "(chi bo|to chuc (co so )?dang|dang bo)"
AREA = "(thon|ban|ap|xom|khu pho|khu|khu dan cu|kdc|to dan pho|tdp|to|noi)"
FIELDS = {
    "index": "(so )?(tt|stt|t t|s t t)|so thu tu|dong( so)?",
    "reason": "ly do( tra lai)?|viec can lam",
    "name": "(ho (va )?(chu dem (va )?|ten dem (va )?)?ten|ten|ho va ten|hoten)( khai sinh| dang dung)?"
    "( (cua )?(dang vien|dong chi|dv|nguoi)( chinh thuc)?)?( (va )?(bi danh|ten (goi )?khac))?"
    "|(ho ten )?(dong chi|dang vien)",
    "family": "ho( va)?( ten)?( chu)?( ten)?( dem| lot)|ho( va)?|(chu |ten )?(dem|lot)",
    "given": "ten",
    "male": "nam|.* sinh nam|gioi tinh nam",
    "female": "nu|.* sinh nu|gioi tinh nu",
    "sex": "gioi( tinh)?|gt|g tinh|nam nu|phai",
    "born": "((ngay|thang|nam) )*sinh( khai .*| (theo|trong) .*)?( (am|duong) lich)?"
    "|sinh (ngay|nam)|n ?t ?n ?s(inh)?|ns|n sinh|ngaysinh",
    "admitted": "((ngay|thang|nam|thoi gian) )*(duoc )?(ket nap|vao)( vao)?( dang| dcsvn)?"
    "( csvn| cong san (viet nam|vn)| lan (dau|1|thu nhat))?( du bi)?"
    "|((ngay|thang|nam) )*(du bi|db)|(ket nap|vao dang) (ngay|nam)",
    "official": "((ngay|thang|nam) )*(vao dang |duoc |cong nhan |chuyen |dang )*(dang vien )?(chinh thuc|ct)"
    "( vao dang)?( lan (dau|1|thu nhat))?|(chinh thuc|ct) (ngay|nam)",
    "card": "(so )?the( dang)?( vien| dv)?( cu| moi)?|(so )?the (dang vien|dv|dang) (hoac |va )?(so )?(cccd|can cuoc)",
    "citizen": "(so )?(the )?(cccd|cmnd|cmtnd|cmt|can cuoc|dinh danh)( .*)?",
    "ethnicity": "dan toc.*",
    "religion": "ton giao.*",
    "home": f"(ten )?({BODY}|noi sinh hoat|sinh hoat) (dang )?(sinh hoat )?(tai )?(noi )?"
    "(cu tru|o|213)( hien nay| 213)?",
    "cell": f"(ten )?{BODY}( (hien )?(dang )?sinh hoat( dang)?( chinh thuc| hien nay)?| (noi |tai noi )?cong tac"
    f"| chinh thuc| hien nay| truc thuoc| co so)?|(ten )?chi bo( {AREA})+|dang bo chi bo|chi bo dang bo"
    "|(noi|don vi) (dang )?sinh hoat( dang)?( hien nay)?|(dang )?sinh hoat( dang)? tai( chi bo)?|thuoc chi bo|cb",
    "address": "cho o.*|dia chi.*|noi (cu tru|o)( hien nay)?|(noi )?thuong tru|ho khau.*",
    "organisation": "(loai( hinh)?|khoi) (co quan|don vi|to chuc|doanh nghiep|noi (cong tac|lam viec))( .*)?"
    "|thanh phan kinh te|khoi( cong tac)?",
    "workplace": "(noi|don vi|co quan)( don vi)?( dang)? (cong tac|lam viec)( .*)?|co quan( don vi)?|don vi",
    "position": "chuc (vu|danh).*|nghe nghiep.*",
    "phone": "(so )?(dien thoai|sdt|d ?t|dtdd|di dong|so may|zalo)( .*)?",
    "standing": "loai( hinh)?( dang vien| dv)?|(thuoc )?dien( dang vien| sinh hoat)?|doi tuong|hinh thuc sinh hoat"
    "|(dang vien )?(du bi chinh thuc|chinh thuc du bi)|du bi",
    "state": "trang thai.*|tinh trang.*",
    "exempt": "(dien |ly do )?mien.*",
    "remarks": "(phan )?(ghi|chu) (chu|thich)( khac| them)?|nhan xet|luu y",
}
NAMES = ("name", "family", "given")
TITLES = {  # the headings of our own template
    "name": "Họ và tên",
    "born": "Ngày sinh",
    "sex": "Giới tính",
    "card": "Số thẻ Đảng viên",
    "citizen": "Số CCCD",
    "admitted": "Ngày kết nạp",
    "official": "Ngày chính thức",
    "cell": "Chi bộ đang sinh hoạt",
    "home": "Chi bộ nơi cư trú",
    "workplace": "Nơi công tác",
    "position": "Chức vụ",
    "organisation": "Loại cơ quan",
    "address": "Chỗ ở hiện nay",
    "phone": "Số điện thoại",
    "state": "Trạng thái",
    "reason": "Lý do",
}
OTHER_TITLES = {
    "male": "Nam",
    "female": "Nữ",
    "family": "Họ đệm",
    "given": "Tên",
    "exempt": "Diện miễn",
    "standing": "Loại đảng viên",
    "remarks": "Ghi chú",
    "index": "STT",
}
SPANNING = {"name": " ", "family": " ", "given": " ", "born": "/", "admitted": "/", "official": "/"}
MAPPED = (
    *("name", "family", "given", "born", "sex", "male", "female", "admitted", "official", "card", "citizen", "cell"),
    *(
        "home",
        "workplace",
        "organisation",
        "position",
        "address",
        "phone",
        "state",
        "standing",
        "exempt",
        "remarks",
        "index",
    ),
)
MEMBER_HEADINGS = Vocabulary(
    FIELDS,
    NAMES,
    (frozenset({"name"}), frozenset({"family", "given"})),
    ("name", "given", "born", "male", "female", "admitted", "card", "citizen", "cell", "home"),
    MAPPED,
    TITLES,
    OTHER_TITLES,
    SPANNING,
    ("ethnicity", "religion"),  # must not be stored
    ("born", "admitted", "official", "male", "female"),
    dict.fromkeys(("dt", "d t"), "ethnicity"),  # otherwise these mean the telephone
)
