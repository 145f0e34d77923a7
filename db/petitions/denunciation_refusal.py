"""Refusing signed denunciations, which have a procedure of their own and are not stored here, not even in part."""

import re

from db.errors import Invalid
from db.vietnamese import clean

WORDS = re.compile(r"(?<!\w)(?:tố cáo|don to cao)(?!\w)")  # as typed with accents, and without


def refuse_denunciation(text: str) -> None:
    """Raise Invalid for a text that is or mentions a denunciation."""
    if is_denunciation(text):
        raise Invalid("petition_denunciation")


def is_denunciation(text: str) -> bool:
    """Whether a text is or mentions a denunciation."""
    return WORDS.search(clean(text).lower()) is not None
