"""The worker's part of past figures: each section queried twice, from the past register and from the current one."""

from collections.abc import Callable

from components.briefings import briefing_request, section_registry
from components.periods import past_figures_request
from components.periods.past_figures_request import PastRequest
from db.errors import Invalid, NotAllowed
from db.history import past_copy
from db.history.closings_in_force import PastMoment
from db.kernel.scope import Viewer

Told = dict[str, list]  # by figure code: its value, and its denominator if it is a share


def run(viewer: Viewer, wanted: dict, code: str, progress: Callable[[int, int], None]) -> dict:
    """The figures of a job then and now, by code and section, reporting progress."""
    request = past_figures_request.from_dict(wanted)
    moment = past_figures_request.requested_moment(viewer, request)
    return {"at": moment.at.isoformat(), "sections": compare(viewer, request, moment, progress)}


def compare(
    viewer: Viewer, request: PastRequest, moment: PastMoment, progress: Callable[[int, int], None]
) -> dict[str, dict[str, Told]]:
    """The figures as of a moment ("then") and now, by section, reporting progress."""
    keys = past_figures_request.section_keys()
    total = 2 + len(keys)
    progress(0, total)
    sections = {}
    with past_copy.open_past_copy(moment) as past:
        for done, key in enumerate(keys, 2):
            progress(done, total)
            with past.reading_then():
                then = _told_then(viewer, request, key)
            sections[key] = {"then": then, "now": _told(viewer, request, key)}
    progress(total, total)
    return sections


def _told_then(viewer: Viewer, request: PastRequest, key: str) -> Told:
    try:
        return _told(viewer, request, key)
    except NotAllowed as error:  # the register had no such unit then
        raise Invalid("past_unit_unknown") from error


def _told(viewer: Viewer, request: PastRequest, key: str) -> Told:
    section = section_registry.sections_by_key()[key]
    found = section.question(viewer, briefing_request.to_query(viewer, request.briefing))
    figures = (figure.evaluate(found) for figure in section.figures)
    return {figure.code: [_plain(figure.value), _plain(figure.denominator)] for figure in figures}


def _plain(value) -> int | float | None:
    return value if value is None or isinstance(value, int) else float(value)


HANDLERS = {past_figures_request.KIND: run}
