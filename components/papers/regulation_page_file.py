"""The page on the regulation in a unit as a Word file: sentences with the year's figures, always Vietnamese."""

from typing import Any

from components.files import paper_fields, template_builder, word_template
from components.i18n import day_text, in_language, number, percent, short_number
from components.papers import paper_files
from db.comments import paper_facts, regulation_page_figures
from db.comments.regulation_page_figures import RegulationYear
from db.figures.contact_summary import HalfYear

HALVES = ("Kỳ I", "Kỳ II")
NAMELESS = "việc giữ mối liên hệ với tổ chức đảng và nhân dân nơi cư trú"  # if the citation has not been verified


def page_file(account_id: int, grant_id: int, unit_id: int, year: int) -> bytes:
    """The page of a unit's year; made when its button is pressed, if the account may have it then."""
    found = regulation_page_figures.load(paper_files.current_viewer(account_id, grant_id), unit_id, year)
    template = found.template or template_builder.build_template(paper_fields.REGULATION)
    return word_template.render(template, [placeholder_values(found)])


def placeholder_values(found: RegulationYear) -> dict[str, Any]:
    """The contents of the page by placeholder."""
    counts = found.counts
    with in_language("vi"):
        figures = {
            "tong so": number(counts.members),
            "nu": number(counts.women),
            "mien sinh hoat": number(counts.exempt),
            "moi": number(counts.new),
            "ky i": _half(counts.first),
            "ky ii": _half(counts.second),
            "da nhan xet": number(counts.assessed or 0),
            "bieu duong": number(counts.praised or 0),
            "xem xet xu ly": number(counts.reviewed or 0),
        }
        return {
            **found.head,
            **figures,
            "nam": str(found.year),
            "ten quy dinh": found.rule.citation if found.rule and found.rule.verified else NAMELESS,
            "can cu": paper_facts.basis_sentence(found.rule),
            "cau": [{"noi dung": sentence} for sentence in paper_sentences(found)],
        }


def paper_sentences(found: RegulationYear) -> list[str]:
    """Return the sentences of the page; if nobody is counted they say so, and nothing is divided by zero."""
    with in_language("vi"):
        told = [*_introduced(found), *_on_list(found)]
        if not found.counts.members:
            return told
        halves = zip(HALVES, (found.counts.first, found.counts.second), strict=True)
        return [*told, *(_met(name, half) for name, half in halves), _entered(found), *_assessed(found)]


def _on_list(found: RegulationYear) -> list[str]:
    """How many keep contact here, and which cells are overloaded."""
    counts, day = found.counts, day_text(found.day)
    if not counts.members:
        whose = "chi bộ" if found.is_cell else "đảng ủy"
        return [f"Đến ngày {day}, {whose} chưa có đảng viên giữ mối liên hệ nơi cư trú."]
    where, many = "", []
    if not found.is_cell:
        average = short_number(counts.members / counts.cells)
        where = f" ở {number(counts.cells)} chi bộ, bình quân {average} đồng chí một chi bộ"
        many = [f"{number(counts.overloaded)} chi bộ có rất đông đảng viên giữ mối liên hệ."]
    return [
        f"Đến ngày {day} có {number(counts.members)} đảng viên giữ mối liên hệ nơi cư trú{where}; trong đó "
        f"{number(counts.women)} nữ, {number(counts.exempt)} đồng chí được miễn sinh hoạt, {number(counts.new)} đồng "
        "chí mới về trong năm.",
        *(many if counts.overloaded else []),
    ]


def _introduced(found: RegulationYear) -> list[str]:
    """How many were subject, introduced and placed, for a commune."""
    whole = found.reconciled
    if whole is None:
        return []
    if not whole.subject:
        return ["Chưa có số đảng viên thuộc diện giới thiệu về nơi cư trú."]
    told = (
        f"Thuộc diện giới thiệu về nơi cư trú: {number(whole.subject)} đảng viên; đã giới thiệu "
        f"{number(whole.introduced)} ({percent(whole.introduced, whole.subject)}), đã phân công về chi bộ "
        f"{number(whole.placed)}"
    )
    return [
        f"{told}; còn {number(whole.outstanding)} đồng chí chưa giới thiệu." if whole.outstanding > 0 else f"{told}."
    ]


def _met(name: str, half: HalfYear) -> str:
    """Attendance of a half-year's meetings."""
    if not half.meetings:
        return f"{name}: chưa ghi cuộc họp nào."
    if not half.expected:
        return f"{name}: họp {number(half.meetings)} cuộc, không có ai thuộc diện phải dự."
    return (
        f"{name}: họp {number(half.meetings)} cuộc, có mặt {number(half.present)} trên {number(half.expected)} "
        f"đảng viên phải dự ({percent(half.present, half.expected)})."
    )


def _entered(found: RegulationYear) -> str:
    """The entries about them during the year."""
    told = [
        f"{each.label.lower()} {number(each.count)} lượt ({number(each.people)} đồng chí)" for each in found.entries
    ]
    return f"Ghi nhận trong năm: {'; '.join(told)}." if told else "Trong năm chưa có ghi nhận nào."


def _assessed(found: RegulationYear) -> list[str]:
    """How many were assessed, with which mark item by item, and proposals to their workplaces."""
    counts = found.counts
    due = counts.members - counts.exempt
    if not counts.assessed:
        return [f"Chưa nhận xét đảng viên nào của năm {found.year}."]
    total = found.results.total
    by_item: dict[str, list[str]] = {}
    for column in found.results.columns:
        if count := total[column.item, column.mark]:
            by_item.setdefault(column.item_label, []).append(f"{column.mark_label.lower()} {number(count)}")
    return [
        f"Đã nhận xét {number(counts.assessed)} đảng viên; số phải nhận xét cuối năm là {number(due)}.",
        *(f"{label}: {', '.join(told)}." for label, told in by_item.items()),
        f"Đề nghị biểu dương {number(counts.praised or 0)} đồng chí, đề nghị xem xét "
        f"{number(counts.reviewed or 0)} đồng chí.",
    ]


def _half(half: HalfYear) -> str:
    return f"{number(half.present)}/{number(half.expected)}" if half.meetings else paper_files.NOTHING
