"""Showing typed text literally: never as Markdown, HTML, a link, an image or an icon."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:$&^=])")
# Escaping does not keep these from being rendered: the page searches the remaining text for them. A zero-width
# character separates them.
DRAWN = re.compile(
    r"(?i)(?<=http)(?=:)|(?<=https)(?=:)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=:)(?=[a-z])|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)"
)
SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~<>:$&^=@\n]")  # a text without any of them is left alone, as most names are
BETWEEN = "\u2060"


def escape_markdown(text: str | None) -> str:
    """Escape a typed text for Markdown, so that "*a*", "<script>", ":red[x]", "www.a.vn" or ":material/home:" appears
    as typed.
    """
    if not text or not SIGNS.search(text):
        return text or ""
    return SPECIAL.sub(r"\\\1", DRAWN.sub(BETWEEN, text.replace("\n", " ")))
