"""The figures available to forms, beside the upload: searchable without diacritics, with placeholders to copy."""

import streamlit as st

from components.i18n import _, _n
from components.markdown import escape_markdown
from components.report_forms import figure_vocabulary as vocabulary
from components.report_forms.figure_vocabulary import FormField

SHOWN = 8  # figures at a time


def show() -> None:
    """The search and its results: name, unit, example, placeholder."""
    st.subheader(_("Figures to choose from"))
    st.caption(
        _(
            "Copy a placeholder into a cell or line of the form; it looks as it is formatted there. The name in double "
            "braces does as well. A table row with {example} is repeated for each unit below.",
            example="`{{units: unit_name}}`",
        )
    )
    typed = st.text_input(
        _("Find a figure"),
        key="forms_search",
        placeholder=_("for example: ty le du hop, ho chua tham"),
        live=True,
        type="search",
    )
    groups = list(vocabulary.GROUPS)
    group = st.pills(
        _("Group of figures"),
        groups,
        format_func=vocabulary.group_name,
        key="forms_group",
        label_visibility="collapsed",
    )
    found = vocabulary.search(typed or "", group)
    if not found:
        st.caption(_("No figure is called so. Try fewer words."))
    for field in found[:SHOWN]:
        _show(field)
    if len(found) > SHOWN:
        with st.expander(_n("{count} more figure", "{count} more figures", len(found) - SHOWN), on_change="rerun",
                         key="forms_more") as more:  # fmt: skip
            if more.open:
                for field in found[SHOWN:]:
                    _show(field)


def _show(field: FormField) -> None:
    told = [_(field.unit), _("for example {example}", example=field.example)]
    st.markdown(f"{escape_markdown(_(field.label))} · {escape_markdown(', '.join(told))}")
    st.code(f"{{{{{field.code}}}}}", language=None)
