"""The states of a meeting by sign, word and colour: never by colour alone."""

from components.i18n import N_, _
from db.figures.met import State
from db.models import MeetingState

SIGNS = {State.HELD: "✓", State.POSTPONED: "↷", State.NOT_HELD: "–", State.UNRECORDED: "!", State.NOT_DUE: ""}
WORDS = {
    State.HELD: N_("held"),
    State.POSTPONED: N_("postponed"),
    State.NOT_HELD: N_("not held"),
    State.UNRECORDED: N_("not recorded"),
    State.NOT_DUE: N_("not due yet"),
}
COLORS = {
    State.HELD: "greenColor",
    State.POSTPONED: "orangeColor",
    State.NOT_HELD: "borderColor",
    State.UNRECORDED: "backgroundColor",
    State.NOT_DUE: "backgroundColor",
}  # of the theme
OF_MEETING = {MeetingState.HELD: State.HELD, MeetingState.POSTPONED: State.POSTPONED, MeetingState.NOT_HELD: State.NOT_HELD}
TOTALS_ONLY = "Σ"


def said(state: State | MeetingState) -> str:
    """Sign and word of a state: "✓ đã họp"."""
    known = OF_MEETING[state] if isinstance(state, MeetingState) else state
    return f"{SIGNS[known]} {_(WORDS[known])}".strip()
