"""The registry of exports: each module declares its own in EXPORTS, and everything else iterates over them."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from components import exporting as package
from components.exporting.export_request import ExportRequest
from components.files.excel_writer import SheetTable
from components.i18n import in_language
from db.errors import NotAllowed
from db.kernel.audience import Audience
from db.kernel.scope import Viewer


class Filters(StrEnum):
    """The filters of a list besides the unit."""

    NOTHING = "nothing"  # not even by unit
    UNIT = "unit"  # only by unit
    DAY = "day"
    MEMBERS = "members"
    MEETINGS = "meetings"


@dataclass(frozen=True)
class Export:
    """An export: its title, its audience, its filters, its number of rows and its table."""

    key: str  # in addresses and jobs
    label: str  # marked for translation, like the description
    description: str
    place: int  # order among the exports
    file_name: str
    audience: Audience
    filters: Filters
    count: Callable[[Viewer, ExportRequest], int]  # of rows
    table: Callable[[Viewer, ExportRequest], SheetTable]


@cache
def exports_by_key() -> dict[str, Export]:
    """All lists by their keys, in their order."""
    names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
    found = [export for name in names for export in getattr(importlib.import_module(name), "EXPORTS", ())]
    return {export.key: export for export in sorted(found, key=lambda export: export.place)}


def offered_to(viewer: Viewer) -> dict[str, Export]:
    """The exports available to a role."""
    return {key: export for key, export in exports_by_key().items() if viewer.reads(export.audience)}


def require_export(viewer: Viewer, request: ExportRequest) -> Export:
    """The export that a request is for. Raises NotAllowed if it does not exist or is not for this role."""
    export = exports_by_key().get(request.what)
    if export is None or not viewer.reads(export.audience):
        raise NotAllowed()
    return export


def count_rows(viewer: Viewer, request: ExportRequest) -> int:
    """The number of rows. Raises NotAllowed if the list is not for this role."""
    return require_export(viewer, request).count(viewer, request)


def build_table(viewer: Viewer, request: ExportRequest) -> SheetTable:
    """The requested table; its rows are read while they are written.

    Raises NotAllowed if the list is not for this role.
    """
    with in_language("vi"):
        return require_export(viewer, request).table(viewer, request)
