"""Refusals about issued papers."""

from components.i18n import N_

SENTENCES = {
    "comment_unconfirmed": N_("Not confirmed yet: {people}. Confirm the assessment first."),
    "comment_issued": N_("Already issued: {people}. To correct a document, open it and replace it with a reason."),
    "comment_changed": N_(
        "Nothing was issued: after this page was shown, what is said of {people} was changed, or somebody asked about "
        "them. The page now shows what is stored; please check it, then issue again."
    ),
    "comment_followed": N_(
        "Another comment was issued from the same assessment after this one: correct that one. If this one is needed, "
        "too, enter a request for it and issue it again."
    ),
    "comment_own": N_(
        "You cannot issue documents about yourself or written by yourself: {people}. Ask a colleague to issue these."
    ),
    "comment_exempt_unasked": N_(
        "Exempt from meetings, and nobody has asked for a comment: {people}. Enter the request first."
    ),
    "paper_number_unfit": N_("The first number is 1 or more; leave it empty to write numbers by hand."),
    "paper_number_taken": N_("Number {number} has been given already in this term. Choose a later first number."),
    "assessment_missing": N_(
        "There is no confirmed assessment of {name} that is recent enough. Enter the request,"
        " and the cell will assess again."
    ),
    "months_unfit": N_("Please enter a number from 1 to {limit}."),
    "birth_year_unfit": N_("Please enter the year of birth in four digits, or leave it empty."),
    "request_after_leaving": N_(
        "{name} left the list on {day}, before this request. Ask the committee where he lives now."
    ),
    "request_not_listed": N_(
        "{name} is on no list of contact members here on that day. Check the introduction, or ask the commune."
    ),
    "request_exempt_yearly": N_(
        "Exempt from meetings, so no yearly comment is collected: {people}. Choose another occasion if one is needed."
    ),
    "request_who": N_(
        "Several people have this name, or one whose name has different accents. Choose above who is meant."
    ),
    "request_occasion_unknown": N_("“{typed}” is not a known occasion. Write one of these: {known}."),
    "request_occasion_missing": N_("Please choose what the comment is for."),
    "request_occasion_outsider": N_(
        "Only for admission or candidacy can somebody be asked about who is on no list. Choose one of these occasions."
    ),
    "request_asker_missing": N_("Please enter the committee that asks."),
    "request_ended": N_("This request has been answered or closed already."),
    "request_nobody": N_("Everybody has been asked about already for this occasion, or nobody is in a cell yet."),
    "papers_cells_missing": N_("Choose at least one cell."),
    "papers_none": N_("There is no paper to be printed here."),
    "papers_ticked": N_("All of these papers have been ticked already."),
    "proposal_text_missing": N_("Please write a sentence."),
    "proposal_answered": N_("This letter was answered on {day} already. Ask the committee to change the answer."),
    "proposal_kind_missing": N_("Please choose what is proposed."),
    "proposal_no_workplace": N_("No workplace here introduced {name}, so there is nobody to write to."),
    "remark_missing": N_("Please write the remark."),
    "remark_commune_missing": N_("Please choose where the person lives."),
    "remark_not_own": N_("{name} is not an own member of a cell today. Choose another person."),
    "announcement_empty": N_("There are no new comments since the last announcement."),
    "paper_altered": N_(
        "This document is no longer as it was issued and cannot be opened. Please inform the administrator."
    ),
    "paper_other": N_("A document replaces one of the same unit, kind and person. Choose that one."),
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
    "correction_nothing": N_(
        "Choose what to correct. If nothing is offered, correct it in the register first, then replace the document."
    ),
    "briefing_period_unfit": N_("There is no such period. Choose a month, a quarter, a half-year or a year."),
    "briefing_period_ahead": N_("This period begins on {day} only. Choose one that has begun."),
    "briefing_sections_missing": N_("Choose at least one section."),
    "briefing_unit_empty": N_(
        "This unit had no cell in the period up to {day}. Choose another period, or another unit."
    ),
    "paper_superseded": N_("This document has already been replaced by a later one. Replace the later one."),
}
