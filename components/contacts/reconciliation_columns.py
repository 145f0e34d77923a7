"""Columns of a reconciliation's lists of units and people, and the labels of its groups of people."""

from components.i18n import DASH, N_, _, day_text, number, percent
from components.widgets.link_tables import Column, Columns, number_column
from db.contacts.people_behind_reconciliation import PeopleFilter, PersonReconciliation
from db.contacts.reconciliation import ReconciliationCounts, UnitReconciliation
from db.kernel.scope import Viewer
from db.settings import settings

PEOPLE = {
    PeopleFilter.PENDING: N_("Not introduced yet"),
    PeopleFilter.UNRECEIVED: N_("Introduced, not received"),
    PeopleFilter.UNPLACED: N_("Received, to be placed in a cell"),
    PeopleFilter.PLACED: N_("Placed in a cell"),
    PeopleFilter.EXEMPT: N_("Introduced, but exempt from meetings"),
    PeopleFilter.UNKNOWN: N_("On a list, introduction not known"),
}
UNITS: Columns = {
    "name": Column(N_("Unit"), lambda unit: unit_name(unit)),
    "introduced": Column(
        N_("Introduced / subject"),
        lambda unit: unit.counts.introduced,
        lambda unit: f"{number(unit.counts.introduced)}/{number(unit.counts.subject)}",
        figures=True,
    ),
    "rate": Column(
        N_("Rate"),
        lambda unit: unit.counts.rate,
        lambda unit: percent(unit.counts.introduced, unit.counts.subject),
        lambda unit: bool(unit.counts.subject),
        True,
    ),
    "outstanding": number_column(N_("Still to introduce"), "counts.outstanding"),
    "exempt": number_column(N_("of them exempt from meetings"), "counts.exempt"),
    "received": number_column(N_("Received"), "counts.received"),
    "placed": number_column(N_("Placed"), "counts.placed"),
    "unknown": number_column(N_("Introduction not known"), "counts.unknown"),
    "not_introduced": number_column(N_("Exempt from introduction"), "counts.not_introduced"),
    "basis": Column(N_("Subject by"), lambda unit: unit.counted_on, lambda unit: basis_text(unit), lambda unit: False),
}


def unit_name(unit: UnitReconciliation) -> str:
    """Return a unit's name, or the label for people without a unit here."""
    return unit.name or _("Other workplaces")


def basis_text(unit: UnitReconciliation) -> str:
    """Return whether the number of members subject comes from a stated count (with its day) or the list."""
    return _("count of {day}", day=day_text(unit.counted_on)) if unit.counted_on else _("the list")


def people_label(which: PeopleFilter, counts: ReconciliationCounts) -> str:
    """Return a group of people with its count."""
    return f"{_(PEOPLE[which])} ({number(people_counts(counts)[which])})"


def people_counts(counts: ReconciliationCounts) -> dict[PeopleFilter, int]:
    """Return how many people are behind each number."""
    return {
        PeopleFilter.PENDING: counts.pending,
        PeopleFilter.UNRECEIVED: counts.introduced - counts.received,
        PeopleFilter.UNPLACED: counts.received - counts.placed,
        PeopleFilter.PLACED: counts.placed,
        PeopleFilter.EXEMPT: counts.exempt,
        PeopleFilter.UNKNOWN: counts.unknown,
    }


def people_columns(viewer: Viewer, which: PeopleFilter) -> Columns:
    """Return the columns of a list of people: why they are not introduced yet, or since when they have their state."""
    reasons = {option.key: option.label for option in settings.options(viewer, "pending_reasons")}
    named = {
        "name": Column(N_("Full name"), lambda person: person.name),
        "born": Column(N_("Year of birth"), lambda person: person.born, lambda person: (person.born or "")[:4]),
        "workplace": Column(N_("Workplace"), lambda person: person.workplace),
        "commune": Column(N_("Place of residence"), lambda person: person.cell or person.commune),
    }
    said = {
        "reason": Column(
            N_("Why not yet"),
            lambda person: person.reason,
            lambda person: reasons.get(person.reason, person.reason or _("no reason given")),
        )
    }
    letter = {"letter": Column(N_("Letter"), lambda person: person.letter)}
    since = {"since": Column(N_("Since"), lambda person: person.since, _since)}
    return {**named, **(said if which == PeopleFilter.PENDING else letter), **since}


def _since(person: PersonReconciliation) -> str:
    return day_text(person.since) or DASH
