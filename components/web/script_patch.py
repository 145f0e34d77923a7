"""Streamlit's own scripts, as it brings them but for one line:
its select boxes ask our search (assets/find.js) what was found.
"""

import re
from pathlib import Path

SEARCH_FUNCTION = re.compile(
    rb"function \w+\((\w+),(\w+),(\w+)\)\{if\(!\2\|\|\3===\w+\.SelectWidgetFilterMode\.FILTER_MODE_NONE\)return \1;"
)


def read_patched(file: Path) -> bytes:
    """A script or style; in the one that searches the choices of select boxes, ours is asked first."""
    return SEARCH_FUNCTION.sub(rb"\g<0>if(globalThis.found)return found(\1,\2);", file.read_bytes())
