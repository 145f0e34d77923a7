"""A superior's form with the figures of a unit and period put into it."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from components.briefings.section import BriefingQuery
from components.files import form_check, form_excel, form_word
from components.files.form_text import EACH_UNIT, Values
from components.report_forms import figure_vocabulary as vocabulary, form_request
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
    if form.format == "xlsx":
        content = form_excel.fill(form.content, told.values)
    else:
        content = form_word.fill(form.content, told.values, partial(_below, viewer, wanted, form.blank, each))
    return FilledForm(content, len(keys), told.missing)


def _below(viewer: Viewer, wanted: BriefingQuery, blank: str, keys: Sequence[str]) -> list[Values]:
    """The values of each unit right below, as the placeholders of repeated rows."""
    found = []
    for unit in form_request.units_below(viewer, wanted):
        told = vocabulary.values(viewer, wanted._replace(unit_id=unit.id), blank, keys)
        found.append({f"{EACH_UNIT}:{key}": value for key, value in told.values.items()})
    return found
