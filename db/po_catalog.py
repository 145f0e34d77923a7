"""Translations read straight from locale/*/LC_MESSAGES/messages.po: there is no build step."""

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def path_of(language: str) -> Path:
    """Return the path of a language's translation file."""
    return LOCALE / language / "LC_MESSAGES" / "messages.po"


@lru_cache
def load_translations(language: str) -> NullTranslations:
    """Return the translations into a language; English, its own key, if there is no such file."""
    if not language.isalpha() or not path_of(language).exists():
        return NullTranslations()
    compiled = BytesIO()
    with path_of(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)
