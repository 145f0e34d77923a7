"""Streamlit's own scripts, unchanged except for a few lines that call ours.

Its select boxes search with assets/find.js and speak the user's language. Its grids stay writable while the connection
is lost, as their cells would show outdated values otherwise; they load what opens a cell before it is needed, report
each typed cell (assets/grid_cells.js), and lose none on a computer that is slower than its user. What is sent with a
delay can be sent at once (assets/typed.js).
"""

import re
from hashlib import sha256
from pathlib import Path

# The place of each, and what comes there. A place begins with fixed text, since a first page waits for the search.
PATCHES = {
    "select boxes search with ours": (
        rb"function \w+\((\w+),(\w+),(\w+)\)"
        rb"\{if\(!\2\|\|\3===\w+\.SelectWidgetFilterMode\.FILTER_MODE_NONE\)return \1;",
        rb"\g<0>if(globalThis.found)return found(\1,\2);",
    ),
    "a select box that finds nothing says so in the user's language": (
        rb"(renderEmptyState:\(\)=>\w+\(\w+,\{children:)(`No results`)",
        rb"\1globalThis.saidInBox?.(`nothing`)||\2",
    ),
    "a box of several choices does, too": (
        rb"(maxSelections===0\)return)(`No results`)",
        rb"\1 globalThis.saidInBox?.(`nothing`)||\2",
    ),
    "its first line, which chooses all, is in the user's language": (
        rb"`Select all`(?=,value:\w+,isBulkAction)",
        rb"globalThis.saidInBox?.(`all`)||\g<0>",
    ),
    "so is the one that chooses all that were found": (
        rb"`Select \$\{(\w+)\.length\} matches`",
        rb"globalThis.saidInBox?.(`found`,\1.length)||\g<0>",
    ),
    "a file that a lost connection kept from being made is told of in the user's language": (
        rb"(\w+) instanceof Error\?\1\.message:`Download failed`",
        rb"\1.name!==`BackendOperationError`&&globalThis.saidInBox?.(`download`)||(\g<0>)",
    ),
    "grids stay writable without a connection": (
        rb"\(\{element:(\w+),elementHash:\w+,data:\w+,disabled:(\w+),widgetMgr:\w+,[^}]*heightConfig:\w+\}\)\{",
        rb"\g<0>\2&&=!\1.editingMode;",
    ),
    "grids report what is typed": (
        rb"!==\w+&&(?=\w+\.setStringValue\((\w+)\.id,(\w+),\{formId:\w+\.formId,fragmentId:\w+,fromUser:!0,\.\.\.)",
        rb"\g<0>globalThis.typedInGrid?.(\1.id,\2)!==0&&",
    ),
    "cells can be opened without a connection": (
        rb"=(\w+)\.lazy\((?=async\(\)=>await \w+\(\(\)=>import\(`(\./data-grid-overlay-editor\.[\w-]+\.js)`)",
        rb"=(globalThis.cellEditors?.(()=>import(`\2`)),\1).lazy(",
    ),
    "numbers can be typed without a connection": (
        rb"=(\w+)\.lazy\((?=async\(\)=>await \w+\(\(\)=>import\(`(\./number-overlay-editor\.[\w-]+\.js)`)",
        rb"=(globalThis.cellEditors?.(()=>import(`\2`)),\1).lazy(",
    ),
    "it is known which cell is selected": (
        rb"onGridSelectionChange:(\w+)=>\{(?=let \w+=\1\.rows\.length>0)",
        rb"\g<0>globalThis.cellSelected?.(\1.current?.cell);",
    ),
    "it is known which row and column a cell is": (
        rb"function \w+\(\{columns:(\w+),allColumns:\w+,canAddRows:\w+,canDeleteRows:\w+,editingState:(\w+),"
        rb"[^}]*?getOriginalIndex:(\w+),[^}]*\}\)\{",
        rb"\g<0>globalThis.cellsAt?.(([column,row])=>[\2.current.getOriginalRowIndex(\3(row)),\1[column]?.name]);",
    ),
    # Each key schedules this, and each one would leave a cell that Enter has closed meanwhile: without what was typed.
    "only the key that closes a cell leaves it": (
        rb"window\.setTimeout\(\(\)=>\{!(\w+)\.current&&(\w+)\.current!==void 0&&"
        rb"(?=\(\w+\(\w+\?\w+:void 0,\2\.current\))",
        rb"\2.current!==void 0&&window.setTimeout(()=>{!\1.current&&",
    ),
    "delayed input can be sent at once": (
        rb"\(\.\.\.(\w+)\)=>\{\w+\.current=\1,(?=\w+\(\)\},\[\w+\]\),cancel:\w+,flush:(\w+)\})",
        rb"\g<0>globalThis.delays?.(\2),",
    ),
}


# Part of the scripts' addresses, so that no browser keeps those of before an upgrade.
VERSION = sha256(repr(PATCHES).encode()).hexdigest()[:8]


def read_patched(file: Path) -> bytes:
    """Return a script or style sheet with those of our patches that concern it."""
    content = file.read_bytes()
    for searched, put in PATCHES.values():
        content = re.sub(searched, put, content)
    return content
