"""What the register holds about a member beside his profile: the further parts of his data sheet."""

import streamlit as st

from components.history.column_labels import TABLE_LABELS
from components.i18n import DASH, _, day_text, join_list, moment_text
from components.labels import entry_labels, paper_labels
from components.markdown import escape_markdown
from components.people.attendance_view import EXEMPT, LEGEND, NOT_RECORDED, SIGNS
from db.kernel.scope import Viewer
from db.models import Expectation
from db.people import personal_data
from db.people.personal_data import AttendedMeeting
from db.settings import settings


def show(viewer: Viewer, code: str) -> None:
    """All of it, and what his role leaves out for whom to print."""
    held = personal_data.load(viewer, code)
    types = {option.key: option.label for option in settings.options(viewer, "meeting_types")}
    reasons = {option.key: option.label for option in settings.options(viewer, "absence_reasons")}
    _list(_("Meetings by name"), [_meeting(row, types, reasons) for row in held.meetings])
    led = [(_when(day, kind, types), _("chair") if chair else _("minutes taken")) for day, kind, chair in held.led]
    _list(_("Chair or minutes"), [" · ".join(row) for row in led])
    _list(_("Guest at meetings"), [_join(_when(day, kind, types), *rest) for day, kind, *rest in held.guest])
    _list(_("Tasks given"), [_join(text, day_text(due), result) for text, due, result in held.tasks])
    kinds = entry_labels.kinds(viewer)
    _list(_("Entries of the year"), [" · ".join(entry_labels.told(line, kinds)) for line in held.entries])
    papers = [_join(paper_labels.kind(paper.kind), paper_labels.number_line(paper)) for paper in held.papers]
    _list(_("Issued papers"), papers)
    _list(_("Accounts"), [_join(*account) for account in held.accounts])
    reads = [_join(moment_text(at), who, paper_labels.text_kind(what)) for at, who, what in held.reads]
    _list(_("Who read need-to-know texts"), reads)
    if held.left_out:
        names = join_list([_(TABLE_LABELS.get(name, name)) for name in held.left_out])
        st.caption(
            _(
                "Not on this sheet, as your role does not read it: {what}. Whoever reads it (the cell, the committee "
                "above it or the administrator) can print it.",
                what=names,
            )
        )


def _meeting(row: AttendedMeeting, types: dict[str, str], reasons: dict[str, str]) -> str:
    exempt = EXEMPT if row.expectation == Expectation.EXEMPT else NOT_RECORDED
    sign = SIGNS[row.outcome] if row.outcome else exempt
    spoke = _("spoke") if row.spoke else ""
    reason = reasons.get(row.reason, row.reason) if row.reason else ""
    return _join(_when(row.held_on, row.type, types), _(LEGEND[sign]), reason, spoke)


def _when(day, kind: str, types: dict[str, str]) -> str:
    return f"{day_text(day) or DASH} · {types.get(kind, kind)}"


def _join(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _list(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines))
