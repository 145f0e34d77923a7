"""Pasted names in words: whom a line that was written without marks was taken for."""

from collections.abc import Iterable

from components.i18n import _
from components.markdown import escape_markdown


def unmarked_text(read: Iterable[tuple[str, str]]) -> str:
    """Lines that were written without marks, each with the name that it was read as: to be looked at."""
    told = " · ".join(f"{escape_markdown(line)} → **{escape_markdown(name)}**" for line, name in read)
    return _("Written without accents and read as: {names}. Please check.", names=told)
