"""Notices of a change in words: the effect of applying one, and its outcome."""

from components.i18n import N_, _, day_text
from db.contacts.change_notice_effects import NoticeEffect
from db.contacts.notices_from_workplaces import NoticeLine, NoticeOutcome

EFFECTS = {
    NoticeEffect.POSITION: N_("The member's position becomes “{value}”."),
    NoticeEffect.LEAVES: N_(
        "The introduction and the place in the cell end on {day}; attendance until then stays with the cell."
    ),
    NoticeEffect.EXEMPT: N_("From {day} on this member is exempt from the contact meetings of the cell."),
    NoticeEffect.ERASE: N_(
        "Everything about this person is erased for good: introduction, lists, attendance, this notice. Only the "
        "number of those exempt from introduction goes up by one; sums of meetings stay. Whoever is a member of a "
        "cell of the register itself stays there."
    ),
}
OUTCOMES = {
    NoticeOutcome.APPLIED: N_("applied"),
    NoticeOutcome.NOTED: N_("noted"),
    NoticeOutcome.RETURNED: N_("returned"),
}


def effect_text(effect: str | None, line: NoticeLine) -> str:
    """Return what applying a notice does."""
    if effect is None:
        return _("Notices of this kind are only noted.")
    return _(EFFECTS[NoticeEffect(effect)]).format(value=line.value or "", day=day_text(line.effective_on))


def outcome_text(line: NoticeLine) -> str:
    """Return a notice's outcome, or that it is pending."""
    if line.outcome is None:
        return _("waiting since {day}", day=day_text(line.sent_on))
    said = f"{_(OUTCOMES[NoticeOutcome(line.outcome)])} {day_text(line.handled_on)}"
    return f"{said}: {line.answer}" if line.answer else said
