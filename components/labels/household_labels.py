"""Households in words: who looks after them, since when nobody does, hindrances."""

from components.i18n import N_, _, _n, day_text, join_list, number
from db.households.assignee_availability import Assignee, CellPerson, UnavailabilityReason
from db.households.assignment_decisions import Decision
from db.households.cover_count import Cover
from db.households.household_board import Board, BoardRow
from db.households.household_queries import NamedHousehold
from db.kernel.scope import Viewer
from db.models import GroupKind, MembershipKind
from db.settings import settings

HINDRANCES = {
    UnavailabilityReason.LEFT: N_("has left the cell"),
    UnavailabilityReason.EXEMPT: N_("exempt"),
    UnavailabilityReason.AWAY: N_("away"),
}
NOT_RECORDED = N_(
    "Only what is to be done and what was agreed; it stays within the cell. Nothing about opinions, religion, "
    "ethnicity, illness, family ties, obeying the law, or who contributed."
)  # shown at every field for notes on a household
WITHOUT_PAPER_SIGN = "○"  # before a class without a paper that decides it
UNASSIGNED_SIGN = "!"  # before anything nobody looks after, as in a chart


def household_count(count: int) -> str:
    """Return a number of households."""
    return _n("{count} household", "{count} households", count)


def uncovered_count(found: Cover) -> str:
    """Return how many households have nobody, of how many."""
    told = {"bare": number(found.uncovered), "all": number(found.households)}
    return _n(
        "{bare} of {all} household has nobody in charge",
        "{bare} of {all} households have nobody in charge",
        found.households,
        **told,
    )


def assignee_with_hindrance(one: Assignee) -> str:
    """Return a member in charge with any hindrance."""
    return f"{one.name} ({_(HINDRANCES[one.hindered])})" if one.hindered else one.name


def assignees_or_unassigned(line: BoardRow) -> str:
    """Return who looks after something, or since when nobody does."""
    named = assignees_text(line)
    if line.looked_after:
        return named
    if line.kind and not line.uncovered:
        return named or _("by its groups and households")
    return " · ".join(filter(None, (named, "" if line.declined else unassigned_since(line))))


def answering_groups_text(line: BoardRow) -> str:
    """Return the Party groups responsible for a cluster, each with its leader."""
    return join_list([f"{group.name} ({group.leader})" if group.leader else group.name for group in line.answering])


def decision_text(taken: Decision) -> str:
    """Return a cell's decision about assigning, its first day, and its document."""
    paper = f" ({taken.paper})" if taken.paper else ""
    if taken.assigns:
        return _("Assignments reviewed, in force from {day}{paper}", day=day_text(taken.since), paper=paper)
    return _(
        "The cell resolved not to assign members to households from {day} on{paper}",
        day=day_text(taken.since),
        paper=paper,
    )


def assignees_text(line: BoardRow) -> str:
    """Return who is in charge of something, or else of its cluster; empty for nobody."""
    above = join_list([assignee_with_hindrance(one) for one in line.above])
    return join_list([assignee_with_hindrance(one) for one in line.assignees]) or (
        _("through the cluster or group: {people}", people=above) if above else ""
    )


def unassigned_since(line: BoardRow) -> str:
    """Return that nobody looks after something, with the day if anybody ever did."""
    if line.since:
        return _("{sign} nobody in charge since {day}", sign=UNASSIGNED_SIGN, day=day_text(line.since))
    return _("{sign} nobody in charge yet", sign=UNASSIGNED_SIGN)


def households_and_uncovered_text(line: BoardRow) -> str:
    """Return the number of households, and how many have nobody if others have somebody."""
    if line.household:
        return ""
    if 0 < line.cover.uncovered < line.cover.households and not line.declined:
        return _(
            "{all}, {bare} without a member in charge",
            all=household_count(line.cover.households),
            bare=line.cover.uncovered,
        )
    return household_count(line.cover.households)


def last_visit_text(board: Board, line: BoardRow) -> str:
    """Return the last visit, and how many of the households have not been visited for long."""
    seen = board.visits.of_line(bool(line.kind), line.id)
    if not seen.unvisited:
        return day_text(seen.last) if seen.last else ""
    long = (
        _("long without a visit") if line.household else _("{count} long without a visit", count=number(seen.unvisited))
    )
    return " · ".join(filter(None, (day_text(seen.last) if seen.last else "", f"{UNASSIGNED_SIGN} {long}")))


def last_report_text(board: Board, member_id: int) -> str:
    """Return a member's last report, and whether it is long ago."""
    last = board.visits.reports.get(member_id)
    said = day_text(last) if last else ""
    if member_id not in board.visits.silent:
        return said
    months = board.visits.report_months
    long = _n("not for over {count} month", "not for over {count} months", months)
    return " · ".join(filter(None, (said, f"{UNASSIGNED_SIGN} {long}")))


def unvisited_count(count: int) -> str:
    """Return how many households have not been visited for long."""
    return _n("{count} household is long without a visit", "{count} households are long without a visit", count)


def more_places(count: int) -> str:
    """Return how many groups and households can only be found by name."""
    return _n(
        "{count} more household or group: type its name", "{count} more households or groups: type the name", count
    )


def partial_visit_count(households: int | None) -> str:
    """Return how many of a group's households were visited; empty for all."""
    return household_count(households) if households else ""


def group_household_count(line: BoardRow) -> str:
    """Return how many households a group has."""
    return household_count(line.cover.households) if line.kind else ""


def rating_label(labels: dict[str, str], home: NamedHousehold | None) -> str:
    """Return a household's latest class with its year."""
    if home is None or home.rating is None:
        return ""
    return _("{rating} {year}", rating=labels.get(home.rating, home.rating), year=home.year)


def load_rating_labels(viewer: Viewer) -> dict[str, str]:
    """Load the labels of households' classes."""
    return {option.key: option.label for option in settings.options(viewer, "household_classes")}


def load_note(one: CellPerson, households: int) -> str:
    """Return the note beside a member on offer: a contact member, and the number of households."""
    contact = _("contact") if one.kind == MembershipKind.CONTACT else ""
    return " · ".join(filter(None, (contact, household_count(households) if households else "")))


def line_kind_label(line: BoardRow) -> str:
    """Return the kind of a line: cluster, group or household."""
    if line.household:
        return _("assisted household")
    return _("residential cluster") if line.kind == GroupKind.CLUSTER else _("household group")
