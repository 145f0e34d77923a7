"""Streamlit's own scripts, unchanged except for one line:
its select boxes call our search (assets/find.js) for matches.
"""

import re
from pathlib import Path

SEARCH_FUNCTION = re.compile(
    rb"function \w+\((\w+),(\w+),(\w+)\)\{if\(!\2\|\|\3===\w+\.SelectWidgetFilterMode\.FILTER_MODE_NONE\)return \1;"
)


def read_patched(file: Path) -> bytes:
    """Return a script or style sheet; in the script that searches the options of select boxes, our
    search is called first.
    """
    return SEARCH_FUNCTION.sub(rb"\g<0>if(globalThis.found)return found(\1,\2);", file.read_bytes())
