"""A gallery of all widgets to look at: `uvicorn tests.browser.gallery:app --port 8611`, then `/?show=record`."""

import altair as alt
import pandas as pd
import streamlit as st

from components.charts.chart_theme import to_spec

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
MIDDLE = ("Thị Thanh", "Văn", "Thị", "Đình", "Thị Hồng", "Quốc", "Ngọc", "Thị Minh Phương")
GIVEN = ("Thủy", "Hùng", "An", "Bình", "Khánh", "Sơn", "Quỳnh Trang", "Lâm", "Phượng")
PEOPLE = {n: f"{n} · {FAMILY[n % 8]} {MIDDLE[n * 3 % 8]} {GIVEN[n * 5 % 9]}" for n in range(1, 51)}


def record() -> None:
    """The page on which a secretary records a meeting."""
    st.title("Ghi cuộc họp")
    st.caption("Chi bộ thôn Đồng Bào · tháng 11/2026 · họp thường kỳ ngày 03/11/2026")
    st.segmented_control("Cách ghi", ["Ghi người vắng", "Ghi người có mặt"], default="Ghi người vắng")
    st.text_input("Số thứ tự người vắng", placeholder="3 17 22 41")
    st.text_input("Mật khẩu", type="password", help="Ít nhất 8 chữ hoặc số.")
    absent = st.pills(
        "Hoặc chạm vào tên người vắng",
        PEOPLE,
        format_func=PEOPLE.get,
        selection_mode="multi",
        default=[3, 12, 17, 22, 41],
    )
    st.subheader("Lý do vắng")
    st.segmented_control("Cả 5 đồng chí", ["Có lý do", "Không lý do", "Chưa rõ"], default="Có lý do")
    st.checkbox("Có dự họp của cấp trên")
    with st.expander("Ca họp, khách mời, chủ trì"):
        st.number_input("Số ca họp", 1, 4)
        st.selectbox("Chủ trì", list(PEOPLE.values()))
    with st.container(key="savebar"):
        st.markdown(f"**{45 - len(absent)}** có mặt · **{len(absent)}** vắng · **5** miễn  \nĐã lưu nháp 21:14")
        st.button("Lưu cuộc họp", type="primary")


def listing() -> None:
    """A list with figures, badges, a table and its empty state."""
    st.title("Đảng viên")
    st.caption("Chi bộ thôn Đồng Bào · số liệu đến 21/11/2026")
    with st.container(horizontal=True):
        st.metric("Đảng viên", "50", border=True)
        st.metric("Dự họp tháng này", "86,4 %", "1,2 %", border=True)
        st.metric("Hộ nghèo", "0,46 %", border=True)
    with st.container(border=True, key="card_remind"):
        st.markdown("**Chưa có ai phụ trách 12 hộ**")
        st.caption("Cụm 1 và cụm 3, từ ngày 01/10/2026")
        st.button("Phân công", icon=":material/group_add:")
    st.text_input("Tìm theo tên hoặc số", placeholder="thuy, hoặc 12", icon=":material/search:")
    st.markdown(
        ":green-badge[✓ trong hạn] :orange-badge[muộn 2 ngày] :blue-badge[✎ đang ghi] :gray-badge[– không "
        "họp] :red-badge[! chưa báo cáo]"
    )
    rows = [
        {
            "Số": n,
            "Họ và tên": name.split("· ")[1],
            "Ngày vào Đảng": f"{n % 28 + 1:02}/02/19{60 + n % 40}",
            "Dự họp": n * 37 % 12,
        }
        for n, name in PEOPLE.items()
    ]
    st.dataframe(rows, hide_index=True, height=330)
    st.table({row["Họ và tên"]: [str(row["Dự họp"]), row["Ngày vào Đảng"]] for row in rows[:5]})
    st.subheader("Kiến nghị của nhân dân")
    with st.container(key="empty_petitions"):
        st.markdown("**Chưa có ý kiến, kiến nghị nào**")
        st.caption("Ý kiến ghi trong cuộc họp sẽ hiện ở đây, kèm nơi đã chuyển và ngày trả lời.")
        st.button("Ghi ý kiến đầu tiên")


def figures() -> None:
    """A chart beside its filters."""
    st.title("Biểu đồ")
    st.caption("Huyện Lạc Thủy · 30 xã · tháng 1 đến tháng 11/2026")
    left, right = st.columns([1, 3])
    left.selectbox("Biểu đồ", ["Tỷ lệ dự họp theo tháng"])
    left.multiselect("Xã", ["Đồng Tâm", "Yên Bồng", "An Bình"], default=["Đồng Tâm", "Yên Bồng"])
    left.slider("Năm", 2017, 2026, (2024, 2026))
    left.date_input("Từ ngày", format="DD/MM/YYYY")
    left.download_button("Tải ảnh PNG", b"", icon=":material/download:")
    rows = pd.DataFrame(
        [
            (f"T{m}", x, 0.7 + (m * 7 + i * 5) % 13 / 50)
            for m in range(1, 12)
            for i, x in enumerate(("Đồng Tâm", "Yên Bồng", "An Bình"))
        ]
    )
    rows.columns = ["month", "unit", "rate"]
    chart = (
        alt.Chart(
            rows, title=alt.Title("Đồng Tâm họp đều hơn từ giữa năm", subtitle="có mặt trên số phải dự họp thường kỳ")
        )
        .mark_bar()
        .encode(
            x=alt.X("month", sort=None, title=None),
            y=alt.Y("rate", title=None, axis=alt.Axis(format=".0%")),
            color=alt.Color("unit", title=None),
        )
        .encode(xOffset="unit")
    )
    right.vega_lite_chart(to_spec(chart, dark=st.context.theme.type == "dark"), theme=None)
    right.dataframe(rows.pivot(index="unit", columns="month", values="rate"))


def sheet() -> None:
    """A list to print and sign."""
    st.title("Chi bộ thôn Đồng Bào")
    st.caption("Họp thường kỳ · 03/11/2026")
    rows = pd.DataFrame(
        {
            "Số": list(PEOPLE),
            "Họ và tên": [name.split("· ")[1] for name in PEOPLE.values()],
            "Năm sinh": "1965",
            "Ký tên": "",
        }
    )
    with st.container(key="sheet_roster"):
        st.table(rows, hide_index=True)
    st.button("In")


def others() -> None:
    """Everything that the other pages do not show."""
    st.title("Cài đặt")
    st.header("Tiêu đề vừa")
    st.subheader("Tiêu đề nhỏ")
    st.markdown(
        "Chữ thường, **chữ đậm**, [liên kết](/) và `mã`.\n\n| Xã | Chi bộ | Dự họp |\n"
        "|---|--:|--:|\n| Đồng Tâm | 14 | 86,4 % |\n| Yên Bồng | 111 | 100 % |"
    )
    st.success("Đã lưu cuộc họp tháng 11/2026.")
    st.info("Ba chi bộ đang ghi dở.")
    st.warning("Số liệu tháng 10/2026 đã chốt. Muốn sửa, hãy ghi lý do.")
    st.error("Chưa lưu được: số thứ tự 57 không có trong danh sách.")
    st.radio("Kiểu nhập", ["Theo số", "Theo tên"])
    st.radio("Nằm ngang", ["Có", "Không"], horizontal=True)
    st.toggle("Nhắc khi đến hạn")
    st.text_area("Nội dung", "Phân công đồng chí phụ trách cụm 1.")
    st.time_input("Giờ họp")
    st.file_uploader("Tệp danh sách")
    tab, other = st.tabs(["Cuộc họp", "Hộ gia đình"])
    tab.data_editor([{"Họ và tên": "Nguyễn Thị Thanh Thủy", "Có mặt": True}])
    other.write("Hộ")
    with st.form("gallery_form"):
        st.text_input("Họ và tên")
        st.form_submit_button("Lưu", type="primary")
    st.popover("Thêm").write("…")
    st.button("Bỏ qua", type="tertiary")
    st.button("Không bấm được", disabled=True)
    st.link_button("Mở", "https://example.org")
    if st.button("Mở hộp thoại"):
        dialog()
    with st.container(key="tap_meeting"):
        st.button("Ghi họp thường kỳ 3/11", icon=":material/edit_note:")
    st.toast("Đã lưu")


@st.dialog("Hủy cuộc họp nhập nhầm")
def dialog() -> None:
    """The confirmation asked for before something is deleted."""
    st.write("Cuộc họp tháng 11/2026 sẽ không còn trong sổ. Có thể hoàn tác ở trang Lịch sử.")
    st.text_input("Lý do")
    st.button("Hủy cuộc họp", type="primary")


SHOWN = {"record": record, "list": listing, "figures": figures, "sheet": sheet, "others": others}
chosen = st.query_params.get("show", "record")
pages = [
    st.Page(function, title=name, url_path=f"gallery-{name}", icon=":material/edit_note:", default=name == chosen)
    for name, function in SHOWN.items()
]
st.set_page_config(layout="wide" if chosen == "figures" else "centered")
st.navigation(pages).run()
