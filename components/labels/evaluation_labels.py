"""The yearly evaluation in words: a member's record of the year, progress, the cap."""

from components.i18n import N_, _, _n, day_text, number
from db.evaluations.class_cap import CapResult, CapScope, ClassCap
from db.evaluations.evaluation_sheet import EvaluationSteps
from db.evaluations.year_work import YearWork
from db.figures import evaluation_counts
from db.figures.class_results import MISSING, UNCLASSIFIED
from db.kernel.scope import Viewer

NO_CLASS = {UNCLASSIFIED: N_("Not classified, with a reason"), MISSING: N_("Not classified yet")}
CAP_BASES = {
    "good": N_("with the class below"),
    "good_or_better": N_("with the two best classes"),
    "classified": N_("classified"),
}


def class_names(viewer: Viewer) -> dict[str, str]:
    """Return the names of the classes, the best first, then "no class"."""
    return evaluation_counts.class_labels(viewer) | {key: _(words) for key, words in NO_CLASS.items()}


def year_work_text(work: YearWork) -> str:
    """Return a member's year in a line: meetings, tasks, households, entries; or that nothing is recorded."""
    record, tasks, homes, parts = work.record, work.tasks, work.homes, []
    if record.expected or record.attended:
        parts.append(_("meetings {attended}/{held}", attended=record.attended, held=record.expected))
    if record.unexcused:
        parts.append(_n("{count} absence without reason", "{count} absences without reason", record.unexcused))
    if tasks.total:
        parts.append(_("tasks {done}/{total}", done=tasks.done, total=tasks.total))
    if homes.households:
        parts.append(_n("{count} household", "{count} households", homes.households))
    if homes.visits:
        parts.append(_n("{count} visit", "{count} visits", homes.visits))
    if homes.rounds:
        parts.append(_("reported {count}/{rounds}", count=homes.reports, rounds=homes.rounds))
    if entered := sum(record.entries.values()):
        parts.append(_n("{count} entry", "{count} entries", entered))
    return ", ".join(parts) or _("no entries")


def steps_text(steps: EvaluationSteps) -> str:
    """Return the entries beside somebody's classes: days, votes, the decision's number."""
    parts = [_("self-review handed in on {day}", day=day_text(steps.self_on)) if steps.self_on else ""]
    if steps.votes is not None:
        parts.append(_("{votes} of {voters} votes", votes=number(steps.votes), voters=number(steps.voters or 0)))
    if steps.decided:
        parts.append(decision_text(steps.decision_number, steps.decided_on))
    return " · ".join(part for part in parts if part)


def decision_text(decision_number: str | None, day) -> str:
    """Return a decision's number and date, or that it has none."""
    said = [_("decision {number}", number=decision_number) if decision_number else _("decision without a number")]
    return " ".join([*said, *([_("of {day}", day=day_text(day))] if day else [])])


def cap_text(cap: ClassCap, result: CapResult) -> str:
    """Return the number in the best class against the cap, with its denominator."""
    return _(
        "{best} of at most {allowed} ({percent} % of {base} {of})",
        best=number(result.best),
        allowed=number(result.allowed),
        percent=number(cap.percent),
        base=number(result.base),
        of=_(CAP_BASES[cap.base]),
    )


def cap_basis(cap: ClassCap) -> str:
    """Return the cap's source document, the group it is counted in, and whether the document was read."""
    within = _("counted in each cell") if cap.scope == CapScope.CELL else _("counted in the whole commune organisation")
    return _paper(cap, within)


def cap_citation(cap: ClassCap) -> str:
    """Return the cap's source document, and whether it was read."""
    return _paper(cap)


def _paper(cap: ClassCap, *said: str) -> str:
    return " · ".join([cap.citation, *said, *([] if cap.verified else [_("not verified")])])
