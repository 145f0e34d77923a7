"""States of a cell's report by sign, word and colour, never by colour alone; and the names of the kinds."""

from typing import NamedTuple

from components.i18n import N_, _
from db.figures.report_kinds import ReportKind
from db.figures.report_states import ReportState

SIGNS = {
    ReportState.IN_TIME: "✓",
    ReportState.LATE: "m",
    ReportState.TOTALS: "Σ",
    ReportState.POSTPONED: "↷",
    ReportState.NOT_HELD: "–",
    ReportState.PARTLY: "½",
    ReportState.TYPED: "✎",
    ReportState.SILENT: "!",
    ReportState.NOT_DUE: "○",
    ReportState.NOT_EXPECTED: "×",
}
LABELS = {
    ReportState.IN_TIME: N_("in time"),
    ReportState.LATE: N_("late"),
    ReportState.TOTALS: N_("totals only"),
    ReportState.POSTPONED: N_("postponed"),
    ReportState.NOT_HELD: N_("not held, with the reason"),
    ReportState.PARTLY: N_("done in part"),
    ReportState.TYPED: N_("being typed"),
    ReportState.SILENT: N_("not reported"),
    ReportState.NOT_DUE: N_("still to come"),
    ReportState.NOT_EXPECTED: N_("nothing to report"),
}
COLORS = {
    ReportState.IN_TIME: "green",
    ReportState.LATE: "orange",
    ReportState.PARTLY: "orange",
    ReportState.TYPED: "blue",
    ReportState.SILENT: "red",
}  # Streamlit's names for colours; the other states have the text colour
NO_CELL = "◌"


class KindText(NamedTuple):
    """A kind of report: its name, the states it never has, and why a cell may have nothing to report."""

    label: str
    absent: frozenset[ReportState]
    nothing: str = ""


_MET = frozenset({ReportState.PARTLY})
KINDS = {
    ReportKind.MONTHS: KindText(N_("Monthly meetings"), _MET | {ReportState.NOT_EXPECTED}),
    ReportKind.HALVES: KindText(
        N_("Contact meetings of the half-years"), _MET, N_("× the cell had no contact members to call")
    ),
    ReportKind.ASSESSMENTS: KindText(
        N_("Assessments of the year"),
        frozenset({ReportState.TOTALS, ReportState.POSTPONED, ReportState.NOT_HELD}),
        N_("× the cell has no contact members to assess"),
    ),
    ReportKind.ROUNDS: KindText(
        N_("Reports on households"),
        _MET | {ReportState.TOTALS},
        N_("× nobody was in charge of households, or the cell resolved not to assign them"),
    ),
}


def kind_label(kind: ReportKind) -> str:
    """Return the name of a kind of report."""
    return _(KINDS[kind].label)


def signs_legend(kind: ReportKind) -> str:
    """Return all signs of a kind with their words, in one line."""
    text = KINDS[kind]
    told = [
        f"{SIGNS[state]} {_(LABELS[state])}"
        for state in ReportState
        if state not in text.absent | {ReportState.NOT_EXPECTED}
    ]
    return " · ".join([*told, *([_(text.nothing)] if text.nothing else []), _("{sign} no cell then", sign=NO_CELL)])
