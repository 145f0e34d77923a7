"""Units that a name in a list may mean, the likeliest first."""

from components.i18n import _
from db.imports.import_answers import NEW, NOT_OURS, OUTSIDE, UNIT
from db.imports.member_list_outcomes import ImportPlan
from db.imports.unit_names import UnitNameInList
from db.kernel.scope import Viewer, Work
from db.models import UnitKind
from db.models.units import CELLS


def answer_labels(viewer: Viewer, plan: ImportPlan, name: UnitNameInList) -> dict[str, str]:
    """Return answers by their stored value: proposals, outside, not ours, a new cell if the viewer may create one, then
    every unit.
    """
    found = {f"{UNIT}:{plan.known.places[one].code}": _called(plan, one) for one in name.proposals}
    found |= {OUTSIDE: _("External workplace"), NOT_OURS: _("Not in our area: skip these rows")}
    if viewer.writes(Work.UNITS):
        areas = [place for place in plan.known.communes() if plan.answers.commune in (None, place.code)]
        found |= {f"{NEW}:{place.code}": _("New cell in {commune}", commune=place.name) for place in areas}
    fit = [place for place in plan.known.places.values() if place.near and place.kind in (*CELLS, UnitKind.WORKPLACE)]
    return found | {key: _called(plan, place.id) for place in fit if (key := f"{UNIT}:{place.code}") not in found}


def _called(plan: ImportPlan, unit_id: int) -> str:
    place = plan.known.places[unit_id]
    above = plan.known.places.get(place.parent_id)
    return f"{place.name} · {above.name}" if above and above.parent_id else place.name
