"""A superior's form with the figures of a unit and period put into it."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from components.briefings.section import BriefingQuery
from components.files import form_check
from components.files.form_text import EACH_UNIT, FormValue, Values
from components.report_forms import figure_vocabulary as vocabulary, form_request
from components.report_forms.form_heads import ORDER
from db.kernel.scope import Viewer
from db.papers.report_forms import FormFile


class FilledForm(NamedTuple):
    """The file, how many different figures are in it, and the codes of those that were left blank."""

    content: bytes
    figures: int
    missing: list[str]


def fill(viewer: Viewer, form: FormFile, wanted: BriefingQuery) -> FilledForm:
    """The form of one unit; rows that are repeated have the figures of the units right below it."""
    keys = form_check.fields_of(form.format, form.content)
    own = [key for key in keys if ":" not in key]
    each = [key.partition(":")[2] for key in keys if ":" in key]
    told = vocabulary.values(viewer, wanted, form.blank, own)
    below = partial(_below, viewer, wanted, form.blank, each)
    content = form_check.FILLERS[form.format](form.content, told.values, below)
    return FilledForm(content, len(keys), told.missing)


def _below(viewer: Viewer, wanted: BriefingQuery, blank: str, keys: Sequence[str]) -> list[Values]:
    """The values of each unit right below, as the placeholders of repeated rows."""
    found = []
    for place, unit in enumerate(form_request.units_below(viewer, wanted), 1):
        told = vocabulary.values(viewer, wanted._replace(unit_id=unit.id), blank, keys)
        order = {key: FormValue(str(place), place) for key, code in vocabulary.placeholders().items() if code == ORDER}
        found.append({f"{EACH_UNIT}:{key}": value for key, value in (told.values | order).items()})
    return found
