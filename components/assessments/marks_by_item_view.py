"""One item after another: its text, the count of each mark, and the numbers of people with another mark than most."""

from collections import Counter

import streamlit as st

from components.assessments import marked_list_draft
from components.i18n import _, number
from components.markdown import escape_markdown
from components.widgets import number_boxes
from db.assessments.assessment_forms import FormItem, FormMark
from db.assessments.marked_sheet import MarkedLine, MarkedSheet
from db.drafts.drafts import DraftField
from db.meetings.number_parser import parse_numbers

FEW = 10


def show(sheet: MarkedSheet) -> None:
    """Show the selected item with a box of numbers for each mark other than most people's."""
    if sheet.form is None or not sheet.form.marked_items:
        st.caption(_("This form is written in words: see one member at a time."))
        return
    items = {item.key: item for item in sheet.form.marked_items}
    chosen = st.pills(
        _("Item"), list(items), format_func=lambda key: escape_markdown(items[key].short), default=next(iter(items)),
        required=True, key="assess_item",
    )  # fmt: skip
    item = items[chosen or next(iter(items))]
    lines = [line for line in sheet.lines if line.form == sheet.form and not line.locked]
    counts = Counter(line.marks.get(item.key) for line in lines)
    st.markdown(escape_markdown(item.text))
    told = [f"{escape_markdown(mark.label)}: **{number(counts[mark.key])}**" for mark in item.marks if counts[mark.key]]
    none = [_("no answer yet: {count}", count=number(counts[None]))] if counts[None] else []
    st.markdown(" · ".join(told + none))
    most = sheet.common_mark(item) or (counts.most_common(1)[0][0] if lines else None)
    for mark in item.marks:
        if mark.key != most:
            _box(sheet, item, mark, lines)


def _box(sheet: MarkedSheet, item: FormItem, mark: FormMark, lines: list[MarkedLine]) -> None:
    numbered = {line.person.number: line for line in lines if line.person.number is not None}
    has = " ".join(str(at) for at, line in sorted(numbered.items()) if line.marks.get(item.key) == mark.key)
    key = marked_list_draft.field_key("numbers", item.key, mark.key)
    text = st.text_input(
        _("Numbers of those: {mark}", mark=escape_markdown(mark.label)), value=has, key=key, live=True,
        autocomplete="off", placeholder=_("For example: 3 17 22-24"), on_change=_numbered,
        args=(key, sheet, item.key, mark.key),
    )  # fmt: skip
    st.session_state[f"{key}_stood"] = text
    number_boxes.note(marked_list_draft.SHEET, key, text, numbered.keys())
    said = parse_numbers(text)
    if unknown := [str(at) for at in said.numbers if at not in numbered] + said.unreadable:
        st.warning(
            _(
                "Not on this list: {numbers}. The others are recorded; please correct it.",
                numbers=escape_markdown(", ".join(unknown[:FEW])),
            )
        )


def _numbered(key: str, sheet: MarkedSheet, item: str, mark: str) -> None:
    """Give people new in a box its mark, and people removed from it the mark for all. A callback."""
    numbered = {line.person.number: line for line in sheet.lines if line.person.number is not None and not line.locked}
    before, now = (
        {at for at in parse_numbers(text).numbers if at in numbered}
        for text in (st.session_state.get(f"{key}_stood", ""), st.session_state.get(key, ""))
    )
    values: dict[DraftField, str | None] = {DraftField(numbered[at].part, item): mark for at in now - before}
    values |= {DraftField(numbered[at].part, item): _without(numbered[at], item, mark) for at in before - now}
    marked_list_draft.save_values(sheet, values)


def _without(line: MarkedLine, item: str, mark: str) -> str | None:
    """Return the value after a mark is withdrawn: no individual mark, or no answer if it is the saved one."""
    return "" if line.saved and line.saved.marks.get(item) == mark else None
