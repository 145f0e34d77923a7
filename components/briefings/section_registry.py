"""The registry of sections: each module declares its own in SECTIONS, and writers and screens iterate over them."""

import importlib
import pkgutil
from functools import cache
from typing import NamedTuple

from components import briefings as package
from components.briefings.section_declaration import BriefingKind, Figure, Section
from db.calendar import clock
from db.kernel.scope import Viewer
from db.settings import settings

SUFFIX = "_section"


SETTINGS = {BriefingKind.MEETING: "briefing_sections", BriefingKind.REPORT: "report_sections"}


class SectionChoice(NamedTuple):
    """A section in a unit's settings: its key, its title there, and whether it is included."""

    key: str
    title: str
    on: bool


@cache
def sections_by_key() -> dict[str, Section]:
    """All sections by their keys."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__) if module.name.endswith(SUFFIX)]
    files = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    return {section.key: section for file in files for section in file.SECTIONS}


def choices(viewer: Viewer, kind: BriefingKind, language: str = "vi") -> list[SectionChoice]:
    """The sections available for a kind of briefing, in the order and wording of the viewer's unit; sections added to
    the register after the unit made its choice come last, not selected.
    """
    rows = _rows(viewer, kind)
    known = {key for key, section in sections_by_key().items() if kind in section.kinds}
    return [
        SectionChoice(row["key"], row.get(language) or row["vi"], not row.get("off"))
        for row in rows
        if row["key"] in known
    ]


def save_choices(viewer: Viewer, kind: BriefingKind, chosen: list[tuple[str, bool]]) -> None:
    """Save order and selection as the standard of the viewer's unit from today on. Raises if the setting is refused."""
    rows = {row["key"]: row for row in _rows(viewer, kind)}
    kept = [rows[key] | {"off": not on} for key, on in chosen if key in rows]
    rest = [row for key, row in rows.items() if key not in dict(chosen)]
    settings.set_value(viewer, viewer.unit_id, SETTINGS[kind], kept + rest, clock.today())


def _rows(viewer: Viewer, kind: BriefingKind) -> list[dict]:
    chosen = settings.value_for_viewer(viewer, SETTINGS[kind])
    known = {row["key"] for row in chosen}
    return [
        *chosen,
        *(row | {"off": True} for row in settings.shipped_value(SETTINGS[kind]) if row["key"] not in known),
    ]


def figures_by_code() -> dict[str, Figure]:
    """Every figure by its code."""
    return {figure.code: figure for section in sections_by_key().values() for figure in section.figures}
