"""Issued documents and need-to-know texts in words."""

from components.i18n import N_, _, day_text
from db.papers.documents import PaperHeading

KINDS = {
    "comment": N_("Comments on a member at the place of residence"),
    "comment_short": N_("Comments on a member exempt from meetings"),
    "comment_request": N_("Request for comments"),
    "introduction_letter": N_("Letter of introduction"),
    "contact_notice": N_("Notice to contact members"),
    "workplace_letter": N_("Letter to a workplace: praise, a case to consider"),
    "hand_over_list": N_("Hand-over list"),
    "regulation_page": N_("Page on the regulation in a unit"),
}
TEXTS = {
    "document": N_("issued paper"),
    "agency_remark": N_("remark of an agency"),
    "workplace_proposal": N_("letter to a workplace"),
}

FIELDS = {  # parts of a comment that a correction may change, by placeholder key
    "muc": N_("Answers of the cell"),
    "ho va ten": N_("Full name"),
    "gioi tinh": N_("Sex"),
    "ngay sinh": N_("Date of birth"),
    "ngay vao dang": N_("Admitted to the Party"),
    "ngay chinh thuc": N_("Official member since"),
    "noi cu tru": N_("Address"),
    "noi cong tac": N_("Workplace"),
    "chuc vu": N_("Position"),
    "bi thu": N_("Secretary who signs"),
    "muc dich": N_("What for"),
}


def correction_field_label(key: str) -> str:
    """Return what a placeholder of a comment stands for."""
    return _(FIELDS[key]) if key in FIELDS else _("Names of units and wording: {field}", field=key)


def paper_kind_label(key: str) -> str:
    """Return a kind of document in words."""
    return _(KINDS[key]) if key in KINDS else key


def text_kind(table_name: str) -> str:
    """Return the kind of a text that was read, by its table."""
    return _(TEXTS[table_name]) if table_name in TEXTS else table_name


def number_line(heading: PaperHeading) -> str:
    """Return a document's number, issuer and day."""
    number = "/".join(str(part) for part in (heading.number, heading.term) if part)
    return _("No. {number}, {unit}, {day}", number=number, unit=heading.unit_name, day=day_text(heading.issued_on))
