"""Finding people by the beginnings of their names, ignoring diacritics, or by number; namesakes are distinguished."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

import streamlit as st

from components.i18n import _, _n
from components.labels.distinct_labels import distinct
from components.markdown import escape_markdown
from db.vietnamese import fold

FEW = 12  # people offered without a search


class Findable(Protocol):
    """Anything that can be found."""

    @property
    def name(self) -> str: ...
    @property
    def search_key(self) -> str: ...
    @property
    def number(self) -> int | None: ...
    @property
    def born(self) -> str | None: ...


class Choosable(Findable, Protocol):
    """Anything that can be chosen, by a public code."""

    @property
    def code(self) -> str: ...


class NamedChoice(NamedTuple):
    """Something found by name without a class of its own here: a household, a group."""

    code: str
    name: str
    search_key: str
    number: int | None = None
    born: str | None = None


Person = TypeVar("Person", bound=Findable)
Choice = TypeVar("Choice", bound=Choosable)


def find_people(people: Iterable[Person], typed: str) -> list[Person]:
    """The people whom typed words match: each begins a word of the name, or is the number."""
    words = fold(typed).split()
    return [person for person in people if all(_means(word, person) for word in words)]


def search_box(key: str, label: str = "", **options) -> str:
    """The search box; returns the folded text."""
    placeholder = _("Name or number, accents not needed")
    return fold(st.text_input(label or _("Find a name"), key=key, live=True, placeholder=placeholder, **options))


def person_label(person: Findable, twin: bool, *notes: str) -> str:
    """A person's label in Markdown: number, name, birth year of namesakes, and optional notes, which are plain text."""
    name = escape_markdown(person.name) + (f" ({person.born[:4]})" if twin and person.born else "")
    return " · ".join(filter(None, (str(person.number or ""), name, *map(escape_markdown, notes))))


def person_labels(
    people: Sequence[Choice], note: Callable[[Choice], str] = lambda person: "", codes: Container[str] | None = None
) -> dict[str, str]:
    """The labels of people by code, or of those of them with these `codes`; namesakes are told apart among all."""
    shared = Counter(person.name for person in people)
    return {
        person.code: person_label(person, shared[person.name] > 1, note(person))
        for person in people
        if codes is None or person.code in codes
    }


def choose_people(
    people: Sequence[Choice],
    chosen: Sequence[str],
    keep: Callable[[list[str]], None],
    *,
    title: str,
    key: str,
    first: Sequence[Choice] | None = None,
    note: Callable[[Choice], str] = lambda person: "",
    search: str = "",
    single: bool = False,
    more: Callable[[int], str] = lambda count: _n(
        "{count} more: type the name or number", "{count} more: type the name or number", count
    ),
) -> str:
    """Show people to select: `first` (default: the first few) until something is typed, then those found; return the
    typed text.

    Selected people stay selected when a search hides them. `keep` gets the codes after each input, in a callback. A
    name that was found is out of the box once it is tapped; a search for places, of which several are tapped, stays.
    """
    find = f"{key}_find"
    keep = keep if search else partial(_keep_and_clear, keep, find)
    typed = search_box(find, search or _("Find a member"), persist_state="session")
    offered = find_people(people, typed) if typed else list(people[:FEW] if first is None else first)
    codes = {person.code for person in offered}
    labels = person_labels(people, note, codes | set(chosen))
    if labels or typed:
        choice_pills(title, labels, chosen, keep, key=f"{key}_{typed}", single=single)
    if not typed and (hidden := len(people) - len(codes)) > 0:
        st.caption(more(hidden))
    return typed


def _keep_and_clear(keep: Callable[[list[str]], None], find: str, codes: list[str]) -> None:
    keep(codes)
    st.session_state[find] = ""


def choice_pills(
    title: str,
    labels: dict[str, str],
    chosen: Sequence[str],
    keep: Callable[[list[str]], None],
    *,
    key: str,
    single: bool = False,
) -> None:
    """Pills to tap, any or one; chosen ones that are hidden stay chosen."""
    labels = distinct(labels)
    standing = [code for code in labels if code in chosen]
    if not labels:
        st.caption(_("Nobody matches. Type less of the name."))
        return
    shown = f"{key}_{'_'.join(standing)}"  # if the selection changed elsewhere, the widget starts afresh
    hidden = () if single else tuple(code for code in chosen if code not in labels)
    st.pills(
        title, list(labels), format_func=labels.get, selection_mode="single" if single else "multi",
        default=standing, key=shown, on_change=_tapped, args=(shown, tuple(labels), hidden, keep),
    )  # fmt: skip


def _tapped(key: str, shown: tuple[str, ...], hidden: tuple[str, ...], keep: Callable[[list[str]], None]) -> None:
    now = st.session_state.get(key) or []
    keep([*hidden, *(code for code in shown if code in ([now] if isinstance(now, str) else now))])


def _means(word: str, person: Findable) -> bool:
    return any(part.startswith(word) for part in person.search_key.split()) or word == str(person.number)
