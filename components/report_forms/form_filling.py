"""Filling a superior's form with the figures of a unit and period."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from components.briefings import units_below
from components.briefings.section_declaration import BriefingQuery
from components.exporting import amended_figures_text
from components.files import report_form_check, report_form_note
from components.files.report_form_text import EACH_UNIT, FormValue, Values
from components.i18n import in_language
from components.report_forms import figure_vocabulary as vocabulary
from components.report_forms.form_header_fields import AMENDED, ORDER
from db.kernel.scope import Viewer
from db.papers.report_forms import FormFile


class FilledForm(NamedTuple):
    """The file, the number of figures in it, the codes left blank, and whether any was changed after closing."""

    content: bytes
    figures: int
    missing: list[str]
    amended: bool


def fill_report_form(viewer: Viewer, form: FormFile, wanted: BriefingQuery) -> FilledForm:
    """Fill the form for one unit; repeated rows contain the units directly below it.

    Changes after closing are stated where the form asks for it, otherwise in an added line.
    """
    keys = report_form_check.placeholder_keys(form.format, form.content)
    own = [key for key in keys if ":" not in key]
    each = [key.partition(":")[2] for key in keys if ":" in key]
    told = vocabulary.filled_values(viewer, wanted, form.blank, own)
    below = partial(_below, viewer, wanted, form.blank, each)
    content = report_form_check.FILLERS[form.format](form.content, told.values, below)
    with in_language("vi"):
        amended = amended_figures_text.amended_after_closing_text(viewer, wanted.figures)
    if amended and not any(vocabulary.codes_by_placeholder_key().get(key) == AMENDED for key in own):
        content = report_form_note.add_line(form.format, content, amended)
    return FilledForm(content, len(keys), told.missing, bool(amended))


def _below(viewer: Viewer, wanted: BriefingQuery, blank: str, keys: Sequence[str]) -> list[Values]:
    """The values of each unit directly below, for repeated rows."""
    found: list[Values] = []
    for place, unit in enumerate(units_below.list_units(viewer, wanted), 1):
        told = vocabulary.filled_values(viewer, wanted._replace(unit_id=unit.id), blank, keys)
        order = {
            key: FormValue(str(place), place)
            for key, code in vocabulary.codes_by_placeholder_key().items()
            if code == ORDER
        }
        found.append({f"{EACH_UNIT}:{key}": value for key, value in {**told.values, **order}.items()})
    return found
