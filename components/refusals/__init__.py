"""The sentences for refusals by code, which say what to do; one module per area."""

from components.refusals import (
    accounts,
    assessments,
    contacts,
    entries,
    evaluations,
    files,
    general,
    households,
    imports,
    meetings,
    papers,
    people,
    petitions,
    report_forms,
    teams,
    units,
)
from db.maintenance import terminal

SENTENCES: dict[str, str] = {
    **general.SENTENCES,
    **accounts.SENTENCES,
    **people.SENTENCES,
    **meetings.SENTENCES,
    **contacts.SENTENCES,
    **households.SENTENCES,
    **assessments.SENTENCES,
    **files.SENTENCES,
    **imports.SENTENCES,
    **units.SENTENCES,
    **entries.SENTENCES,
    **evaluations.SENTENCES,
    **papers.SENTENCES,
    **petitions.SENTENCES,
    **report_forms.SENTENCES,
    **teams.SENTENCES,
    **terminal.SENTENCES,
}
