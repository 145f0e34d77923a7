"""docs/architecture.md is true: the files it names exist, and its lists are as long as it promises."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
README = (ROOT / "README.md").read_text("utf-8")
FILES = re.compile(r"`((?:app\.py|(?:db|components|pages|tests|docs|benchmarks)/[\w./-]+))`")
MADE = {"benchmarks/results/"}  # created by a command
STEPS = {"A page": 2, "A table": 5, "A chart": 2, "An export": 2}


@pytest.mark.parametrize("text", [PAGE, README], ids=["architecture", "README"])
def test_every_named_file_exists(text):
    named = set(FILES.findall(text))
    assert named
    assert {name for name in named - MADE if not (ROOT / name).exists()} == set()


def test_adding_something_takes_as_few_files_as_promised():
    lists = dict(re.findall(r"### (.+?)\n((?:\d+\. .*\n)+)", PAGE + "\n"))
    assert {title: len(lists[title].splitlines()) for title in STEPS} == STEPS


def test_every_room_is_on_the_page():
    rooms = {folder.name for folder in (ROOT / "db").iterdir() if (folder / "__init__.py").exists()}
    assert {room for room in rooms if f"`{room}`" not in PAGE} == set()
    screens = {folder.name for folder in (ROOT / "components").iterdir() if (folder / "__init__.py").exists()}
    assert {room for room in screens if not re.search(rf"\b{room}\b", PAGE)} == set()


def test_every_domain_room_is_in_the_readme():
    rooms = {folder.name for folder in (ROOT / "db").iterdir() if (folder / "__init__.py").exists()}
    assert {room for room in rooms if f"{room}/" not in README} == set()
