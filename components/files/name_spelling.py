"""Names as people type them:
with a form of address, a rank or a post before them, by an inverted Caps Lock, without a space, with one after an
apostrophe.
"""

import re

from components.files import family_names, syllables

RANKS = (
    r"(?:ph[óo]\s+)?gi[áa]o\s+s[ưu]|ti[ếe]n\s+s[ĩỹ]|th[ạa]c\s+s[ĩỹ]|b[áa]c\s+s[ĩỹ]|k[ỹĩ]\s+s[ưu]|lu[ậa]t\s+s[ưu]"
    r"|(?:đại|thượng|trung|thiếu)\s+(?:tướng|tá|úy|uỷ)|mẹ\s+(?:vnah|việt\s+nam\s+anh\s+hùng)"
    r"|pgs|gs|tskh|ts|th\.?s|bs|cki{1,2}|bscki{1,2}|ds|ks|cn|ngưt|ngnd|nsưt|nsnd|ttưt|ttnd|ccb|ni\s+sư|sư\s+(?:cô|thầy)"
)
POSTS = r"(?:phó\s+)?bí\s+thư|chi\s+(?:ủy|uỷ)(?:\s+viên)?|trưởng\s+(?:thôn|xóm|bản|ấp|khu(?:\s+phố)?)|đảng\s+viên"
ADDRESS = re.compile(
    rf"(?:(?:(?:{RANKS}|{POSTS}|lm|ô|anh|chị|cụ|(?:thầy|cô)(?:\s+giáo)?|bác|chú)\b[.:,]?|[a-zđ]\))\s*)+", re.IGNORECASE
)
# "Ông Ích Khiêm": a family name if only a middle and a given name follow
FAMILY_ONG = re.compile(r"ông\s+(?:văn|thị|ích|đình|hữu|đức|thế|quang|xuân)\s+\w+", re.IGNORECASE)
AFTER_APOSTROPHE = re.compile(r"\b(\w{1,2}['’])\s+(?=\w)")


def is_family_ong(text: str) -> bool:
    """Return whether the word Ông that begins a name is its family name rather than a form of address."""
    return FAMILY_ONG.fullmatch(text.strip()) is not None


def without_address(text: str) -> str:
    """Return a name without forms of address, ranks, degrees and posts before it, if a whole name with a family name
    follows.
    """
    found = ADDRESS.match(text)
    return text[found.end() :] if found and family_names.reads_as_name(text[found.end() :]) else text


def respell(text: str) -> str:
    """Return a name with the capitals and spaces that were meant: nGUYỄN vĂN aN, Nguyễn VănAn, H' Yer."""
    words = text.split()
    if any(len(word) > 1 for word in words) and all(map(_is_inverted, words)):
        text = text.swapcase()
    apart = " ".join(map(_apart, text.split(" ")))
    return AFTER_APOSTROPHE.sub(r"\1", apart if syllables.is_vietnamese(apart) else text)


def _is_inverted(word: str) -> bool:
    return word.isalpha() and word[0].islower() and (len(word) == 1 or word[1:].isupper())


def _apart(word: str) -> str:
    """Separate syllables that were typed as one word: VănAn."""
    cuts = [at for at in range(1, len(word)) if word[at - 1].islower() and word[at].isupper()]
    parts = [word[start:end] for start, end in zip([0, *cuts], [*cuts, len(word)], strict=True)]
    whole = len(parts) > 1 and all(part.istitle() and syllables.is_vietnamese(part) for part in parts)
    return " ".join(parts) if whole else word
