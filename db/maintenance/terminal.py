"""Messages of this folder's commands at the terminal: the only sentences in db."""

import os
import sys
from collections.abc import Callable

from db.errors import Refused
from db.po_catalog import load_translations


def _(sentence: str) -> str:
    """Mark a sentence for translation; it is translated when it is printed."""
    return sentence


SENTENCES = {
    "up_to_date": _("The database is at revision {revision}, which matches this version."),
    "one_head": _("Single head revision: {revision}."),
    "backed_up": _("Backed up and verified: {rows} rows in {file}"),
    "restored": _("Restored and verified: {rows} rows from {file}. All users must sign in again."),
    "which_backup": _("Choose the backup to restore, for example one of those listed above: make restore FILE=…"),
    "no_database": _("There is no database yet. Start the register once, then try again."),
    "no_file": _("There is no file {file}."),
    "foreign_database": _(
        "This database contains tables of another application. Point DATABASE_URL or DATA_DIR to a separate location."
    ),
    "newer_database": _(
        "This data is from a newer version (revision {revision}) than the program. Install the newer "
        "version of the program and try again."
    ),
    "backup_failed": _("The backup could not be made: {why}"),
    "backup_foreign": _("This file is not a backup of this register."),
    "backup_damaged": _("The backup {file} is damaged. Choose another one."),
    "backup_of_demo": _("Demonstration and real data must not be mixed: this backup belongs to the other one."),
    "restore_failed": _(
        "The number of restored rows does not match the backup. The previous data is in the backups folder."
    ),
    "damaged": _("Rows in the table {table} refer to missing data. Nothing was changed."),
    "database_in_use": _("The database is in use. Stop the server and try again."),
    "key_differs": _(
        "This backup uses another key. Copy the file secret.key that was stored separately from the "
        "backups to {file} and try again."
    ),
    "key_missing": _(
        "The key file {file} is missing: the numbers in this database were hashed with it. Copy it back "
        "from where it is stored safely."
    ),
    "key_other": _(
        "The key file {file} is not the one used to hash the numbers in this database. Copy the right one back "
        "from where it is stored safely. Nothing was changed."
    ),
    "already_serving": _(
        "The register is already running with the folder {folder}. Close that window first, or set "
        "DATA_DIR to another folder."
    ),
    "key_readable": _("Other users of this machine can read the key. Remove that permission: chmod 600 {file}"),
    "file_of_another": _(
        "{file} belongs to another user of this machine, so the register may be able to read it, but not to save. Give "
        "it to the user that runs the register (chown)."
    ),
    "key_damaged": _("The key file {file} is damaged. Copy it back from where it is stored safely."),
    "demo_units": _("Demonstration: units …"),
    "demo_people": _("Demonstration: members, {percent} % …"),
    "demo_contacts": _("Demonstration: contact members, {percent} % …"),
    "demo_meetings": _("Demonstration: meetings, {percent} % …"),
    "demo_households": _("Demonstration: households, {percent} % …"),
    "demo_checked": _("Demonstration: checking that nothing refers to missing data …"),
    "demo_made": _(
        "Demonstration created: {members} members, {meetings} meetings, {attendance} attendance rows, in "
        "{seconds} s. Sample files: {folder}"
    ),
    "demo_there": _("The database is not empty: the demonstration data is left as it is."),
    "size_unknown": _("SIZE can be {sizes}."),
}


def print_sentence(code: str, **values) -> None:
    """Print a sentence, in Vietnamese unless REGISTER_LANGUAGE names another language."""
    print(_sentence(code, values))


def run_command(command: Callable[[], None]) -> None:
    """Run a command; if it is refused, print why and exit with 1."""
    set_up_process()
    try:
        command()
    except Refused as refusal:
        print_refusal(refusal)
        sys.exit(1)


def set_up_process() -> None:
    """Make this process print Vietnamese on any terminal, and write files readable by this account only."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8")
    os.umask(0o077)


def print_refusal(refusal: Refused) -> None:
    """Print why something was refused."""
    print(_sentence(refusal.code, refusal.values), file=sys.stderr, flush=True)


def _sentence(code: str, values: dict) -> str:
    language = os.environ.get("REGISTER_LANGUAGE") or "vi"
    return load_translations(language).gettext(SENTENCES.get(code, code)).format(**values)
