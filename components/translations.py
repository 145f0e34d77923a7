"""Keeping the translation files in step with the code: `python -m components.translations`;
`--check` reports what is missing.

Texts are extracted from the code into locale/*/LC_MESSAGES/messages.po; texts that are no longer used are removed.
Vietnamese must be complete. English is its own key: its file holds only what should read differently.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import cast

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.pofile import read_po, write_po

from components.i18n import LANGUAGES
from db.po_catalog import LOCALE, path_of

ROOT = LOCALE.parent
SOURCES = ("components", "db", "pages")
KEYWORDS = {"_": None, "N_": None, "_n": (1, 2), "_p": ((1, "c"), 2)}


@cache
def extract_texts() -> Catalog:
    """Return every text in the code that a person may read. The code is read once, for all languages."""
    catalog = Catalog(project="So chi bo", charset="utf-8")
    for file, text, context in _texts():
        catalog.add(text, locations=[(file, 0)], context=context)
    return catalog


def update_catalog(language: str) -> Catalog:
    """Bring a language's file in step with the code, keeping existing translations, and return its content."""
    file = path_of(language)
    catalog, template = read_catalog(language), extract_texts()
    for message in list(catalog):
        if message.id and not (_wanted(message, template) and (message.string or language == "vi")):
            catalog.delete(message.id, message.context)
    for message in template:
        if message.id and language == "vi":
            standing = catalog.get(message.id, message.context)
            catalog.delete(message.id, message.context)  # also drops locations where it is no longer used
            catalog.add(
                message.id,
                _said(standing, message) if standing else "",
                message.locations,
                standing.flags if standing else (),
                context=message.context,
            )
    file.parent.mkdir(parents=True, exist_ok=True)
    _write(file, catalog)
    return catalog


def list_problems(language: str) -> list[str]:
    """Return the problems of a language's file, one per line: missing, fuzzy or unused texts, and
    differing placeholders.
    """
    catalog, template = read_catalog(language), extract_texts()
    missing = [
        f"missing: {_shown(message)}"
        for message in template
        if message.id and language == "vi" and not _translated(catalog, message)
    ]
    unused = [
        f"no longer said: {_shown(message)}" for message in catalog if message.id and not _wanted(message, template)
    ]
    doubtful = [f"fuzzy: {_shown(message)}" for message in catalog if message.id and message.fuzzy]
    differing = [
        f"other placeholders: {_shown(message)}"
        for message in catalog
        if message.id and _translated(catalog, message) and not _same(message)
    ]
    return sorted(missing + unused + doubtful + differing)


def read_catalog(language: str) -> Catalog:
    """Return a language's file as it is."""
    file = path_of(language)
    if not file.exists():
        return Catalog(locale=language, charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _texts() -> Iterator[tuple[str, str | tuple, str | None]]:
    options = {"keywords": KEYWORDS, "comment_tags": ()}
    for _line, text, _comments, context in extract_from_file("python", ROOT / "page_script.py", **options):
        yield "page_script.py", text, context
    for folder in SOURCES:
        for name, _line, text, _comments, context in extract_from_dir(ROOT / folder, **options):
            yield f"{folder}/{name}".replace(os.sep, "/"), text, context


def _said(standing: Message, message: Message) -> str | tuple[str, ...]:
    """Return the existing translation in the number of forms that the text has now; it may have become
    countable or not.
    """
    first = _each(standing.string)[0]
    if standing.pluralizable == message.pluralizable:
        return cast(str | tuple[str, ...], standing.string)
    return (first,) if message.pluralizable else first


def _wanted(message: Message, template: Catalog) -> bool:
    return template.get(message.id, message.context) is not None


def _translated(catalog: Catalog, message: Message) -> bool:
    standing = catalog.get(message.id, message.context)
    said = standing.string if standing else ""
    return all(said) if isinstance(said, tuple | list) else bool(said)


def _same(message: Message) -> bool:
    """Return whether a translation has the same placeholders as its English text."""
    wanted = set().union(*map(_places, _each(message.id)))
    return all(_places(said) == wanted for said in _each(message.string))


def _places(text: str) -> set[str]:
    try:
        return {name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"unreadable"}


def _each(texts: str | tuple | list) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts)


def _shown(message: Message) -> str:
    return _each(message.id)[0] + (f" ({message.context})" if message.context else "")


def _write(file: Path, catalog: Catalog) -> None:
    """Replace the whole file at once, without dates and line numbers, so that it changes only where a text does."""
    waiting = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        with waiting.open("wb") as target:
            write_po(
                target, catalog, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False, omit_header=True
            )
        head = f'msgid ""\nmsgstr ""\n"Language: {catalog.locale_identifier}\\n"\n'
        head += '"Content-Type: text/plain; charset=utf-8\\n"\n'
        head += f'"Plural-Forms: {catalog.plural_forms}\\n"\n\n'
        waiting.write_text(head + waiting.read_text("utf-8"), "utf-8")
        waiting.replace(file)
    finally:
        waiting.unlink(missing_ok=True)


def main() -> int:
    """Update the files, or only report with --check; the exit code is 1 if something remains to be done."""
    if "--check" not in sys.argv:
        for language in LANGUAGES:
            update_catalog(language)
    found = [f"{language}: {fault}" for language in LANGUAGES for fault in list_problems(language)]
    print("\n".join(found) or "Every text is translated.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
