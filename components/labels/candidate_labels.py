"""Candidates for admission in words: the step reached."""

from components.i18n import N_, _, day_text
from db.admissions import candidate_steps
from db.admissions.candidate_list import CandidateLine
from db.admissions.candidate_steps import CandidateState

STATES = {
    CandidateState.PROPOSED: N_("proposed"),
    CandidateState.RECOGNISED: N_("recognised as a source"),
    CandidateState.COURSE: N_("sent to the course"),
    CandidateState.FILE: N_("file handed in"),
    CandidateState.ADMITTED: N_("admitted"),
    CandidateState.STOPPED: N_("stopped"),
}


def candidate_name(line: CandidateLine) -> str:
    """Return the candidate's name, as far as it is still stored."""
    if line.member:
        return line.member[1]
    born = _("born {year}", year=str(line.born)) if line.born else ""
    return ", ".join(filter(None, (line.name, born))) or _("name erased")


def steps_text(line: CandidateLine) -> str:
    """Return each step with its day."""
    days = {state: getattr(line, column) for state, column in candidate_steps.DAYS.items()}
    return " · ".join(f"{_(STATES[state])} {day_text(day)}" for state, day in days.items() if day)
