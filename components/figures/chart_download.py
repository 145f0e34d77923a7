"""Downloading a chart as a picture: always light, with its unit and date."""

from functools import partial

import streamlit as st

from components.charts.chart_theme import specs_to_png
from components.i18n import _, day_text
from db.calendar import clock
from db.kernel.scope import Viewer
from db.units import units


def show_button(viewer: Viewer, specs: list[dict], which: str, unit_id: int | None = None) -> None:
    """A button that renders a chart's light specs side by side when pressed; the unit is the requested one, by default
    the viewer's own.
    """
    foot = source_line(viewer, unit_id)
    st.download_button(
        _("Download image"),
        data=partial(specs_to_png, specs, foot),
        file_name=f"{which}-{clock.today():%Y-%m-%d}.png",
        mime="image/png",
        icon=":material/image:",
        key=f"charts_take_{which}",
        on_click="ignore",
    )


def source_line(viewer: Viewer, unit_id: int | None) -> str:
    """The unit of the figures (requested, else the viewer's own) and the date."""
    asked = unit_id or viewer.unit_id
    return f"{units.one(viewer, asked).name} · " + _("figures as of {day}", day=day_text(clock.today()))
