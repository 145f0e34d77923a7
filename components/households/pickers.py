"""Choosing members and households: found without accents, kept as they are tapped; what a search hides stays chosen."""

from collections import Counter

import streamlit as st

from components.i18n import _, _n, join_list
from components.labels import household_labels
from components.markdown import escape_markdown
from components.widgets.forms import DraftFields
from db.households.board import AssigneeLoad, Board, BoardRow
from db.models import MembershipKind
from db.vietnamese import fold

FEW = 12  # members offered without a search


def choose_members(typing: DraftFields, standing: Board, name: str, label: str) -> list[str]:
    """The codes of the members chosen:
    those with the fewest households offered first, others found by name or number.
    """
    chosen = typing.values.get(name, "").split()
    sought = fold(
        st.text_input(
            _("Find a member"),
            key=f"{typing.form}_{name}_find",
            live=True,
            persist_state="session",
            placeholder=_("Name or number, accents not needed"),
        )
    )
    able = [keeper for keeper in standing.loads if not keeper.who.hindered]
    offered = [keeper for keeper in able if _matches(keeper, sought)] if sought else _least(able)
    shared = Counter(keeper.who.name for keeper in standing.loads)
    shown = [keeper for keeper in able if keeper.who.code in chosen or keeper in offered]
    labels = {
        keeper.who.code: household_labels.member_option(keeper.who, keeper.households, shared[keeper.who.name] > 1)
        for keeper in shown
    }
    picked = _pills(typing, name, label, labels, chosen, fold(sought))
    _others(standing, able, offered, sought)
    return picked


def _others(standing: Board, able: list[AssigneeLoad], offered: list[AssigneeLoad], sought: str) -> None:
    """Who else there is: found only by a search, or found and kept from it."""
    hindered = [
        household_labels.assignee_with_hindrance(keeper.who)
        for keeper in standing.loads
        if sought and keeper.who.hindered and _matches(keeper, sought)
    ]
    if hindered:
        st.caption(_("Cannot be assigned: {people}", people=escape_markdown(join_list(hindered))))
    if not sought and (more := len(able) - len(offered)) > 0:
        st.caption(_n("{count} more: type the name or number", "{count} more: type the name or number", more))


def choose_lines(typing: DraftFields, some: list[BoardRow], name: str, label: str) -> list[str]:
    """The codes of the groups and households chosen among some."""
    chosen = typing.values.get(name, "").split()
    labels = {
        line.code: f"{line.name} · {household_labels.line_size(line)}" if line.kind else line.name for line in some
    }
    return _pills(typing, name, label, labels, [code for code in chosen if code in labels], "")


def _pills(
    typing: DraftFields, name: str, label: str, labels: dict[str, str], chosen: list[str], sought: str
) -> list[str]:
    standing = [code for code in labels if code in chosen]
    key = f"{typing.form}_{name}_{sought}_{'_'.join(standing)}"
    if labels:
        st.pills(
            label, list(labels), format_func=labels.get, selection_mode="multi", default=standing, key=key,
            on_change=_picked, args=(typing, name, key, tuple(labels), tuple(chosen)),
        )  # fmt: skip
    else:
        st.caption(_("Nobody matches. Type less of the name."))
    return chosen


def _picked(typing: DraftFields, name: str, key: str, shown: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    """What was tapped goes into the draft; what is not shown stays as it is. A callback."""
    now = st.session_state.get(key) or []
    typing.save_field(name, [code for code in chosen if code not in shown] + [code for code in shown if code in now])


def _least(able: list[AssigneeLoad]) -> list[AssigneeLoad]:
    own = [keeper for keeper in able if keeper.who.kind == MembershipKind.OWN]
    return sorted(own, key=lambda keeper: keeper.households)[:FEW]


def _matches(keeper: AssigneeLoad, sought: str) -> bool:
    parts = keeper.who.search_key.split()
    return all(
        any(part.startswith(word) for part in parts) or word == str(keeper.who.number) for word in sought.split()
    )
