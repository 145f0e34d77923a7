"""What is known of a cell's month, by sign, word and colour: never by colour alone."""

from components.i18n import N_, _
from db.figures.reporting import ReportState

SIGNS = {
    ReportState.IN_TIME: "✓",
    ReportState.LATE: "m",
    ReportState.TOTALS: "Σ",
    ReportState.POSTPONED: "↷",
    ReportState.NOT_HELD: "–",
    ReportState.TYPED: "✎",
    ReportState.SILENT: "!",
    ReportState.NOT_DUE: "○",
}
LABELS = {
    ReportState.IN_TIME: N_("in time"),
    ReportState.LATE: N_("late"),
    ReportState.TOTALS: N_("totals only"),
    ReportState.POSTPONED: N_("postponed"),
    ReportState.NOT_HELD: N_("not held, with the reason"),
    ReportState.TYPED: N_("being typed"),
    ReportState.SILENT: N_("not reported"),
    ReportState.NOT_DUE: N_("not due yet"),
}
COLORS = {
    ReportState.IN_TIME: "green",
    ReportState.LATE: "orange",
    ReportState.TYPED: "blue",
    ReportState.SILENT: "red",
}  # as Streamlit calls them; the others stand in ink
NO_CELL = "◌"


def legend() -> str:
    """All signs with their words, in one line."""
    told = [f"{SIGNS[state]} {_(LABELS[state])}" for state in ReportState]
    return " · ".join([*told, _("{sign} no cell then, or nothing expected of it", sign=NO_CELL)])
