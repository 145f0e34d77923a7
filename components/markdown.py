"""Showing typed text literally: never as Markdown, HTML, a link, an image or an icon."""

import re

SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>:$&^=])")
# Escaping does not keep these from being drawn: the page looks for them in the text that is left. A sign of no width
# stands between.
DRAWN = re.compile(
    r"(?i)(?<=http)(?=:)|(?<=https)(?=:)|(?<=www)(?=\.)|(?<=@)(?=\w)|(?<=:)(?=[a-z])|(?<=-)(?=[->])|(?<=<)(?=[-=])|(?<=[>~])(?==)"
)
SIGNS = re.compile(r"[\\`*_{}\[\]()#+\-.!|~<>:$&^=@\n]")  # without one of them nothing is done, as in most names
BETWEEN = "\u2060"


def escape_markdown(text: str | None) -> str:
    """A typed text escaped for Markdown: "*a*", "<script>", ":red[x]", "www.a.vn" or
    ":material/home:" appears as typed.
    """
    if not text or not SIGNS.search(text):
        return text or ""
    return SPECIAL.sub(r"\\\1", DRAWN.sub(BETWEEN, text.replace("\n", " ")))
