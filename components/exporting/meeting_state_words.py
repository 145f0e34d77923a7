"""The outcome of a meeting in words."""

from components.i18n import N_
from db.models import MeetingState

STATES = {
    MeetingState.HELD: N_("held"),
    MeetingState.NOT_HELD: N_("not held"),
    MeetingState.POSTPONED: N_("postponed"),
    MeetingState.CANCELLED: N_("entered by mistake"),
}
