"""Drafts about requests of the people: kept for their author, among those who may read requests."""

from components.widgets.draft_fields import DraftFields
from db.drafts.drafts import DraftKey
from db.kernel.scope import Audience, Viewer
from db.models import Role

ADDRESS = "/petitions"
AUDIENCES = {Role.COMMUNE: Audience.NAMES, Role.DISTRICT: Audience.PETITIONS}  # of the unit's own; a cell's is closer


def begin_draft(viewer: Viewer, form: str, about: str = "") -> DraftFields:
    """An account's draft for a form, of one cell or of any."""
    key = ":".join(filter(None, (str(viewer.account_id), about)))
    audience = AUDIENCES.get(viewer.role or Role.SECRETARY, Audience.CELL)
    return DraftFields(DraftKey(form, viewer.unit_id or 0, key), ADDRESS, audience)
