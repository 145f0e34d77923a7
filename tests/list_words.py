"""What random lists are made of: names, cells, headings and what stands around a list."""

_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Đặng Bùi Đỗ Tống Lý Vũ Giàng Đoàn Kiều Nông"
FAMILIES = _FAMILIES.split()
MIDDLES = {"male": ["Văn", "Đình", "Hữu", "A", "Công"], "female": ["Thị", "Thị Thanh", "Ngọc", "Thị Bích"]}
_GIVEN = "Khải Mơ Ước Hùng Hưng Cộng Thư Ký Nam Ngày Sinh Toàn Bảo Viên Chuyển Ánh Ân Đức Thúy Xuân Sơn Mất Số"
GIVEN = _GIVEN.split()
CELLS = [
    *("Chi bộ thôn Đồng Bào", "Chi bộ tổ dân phố số 9", "Chi bộ Nam Tiến", "Chi bộ 3", "Chi bộ Trường THCS An Bình"),
    *("Chi bộ bản Tả Phìn", "Chi bộ Quân sự xã", "Chi bộ Minh Khai"),
]
HEADINGS = {
    "name": ["Họ và tên", "HỌ VÀ TÊN", "Họ tên", "Họ, tên", "Họ và tên đảng viên", "Họ và tên (viết hoa)", "Đồng chí"],
    "born": ["Ngày sinh", "Ngày, tháng, năm sinh", "NGÀY SINH", "Năm sinh", "NTNS", "Sinh ngày"],
    "admitted": ["Ngày vào Đảng", "Ngày kết nạp", "Vào Đảng", "Ngày, tháng, năm vào Đảng", "Ngày dự bị"],
    "official": ["Ngày chính thức", "Chính thức", "Ngày công nhận chính thức", "Ngày vào Đảng chính thức"],
    "sex": ["Giới tính", "Nam/Nữ", "Giới"],
    "cell": ["Chi bộ", "Chi bộ đang sinh hoạt", "Sinh hoạt tại chi bộ", "Thuộc chi bộ"],
    "card": ["Số thẻ đảng", "Số thẻ ĐV", "Số thẻ đảng viên"],
    "citizen": ["Số CCCD", "CCCD/CMND", "Số định danh"],
    "phone": ["Điện thoại", "SĐT", "Số điện thoại"],
    "position": ["Chức vụ", "Chức danh", "Nghề nghiệp"],
    "workplace": ["Nơi công tác", "Đơn vị công tác", "Cơ quan"],
    "remarks": ["Ghi chú", "Ghi chú khác"],
    "address": ["Chỗ ở hiện nay", "Địa chỉ", "Nơi cư trú"],
}
INDEX = ["STT", "TT", "Số TT"]
OTHER_COLUMNS = {
    "Quê quán": "Hà Nam",
    "Trình độ": "12/12",
    "Dân tộc": "Kinh",
    "Tuổi Đảng": 40.0,
    "Lý luận chính trị": "SC",
}
POSITIONS = [
    "Bí thư",
    "Chi ủy viên",
    "Nông dân",
    "Giáo viên",
    "Phó Bí thư",
    "Hưu trí",
    "Đảng ủy viên",
    "Tổ trưởng tổ đảng",
    "Thủ trưởng cơ quan",
    None,
]
WORKPLACES = ["Đảng ủy xã An Bình", "Trường THCS An Bình", "UBND xã", "Chi cục Thuế", "Bộ Công an", None]
REMARKS = [None, None, "Đi làm ăn xa", "Bí thư", "Mất thẻ", "Đã nghỉ hưu", "Con liệt sĩ", "Chuyển đến 2020"]
ADDRESSES = ["Thôn Đồng Bào", "Số 12 đường Trần Phú", "Tổ 9", "Xóm Trên"]
LETTERHEADS = [
    [
        ["ĐẢNG BỘ XÃ AN BÌNH", None, None, "ĐẢNG CỘNG SẢN VIỆT NAM"],
        [None, None, None, "An Bình, ngày 20 tháng 11 năm 2026"],
    ],
    [["DANH SÁCH ĐẢNG VIÊN"], ["(Kèm theo Công văn số 12-CV/ĐU ngày 3/11/2026 của Đảng ủy xã An Bình)"]],
    [["DANH SÁCH TRÍCH NGANG ĐẢNG VIÊN NĂM 2026"]],
    [],
]
FOOTERS = [
    [[None, "Tổng cộng: {count} đồng chí"], [],
     [None, "NGƯỜI LẬP BIỂU", None, "T/M CHI ỦY"], [None, None, None, "BÍ THƯ"],
     [], [None, "Nguyễn Văn Lập", None, "Trần Văn Thư"]],
    [[None, "Người lập", "Phó Bí thư", None, "Bí thư"], [None, "(Ký tên)", "(Ký tên)"],
     [None, "Lý Văn Lập", "Lê Thị Ký", None, "Trần Văn Thư"]],
    [["Danh sách có {count} đồng chí./."], [None, None, "An Bình, ngày 3 tháng 11 năm 2026"], [None, None, "BÍ THƯ"],
     [None, None, "(Ký, ghi rõ họ tên)"], [None, None, "Lê Văn Ký"]],
    [[None, "Cộng", "{count}"]],
    [],
]  # fmt: skip
