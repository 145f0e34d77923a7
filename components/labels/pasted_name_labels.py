"""Pasted names in words: how a line written without diacritics was read."""

from collections.abc import Iterable

from components.i18n import _
from components.markdown import escape_markdown


def unaccented_text(read: Iterable[tuple[str, str]]) -> str:
    """Return lines written without diacritics, each with the name it was read as, to be checked."""
    told = " · ".join(f"{escape_markdown(line)} → **{escape_markdown(name)}**" for line, name in read)
    return _("Written without accents and read as: {names}. Please check.", names=told)
