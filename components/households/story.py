"""What is known of one group or household, and what it was: numbers, classes, places, who was in charge."""

from collections.abc import Callable

import streamlit as st

from components.households import overview, words
from components.i18n import NOTHING, _, day_text
from components.people.words import span
from components.text import plain
from db import clock, settings, units
from db.households import board
from db.households.board import Board, Line
from db.households.carers import Carer
from db.households.past import Past
from db.scope import Viewer
from db.units import Named


def show(viewer: Viewer, told: Past, deeds: Callable[[Viewer, Named, Board, Line], None]) -> None:
    """All of it, with the deeds that may be done about it while it is followed. What begins later is shown as it will stand then."""
    begins = told.since if told.since and told.since > clock.today() else None
    standing, cell = board.board(viewer, told.unit_id, begins), units.named(viewer, [told.unit_id])[told.unit_id]
    line = standing.find(told.code)
    st.title(plain(told.name))
    if line is None:
        _closed(viewer, told)
    else:
        _heading(viewer, cell, standing, line, span(begins, told.until) if begins or told.until else "")
        deeds(viewer, cell, standing, line)
        overview.inside(viewer, standing, line)
    _past(viewer, told)
    st.page_link(overview.BOARD, label=_("All households"), icon=":material/arrow_back:", query_params=overview.of_cell(cell))


def _heading(viewer: Viewer, cell: Named, standing: Board, line: Line, when: str) -> None:
    """What it is, where, how many, from or until when if that is planned; then who looks after it."""
    within = next((other.name for other in standing.lines if other.kind and other.id == line.parent_id), "")
    parts = [words.kind(line), words.size(line), within, cell.name, words.rating(words.ratings(viewer), line.household), when]
    told = " · ".join(plain(part) for part in parts if part)
    st.caption(told[:1].upper() + told[1:])
    st.markdown(_("In charge: **{people}**", people=plain(words.in_charge(line))))
    if line.household and line.household.address:
        st.markdown(_("Address: {address}", address=plain(line.household.address)))


def _past(viewer: Viewer, told: Past) -> None:
    """What was, the latest first."""
    ratings = words.ratings(viewer)
    endings = {option.key: option.label for option in settings.options(viewer, "assignment_endings")}
    _lines(_("Class by year"), [f"{one.year}: {plain(ratings.get(one.rating, one.rating))}{_paper(one.paper)}" for one in told.classes])
    _lines(_("Number of households"), [f"{words.households(one.households)} · {span(one.since, None)}" for one in told.numbers])
    _lines(_("Stands in"), [f"{plain(one.group)} · {span(one.since, one.until)}" for one in told.places])
    _lines(_("In charge until now"), [_carer(one, endings) for one in told.carers])


def _closed(viewer: Viewer, told: Past) -> None:
    """That it is no longer followed."""
    endings = {option.key: option.label for option in settings.options(viewer, "household_endings")}
    why = f" ({plain(endings.get(told.reason, told.reason))})" if told.reason else ""
    st.caption(_("Closed on {day}{why}.", day=day_text(told.until) if told.until else NOTHING, why=why))


def _carer(one: Carer, endings: dict[str, str]) -> str:
    why = f" · {plain(endings.get(one.reason, one.reason))}" if one.reason else ""
    return f"{plain(words.carer(one))} · {span(one.since, one.until)}{why}{_paper(one.paper)}"


def _paper(paper: str | None) -> str:
    return f"  \n  :gray[{plain(paper)}]" if paper else ""


def _lines(title: str, lines: list[str]) -> None:
    if lines:
        st.subheader(title)
        st.markdown("\n".join(f"- {line}" for line in lines))
