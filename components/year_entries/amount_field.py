"""The field of an amount: it repeats what it read, and asks if the text is ambiguous."""

from dataclasses import replace
from typing import NamedTuple

import streamlit as st

from components.i18n import N_, _
from components.labels import entry_labels
from components.widgets.draft_fields import DraftFields
from db.errors import Invalid
from db.year_entries import amount_parser
from db.year_entries.amount_parser import AmountReading
from db.year_entries.entries import EntryInput
from db.year_entries.entry_kinds import Measure


class TypedAmount(NamedTuple):
    """A typed text and its readings; `meant` is the one chosen if there are several."""

    measure: Measure
    text: str
    reading: AmountReading
    meant: float | None = None

    def required_amount(self) -> float | None:
        """Return the amount, None if nothing was typed. Raises Invalid for a text that is ambiguous or no amount."""
        if not self.text.strip():
            return None
        if self.meant is not None:
            return self.meant
        if not self.reading.values:
            raise Invalid("amount_unreadable")
        if self.reading.value is None:
            raise Invalid("amount_doubtful")
        return self.reading.value

    def put_into(self, entry: EntryInput) -> EntryInput:
        """Return the entry with this amount; raises like `required_amount`."""
        value, about = self.required_amount(), self.reading.approximate
        if value is None:
            return entry
        if self.measure == Measure.DAYS:
            return replace(entry, days=value, approximate=about)
        return replace(entry, amount=int(value), approximate=about)


LABELS = {
    Measure.MONEY: (
        N_("Amount, if known"),
        N_("Amount of each, if known"),
        N_("for example: 500.000 or 20.000.000"),
    ),
    Measure.DAYS: (N_("Days, if known"), N_("Days of each, if known"), N_("for example: 2 or 0,5")),
}


def draft_amount_field(
    fields: DraftFields, measure: Measure, several: bool, name: str = "amount"
) -> TypedAmount | None:
    """Show the field if the kind of entry measures anything, saved to the draft as it is typed."""
    if measure == Measure.NONE:
        return None
    return show(measure, fields.values.get(name, ""), several, **fields.widget_options(name))


def show(measure: Measure, current: str, several: bool, label: str = "", *, key: str, **options) -> TypedAmount:
    """Show the field with its text."""
    one, many, example = LABELS[measure]
    label = label or _(many if several else one)
    options = {"live": True, "max_chars": 40, "placeholder": _(example), "autocomplete": "off", **options}
    text = st.text_input(label, current, key=key, **options) or ""
    say, parse = (
        (entry_labels.money_text, amount_parser.parse_money)
        if measure == Measure.MONEY
        else (entry_labels.days_text, amount_parser.parse_days)
    )
    reading = parse(text)
    meant = None
    if len(reading.values) > 1:
        words = {str(value): say(value, reading.approximate) for value in reading.values}
        told = st.pills(_("Which is meant?"), list(words), format_func=words.get, key=f"{key}_{text}")
        meant = float(told) if told else None
    elif reading.value is not None:
        st.caption("= " + say(reading.value, reading.approximate))
    elif text.strip():
        st.caption(_("Not understood yet. For example: 500.000 or 20.000.000."))
    return TypedAmount(measure, text, reading, meant)
