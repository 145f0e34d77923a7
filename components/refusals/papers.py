"""What can be refused of issued papers."""

from components.i18n import N_

SENTENCES = {
    "paper_altered": N_("This paper is no longer as it was issued. Please inform the administrator; it is not opened."),
    "paper_other": N_("A paper replaces one of the same unit, kind and person. Choose that one."),
    "paper_superseded": N_("This paper has already been replaced by a later one. Replace the later one."),
}
