"""The source documents of shipped lists, in words."""

from components.i18n import _
from db.calendar import clock
from db.settings import list_sources


def source_text(name: str) -> str:
    """Return a shipped list's current source document, or that none was found; empty if it needs none."""
    try:
        source = list_sources.source_of_setting(name, clock.today())
    except LookupError:
        return ""
    if source is None:
        return _("no document was found that sets it: enter your own form")
    return source.citation if source.verified else f"{source.citation} · {_('not verified')}"
