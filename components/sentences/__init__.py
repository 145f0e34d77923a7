"""What a refusal means in a sentence that says what to do, by its code; one file per area."""

from components.sentences import access, files, general, households, imports, meetings, people
from db import terminal

SENTENCES: dict[str, str] = {
    **general.SENTENCES,
    **access.SENTENCES,
    **people.SENTENCES,
    **meetings.SENTENCES,
    **households.SENTENCES,
    **files.SENTENCES,
    **imports.SENTENCES,
    **terminal.SENTENCES,
}
