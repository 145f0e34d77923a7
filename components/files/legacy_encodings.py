"""Vietnamese typed in the legacy encodings from before Unicode:
TCVN3 (ABC, .VnTime) and VNI (VNI-Times), detected and converted.

Without their typeface both read as letters of other languages: "NguyÔn V¨n Kh¶i", "Nguyeãn Vaên Khaûi".
"""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from unicodedata import normalize

from components.files import syllables

CODES = {  # TCVN3, each run of letters at its first code
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ",
    0xB5: "àảãáạ",
    0xBB: "ằẳẵắ",
    0xC6: "ặầẩẫấậè",
    0xCE: "ẻẽéẹềểễếệìỉ",
    0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù",
    0xF1: "ủũúụừửữứựỳỷỹýỵ",
}
TCVN3 = {first + at: letter for first, letters in CODES.items() for at, letter in enumerate(letters)}
TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))  # VNI writes tone marks after their vowel
ROOFED = {"â": "", **dict(zip("àáåãä", TONES.values(), strict=True))}
BOWED = {"ê": "", **dict(zip("èéúüë", TONES.values(), strict=True))}
ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
OLD = re.compile("[\u00a1-\u00ff]")
WORD_ENDS = re.compile("([ '’])")
OURS = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9\u0300-\u0323]")  # letters that no legacy typeface produces


class LegacyEncoding(StrEnum):
    """The encoding in which a text was typed."""

    TCVN3 = "tcvn3"
    CAPITALS = "tcvn3_capitals"  # .VnTimeH: lower-case letters that look like capitals
    VNI = "vni"


def from_tcvn3(text: str) -> str:
    """Convert a text from TCVN3 to Unicode."""
    return text.translate(TCVN3)


def from_vni(text: str) -> str:
    """Convert a text from VNI to Unicode; marks follow their vowel, in either case."""
    made: list[str] = []
    for letter in text:
        if made and (whole := _marked(made[-1], letter.lower())):
            made[-1] = whole
        else:
            made.append(
                ALONE[letter]
                if letter in ALONE
                else ALONE.get(letter.lower(), letter).upper()
                if letter.lower() in ALONE
                else letter
            )
    return "".join(made)


def to_unicode(text: str, typeface: LegacyEncoding) -> str:
    """Convert a text to Unicode."""
    return CONVERTERS[typeface](text)


def detect(texts: Iterable[tuple[object, str, LegacyEncoding | None]]) -> dict[object, LegacyEncoding]:
    """Return which texts of a column are in a legacy encoding, by their keys; each comes with what its font says.

    A text that reads as Vietnamese either way follows the others of its column, if these agree.
    """
    found: dict[object, LegacyEncoding] = {}
    either: list[tuple[object, str]] = []
    ours = False
    for key, text, font in texts:
        if len(text.strip()) < 2:  # a sign, such as a tick
            continue
        if text.isascii() or not OLD.search(text) or OURS.search(text):
            ours = ours or bool(OURS.search(text))
            if font == LegacyEncoding.CAPITALS and text.isascii() and not text.isupper():
                found[key] = font
        elif font and syllables.is_vietnamese(to_unicode(text, font)):
            found[key] = font
        elif typeface := _only(text):
            found[key] = typeface
        elif syllables.is_vietnamese(text):
            either.append((key, text))
    if (
        len(kinds := {LegacyEncoding.TCVN3 if kind == LegacyEncoding.CAPITALS else kind for kind in found.values()})
        == 1
        and not ours
    ):
        typeface = kinds.pop()
        found |= {
            key: typeface
            for key, text in either
            if syllables.is_vietnamese(made := to_unicode(text, typeface)) and made != text
        }
    return found


def encoding_of_font(name: str) -> LegacyEncoding | None:
    """Return the encoding that a font's name implies: .VnTime, .VnArialH and VNI-Times are legacy fonts."""
    plain = name.strip().lower()
    if plain.startswith(".vn"):
        return LegacyEncoding.CAPITALS if plain.endswith("h") else LegacyEncoding.TCVN3
    return LegacyEncoding.VNI if plain.startswith("vni") else None


def repair_capitals(text: str) -> str:
    """Repair words whose capitals were converted only in part: NGUYễN becomes NGUYỄN, but H'Bơ is two words."""
    return "".join(part.upper() if _half(part) else part for part in WORD_ENDS.split(text))


def _half(word: str) -> bool:
    """Return whether all unaccented letters of a word are capitals, and some accented ones are not."""
    word = word.lstrip("0123456789.,;:()[]/-–*")
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    small = [letter for letter in word if not letter.isascii() and letter.islower()]
    return (
        len(plain) > 0
        and all(letter.isupper() for letter in plain)
        and bool(small)
        and (len(plain) > 1 or not word[0].isupper() or not word[0].isascii())
    )


def _only(text: str) -> LegacyEncoding | None:
    """Return the only legacy encoding in which a text reads as Vietnamese, if it is not Vietnamese as it stands."""
    if syllables.is_vietnamese(text):
        return None
    fit = [
        kind
        for kind in (LegacyEncoding.TCVN3, LegacyEncoding.VNI)
        if syllables.is_vietnamese(made := to_unicode(text, kind)) and made != text
    ]
    return fit[0] if len(fit) == 1 else None


def _marked(vowel: str, mark: str) -> str | None:
    """Return a vowel with the mark after it as one letter, if there is such a letter."""
    plain = vowel.lower()
    if plain in "aeouyơư" and mark in TONES:
        return normalize("NFC", vowel + TONES[mark])
    if plain in "aeo" and mark in ROOFED:
        return normalize("NFC", vowel + "\u0302" + ROOFED[mark])
    return normalize("NFC", vowel + "\u0306" + BOWED[mark]) if plain == "a" and mark in BOWED else None


CONVERTERS: dict[LegacyEncoding, Callable[[str], str]] = {
    LegacyEncoding.TCVN3: from_tcvn3,
    LegacyEncoding.CAPITALS: lambda text: from_tcvn3(text).upper(),
    LegacyEncoding.VNI: from_vni,
}
