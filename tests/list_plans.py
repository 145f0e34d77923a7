"""Plans of staged lists, as the page shows them before they are imported."""

from components.importing import staged_lists
from db.imports import import_run
from db.imports.import_kinds import IMPORT_KINDS
from db.kernel.scope import Viewer


def digest(viewer: Viewer, code: str) -> str:
    """The digest of what importing a list would do."""
    staged = staged_lists.load(viewer, code)
    kind = IMPORT_KINDS[staged.format.code]
    return import_run.preview(viewer, code, staged.rows, not staged.part, staged.seen.beside, kind).digest
