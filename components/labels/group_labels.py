"""Groups of people in words: their kinds, their problems, their leaders."""

from components.i18n import N_, _, _n
from components.labels import member_labels
from db.models import GroupKind, GroupRole
from db.people.group_board import GroupLine, GroupPerson, GroupProblem

KINDS = {GroupKind.PARTY: N_("Party groups"), GroupKind.CONTACT: N_("Contact groups")}
PROBLEMS = {
    GroupProblem.NO_LEADER: N_("has no leader"),
    GroupProblem.LEADER_EXEMPT: N_("leader exempt or away"),
    GroupProblem.IN_CHARGE_EXEMPT: N_("member in charge exempt or away"),
    GroupProblem.IN_CHARGE_LEFT: N_("member in charge has left"),
}
ROLES = {
    GroupRole.LEADER: N_("Leader"),
    GroupRole.DEPUTY: N_("Deputy leader"),
    GroupRole.IN_CHARGE: N_("Member in charge"),
}


def size_text(line: GroupLine) -> str:
    """Return how many people are in a group."""
    return _n("{count} member", "{count} members", len(line.people))


def problem_text(line: GroupLine) -> str:
    """Return a group's problem with a sign; empty if there is none."""
    return f"! {_(PROBLEMS[line.problem])}" if line.problem else ""


def role_holder_text(line: GroupLine, role: GroupRole) -> str:
    """Return who leads a group or is in charge of it, and any hindrance."""
    person = line.holder(role)
    if person is None:
        return ""
    exempt = member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, person.exempt)
    return f"{person.name} ({exempt})" if exempt else person.name


def person_note(person: GroupPerson) -> str:
    """Return the note beside a name: the role, or an exemption."""
    role = (
        ""
        if person.role in (None, GroupRole.MEMBER)
        else member_labels.translated_label(member_labels.ROLES, person.role)
    )
    return role or member_labels.translated_label(member_labels.SHORT_EXEMPTION_CLASSES, person.exempt)
