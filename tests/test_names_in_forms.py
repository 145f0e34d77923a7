"""What a touch opens draws names and the labels of lists as text: no link, icon, formula or anything else."""

import json
import sqlite3
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.accounts import accounts
from tests.demo import demo_database
from tests.drawn_texts import is_as_typed, texts_drawn
from tests.pages import ROOT, shown

ODD, SIGN = ":material/delete: http://a.vn *b* $c$ :red[d]", "material/delete: http"
NAMED = ("member", "unit_version", "cell_group", "household", "team")
OPENED = [  # who opens which page, about what, and which form on it
    ("bithu", "home/home.py", "", ""),
    ("bithu", "meetings/record.py", "", ""),
    ("bithu", "people/evaluations.py", "", ""),
    ("bithu", "figures/exports.py", "", ""),
    ("bithu", "households/households.py", "", "assign"),
    ("bithu", "households/petitions.py", "petitions_view", ""),
    ("bithu", "people/difficulties.py", "difficulties_view", ""),
    ("bithu", "households/household.py", "household", "help"),
    ("bithu", "households/household.py", "household", "causes"),
    ("xa", "households/petitions.py", "petition", "forward"),
    ("xa", "people/evaluations.py", "", ""),
    ("huyen", "figures/exports.py", "", ""),
    ("admin", "administration/new_account.py", "", ""),
]
CODES = {
    "": "SELECT ''",
    "petitions_view": "SELECT 'new'",
    "difficulties_view": "SELECT 'new'",
    "household": "SELECT h.code FROM household h JOIN access_grant g ON g.unit_id = h.unit_id AND g.role = 'secretary'",
    "petition": "SELECT code FROM petition WHERE holder = 'commune' AND answered_on IS NULL AND closed_on IS NULL",
}


@pytest.fixture
def book(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> sqlite3.Connection:
    """The demonstration, in which everything has an odd name."""
    monkeypatch.setenv("REGISTER_DEMO", "1")
    book = sqlite3.connect(demo_database(data_dir))
    for table in NAMED:
        book.execute(f"UPDATE {table} SET name = name || ?", (f" {ODD}",))
    for name, value in tomllib.loads((ROOT / "db/settings/settings.toml").read_text("utf-8")).items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "vi" in value[0]:
            told = json.dumps([row | {"vi": f"{row['vi']} {ODD}"} for row in value], ensure_ascii=False)
            query = "INSERT INTO setting (unit_id, name, value, valid_from) VALUES (1, ?, ?, '2020-01-01')"
            book.execute(query, (name, told))
    book.commit()
    return book


def viewer_named(book: sqlite3.Connection, username: str):
    query = "SELECT a.id, g.id FROM account a JOIN access_grant g ON g.account_id = a.id WHERE a.username = ?"
    return accounts.viewer_for(*book.execute(query, (username,)).fetchone())


def changed(test: AppTest) -> Iterator[tuple[str, str, str]]:
    """Texts with an odd name that the page would draw instead of showing it as it was typed."""
    for node in test._tree:
        for place, field, text in texts_drawn(node.proto, SIGN) if getattr(node, "proto", None) is not None else ():
            if not is_as_typed(ODD, place, text):
                yield place, field, text


@pytest.mark.parametrize(("username", "page", "about", "form"), OPENED)
def test_names_and_labels_in_what_is_opened_are_shown_as_typed(book, username, page, about, form):
    query = {about: book.execute(CODES[about]).fetchone()[0]} if about else {}
    test = shown(viewer_named(book, username), f"pages/{page}", **query)
    if form:
        action = next(each for each in test.button_group if (each.key or "").endswith("_action"))
        action.set_value(form).run()
        assert not test.exception, test.exception
    assert list(changed(test)) == []
