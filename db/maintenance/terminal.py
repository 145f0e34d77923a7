"""What the commands of this folder say to the person at the terminal: the only sentences in db."""

import os
import sys
from collections.abc import Callable

from db.errors import Refused
from db.po_catalog import load_translations


def _(sentence: str) -> str:
    """Marks a sentence for translation; it is translated when it is said."""
    return sentence


SENTENCES = {
    "up_to_date": _("The database is at revision {revision}, the one of this version."),
    "one_head": _("One newest revision: {revision}."),
    "backed_up": _("Backed up and recounted: {rows} rows in {file}"),
    "restored": _("Put back and recounted: {rows} rows from {file}. Everybody signs in again."),
    "which_backup": _("Say which backup to put back, for instance one of those listed above: make restore FILE=…"),
    "no_database": _("There is no database yet. Start the register once, then try again."),
    "no_file": _("There is no file {file}."),
    "foreign_database": _("This database holds tables of something else. Give DATABASE_URL or DATA_DIR a place of its own."),
    "newer_database": _("This is of a newer version (revision {revision}) than the program. Install the newer version of the program and try again."),
    "backup_failed": _("The backup could not be made: {why}"),
    "backup_foreign": _("This file is not a backup of this register."),
    "backup_damaged": _("The backup {file} is damaged. Choose another one."),
    "backup_of_demo": _("Demonstration and real register are not mixed: this backup belongs to the other one."),
    "restore_failed": _("The rows put back are not as many as in the backup. The state before is in the folder of backups."),
    "damaged": _("Rows of the table {table} refer to others that are missing. Nothing was changed."),
    "database_in_use": _("The database is in use. Stop the server and try again."),
    "key_differs": _("This backup belongs to another key. Copy the file secret.key that was kept apart from the backups to {file} and try again."),
    "key_missing": _("The key file {file} is missing: numbers in this database were hashed with it. Copy it back from where it is kept."),
    "key_other": _(
        "The key file {file} is not the one that the numbers in this database were hashed with. Copy that one back from where it is kept. Nothing was changed."
    ),
    "already_serving": _("The register is being served already from the folder {folder}. Close that window first, or give DATA_DIR another folder."),
    "key_readable": _("Others on this machine may read the key. Take that right away: chmod 600 {file}"),
    "key_damaged": _("The key file {file} is damaged. Copy it back from where it is kept."),
    "demo_units": _("Demonstration: communes and cells …"),
    "demo_people": _("Demonstration: members, {percent} % …"),
    "demo_contacts": _("Demonstration: contact members, {percent} % …"),
    "demo_meetings": _("Demonstration: meetings, {percent} % …"),
    "demo_households": _("Demonstration: households, {percent} % …"),
    "demo_checked": _("Demonstration: checking that nothing refers to what is missing …"),
    "demo_made": _(
        "The demonstration is made: {members} members, {meetings} meetings, {attendance} rows of attendance, in {seconds} s. Sample files: {folder}"
    ),
    "demo_there": _("The database is not empty: the demonstration is left as it is."),
    "size_unknown": _("SIZE can be {sizes}."),
}


def print_sentence(code: str, **values) -> None:
    """Print a sentence, in Vietnamese unless REGISTER_LANGUAGE names another language."""
    print(_sentence(code, values))


def run_command(command: Callable[[], None]) -> None:
    """Run a command; where it is refused, say why and end with 1."""
    sys.stdout.reconfigure(encoding="utf-8")
    os.umask(0o077)  # what is written, whatever writes it, is for this account alone
    try:
        command()
    except Refused as refusal:
        sys.exit(_sentence(refusal.code, refusal.values))


def _sentence(code: str, values: dict) -> str:
    language = os.environ.get("REGISTER_LANGUAGE") or "vi"
    return load_translations(language).gettext(SENTENCES.get(code, code)).format(**values)
