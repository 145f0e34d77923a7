"""The states of a meeting by sign, word and colour: never by colour alone."""

from components.i18n import N_, _
from db.figures.cells_met import CellState
from db.models import MeetingState

STATE_SIGNS = {
    CellState.HELD: "✓",
    CellState.POSTPONED: "↷",
    CellState.NOT_HELD: "–",
    CellState.UNRECORDED: "!",
    CellState.NOT_DUE: "",
}
STATE_LABELS = {
    CellState.HELD: N_("held"),
    CellState.POSTPONED: N_("postponed"),
    CellState.NOT_HELD: N_("not held"),
    CellState.UNRECORDED: N_("not recorded"),
    CellState.NOT_DUE: N_("not due yet"),
}
STATE_COLORS = {
    CellState.HELD: "greenColor",
    CellState.POSTPONED: "orangeColor",
    CellState.NOT_HELD: "borderColor",
    CellState.UNRECORDED: "backgroundColor",
    CellState.NOT_DUE: "backgroundColor",
}  # colours of the theme
CELL_STATE_OF_MEETING = {
    MeetingState.HELD: CellState.HELD,
    MeetingState.POSTPONED: CellState.POSTPONED,
    MeetingState.NOT_HELD: CellState.NOT_HELD,
}
TOTALS_ONLY = "Σ"


def state_label(state: CellState | MeetingState) -> str:
    """Return a state's sign and word: "✓ đã họp"."""
    known = CELL_STATE_OF_MEETING[state] if isinstance(state, MeetingState) else state
    return f"{STATE_SIGNS[known]} {_(STATE_LABELS[known])}".strip()
