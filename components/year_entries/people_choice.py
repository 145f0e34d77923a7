"""The people that something is entered for: chosen by their numbers on the sheet, by group, by name."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _, _n
from components.markdown import escape_markdown
from components.widgets import number_boxes, person_finder
from components.widgets.draft_fields import DraftFields
from db.meetings.number_parser import ParsedNumbers, parse_numbers
from db.models import GroupKind
from db.people.group_board import KINDS_GROUPED, GroupBoard, GroupPerson

LISTS = {
    GroupKind.PARTY: N_("Own members"),
    GroupKind.CONTACT: N_("Contact members"),
}
EVERYBODY = "everybody"
FEW = 12  # names and numbers that are listed


class ChosenPeople(NamedTuple):
    """Who is chosen, and which numbers belong to nobody."""

    people: list[GroupPerson]
    unknown: list[int]
    unreadable: list[str]

    @property
    def codes(self) -> list[str]:
        return [person.code for person in self.people]


def show(fields: DraftFields, board: GroupBoard) -> ChosenPeople:
    """Show the choice of people; below it, who is chosen."""
    kind = sheet_kind(fields, board)
    people, groups = board.people(kind), board.of(kind)
    typed = st.text_input(
        _("Numbers on the list"),
        fields.values.get("numbers", ""),
        live=True,
        placeholder=_("For example: 3 17 22-24"),
        autocomplete="off",
        **fields.widget_options("numbers"),
    )
    words = {line.code: escape_markdown(f"{line.name} ({len(line.people)})") for line in groups if line.people}
    words |= {EVERYBODY: _n("All {count}", "All {count}", len(people))}
    whole = [each for each in fields.values.get("groups", "").split() if each in words]
    whole = st.pills(
        _("A whole group"), list(words), default=whole, format_func=words.get, selection_mode="multi",
        **fields.widget_options("groups"),
    )  # fmt: skip
    named = fields.values.get("names", "").split()
    person_finder.choose_people(
        people,
        named,
        lambda codes: fields.save_field("names", codes),
        title=_("Found by name"),
        key=f"{fields.form}_names",
        first=[person for person in people if person.code in named],
        search=_("Or by name"),
    )
    grouped = {person.code for line in groups if line.code in whole for person in line.people}
    everybody = {person.code for person in people} if EVERYBODY in whole else set()
    chosen = match_people(people, parse_numbers(typed or ""), {*named, *grouped, *everybody})
    note_box(fields, "numbers", typed, people)
    _tell(chosen)
    return chosen


def sheet_kind(fields: DraftFields, board: GroupBoard) -> GroupKind:
    """Return the list whose numbers are typed; asked for if the cell has both own members and contact members."""
    kinds = [kind for kind in (GroupKind.CONTACT, GroupKind.PARTY) if kind in KINDS_GROUPED and board.people(kind)]
    if len(kinds) < 2:
        return kinds[0] if kinds else GroupKind.CONTACT
    standing = fields.values.get("sheet")
    words = {kind.value: _(LISTS[kind]) for kind in kinds}
    chosen = st.segmented_control(
        _("List"),
        list(words),
        default=standing if standing in words else kinds[0].value,
        format_func=words.get,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        **fields.widget_options("sheet"),
    )
    return GroupKind(chosen or kinds[0])


def match_people(people: Sequence[GroupPerson], numbers: ParsedNumbers, codes: Collection[str] = ()) -> ChosenPeople:
    """Return the people with these numbers or codes, each once, in the order of the sheet."""
    wanted = [person for person in people if person.number in numbers.numbers or person.code in codes]
    known = {person.number for person in people}
    return ChosenPeople(wanted, [each for each in numbers.numbers if each not in known], numbers.unreadable)


def note_box(fields: DraftFields, name: str, typed: str | None, people: Sequence[GroupPerson]) -> None:
    """Note a box of numbers, so that a save leaves nothing out of which its user was not told."""
    numbers = frozenset(person.number for person in people if person.number is not None)
    number_boxes.note(fields.place.kind, fields.widget_options(name)["key"], typed or "", numbers)


def show_unknown_numbers(chosen: ChosenPeople) -> None:
    """Say which numbers belong to nobody, and which parts of the text are no numbers."""
    if chosen.unreadable:
        words = escape_markdown(", ".join(chosen.unreadable[:FEW]))
        st.warning(_("Not understood: {words}. Please enter single numbers or a range such as 3-7.", words=words))
    if chosen.unknown:
        numbers = ", ".join(map(str, chosen.unknown[:FEW]))
        st.warning(_("There is no number {numbers} on this list. Please correct it.", numbers=numbers))


def _tell(chosen: ChosenPeople) -> None:
    show_unknown_numbers(chosen)
    if not chosen.people:
        return
    names = ", ".join(escape_markdown(person.name) for person in chosen.people[:FEW])
    more = " …" if len(chosen.people) > FEW else ""
    count = _n("{count} member", "{count} members", len(chosen.people))
    st.caption(f"**{count}**: {names}{more}")
