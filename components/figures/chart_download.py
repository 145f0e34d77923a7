"""A chart taken away as a picture:
on light paper whatever the screen is, with whose figures they are and up to when.
"""

from functools import partial

import streamlit as st

from components.charts.chart_theme import specs_to_png
from components.i18n import _, day_text
from db.calendar import clock
from db.kernel.scope import Viewer
from db.units import units


def show_button(viewer: Viewer, specs: list[dict], which: str, unit_id: int | None = None) -> None:
    """A button that makes the picture of a chart's light specs, beside each other, when it is touched;
    the unit is the one asked about, else the viewer's own.
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
    """Whose figures these are and up to when: the unit asked about, else the viewer's own."""
    asked = unit_id or viewer.unit_id
    return f"{units.by_id(viewer, [asked])[asked].name} · " + _("figures as of {day}", day=day_text(clock.today()))
