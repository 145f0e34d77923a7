"""What can be refused of issued papers."""

from components.i18n import N_

SENTENCES = {
    "paper_altered": N_("This paper is no longer as it was issued. Please inform the administrator; it is not opened."),
    "paper_other": N_("A paper replaces one of the same unit, kind and person. Choose that one."),
    "template_not_word": N_("This is not a Word document (.docx). Open it in Word and save it as “Word Document”."),
    "template_has_password": N_("This document is password-protected. Save it without a password and send it again."),
    "template_has_macros": N_(
        "This document contains macros or embedded objects, which are not accepted. Save it as “Word Document” (.docx) "
        "and send it again."
    ),
    "template_has_links": N_(
        "This document loads pictures or a template from elsewhere. Insert them into the document itself and send it "
        "again."
    ),
    "template_too_large": N_("This document is too large: a template may have at most {limit} MB and a few pages."),
    "template_without_fields": N_(
        "There is no placeholder in double braces in this document. Choose some from the list and send it again."
    ),
    "template_unknown_fields": N_(
        "These placeholders are not known here: {fields}. Use those of the list, and send the document again."
    ),
    "paper_superseded": N_("This paper has already been replaced by a later one. Replace the later one."),
}
