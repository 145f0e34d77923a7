"""Texts that people typed, shown as they are: never as Markdown, never as HTML."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:$&^=])")


def plain(text: str | None) -> str:
    """A typed text for a place that reads Markdown: a name like "*a*", "<script>" or ":red[x]" shows as it was typed."""
    return SPECIAL.sub(r"\\\1", (text or "").replace("\n", " "))
