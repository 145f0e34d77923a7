"""The opening paragraph of the minutes with the right figures; a document, so always Vietnamese."""

from db.meetings.household_round import RoundNote
from db.meetings.meetings import OpenMeeting
from db.models import MembershipKind, Outcome


def opening_paragraph(opened: OpenMeeting, type_label: str) -> str:
    """A paragraph to copy into the handwritten book: convened, full, probationary, present, absent by reason, exempt.

    The list consists of people called, exempt people, and exempt people who came; those called came or were absent.
    """
    sheet = opened.sheet
    probationary = sum(line.person.probationary for line in sheet.lines)
    figures = [
        f"{type_label} ngày {opened.day:%d/%m/%Y}" + (f", {count} buổi." if (count := len(opened.sittings)) else "."),
        f"Tổng số {_whom(opened)}: {len(sheet.lines)} đồng chí"
        + (f" (chính thức {len(sheet.lines) - probationary}, dự bị {probationary})." if _own(opened) else "."),
        f"Triệu tập: {sheet.expected}. Được miễn sinh hoạt: {sheet.exempt}."
        + (f" Được miễn nhưng vẫn dự: {sheet.present_exempt}." if sheet.present_exempt else ""),
        f"Có mặt: {sheet.count(Outcome.PRESENT)}/{sheet.expected}. Vắng: {len(sheet.absentees)}{_why(opened)}.",
    ]
    return " ".join(figures + _round(opened))


def _round(opened: OpenMeeting) -> list[str]:
    """Who in charge of households reported, who did not, and notes on households."""
    now, names = opened.round, {person.member_id: person.name for person in opened.sheet.people}
    told = []
    if now.recorded:
        silent = [names[member_id] for member_id, said in now.reported.items() if not said]
        told.append(
            f"Đảng viên phụ trách hộ đã báo cáo: {sum(now.reported.values())}/{len(now.reported)}"
            + (f"; chưa báo cáo: {', '.join(silent)}." if silent else ".")
        )
    if now.notes:
        told.append(f"Việc mới: {'; '.join(_note(note, names) for note in now.notes)}.")
    elif now.recorded and now.complete:
        told.append("Không có việc mới.")
    return told


def _note(note: RoundNote, names: dict[int, str]) -> str:
    who = names.get(note.next) if note.next else None
    return f"{note.name}: {note.text.rstrip('.')}" + (f" (đồng chí {who} tiếp tục theo dõi)" if who else "")


def _own(opened: OpenMeeting) -> bool:
    return any(line.person.kind != MembershipKind.CONTACT for line in opened.sheet.lines)


def _whom(opened: OpenMeeting) -> str:
    if opened.joint:
        return "đảng viên các chi bộ được triệu tập"
    return "đảng viên của chi bộ" if _own(opened) else "đảng viên giữ mối liên hệ nơi cư trú"


def _why(opened: OpenMeeting) -> str:
    words = {Outcome.EXCUSED: "có lý do", Outcome.UNEXCUSED: "không lý do", Outcome.UNKNOWN: "chưa rõ lý do"}
    said = [f"{words[outcome]} {count}" for outcome in words if (count := opened.sheet.count(outcome))]
    return f" ({', '.join(said)})" if said else ""
