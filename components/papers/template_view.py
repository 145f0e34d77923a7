"""A district's templates: their kinds, the version in use, and uploading an own Word file."""

import streamlit as st

from components.files import paper_fields, template_builder, template_check
from components.i18n import _, day_text
from components.labels import paper_labels
from components.markdown import escape_markdown
from components.papers import download_button, paper_files
from components.shell import auth
from components.widgets import feedback, forms
from db.errors import Invalid
from db.kernel.scope import Viewer
from db.papers import templates
from db.papers.templates import TemplateVersion

PAGE = "/templates"


def show(viewer: Viewer) -> None:
    """The kind, the current template with earlier versions, the placeholders, and the upload."""
    own = templates.list_own(viewer)
    kinds = list(paper_fields.FIELDS)
    kind = st.selectbox(_("Kind of paper"), kinds, format_func=paper_labels.paper_kind_label, key="templates_kind")
    versions = [one for one in own if one.kind == kind]
    _in_use(viewer, kind, versions)
    _upload(viewer, kind)
    _fields(kind)


def _in_use(viewer: Viewer, kind: str, versions: list[TemplateVersion]) -> None:
    used = next((one for one in versions if one.until is None), None)
    name = escape_markdown(used.name) if used else _("The template of the register")
    with st.container(key=f"template_{kind}", horizontal=True, vertical_alignment="center"):
        since = f" · {_version(used)} · {day_text(used.since)}" if used else ""
        st.markdown(f"**{name}**{since}", width="stretch")
        template_id = used.id if used else None
        download_button.show(
            viewer, _("Download"), template_file, kind, template_id, name=f"mau_{kind}.docx", key=f"template_get_{kind}"
        )
        if used and st.button(_("Go back to the register's own"), key=f"template_back_{kind}"):
            with feedback.saving(_("Saved.")):
                templates.withdraw(auth.viewer(PAGE), kind)
                st.rerun()
    earlier = [one for one in versions if one.until]
    if earlier:
        told = (f"{_version(one)}: {escape_markdown(one.name)}" for one in earlier)
        st.caption(_("Earlier, kept for the papers printed by them:") + " " + " · ".join(told))


def _version(one: TemplateVersion) -> str:
    return _("version {number}", number=one.version)


def template_file(account_id: int, grant_id: int, kind: str, template_id: int | None) -> bytes:
    """A template as a file, for editing in Word."""
    viewer = paper_files.current_viewer(account_id, grant_id)
    return templates.load(viewer, template_id).content if template_id else template_builder.build_template(kind)


def _fields(kind: str) -> None:
    """The placeholders, for copying into Word."""
    single = [name for name in paper_fields.FIELDS[kind] if ":" not in name]
    listed = [name for name in paper_fields.FIELDS[kind] if ":" in name]
    st.caption(
        _("Placeholders of this document. Case and accents do not matter; a value is formatted like its placeholder.")
    )
    st.code("\n".join(f"{{{{{name}}}}}" for name in single), language=None)
    if listed:
        st.caption(_("For a list: the row or line that contains them is repeated for each entry."))
        st.code("\n".join(f"{{{{{name}}}}}" for name in listed), language=None)


def _upload(viewer: Viewer, kind: str) -> None:
    form = forms.form_key(f"template_{kind}")
    with st.container(key=f"template_upload_{viewer.language}"):  # the style sheet translates what a browser refuses
        file = st.file_uploader(_("Our own template (.docx)"), type=["docx"], key=f"{form}_file", max_upload_size=2)
    if file is None:
        return
    name = st.text_input(_("Name"), file.name.removesuffix(".docx")[:120], key=f"{form}_name", max_chars=120)
    if st.button(_("Use this template"), type="primary", key=f"{form}_save"):
        with feedback.saving(_("In use from now on. Documents issued earlier keep theirs.")):
            data = file.getvalue()
            if not data:
                raise Invalid("template_not_word")
            template_check.check_template(kind, data)
            with forms.once_token(f"template_{kind}") as token:
                templates.add(auth.viewer(PAGE), kind, name, data, token)
            st.rerun()
