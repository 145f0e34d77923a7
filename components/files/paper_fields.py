"""The placeholders that each kind of paper has, and which names in a template are unknown."""

from difflib import get_close_matches
from typing import Any, NamedTuple

from components.files import word_template

COMMENT, SHORT_COMMENT, REQUEST = "comment", "comment_short", "comment_request"
INTRODUCTION, NOTICE, WORKPLACE_LETTER, HAND_OVER = (
    "introduction_letter",
    "contact_notice",
    "workplace_letter",
    "hand_over_list",
)
REGULATION = "regulation_page"
HEAD = ("cấp trên", "cơ quan ban hành", "số", "nơi", "ngày")
PERSON = ("họ và tên", "giới tính", "ngày sinh", "ngày vào đảng", "ngày chính thức", "nơi cư trú", "nơi công tác",
          "chức vụ", "chi bộ nơi cư trú", "bí thư")  # fmt: skip
SIGNED = ("chức danh ký", "người ký")
BASED = ("kính gửi", "căn cứ")
COMMENTED = ("tên phiếu", "lời dẫn", "mục đích", "đảng ủy nơi cư trú", "đảng ủy nơi cư trú in hoa", "mục: số",
             "mục: nội dung", "mục: trả lời")  # fmt: skip
FIELDS: dict[str, tuple[str, ...]] = {
    COMMENT: (*HEAD, *PERSON, *COMMENTED),
    SHORT_COMMENT: (*HEAD, *PERSON, *COMMENTED),
    REQUEST: (*HEAD, *BASED, *SIGNED, "mục đích", "thời hạn", "người: số", "người: họ và tên", "người: ngày sinh",
              "người: chi bộ"),
    INTRODUCTION: (*HEAD, *PERSON, *BASED, *SIGNED, "diện miễn"),
    NOTICE: (*HEAD, *PERSON, *BASED, "tổ", "tổ trưởng", "số kỳ họp", "các kỳ họp", "diện miễn", "nhiệm vụ: số",
             "nhiệm vụ: nội dung"),
    WORKPLACE_LETTER: (*HEAD, *PERSON, *BASED, *SIGNED, "tên văn bản", "đề nghị", "nội dung"),
    HAND_OVER: (*HEAD, "tên bảng kê", "tổng số", "giấy: thứ tự", "giấy: số", "giấy: họ và tên",
                "giấy: nơi công tác", "giấy: chi bộ", "giấy: ký nhận"),
    REGULATION: (*HEAD, *SIGNED, "thay mặt", "năm", "tên quy định", "căn cứ", "câu: nội dung", "tổng số", "nữ",
                 "miễn sinh hoạt", "mới", "kỳ I", "kỳ II", "đã nhận xét", "biểu dương", "xem xét xử lý"),
}  # fmt: skip


class UnknownField(NamedTuple):
    """A placeholder that a kind of paper does not have, and the one that was probably meant."""

    name: str
    nearest: str | None


def unknown_fields(kind: str, written: list[str]) -> list[UnknownField]:
    """Return the placeholders of a template that its kind of paper does not have, in their order."""
    known = {word_template.field_key(name): name for name in FIELDS[kind]}
    strangers = [name for name in written if word_template.field_key(name) not in known]
    return [UnknownField(name, _nearest(word_template.field_key(name), known)) for name in strangers]


def suggestion_text(field: UnknownField) -> str:
    """Return an unknown placeholder as a sentence names it: `{{họ tên}} → {{họ và tên}}`."""
    return f"{{{{{field.name}}}}}" + (f" → {{{{{field.nearest}}}}}" if field.nearest else "")


def example_values(kind: str) -> dict[str, Any]:
    """Return values for a sample page of this kind: each placeholder shows its own name, each list has two entries."""
    values: dict[str, Any] = {}
    for name in FIELDS[kind]:
        listed, _, own = word_template.field_key(name).partition(":")
        if own:
            for entry in values.setdefault(listed, [{}, {}]):
                entry[own] = f"[{name}]"
        else:
            values[listed] = f"[{name}]"
    return values


def _nearest(key: str, known: dict[str, str]) -> str | None:
    found = get_close_matches(key, known, 1, 0.6)
    return known[found[0]] if found else None
