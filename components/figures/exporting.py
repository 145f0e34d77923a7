"""Taking a list away on screen: which one, narrowed how, at once or by the worker."""

from datetime import date
from functools import partial

import streamlit as st

from components import auth, feedback, filters
from components.figures import choosing
from components.i18n import N_, _, _n
from components.people import words
from components.taking import making, wishes
from components.taking.wishes import What, Wish
from db import clock
from db.checks import EARLIEST
from db.models import MembershipKind
from db.models.meetings import MeetingAudience
from db.scope import Viewer

PAGE = "/exports"
LISTS = {
    What.MEMBERS: N_("Members"),
    What.MEETINGS: N_("Meetings with their figures"),
    What.PEOPLE: N_("Attendance by name"),
    What.HOUSEHOLDS: N_("Households by name"),
    What.COVERAGE: N_("Households, counts of each cell"),
}
HOLDS = {
    What.MEMBERS: N_("Each member with days of birth, admission and recognition, standing, exemption, posts, workplace, address and phone."),
    What.MEETINGS: N_("Each meeting with its day and state, how many were expected and came, who stayed away and why as numbers; no names."),
    What.PEOPLE: N_("Each person at each meeting: expected, came, absent, exempt, spoke. Reasons of absence stay in the register."),
    What.HOUSEHOLDS: N_("Clusters, groups and households that get help, whoever is in charge, since when nobody is, classes with their papers."),
    What.COVERAGE: N_("For each cell how many households somebody looks after, and how many members do; no names."),
}
AUDIENCES = {MeetingAudience.OWN: N_("The cells' own meetings"), MeetingAudience.CONTACT: N_("Meetings with contact members")}


def wish(viewer: Viewer) -> Wish:
    """What is to be taken away, as chosen."""
    filters.anew("exports")
    lists = wishes.lists_for(viewer)
    options = {"format_func": lambda what: _(LISTS[what]), "label_visibility": "collapsed", "key": "exports_what"}
    what = What(st.segmented_control(_("List"), lists, default=lists[0], required=True, bind="query-params", persist_state="session", **options))
    st.caption(_(HOLDS[what]))
    if what in (What.HOUSEHOLDS, What.COVERAGE):
        return Wish(what, filters.unit(viewer, "exports"), on=_day())
    return _of_members(viewer) if what == What.MEMBERS else _of_meetings(viewer, what)


def take(viewer: Viewer, wish: Wish) -> None:
    """The button: a short list is downloaded at once, a long one is made by the worker."""
    rows = wishes.size(viewer, wish)
    if not rows:
        st.info(_("This list is empty. Choose another time or unit."))
    elif rows <= making.AT_ONCE:
        label, data = _n("Download {count} row", "Download {count} rows", rows), partial(making.at_once, viewer.account_id, viewer.grant_id, wish)
        name = making.file_name(viewer, wish)
        st.download_button(
            label, data, name, making.MIME, type="primary", icon=":material/download:", key="exports_download", on_click="ignore", width="stretch"
        )
    else:
        label = _n("Make a file of {count} row", "Make a file of {count} rows", rows)
        if st.button(label, type="primary", icon=":material/hourglass_empty:", key="exports_ask", width="stretch"):
            _ask(wish)


def _ask(wish: Wish) -> None:
    with feedback.saving(_("The file is being made. You may close this page; it waits under “Work in progress”.")):
        making.later(auth.viewer(PAGE), wish)
        st.switch_page("pages/figures/jobs.py", query_params={})


def _of_members(viewer: Viewer) -> Wish:
    unit = filters.unit(viewer, "exports")
    said = {"format_func": lambda kind: words.said(words.KINDS, kind)}
    kind = st.segmented_control(_("Kind"), list(MembershipKind), key="exports_kind", bind="query-params", persist_state="session", **said)
    left = st.toggle(_("Those who left"), key="exports_left", bind="query-params", persist_state="session")
    exempt = st.toggle(_("Only those exempt or away"), key="exports_exempt", bind="query-params", persist_state="session")
    return Wish(What.MEMBERS, unit, kind, _day(), left, exempt)


def _day() -> date | None:
    options = {"min_value": EARLIEST, "max_value": clock.today(), "format": "DD/MM/YYYY", "bind": "query-params", "persist_state": "session"}
    return st.date_input(_("As it stood on"), value=None, key="exports_on", **options)


def _of_meetings(viewer: Viewer, what: What) -> Wish:
    options = {"format_func": lambda audience: _(AUDIENCES[audience]), "label_visibility": "collapsed", "key": "exports_audience", "required": True}
    audience = st.segmented_control(_("Meetings"), list(AUDIENCES), default=MeetingAudience.OWN, bind="query-params", persist_state="session", **options)
    since, until = choosing.span("exports")
    unit = filters.unit(viewer, "exports")
    return Wish(what, unit, since=since, until=until, audience=MeetingAudience(audience))
