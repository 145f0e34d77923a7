"""The theme that is sent with every run: worked out once, for it is the same as long as the server runs.

Streamlit puts it together anew for each run, from all the options there are: a twentieth of what a touch computes.
"""

from functools import cache

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_populate = app_session._populate_theme_msg


def send_cached_theme() -> None:
    """From here on each section of the theme is put together once."""
    app_session._populate_theme_msg = _populate_from_first


def _populate_from_first(message: CustomThemeConfig, section: str = "theme") -> None:
    first = _first(section)
    if first.ByteSize():
        message.MergeFrom(first)


@cache
def _first(section: str) -> CustomThemeConfig:
    message = CustomThemeConfig()
    _populate(message, section)
    return message
