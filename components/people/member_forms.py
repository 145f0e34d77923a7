"""Shared parts of the forms about one member."""

from collections.abc import Iterable, Mapping

from components.i18n import _
from components.labels import member_labels
from components.people.member_detail import is_valid_today
from components.shell import auth
from components.widgets import action_form
from components.widgets.action_form import Action, ActionForm
from db.kernel.scope import Viewer
from db.people.profiles import Profile
from db.people.timelines import MembershipSpan, Timeline
from db.settings import settings

ADDRESS = "/member"


def member_page_viewer() -> Viewer:
    """The viewer of a member's page."""
    return auth.viewer(ADDRESS)


def choose_action(profile: Profile, actions: Mapping[str, Action]) -> None:
    """Show the choice of actions on a member; input for one member is not shown for another."""
    action_form.choose(f"member_{profile.code}", ADDRESS, actions)


def choose_stay(form: ActionForm, stays: list[MembershipSpan]) -> MembershipSpan:
    """The stay that an action is about, asked if there are several."""
    if len(stays) == 1:
        return stays[0]
    named = {one.id: f"{member_labels.translated_label(member_labels.KINDS, one.kind)}, {one.unit}" for one in stays}
    chosen = form.choice(_("Which list"), named, field="stay")
    return next(one for one in stays if one.id == chosen)


def choose_stay_today(form: ActionForm, timeline: Timeline) -> MembershipSpan:
    """The current stay that an action is about, asked if there are several."""
    return choose_stay(form, [stay for stay in timeline.stays if is_valid_today(stay)])


def option_labels(name: str, current: Iterable[str] | None = None) -> dict[str, str]:
    """Labels of a list of the settings: all entries, or those on offer and `current`."""
    found = (
        settings.options(member_page_viewer(), name)
        if current is None
        else settings.active_options(member_page_viewer(), name, *current)
    )
    return {option.key: option.label for option in found}
