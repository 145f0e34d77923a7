"""What was done to one member's data: who, when, what stood there before, and the way back."""

import streamlit as st

from components import auth, confirm, deeds, feedback, hats
from components.i18n import N_, NOTHING, _, moment_text, partial_text
from components.people import words
from components.text import plain
from db import settings, undo
from db.models import Action, ExemptionClass, GroupRole, MembershipKind, Role, Sex, StandingKind
from db.people import traces
from db.people.traces import Done, Was
from db.scope import Viewer, Work

FIELDS = {
    "name": N_("Full name"), "sex": N_("Sex"), "born": N_("Born"), "admitted": N_("Admitted"), "official": N_("Recognised as full member"),
    "address": N_("Address"), "phone": N_("Telephone"), "workplace": N_("Workplace"), "position": N_("Position there"),
    "organisation": N_("Kind of organisation"), "card_last4": N_("Party card"), "citizen_last4": N_("Citizen number"), "kind": N_("Kind"),
    "valid_from": N_("From"), "valid_to": N_("Until"), "roster_number": N_("Number on the list"), "arrival": N_("How he came"),
    "arrival_paper": N_("Paper of arrival"), "departure": N_("Why he left"), "departure_paper": N_("Paper of departure"), "paper": N_("Paper"),
    "reason": N_("Reason"), "post": N_("Post"), "role": N_("Role"), "subject": N_("Offers to know"), "state": N_("State"),
}  # fmt: skip
THINGS = {
    "member": N_("personal data"), "standing": N_("standing"), "expertise": N_("knowledge offered"), "membership": N_("place on the list"),
    "exemption": N_("exemption"), "office": N_("post"), "group_member": N_("membership of a group"), "introduction": N_("introduction"),
}  # fmt: skip
KINDS = {
    "membership": (MembershipKind, words.KINDS), "exemption": (ExemptionClass, words.CLASSES), "standing": (StandingKind, words.STANDINGS),
}  # fmt: skip
LISTS = {
    "organisation": "organisations",
    "arrival": "arrivals",
    "departure": "departures",
    "reason": "exemption_reasons",
    "post": "posts",
    "subject": "expertise",
}


def show(viewer: Viewer, code: str) -> None:
    """The latest deeds, the latest first; looked up only when they are asked for."""
    with st.expander(_("What was changed, by whom and when"), key="member_trace", on_change="rerun") as opened:
        if not opened.open:
            return
        rows = traces.of_member(viewer, code)
        lists = {name: {option.key: option.label for option in settings.options(viewer, name)} for name in set(LISTS.values())}
        for done in rows:
            _show(viewer, done, lists)
        if not rows:
            st.caption(_("Nothing was changed since this person was entered."))


def _show(viewer: Viewer, done: Done, lists: dict) -> None:
    behalf = " · " + _("on behalf of {cell}", cell=plain(done.behalf)) if done.behalf else ""
    who = plain(done.who or _("the register"))
    role = f" ({hats.name(Role(done.role))})" if done.role in set(Role) else ""
    lines = [line for was in done.rows for line in _lines(was, lists)]
    with st.container(key=f"member_done_{done.batch_id}", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{deeds.title(done.deed)}**{behalf}  \n{who}{role} · {moment_text(done.at)}" + "".join(f"\n- {line}" for line in lines), width="stretch")
        if done.undone:
            st.caption(_("undone"))
        elif viewer.writes(Work.PEOPLE) and _undone(done):
            with feedback.saving(_("It is undone.")):
                undo.undo(auth.viewer("/member"), done.batch_id)
                st.rerun()


def _undone(done: Done) -> bool:
    """Whether a deed is to be undone: asked once more."""
    question = _("Put back what stood before this? {what}", what=f"**{deeds.title(done.deed)}** · {moment_text(done.at)}")
    return confirm.button(_("Undo"), question, key=f"member_undo_{done.batch_id}")


def _lines(was: Was, lists: dict) -> list[str]:
    """What stood in each column before; that a row is new or gone."""
    thing = _(THINGS[was.table])
    if was.action == Action.INSERT:
        return [_("new: {thing}", thing=thing)]
    if was.action == Action.DELETE:
        return [_("taken back: {thing}", thing=thing)]
    told = {column: value for column, value in was.before.items() if column in FIELDS}
    return [_("{field}: before that {value}", field=_(FIELDS[column]), value=plain(_said(was.table, column, value, lists))) for column, value in told.items()]


def _said(table: str, column: str, value, lists: dict) -> str:
    if value is None or value == "":
        return NOTHING
    if column in ("valid_from", "valid_to", "born", "admitted", "official"):
        return partial_text(str(value))
    if column in ("card_last4", "citizen_last4"):
        return f"····{value}"
    if column == "kind" and table in KINDS:
        kinds, said = KINDS[table]
        return words.said(said, kinds(value))
    if column in ("sex", "role"):
        return words.said(words.SEXES, Sex(value)) if column == "sex" else words.said(words.ROLES, GroupRole(value))
    return lists[LISTS[column]].get(value, str(value)) if column in LISTS else str(value)
