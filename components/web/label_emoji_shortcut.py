"""Whether a label begins with an emoji, which Streamlit sets apart from it: most do not, and are not looked at further.

Streamlit goes through four thousand emoji for each label that is not plain ASCII, as no Vietnamese one is: a tenth of a
millisecond for each name of a list.
"""

from functools import cache, wraps

from streamlit import string_util


def skip_other_labels() -> None:
    """From here on Streamlit looks for an emoji only in a label that begins as one does."""
    extract = string_util.extract_leading_emoji

    @wraps(extract)
    def extract_leading_emoji(text: str) -> tuple[str, str]:
        return extract(text) if text[:1] in _beginnings() or text[:2] in _beginnings() else ("", text)

    string_util.extract_leading_emoji = extract_leading_emoji


@cache
def _beginnings() -> frozenset[str]:
    """The first two characters of each emoji that there is, or its only one."""
    from streamlit.emojis import ALL_EMOJIS  # loaded when first asked for, as Streamlit does

    return frozenset(emoji[:2] for emoji in ALL_EMOJIS)
