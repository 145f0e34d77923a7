"""Names of the levels of the organisation, and of the roles named after them: "phường", "Cán bộ phường"."""

from components.i18n import N_, _, capitalized, current_language
from db.kernel.scope import Viewer
from db.models import Role
from db.settings import levels

ROLES = {
    Role.SECRETARY: N_("Cell secretary"),
    Role.ASSISTANT: N_("Cell assistant"),
    Role.COMMUNE: N_("{level} committee officer"),
    Role.WORKPLACE: N_("Workplace officer"),
    Role.DISTRICT: N_("{level} officer"),
    Role.ADMIN: N_("Administrator"),
}


# Where cells are directly below the root unit, both roles are its own officers and are named by what they look after.
OFFICERS_OF_ONE_LEVEL = {
    Role.COMMUNE: N_("{level} committee officer, for the cells"),
    Role.DISTRICT: N_("{level} officer, overview"),
}


def level_heading(viewer: Viewer, key: str | None = None) -> str:
    """Return the name of a level as the title of a column or field: "Xã, phường"; by default the level
    that cells belong to.
    """
    found = levels.load(viewer)
    row = next((row for row in found.rows if row["key"] == (key or found.lowest)), {})
    said = row.get(current_language()) or row.get("vi") or key or ""
    return capitalized(said)


def level_word(viewer: Viewer, key: str | None = None) -> str:
    """Return the name of a level for use within a sentence: "xã, phường"."""
    said = level_heading(viewer, key)
    return said[:1].lower() + said[1:]


def role_name(viewer: Viewer, role: Role, level: str | None = None) -> str:
    """Return the name of a role; for officials with the level of their unit, if known."""
    if role not in (Role.COMMUNE, Role.DISTRICT):
        return _(ROLES[role])
    known = levels.load(viewer)
    usual = known.root if role == Role.DISTRICT else known.lowest
    names = OFFICERS_OF_ONE_LEVEL if known.root == known.lowest else ROLES
    said = _(names[role], level=level_word(viewer, level or usual))
    return capitalized(said)
