"""Boxes for numbers of the signed sheet: their contents, and whom a change concerns."""

from collections import defaultdict

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import sheet_draft, shown_snapshot
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.meetings import sheet
from db.meetings.meetings import MeetingDraft, MeetingRef, OpenMeeting
from db.meetings.number_parser import parse_numbers
from db.meetings.roster import RosterPerson
from db.meetings.sheet import IN_SITTING, MEETING, EntryMode, SheetLine
from db.models import Expectation, MembershipKind, Outcome
from db.vietnamese import unit_sort_key

BOXES = "record_boxes"  # of each box, its text as it was drawn last, and the numbers that it may name
SPOKE, NUMBERS_OF, NUMBERS, SHOWN_AT_MOST = "spoke", "numbers", "numbers0", 10


def attendance_boxes(opened: OpenMeeting, sitting: int | None = None) -> None:
    """One box for the numbers of the signed sheet; one per group or cell if attendance is taken
    so, and one per sitting.
    """
    label = _("Numbers of those absent") if opened.sheet.mode == EntryMode.ABSENT else _("Numbers of those present")
    boxes = _cell_boxes(opened.sheet.people) if opened.joint else _group_boxes(opened)
    for box, (name, people) in boxes.items():
        titled = name if name or len(boxes) == 1 else _("not in a group")
        key = f"{box}{IN_SITTING}{sitting}" if sitting else box
        _box(opened, key, f"{label}: {titled}" if titled else label, people)


def _group_boxes(opened: OpenMeeting) -> dict[str, tuple[str, list[RosterPerson]]]:
    """The boxes of a cell's meeting, keyed by group so that renaming does not matter."""
    groups = lines_by_group(opened.sheet.lines, opened.by_group)
    return {
        f"numbers_g{lines[0].person.group_id}" if name else NUMBERS: (
            escape_markdown(name),
            [line.person for line in lines],
        )
        for name, lines in groups.items()
    }


def _cell_boxes(people: list[RosterPerson]) -> dict[str, tuple[str, list[RosterPerson]]]:
    """The boxes of a joint meeting: one for each cell's sheet of own or contact members."""
    sheets: dict[tuple[str, bool], list[RosterPerson]] = defaultdict(list)
    for person in people:
        sheets[person.group, person.kind == MembershipKind.CONTACT].append(person)
    boxes = {}
    for (cell, contact), listed in sorted(sheets.items(), key=lambda each: (unit_sort_key(each[0][0]), each[0][1])):
        named = escape_markdown(cell)
        named = _("{cell} (contact members)", cell=named) if contact else named
        boxes[f"numbers_u{listed[0].unit_id}{'c' if contact else ''}"] = named, listed
    return boxes


def lines_by_group(lines: list[SheetLine], by_group: bool = True) -> dict[str, list[SheetLine]]:
    """People by group in the order of the groups' names, those without one last; all together if not taken by group."""
    if not by_group:
        return {"": lines}
    names = sorted({line.person.group for line in lines}, key=lambda name: (not name, unit_sort_key(name)))
    return {name: [line for line in lines if line.person.group == name] for name in names}


def speakers_by_number_box(opened: OpenMeeting) -> None:
    """A box for the numbers of speakers; at joint meetings one per sheet."""
    people, title = opened.sheet.people, _("Numbers of those who spoke")
    if not opened.joint:
        _speakers(opened, SPOKE, title, people)
        return
    for box, (cell, listed) in _cell_boxes(people).items():
        _speakers(opened, box.replace(NUMBERS_OF, SPOKE, 1), f"{title}: {cell}", listed)


def _speakers(opened: OpenMeeting, box: str, title: str, people: list[RosterPerson]) -> None:
    _box(opened, box, title, people)
    wanted, asked = parse_numbers(opened.sheet.texts.get(box, "")).numbers, {person.member_id for person in people}
    lines = [line for line in opened.sheet.lines if line.person.member_id in asked]
    if away := [line.person.number for line in lines if line.person.number in wanted and not line.present]:
        st.warning(
            _(
                "No. {numbers}: not present, so not recorded as having spoken. Please correct the attendance or "
                "these numbers.",
                numbers=_few(away),
            )
        )


def on_box_change(key: str, ref: MeetingRef, box: str, member_ids: dict[int, int]) -> None:
    """Mark people new in a box, and unmark people removed from it; at a saved meeting the latter get the opposite
    outcome. A callback.
    """
    opened: OpenMeeting | MeetingDraft = sheet_draft.load_draft_place(ref)
    if opened.saved:  # its boxes stand for people before anything is typed in them
        opened = sheet_draft.load_meeting(ref)
    text = st.session_state.get(key, "")
    before, now = (
        _meant(each, member_ids) for each in (st.session_state.get(_stood(key), _text(opened, box, member_ids)), text)
    )
    added, gone = now - before, before - now
    if _of_speakers(box):
        values = sheet_draft.values_for(added, "spoke", "1") | sheet_draft.values_for(gone, "spoke", "0")
    elif sitting := _sitting(box):
        field = f"{IN_SITTING}{sitting}"
        values = sheet_draft.values_for(added, field, "1") | sheet_draft.values_for(gone, field, "0")
    else:
        values = sheet_draft.values_for(
            added, "outcome", sheet.ABSENT if opened.sheet.mode == EntryMode.ABSENT else Outcome.PRESENT
        )
        values |= {
            DraftField(sheet.draft_part(member_id), "outcome"): sheet_draft.value_when_unmarked(opened, member_id)
            for member_id in gone
        }
    written = DraftField(MEETING, box)
    # two people's boxes do not conflict
    sheet_draft.save_values(ref, values | {written: text}, {written: opened.typed.values.get(written)})


def refuse_unseen_numbers() -> None:
    """Raise Invalid if a box was given a number that nobody has in the very moment of the press: its user has not read
    yet that it counts for nobody.
    """
    odd: list[str] = []
    for key, (drawn, numbers) in st.session_state.get(BOXES, {}).items():
        if (text := st.session_state.get(key) or drawn) != drawn:
            said = parse_numbers(text)
            odd += [*(str(number) for number in said.numbers if number not in numbers), *said.unreadable]
    if odd:
        raise Invalid("numbers_not_listed", numbers=_few(odd))


def _box(opened: OpenMeeting, box: str, title: str, people: list[RosterPerson]) -> None:
    numbered = {person.number: person.member_id for person in people if person.number is not None}
    key = sheet_draft.field_key(box, opened.sheet.mode, opened.place.key)
    text = st.text_input(
        title,
        value=_text(opened, box, numbered),
        key=key,
        live=True,
        placeholder=_("For example: 3 17 22-24"),
        autocomplete="off",
        on_change=on_box_change,
        args=(key, opened.ref, box, numbered),
    )
    everybody = frozenset(line.person.number for line in opened.sheet.lines if line.person.number is not None)
    st.session_state[BOXES] = {**st.session_state.get(BOXES, {}), key: (text, everybody)}
    if not shown_snapshot.pending_refusal():  # otherwise the refused value is written with the next input
        st.session_state[_stood(key)] = text
    _remark(opened, text, people, not _of_speakers(box) and opened.sheet.mode == EntryMode.ABSENT)


def _remark(opened: OpenMeeting, text: str, people: list[RosterPerson], absent: bool) -> None:
    """Warnings about numbers that were not taken as typed."""
    said, here = parse_numbers(text), {person.number: person for person in people}
    everywhere = {line.person.number for line in opened.sheet.lines}
    exempt = [
        number
        for number in said.numbers
        if absent and number in here and here[number].expectation == Expectation.EXEMPT
    ]
    if exempt:
        st.caption(_("Exempt, so not counted as absent: {numbers}", numbers=_few(exempt)))
    if said.unreadable:
        st.warning(
            _(
                "Not understood: {words}. The others are recorded; please enter single numbers or a range such as 3-7.",
                words=escape_markdown(_few(said.unreadable)),
            )
        )
    if elsewhere := [number for number in said.numbers if number not in here and number in everywhere]:
        st.warning(
            _("No. {numbers}: in another group. Please enter them in that group's box.", numbers=_few(elsewhere))
        )
    if unknown := [number for number in said.numbers if number not in everywhere]:
        st.warning(
            _(
                "There is no number {numbers} on the list. The others are recorded; please correct it.",
                numbers=_few(unknown),
            )
        )


def _of_speakers(box: str) -> bool:
    return box.startswith(SPOKE)


def _text(opened: OpenMeeting | MeetingDraft, box: str, numbered: dict[int, int]) -> str:
    """Return the initial text of a box: its draft, or the people it stands for at a saved meeting."""
    typed = opened.sheet.texts.get(box)
    if typed is not None or not opened.saved:
        return typed or ""
    if sitting := _sitting(box):
        marked = set(opened.sheet.present_in(sitting))
    elif _of_speakers(box):
        marked = {line.person.member_id for line in opened.sheet.lines if line.spoke}
    else:
        marked = set(opened.sheet.people_to_enter)
    return " ".join(str(number) for number, member_id in sorted(numbered.items()) if member_id in marked)


def _sitting(box: str) -> int | None:
    """The sitting that a box belongs to."""
    _name, mark, number = box.rpartition(IN_SITTING)
    return int(number) if mark and number.isdigit() else None


def _meant(text: str, member_ids: dict[int, int]) -> set[int]:
    return {member_ids[number] for number in parse_numbers(text).numbers if number in member_ids}


def _stood(key: str) -> str:
    """The key under which a box's last contents are kept for comparison."""
    return f"{key}_stood"


def _few(what: list) -> str:
    return ", ".join(map(str, what[:SHOWN_AT_MOST])) + (" …" if len(what) > SHOWN_AT_MOST else "")
