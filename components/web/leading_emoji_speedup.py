"""Whether a label begins with an emoji, which Streamlit shows separately:
most labels do not, and are not examined further.

Streamlit goes through four thousand emoji for each label that is not plain ASCII, and Vietnamese labels never are: a
tenth of a millisecond for each name in a list.
"""

from functools import cache, wraps

from streamlit import string_util


def skip_other_labels() -> None:
    """Have Streamlit search only those labels for an emoji that can begin with one."""
    extract = string_util.extract_leading_emoji

    @wraps(extract)
    def extract_leading_emoji(text: str) -> tuple[str, str]:
        return extract(text) if text[:1] in _beginnings() or text[:2] in _beginnings() else ("", text)

    string_util.extract_leading_emoji = extract_leading_emoji


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two characters of each existing emoji, or its only one."""
    from streamlit.emojis import ALL_EMOJIS  # loaded when first asked for, as Streamlit does

    return frozenset(emoji[:2] for emoji in ALL_EMOJIS)
