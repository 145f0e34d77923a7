"""Names pasted for a letter, one person per line: parsed as far as possible, with the reason if not."""

import re
from dataclasses import dataclass

from components.files import cell_values
from db.contacts.people_named_in_letters import IntroducedPerson
from db.errors import Invalid
from db.kernel import validation
from db.people.profiles import MemberInput
from db.vietnamese import TITLE, fold, title_case

BETWEEN = re.compile(r"\s*[\t;|,]\s*")
LED = re.compile(r"^\s*(\d{1,3}\s*[.)\-/:]|[-*•+])\s*")
BORN = re.compile(r"(?<!\d)(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{1,2}[/.\-]\d{4}|(19|20)\d{2})(?!\d)")
SEXES = {"nam": "male", "nu": "female"}
EXEMPT, NOT_INTRODUCED = "mien sinh hoat", "mien gioi thieu"


@dataclass(frozen=True)
class PastedLine:
    """One line: the person it names, or why it cannot be read."""

    text: str
    person: IntroducedPerson | None = None
    fault: Invalid | None = None


def read_lines(text: str) -> list[PastedLine]:
    """Parse the people of a text, one for each line, in order; empty lines are skipped."""
    return [_line(line) for line in text.splitlines() if line.strip()]


def drop_exempt_lines(text: str) -> tuple[str, int]:
    """Return the text without people exempt from introduction, about whom nothing may be stored, and their number."""
    lines = text.splitlines()
    kept = [line for line in lines if NOT_INTRODUCED not in fold(line)]
    return "\n".join(kept), len(lines) - len(kept)


def _line(text: str) -> PastedLine:
    try:
        return PastedLine(text, _person(text))
    except Invalid as refusal:
        return PastedLine(text, None, refusal)


def _person(text: str) -> IntroducedPerson:
    parts = [part for part in BETWEEN.split(LED.sub("", text.strip())) if part]
    name, behind = _name(parts[0] if parts else "")
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in [*behind, *parts[1:]]:
        field, value = _field(part, found)
        if field:
            found[field] = value
        elif value:
            rest.append(value)
    exempt = EXEMPT in fold(" ".join(rest))
    address = ", ".join(part for part in rest if EXEMPT not in fold(part))
    data = MemberInput(name=validation.person_name(title_case(name)), address=address or None, **found)
    return IntroducedPerson(data, exempt)


def _name(part: str) -> tuple[str, list[str]]:
    """Split a line into the name before the first digit and the rest."""
    said = TITLE.sub("", part.strip(), count=1)
    at = re.search(r"\d|\(", said)
    if at is None:
        return said.strip(" -–:"), []
    behind = BORN.sub(lambda born: f"{born.group()}\t", said[at.start() :])
    return said[: at.start()].strip(" -–:("), [
        each.strip(" ()-–") for each in behind.split("\t") if each.strip(" ()-–")
    ]


def _field(part: str, found: dict[str, str]) -> tuple[str | None, str]:
    """Tell what a part is: date of birth, sex, phone or number; otherwise text."""
    plain = part.strip()
    told = re.sub(r"^[^\d+]{1,14}", "", plain)  # a word for its kind may precede it
    digits = re.sub(r"[\s.\-]", "", told)
    if "born" not in found and BORN.fullmatch(told):
        return "born", cell_values.birth_date(told) or ""
    if fold(plain) in SEXES and "sex" not in found:
        return "sex", SEXES[fold(plain)]
    if digits.isdigit() and len(digits) == 12 and "citizen" not in found:
        return "citizen", digits
    if digits.lstrip("+").isdigit() and 9 <= len(digits) <= 12 and "phone" not in found:
        return "phone", told
    return None, plain
