"""The figures that a superior's form may contain, with code, name, unit and example, and their values.

They are the figures of briefings and the heads of forms. A placeholder is a figure's code or its Vietnamese name.
"""

from collections.abc import Callable, Collection
from functools import cache
from typing import NamedTuple

from components.briefings import section_registry
from components.briefings.section_declaration import BriefingQuery, Figure
from components.files import report_form_text
from components.files.report_form_text import FormValue
from components.i18n import N_, _, in_language
from components.report_forms import form_header_fields
from components.report_forms.figure_units import COUNTED, SHARE
from components.report_forms.former_names import FORMER_NAMES
from db.kernel.scope import Viewer
from db.vietnamese import fold

HEAD_GROUP = "heads"
ANY_SHARE, ANY_COUNT = (SHARE, "86,4 %"), (N_("number"), "12")
GROUPS = {
    HEAD_GROUP: N_("Heads and signatures"),
    "members": N_("Members"),
    "reporting": N_("Who has reported"),
    "attendance": N_("Attendance of meetings"),
    "attention": N_("Cells that need attention"),
    "households": N_("Households and requests of the people"),
    "contact": N_("Contact members"),
    "tasks": N_("Tasks of the cell"),
    "teams": N_("Teams of officials"),
    "difficulties": N_("Difficulties of cells"),
    "book_checks": N_("Books of cells checked"),
}


class FormField(NamedTuple):
    """A figure available to forms, as shown on screen."""

    code: str
    group: str
    label: str  # marked for translation
    unit: str  # likewise
    example: str


class FilledValues(NamedTuple):
    """Values by placeholder key, and the codes without a figure."""

    values: dict[str, FormValue]
    missing: list[str]


@cache
def fields_by_code() -> dict[str, FormField]:
    """All figures by code: the heads, then section by section."""
    heads = [FormField(head.code, HEAD_GROUP, head.label, head.unit, head.example) for head in form_header_fields.HEADS]
    counted = [
        FormField(
            figure.code, key, figure.label, *COUNTED.get(figure.code, ANY_SHARE if figure.denominator else ANY_COUNT)
        )
        for key, section in section_registry.sections_by_key().items()
        for figure in section.figures
    ]
    order = list(GROUPS)
    counted.sort(key=lambda field: order.index(field.group) if field.group in order else len(order))
    return {field.code: field for field in [*heads, *counted]}


@cache
def codes_by_placeholder_key() -> dict[str, str]:
    """The code of each figure by placeholder key: its code, its Vietnamese name, and what it was called before."""
    with in_language("vi"):
        named = {report_form_text.field_key(_(field.label)): code for code, field in fields_by_code().items()}
    former = {report_form_text.field_key(name): code for code, name in FORMER_NAMES.items()}
    return former | named | {report_form_text.field_key(code): code for code in fields_by_code()}


@cache
def placeholders_as_offered() -> dict[str, str]:
    """Placeholders by key, written as they are suggested for misspelt ones."""
    return dict(codes_by_placeholder_key())


def search(typed: str, group: str | None = None) -> list[FormField]:
    """The figures whose name or code contains all typed words, ignoring diacritics."""
    words = fold(typed).split()
    found = [field for field in fields_by_code().values() if group in (None, field.group)]
    return [field for field in found if all(word in _searched(field) for word in words)]


def _searched(field: FormField) -> str:
    return fold(f"{field.code} {_(field.label)} {_(field.unit)}")


def group_name(group: str) -> str:
    """The name of a group of figures."""
    return _(GROUPS[group]) if group in GROUPS else group


def filled_values(viewer: Viewer, wanted: BriefingQuery, blank: str, keys: Collection[str]) -> FilledValues:
    """The values of these placeholders for a unit and period, formatted as in briefings; `blank` replaces missing
    figures. Only the sections needed are computed.
    """
    codes = {codes_by_placeholder_key()[key] for key in keys if key in codes_by_placeholder_key()}
    found: dict[str, FormValue] = {}
    missing: list[str] = []
    with in_language("vi"):
        if codes & {head.code for head in form_header_fields.HEADS}:
            facts = form_header_fields.head_facts(viewer, wanted)
            found |= {head.code: head.value(facts) for head in form_header_fields.HEADS if head.code in codes}
        asked: dict[Callable, object] = {}
        for section in section_registry.sections_by_key().values():
            own = [figure for figure in section.figures if figure.code in codes]
            if own and section.question not in asked:
                asked[section.question] = section.question(viewer, wanted)
            for figure in own:
                value = _value(figure, asked[section.question])
                found[figure.code] = value or FormValue(blank)
                missing += [] if value else [figure.code]
    return FilledValues(
        {key: found[code] for key, code in codes_by_placeholder_key().items() if code in found}, missing
    )


def _value(figure: Figure, answer: object) -> FormValue | None:
    """A figure's value; None if nothing was recorded to count."""
    told = figure.evaluate(answer)
    if told.value is None or (figure.denominator and not told.denominator):
        return None
    if not figure.denominator:
        return FormValue(told.text, told.value)
    return FormValue(told.text, _printed(told.text), float(told.value) / float(told.denominator or 1))


def _printed(text: str) -> float:
    """A printed share as a number: 86.4 for "86,4 %"."""
    return float(text.removesuffix("%").strip().replace(".", "").replace(",", "."))
