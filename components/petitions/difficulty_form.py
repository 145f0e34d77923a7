"""Reporting a difficulty: what, about what, from which meeting, by the cell or a team; kept as a draft."""

from datetime import date, timedelta

import streamlit as st

from components.i18n import _
from components.markdown import escape_markdown
from components.petitions import petition_draft, petition_form
from components.shell import auth
from components.widgets import feedback, forms
from components.widgets.draft_fields import DraftFields
from db.calendar import clock
from db.kernel.scope import Viewer
from db.models import Role
from db.petitions import difficulties, petitions
from db.petitions.difficulties import DifficultyInput
from db.settings import settings
from db.units.units import UnitName

FORM, OF_CELL = "difficulty", "cell"


def show(viewer: Viewer, cell: UnitName) -> None:
    """The form of a new difficulty of a cell."""
    fields = petition_draft.begin_draft(viewer, FORM, cell.code)
    ways = _ways(viewer, cell, fields.day("day") or clock.today())
    if not ways:
        st.caption(_("None of your teams follows this cell. A team reports on the cells it follows: see “Teams”."))
        return
    standing = fields.values.get("team")
    team = next(iter(ways))
    if len(ways) > 1:
        team = st.segmented_control(
            _("Reported by"),
            list(ways),
            format_func=lambda key: escape_markdown(ways[key]),
            default=standing if standing in ways else team,
            required=True,
            **fields.widget_options("team"),
        )
    elif team != OF_CELL:
        st.caption(_("Reported by {whom}", whom=escape_markdown(ways[team])))
    told = difficulty_fields(viewer, cell, fields, None if team == OF_CELL else team)
    with st.container(key="savebar"):
        fields.show_status(cell.name)
        if st.button(_("Report"), type="primary", key="difficulties_save"):
            _save(cell, fields, told)
    fields.discard_button("difficulties_throw")


def difficulty_fields(viewer: Viewer, cell: UnitName, fields: DraftFields, team: str | None = None) -> DifficultyInput:
    """The fields of a difficulty with their draft values."""
    text = petition_form.text_field(
        _("The difficulty, and what the level above is asked to do"), fields, "text", petitions.TEXT
    )
    st.caption(
        _("About the cell's work, not about single people. The committee above reads it as soon as it is reported.")
    )
    standing = fields.values.get("topic")
    known = settings.active_options(viewer, difficulties.TOPICS, standing)
    options = {option.key: escape_markdown(option.label) for option in known}
    topic = st.pills(
        _("What it is about"),
        list(options),
        default=standing if standing in options else None,
        format_func=options.get,
        **fields.widget_options("topic"),
    )
    with st.expander(_("Day, meeting"), expanded=bool({"day", "meeting"} & fields.values.keys())):
        day: date | None = forms.date_field(
            _("Reported on"), fields.day("day") or clock.today(), ahead=timedelta(0), **fields.widget_options("day")
        )
        meeting = petition_form.meeting_field(viewer, cell, fields, _("In which meeting (may stay empty)"))
    return DifficultyInput(text or "", topic, day, meeting, team)


def _ways(viewer: Viewer, cell: UnitName, day: date) -> dict[str, str]:
    """Who may be given as its reporter: the cell, its commune on the cell's behalf, and the viewer's own teams."""
    own = {} if viewer.role == Role.DISTRICT else {OF_CELL: cell.name}
    return own | difficulties.teams_after_visits(viewer, cell.id, day)


def _save(cell: UnitName, fields: DraftFields, told: DifficultyInput) -> None:
    """Save and reset the form, or show why it failed and keep the input."""
    with feedback.saving(_("Reported."), lambda refusal: petition_form.show_refusal(fields, refusal)):
        viewer = auth.viewer(petition_draft.ADDRESS)
        with forms.once_token(FORM) as token:
            difficulties.report(viewer, cell.id, told, token, fields.place)
        st.rerun()
