"""Boxes for numbers of the signed sheet: their contents, and whom a change concerns."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.meetings import sheet_draft, shown_snapshot
from components.widgets import number_boxes
from db.drafts.drafts import DraftField
from db.errors import Invalid
from db.meetings import sheet
from db.meetings.meetings import MeetingDraft, MeetingRef, OpenMeeting
from db.meetings.number_parser import parse_numbers
from db.meetings.roster import RosterPerson
from db.meetings.sheet import IN_SITTING, MEETING, EntryMode, SheetLine
from db.models import Expectation, MembershipKind, Outcome
from db.vietnamese import unit_sort_key

SPOKE, NUMBERS_OF, NUMBERS = "spoke", "numbers", "numbers0"
STOOD = "record_stood"  # the shown meeting, and of each of its boxes the last contents, for comparison


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
    title = _("Numbers of those who spoke")
    for box, (cell, people) in _speaker_boxes(opened).items():
        away = _away(opened, box, people)
        _box(opened, box, f"{title}: {cell}" if cell else title, people, away)
        if away:
            st.warning(
                _(
                    "No. {numbers}: not present, so not recorded as having spoken. Please correct the attendance or "
                    "these numbers.",
                    numbers=number_boxes.few(away),
                )
            )


def _speaker_boxes(opened: OpenMeeting) -> dict[str, tuple[str, list[RosterPerson]]]:
    if not opened.joint:
        return {SPOKE: ("", opened.sheet.people)}
    return {box.replace(NUMBERS_OF, SPOKE, 1): listed for box, listed in _cell_boxes(opened.sheet.people).items()}


def _away(opened: OpenMeeting, box: str, people: list[RosterPerson]) -> list[int]:
    """The numbers in a box of speakers whose people are not present."""
    wanted, asked = parse_numbers(opened.sheet.texts.get(box, "")).numbers, {person.member_id for person in people}
    lines = [line for line in opened.sheet.lines if line.person.member_id in asked and not line.present]
    return [number for line in lines if (number := line.person.number) in wanted]


def on_box_change(key: str, ref: MeetingRef, box: str, member_ids: dict[int, int]) -> None:
    """Mark people new in a box, and unmark people removed from it; at a saved meeting the latter get the opposite
    outcome. A callback.
    """
    opened: OpenMeeting | MeetingDraft = sheet_draft.load_draft_place(ref)
    if opened.saved:  # its boxes stand for people before anything is typed in them
        opened = sheet_draft.load_meeting(ref)
    text = st.session_state.get(key, "")
    before, now = (_meant(each, member_ids) for each in (_stood(opened).get(key, _text(opened, box, member_ids)), text))
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


def refuse_unseen_numbers(ref: MeetingRef) -> None:
    """Raise Invalid if the press came with numbers that count for nobody, or that do not count among those who spoke,
    before its user could read that.
    """
    number_boxes.refuse_unseen(sheet_draft.SHEET)
    if not number_boxes.is_changed(sheet_draft.SHEET):
        return
    opened = sheet_draft.load_meeting(ref)
    for box, (_name, people) in _speaker_boxes(opened).items():
        told = number_boxes.told_of(sheet_draft.SHEET, _key(opened, box))
        if away := [number for number in _away(opened, box, people) if str(number) not in told]:
            raise Invalid("speakers_not_present", numbers=number_boxes.few(away))


def _box(opened: OpenMeeting, box: str, title: str, people: list[RosterPerson], uncounted: Sequence[int] = ()) -> None:
    """Show a box with its remarks; those about `uncounted` numbers follow it."""
    numbered = {person.number: person.member_id for person in people if person.number is not None}
    key = _key(opened, box)
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
    elsewhere = (
        set() if opened.joint else {line.person.number for line in opened.sheet.lines} - numbered.keys() - {None}
    )
    number_boxes.note(sheet_draft.SHEET, key, text, frozenset(numbered), frozenset(elsewhere), uncounted)
    if not shown_snapshot.pending_refusal():  # otherwise the refused value is written with the next input
        st.session_state[STOOD] = opened.place, {**_stood(opened), key: text}
    _remark(text, people, elsewhere, not _of_speakers(box) and opened.sheet.mode == EntryMode.ABSENT)


def _remark(text: str, people: list[RosterPerson], elsewhere: Collection[int | None], absent: bool) -> None:
    """Warnings about numbers that were not taken as typed; those `elsewhere` are of another group."""
    said, here = parse_numbers(text), {person.number: person for person in people}
    exempt = [
        number
        for number in said.numbers
        if absent and number in here and here[number].expectation == Expectation.EXEMPT
    ]
    if exempt:
        st.caption(_("Exempt, so not counted as absent: {numbers}", numbers=number_boxes.few(exempt)))
    if said.unreadable:
        st.warning(
            _(
                "Not understood: {words}. The others are recorded; please enter single numbers or a range such as 3-7.",
                words=escape_markdown(number_boxes.few(said.unreadable)),
            )
        )
    if misplaced := [number for number in said.numbers if number in elsewhere]:
        numbers = number_boxes.few(misplaced)
        st.warning(_("No. {numbers}: in another group. Please enter them in that group's box.", numbers=numbers))
    if unknown := [number for number in said.numbers if number not in here and number not in elsewhere]:
        st.warning(
            _(
                "There is no number {numbers} on the list. The others are recorded; please correct it.",
                numbers=number_boxes.few(unknown),
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


def _key(opened: OpenMeeting | MeetingDraft, box: str) -> str:
    return sheet_draft.field_key(box, opened.sheet.mode, opened.place.key)


def _stood(opened: OpenMeeting | MeetingDraft) -> dict[str, str]:
    """The last contents of the boxes of this meeting; those of another are forgotten with the next box drawn."""
    place, texts = st.session_state.get(STOOD, (None, {}))
    return texts if place == opened.place else {}
