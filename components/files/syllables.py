"""Whether a text can be Vietnamese: whether each of its words is a well-formed syllable."""

import re
from functools import lru_cache
from unicodedata import normalize

TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
BEGINNINGS = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx]"
OPEN = (
    "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|yêu|oa|oai|oao|oay|oe|oeo|oi|ôi|ơi|ua|ui|uê|uy|uya|uyu|uơ|"
    "ưa|ưi|ưu|ươi|ươu|uôi|uây|uâu|ưu|uyê"
)
CLOSED = "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|oa|oă|oe|oo|uâ|uê|uô|ươ|uy|uyê|uơ"
ENDINGS = "ch|ng|nh|[cmnpt]"
SYLLABLE = re.compile(f"(?:{BEGINNINGS})?(?:(?:{OPEN})|(?:{CLOSED})(?:{ENDINGS}))")
WORD = re.compile(r"[^\s\d.,;:()/+'\"–_-]+")


def is_vietnamese(text: str) -> bool:
    """Return whether every word is a Vietnamese syllable; numbers, signs and short words of plain letters pass."""
    words = WORD.findall(text)
    return bool(words) and all(_syllable(word.lower()) for word in words)


@lru_cache(8192)
def _syllable(word: str) -> bool:
    apart = normalize("NFD", word)
    if len(TONES.findall(apart)) > 1:
        return False
    plain = normalize("NFC", TONES.sub("", apart))
    return bool(SYLLABLE.fullmatch(plain)) or (len(plain) < 4 and plain.isascii() and plain.isalpha())
