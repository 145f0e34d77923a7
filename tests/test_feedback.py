"""Every refusal is shown as a sentence, and what was typed stays where it was."""

import ast
import logging
from datetime import date
from pathlib import Path
from string import Formatter

import pytest
from streamlit.testing.v1 import AppTest

from components import i18n
from components.refusals import SENTENCES, sentences
from components.web import cookie_and_header_guard
from db.errors import Conflict, Invalid, NotAllowed, Refused
from db.maintenance import terminal
from tests import sources

ROOT = Path(__file__).resolve().parents[1]
RAISING = [file for folder in ("db", "components") for file in (ROOT / folder).rglob("*.py")]


def test_every_code_has_a_sentence_with_values_for_its_gaps():
    without, unfilled = [], []
    for code, values, where in _raised():
        if code not in SENTENCES:
            without.append(f"{where} {code}")
        elif not _gaps(SENTENCES[code]) <= values:
            unfilled.append(f"{where} {code} {_gaps(SENTENCES[code]) - values}")
    assert (without, unfilled) == ([], [])


def test_every_code_is_a_literal_where_it_is_raised():
    assert [where for code, _values, where in _raised() if code is None] == []


def test_no_sentence_is_for_a_code_that_nothing_raises():
    assert set(SENTENCES) - set(terminal.SENTENCES) - _written() - {"job_failed"} == set()


def _written() -> set[str]:
    """Every word in the code outside the sentences: what an import says of a row is stored as a code, not raised."""
    files = [
        file
        for folder in ("db", "components")
        for file in (ROOT / folder).rglob("*.py")
        if "refusals" not in file.parts or file.stem == "sentences"
    ]
    nodes = (node for file in files for node in sources.nodes(file))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_a_refusal_says_what_to_do_with_its_values():
    assert (
        sentences.of_refusal(Invalid("period_closed", month=202610))
        == "Số liệu tháng 10/2026 đã chốt. Muốn sửa, hãy ghi lý do."
    )
    assert sentences.of_refusal(Invalid("exemption_overlaps", start=None, end=date(2026, 1, 2))).startswith(
        "Đã có thời gian miễn từ … đến 02/01/2026."
    )
    assert "3 thay đổi" in sentences.of_refusal(
        Conflict("undo_blocked", rows=[("member", 1), ("member", 2), ("office", 1)])
    )
    with i18n.in_language("en"):
        assert sentences.of_refusal(Invalid("period_closed", month=202610)).startswith(
            "The records for October 2026 are closed."
        )


def test_a_refusal_stored_by_a_job_has_the_same_sentence():
    kept = sentences.of_code("exemption_overlaps", {"start": "2026-01-02", "end": None})
    assert kept == sentences.of_refusal(Invalid("exemption_overlaps", start=date(2026, 1, 2), end=None))


def test_an_unknown_code_gets_a_general_sentence_and_is_logged_without_its_values(caplog):
    with caplog.at_level(logging.ERROR, "register"):
        said = sentences.of_refusal(Refused("strange", name="Nguyễn Văn An"))
    assert said.startswith("Chưa thực hiện được.")
    assert "strange" in caplog.text
    assert "Nguyễn" not in caplog.text + said


def test_a_missing_value_leaves_a_gap_instead_of_raising_an_error():
    assert "…" in sentences.of_code("too_soon")


def _page(deed: str) -> AppTest:
    """A page with one field and one button around an action."""
    return AppTest.from_string(
        f"""
import streamlit as st
from components.widgets import feedback
from db.errors import Invalid
from db.kernel.session import AlreadyDone
feedback.show_pending()
typed = st.text_input("Name", key="page_name")
runs = st.session_state["runs"] = st.session_state.get("runs", 0) + 1
if st.button("Save"):
    with feedback.saving("Saved *it*."):
        {deed}
st.caption(f"run {{runs}}")
""",
        default_timeout=20,
    ).run()


@pytest.mark.parametrize(("deed", "runs"), [("pass", 2), ("st.rerun()", 3), ('raise AlreadyDone("already_done")', 3)])
def test_a_finished_action_is_reported_even_if_the_page_reruns(deed, runs):
    page = _page(deed)
    page.button[0].click().run()
    assert [toast.value for toast in page.toast] == ["Saved \\*it\\*\\."]
    assert (page.caption[0].value, len(page.error)) == (f"run {runs}", 0)
    page.run()
    assert not page.toast


def test_a_refused_action_shows_a_sentence_beside_what_was_typed():
    page = _page('raise Invalid("date_unreadable", typed="<b>*x*")')
    page.text_input[0].set_value("31/2").run()
    page.button[0].click().run()
    assert "Không đọc được" in page.error[0].value
    assert "\\<b\\>\\*x\\*" in page.error[0].value
    assert (page.text_input[0].value, page.toast.len) == ("31/2", 0)


def test_without_anybody_to_ask_for_a_language_the_sentence_is_vietnamese(data_dir):
    page = AppTest.from_string(
        """
import streamlit as st
from components.i18n import _
from components.shell import auth
st.title(_("Reason"))
"""
    ).run()
    assert (page.title[0].value, list(page.exception)) == ("Lý do", [])


@pytest.mark.parametrize(("language", "answer"), [("en", "Saved\\."), ("vi", "Đã lưu\\."), ("fr", "Đã lưu\\.")])
def test_a_strangers_action_is_answered_in_the_language_of_the_address(database, language, answer):
    page = AppTest.from_string(
        """
import streamlit as st
from components.i18n import _
from components.shell import auth
from components.widgets import feedback

def touched():
    with feedback.saving(_("Saved.")):
        pass

st.button("touch", on_click=touched)
"""
    )
    page.user = {"sid": cookie_and_header_guard.NO_TOKEN}
    page.query_params["language"] = language
    page.run()
    page.button[0].click().run()
    assert [toast.value for toast in page.toast] == [answer]


def test_other_exceptions_are_not_swallowed():
    page = _page("1 / 0")
    page.button[0].click().run()
    assert page.exception


def test_a_refused_query_stops_the_page():
    page = AppTest.from_string(
        """
import streamlit as st
from components.widgets import feedback
from db.errors import NotAllowed
with feedback.stop_on_refusal():
    raise NotAllowed()
st.title("after")
"""
    ).run()
    assert page.error[0].value.startswith("Việc này ngoài phạm vi")
    assert not page.title


def _raised():
    """Each place where a refusal is made: its code (None if it is not a literal), its values'
    names, and where it is.
    """
    faults = _faults(RAISING)
    for file in RAISING:
        for call in sources.nodes(file):
            if isinstance(call, ast.Call) and _name(call.func) in faults:
                code = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
                if not call.args and _name(call.func) == NotAllowed.__name__:
                    code = NotAllowed().code
                yield code, {keyword.arg for keyword in call.keywords}, f"{file.relative_to(ROOT)}:{call.lineno}"


def _faults(files: list[Path]) -> set[str]:
    """The names of Refused and of everything derived from it."""
    bases = {
        node.name: {_name(base) for base in node.bases}
        for file in files
        for node in sources.nodes(file)
        if isinstance(node, ast.ClassDef)
    }
    found = {Refused.__name__}
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


def _name(node: ast.expr) -> str:
    return getattr(node, "id", None) or getattr(node, "attr", "")


def _gaps(sentence: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(sentence) if name}
