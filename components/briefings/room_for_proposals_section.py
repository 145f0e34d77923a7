"""The end of a report: space for the unit's plans and proposals, which the register does not know."""

from components.briefings.section_declaration import BriefingKind, BriefingQuery, PrintedFigures, Section

LINE = " ".join("." * 9 for _ in range(8))  # shorter than a line of the page


def _sentences(text: PrintedFigures, found: None, wanted: BriefingQuery) -> list[str]:
    return [LINE] * 3


SECTIONS = (
    Section(
        "proposals",
        question=lambda viewer, wanted: None,
        figures=(),
        headline=lambda told, found, wanted: "",
        sentences=_sentences,
        tables=lambda found, wanted: (),
        kinds=frozenset({BriefingKind.REPORT}),
    ),
)
