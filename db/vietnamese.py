"""How Vietnamese names are cleaned, sorted and searched for."""

import re
import unicodedata
from functools import lru_cache

# Dictionary order: à ả ã á ạ.
TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}  # ă, â ê ô, ơ ư
APART = re.compile("[^0-9a-z ]")
SEARCHED = 200  # a name has at most as many letters
KEPT = 4096  # syllables and unit names recur
# Precedes a name and is no part of it.
TITLE = re.compile(r"^\s*(?:[đd]\s*[/.]\s*c|đc|đồng chí|ông|bà)\b[.:]?\s+(?=\S+\s+\S)", re.IGNORECASE)
ALONE = re.compile(r"(?<=[bcdghklmnprstvx])y\b|(?<=\bqu)y\b")  # Lý is also written Lí
LOOK_ALIKES = str.maketrans("ÐðƉɖ", "ĐđĐđ")  # foreign letters that old lists and converters use for đ


def clean(text: str | None) -> str:
    """Return the text as it is stored: composed letters, single spaces, nothing that cannot be printed."""
    text = text or ""
    if not text.isprintable():
        # zero-width characters, as pasted from a web page, do not split a word
        seen = "".join(char for char in text if unicodedata.category(char) != "Cf")
        text = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", seen))
    return " ".join(unicodedata.normalize("NFC", text).translate(LOOK_ALIKES).split())


@lru_cache(KEPT)
def fold(text: str | None) -> str:
    """Return the text as it is searched for: lower case, no accents, đ as d. Thủy, Thuỷ and THUY fold alike."""
    letters = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(APART.sub(" ", plain).split())


def search_words(typed: str) -> list[str]:
    """Return the words to search for, each once, folded.

    No name has more or longer ones than these: a database refuses to search for any number of words of any length.
    """
    return list(dict.fromkeys(word[:SEARCHED] for word in fold(typed).split()))[:SEARCHED]


def slug(text: str) -> str:
    """Return the text as a part of a file name: folded, hyphens for spaces, 60 characters at most."""
    return fold(text).replace(" ", "-")[:60]


def person_sort_key(name: str) -> str:
    """Return the key that sorts people as Vietnamese lists do: by given name, then by the rest; plain ASCII."""
    words = clean(name).split()
    return ",".join(_syllable(word) for word in words[-1:] + words[:-1])


def unit_sort_key(name: str) -> str:
    """Return the key that sorts units: words in order, numbers by value, so that 10 comes after 9."""
    return ",".join(
        "".join(_by_value(part) for part in re.findall("[0-9]+|[^0-9]+", word)) for word in clean(name).split()
    )


def title_case(name: str) -> str:
    """Return a name typed in capitals as it is usually written: NGUYỄN VĂN AN is Nguyễn Văn An; others
    are unchanged.
    """
    cleaned = clean(name)
    return cleaned.title() if cleaned.isupper() else cleaned


@lru_cache(KEPT)
def unit_words(name: str) -> str:
    """Return a unit's name as words in lower case, with their accents and without signs."""
    return " ".join("".join(char if char.isalnum() else " " for char in clean(name).lower()).split())


def unit_key_with_accents(name: str) -> str:
    """Return a unit's name as it distinguishes units: with its accents, whatever its capitals, spaces and signs."""
    return unit_sort_key(unit_words(name))


def is_unaccented(name: str) -> bool:
    """Return whether a unit's name is typed without any accents."""
    return unit_words(name) == fold(name)


def _by_value(part: str) -> str:
    return part.lstrip("0").zfill(6) if part[0] in "0123456789" else _syllable(part)


@lru_cache(KEPT)
def name_key_with_accents(name: str) -> str:
    """Return a name as it distinguishes people: with its accents, without a preceding form of address."""
    return person_sort_key(TITLE.sub("", clean(name), count=1))


@lru_cache(KEPT)
def possible_namesake_key(name: str) -> str:
    """Return the key by which possible namesakes are found: no marks, no form of address, Lý as Lí.

    It finds people whom a user is asked about; it decides nothing.
    """
    return ALONE.sub("i", fold(TITLE.sub("", clean(name), count=1)))


@lru_cache(KEPT)
def _syllable(word: str) -> str:
    """Letters by the alphabet (ă after a, đ after d), then the tone, which decides only between like letters."""
    letters: list[str] = []
    tone = "0"
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in TONES:
            tone = TONES[char]
        elif char in SHAPES and letters:
            letters[-1] = letters[-1][0] + SHAPES[char]
        elif char == "đ":
            letters.append("d1")
        elif char.isascii() and char.isalnum():
            letters.append(char + "0")
    return "".join(letters) + "-" + tone
