"""The text of papers for meetings, read back: each number in a sentence is matched to its figure, and none is left
over.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?(?: %)?"
# the words around each figure, wherever it appears
SAYINGS = (
    "{reported} trên {reports_expected} chi bộ", "{reported} trên {reports_expected} lượt chi bộ",
    "chưa có chi bộ nào trong {reports_expected}", "đã báo cáo sinh hoạt, đạt {reported_rate}",
    "đã báo cáo ({reported_rate})", "{reported_in_time} đúng hạn", "{reported_late} trễ hạn",
    "{reported_totals} chỉ có số tổng", "{postponed} hoãn họp", "{not_held} không họp, có nêu lý do",
    "Còn {silent} chi bộ chưa báo cáo", "Còn {silent} lượt chi bộ chưa báo cáo", "ở {silent_parts} đơn vị",
    "{not_due} chi bộ chưa đến ngày họp", "{not_due} lượt chi bộ chưa đến ngày họp",
    "Qua {meetings} cuộc họp, có mặt {present} trên {expected} lượt đảng viên được triệu tập, đạt {attendance_rate}",
    "vắng {excused} có lý do, {unexcused} không lý do", "{absent_unknown} chưa rõ lý do",
    "{exempt_from_meetings} lượt được miễn sinh hoạt",
    "hơn {period} ({earlier_rate})", "bằng {period} ({earlier_rate})",
    "trên {aim}", "mức {aim}", "chưa vượt {aim}",
    "{attendance_rate} đảng viên dự sinh hoạt chi bộ", "{cells_attention} trên {cells} chi bộ cần quan tâm",
    "{cells_silent} chi bộ chưa báo cáo", "{cells_below_aim} chi bộ có tỷ lệ dự họp",
    "{cells_silent_and_below} chi bộ vừa thiếu báo cáo vừa thấp",
    "{contact_members} đảng viên giữ mối liên hệ nơi cư trú ở {contact_cells} chi bộ; {contact_women} nữ",
    "{contact_members} đảng viên giữ mối liên hệ ở {contact_cells} chi bộ", "{contact_exempt} được miễn sinh hoạt",
    "{contact_new} mới về trong năm", "{contact_overloaded} chi bộ có từ {overload} đồng chí trở lên",
    "kỳ I có mặt {contact_first_present} trên {contact_first_expected} ({contact_first_rate})",
    "kỳ II có mặt {contact_second_present} trên {contact_second_expected} ({contact_second_rate})",
    "kỳ I có mặt {contact_first_rate}", "kỳ II có mặt {contact_second_rate}",
    "đã nhận xét {contact_assessed} đồng chí",
    "đề nghị biểu dương {contact_praised}, đề nghị xem xét {contact_reviewed}",
    "{households_covered} trên {households} hộ có đảng viên phụ trách ({households_covered_rate}), do "
    "{members_in_charge} trên {members_available} đảng viên", "{households_covered_rate} hộ có đảng viên phụ trách",
    "{households_uncovered} hộ chưa có người phụ trách", "{households_unvisited} hộ lâu chưa ghi nhận thăm",
    "nhận {petitions_received} ý kiến, kiến nghị", "còn {petitions_open} chưa trả lời",
    "{petitions_overdue} đã quá hạn", "{petitions_overdue} ý kiến, kiến nghị để quá hạn",
    "{petitions_untold} đã trả lời, chưa báo lại",
    "{teams} tổ công tác đã dự {team_visits_met} trên {team_visits_owed} lượt sinh hoạt phải dự ({team_visits_rate}), "
    "còn thiếu {team_visits_missing} lượt", "đã dự {team_meetings} lượt", "{teams_missing} tổ còn thiếu",
    "{teams} tổ công tác, chưa có", "{teams} tổ công tác chưa có",
    "đã dự {team_visits_met} trên {team_visits_owed} lượt phải dự",
    "báo lên {difficulties_received} khó khăn", "đã báo lên {difficulties_all}: đã trả lời {difficulties_answered}, "
    "chờ trả lời {difficulties_open}", "({difficulties_overdue} quá hạn)", "lý do {difficulties_closed}",
    "{difficulties_untold} đã trả lời, chi bộ chưa", "{difficulties_open} khó khăn, vướng mắc chờ trả lời",
    "{difficulties_open} khó khăn, vướng mắc chờ trả lời, {difficulties_overdue} đã quá hạn",
    "ở {books_whole} trên {books} chi bộ ({books_whole_rate})",
    "{books_part} chi bộ mới kiểm tra", "{books_unchecked} chi bộ chưa được kiểm tra",
    "có {members} đảng viên, trong đó {members_women} nữ, {members_probationary} dự bị; {members_exempt} đồng chí được "
    "miễn công tác", "tăng {members_added}, giảm {members_lost}", "hoàn thành {tasks_done} nhiệm vụ",
    "{tasks_not_done} nhiệm vụ không hoàn thành", "còn {tasks_open} nhiệm vụ đang thực hiện",
    "trong đó {tasks_overdue} nhiệm vụ quá hạn",
    "có {contact_members} đảng viên giữ mối liên hệ nơi cư trú; {contact_women} nữ",
    "sổ của {books_whole} trên {books} chi bộ ({books_whole_rate})",
)  # fmt: skip
DAYS = re.compile(
    r"\d{1,2}/\d{1,2}/\d{4}|ngày \d{1,2} tháng \d{1,2} năm \d{4}|(?:[Tt]háng |T)\d{1,2}(?:/\d{4})?|"
    r"(?:[Nn]ăm |[Qq]uý [IV]+/|[Kk]ỳ [IV]+/)\d{4}"
)


def printed(value: int | None, of: int | None = None) -> str:
    """A number, or a share, as Vietnamese reports print it."""
    if of is None:
        return "–" if value is None else f"{value:,}".replace(",", ".")
    if not of or value is None:
        return "–"
    share = Decimal(value) * 100 / Decimal(of)
    least = Decimal("0.01") if 0 < share < 1 else Decimal("0.1")
    shown = share if share in (0, 100) else max(least, min(share, 100 - least)).quantize(least, ROUND_HALF_UP)
    return f"{shown.normalize():f} %".replace(".", ",")


def check_words(text: str, told: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> set[str]:
    """Which figures a text states, each in one of its possible wordings; raises AssertionError for any other or
    additional number. `names` are those of units, which have numbers of their own.
    """
    left = text
    for name in sorted(names, key=len, reverse=True):
        left = left.replace(name, "…")
    said = set()
    for pattern, codes in _PATTERNS:
        for match in list(pattern.finditer(left)):
            for code, value in zip(codes, match.groups(), strict=True):
                assert value in told[code], f"{code} is {told[code]}, not as in: {match.group()}"
            said |= set(codes)
            left = left.replace(match.group(), " … ", 1)
    left = DAYS.sub("…", left)
    assert not (unknown := re.findall(r".{0,40}\d.{0,40}", left)), unknown
    return said


def _compiled() -> list[tuple[re.Pattern, list[str]]]:
    found = []
    for saying in SAYINGS:
        codes = [code for code in re.findall(r"\{(\w+)\}", saying) if code != "period"]
        words = re.escape(saying).replace(r"\{period\}", "[^()]+?")
        found.append((re.compile(re.sub(r"\\{\w+\\}", lambda _: f"({NUMBER})", words)), codes))
    return sorted(found, key=lambda one: -len(one[0].pattern))


_PATTERNS = _compiled()
