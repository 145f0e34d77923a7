"""Words, dates and figures in the reader's language: Vietnamese unless he chose otherwise."""

import ast
import threading
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from babel.messages import Message

from components import i18n, translations
from components.i18n import (
    LANGUAGES,
    _,
    _n,
    day_text,
    half_year_text,
    join_list,
    meeting_name,
    moment_text,
    month_text,
    number,
    partial_text,
    percent,
    period_name,
    quarter_text,
    time_text,
)
from tests import sources

ROOT = Path(__file__).resolve().parents[1]
SHOWING = {
    "button",
    "caption",
    "checkbox",
    "error",
    "header",
    "info",
    "markdown",
    "metric",
    "radio",
    "subheader",
    "success",
    "text_input",
    "title",
    "warning",
}
DIACRITICS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")
NAMES = {"Sổ chi bộ", "Cốc Cốc"}
SPEAKING_OTHERWISE = {
    "page_script.py": "before anybody's language is known",
    "components/charts/chart_theme.py": "the words of dates in charts",
    "components/web/cookie_and_header_guard.py": "the page itself, before anything runs",
    "components/i18n.py": "the words of dates",
    "components/web/setup_code.py": "a terminal, in both languages",
    "components/teams/team_forms.py": "a pasted list says in Vietnamese who leads",
    "components/briefings/attendance_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/attention_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/book_check_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/briefing_content.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/briefing_request.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/contact_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/difficulty_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/household_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/membership_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/reporting_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/task_section.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/section_pictures.py": "the paper is Vietnamese whatever the screen is",
    "components/briefings/team_section.py": "the paper is Vietnamese whatever the screen is",
    "components/importing/unit_list_downloads.py": "workbooks are Vietnamese whatever the screen is",
    "components/importing/introduction_list_downloads.py": "workbooks are Vietnamese whatever the screen is",
    "components/importing/comment_request_list_downloads.py": "workbooks are Vietnamese whatever the screen is",
    "components/importing/member_list_downloads.py": "workbooks are Vietnamese whatever the screen is",
    "components/importing/list_workbook_writer.py": "workbooks are Vietnamese whatever the screen is",
    "components/meetings/minutes_paragraph.py": "what is copied into Vietnamese minutes",
    "components/meetings/printed_attendance_sheet.py": "the sheet to sign is Vietnamese whatever the screen is",
    "components/papers/regulation_page_file.py": "the paper is Vietnamese whatever the screen is",
    "components/report_forms/example_form.py": "workbooks are Vietnamese whatever the screen is",
    "components/report_forms/form_header_fields.py": "the paper is Vietnamese whatever the screen is",
    "components/report_forms/former_names.py": "names in forms that units have already",
    "components/refusals/imports.py": "headings are named as they stand in the file",
    "components/web/server.py": "a terminal",
}


@pytest.fixture(autouse=True)
def vietnamese():
    """Each test starts in Vietnamese and leaves nothing behind."""
    with i18n.in_language("vi"):
        yield


def test_vietnamese_is_complete_and_no_translation_is_unused():
    assert [fault for language in LANGUAGES for fault in translations.list_problems(language)] == []


def test_a_translation_with_other_placeholders_is_a_fault():
    assert translations._same(Message("{count} of {all}", "{all} có {count}"))
    assert not translations._same(Message("{count} absent", "{n} vắng"))
    assert not translations._same(Message("{count} absent", "vắng"))


def test_english_texts_are_their_own_keys_and_vietnamese_is_the_default():
    assert _("Sign in") == "Đăng nhập"
    with i18n.in_language("en"):
        assert _("Sign in") == "Sign in"
        assert _n("{count} person", "{count} persons", 1200) == "1,200 persons"


def test_an_unknown_language_falls_back_to_vietnamese():
    i18n.set_language("../../etc")
    assert i18n.current_language() == "vi"


def test_a_language_applies_only_to_its_own_script_run():
    heard = []

    def script(language: str, spoken: threading.Event, wait: threading.Event):
        i18n.set_language(language)
        spoken.set()
        wait.wait(5)
        heard.append((language, i18n.current_language()))

    first, second = threading.Event(), threading.Event()
    runs = [
        threading.Thread(target=script, args=("en", first, second)),
        threading.Thread(target=script, args=("vi", second, first)),
    ]
    for run in runs:
        run.start()
    for run in runs:
        run.join(5)
    assert sorted(heard) == [("en", "en"), ("vi", "vi")]
    assert i18n.current_language() == "vi"


def test_dates_and_periods_are_written_as_in_vietnam():
    assert day_text(date(2026, 11, 21)) == "21/11/2026"
    assert [partial_text(kept) for kept in ("1953", "1953-04", "1953-04-02", "", None)] == [
        "1953",
        "4/1953",
        "02/04/1953",
        "",
        "",
    ]
    assert (month_text(202611), quarter_text(202610), half_year_text(202607), period_name(202601, 12)) == (
        "tháng 11/2026",
        "quý IV/2026",
        "kỳ II/2026",
        "năm 2026",
    )
    assert period_name(202611, 2) == "tháng 11/2026 – tháng 12/2026"
    assert meeting_name("Sinh hoạt thường kỳ", 202611) == "Sinh hoạt thường kỳ, tháng 11/2026"
    assert (
        meeting_name("Họp đảng viên giữ mối liên hệ nơi cư trú", 202607, 6)
        == "Họp đảng viên giữ mối liên hệ nơi cư trú, kỳ II năm 2026"
    )


def test_dates_and_periods_in_english():
    i18n.set_language("en")
    assert (day_text(date(2026, 11, 21)), partial_text("1953-04")) == ("21 Nov 2026", "Apr 1953")
    assert (month_text(202611), half_year_text(202607), period_name(202601, 12)) == (
        "November 2026",
        "second half of 2026",
        "2026",
    )


def test_times_are_local_vietnamese_times():
    late = datetime(2026, 11, 21, 18, 14, tzinfo=UTC)
    assert (time_text(late), moment_text(late), day_text(late)) == ("01:14", "01:14, 22/11/2026", "22/11/2026")


@pytest.mark.parametrize(
    ("part", "of", "shown"),
    [
        *[
            (19, 22, "86,4 %"),
            (21, 22, "95,5 %"),
            (18, 22, "81,8 %"),
            (36835, 37103, "99,3 %"),
            (64, 77, "83,1 %"),
            (1, 217, "0,46 %"),
            (17, 20, "85 %"),
            (9, 25, "36 %"),
            (1, 200, "0,5 %"),
            (3599, 10000, "36 %"),
        ],
        *[
            (0, 5, "0 %"),
            (5, 5, "100 %"),
            (2999, 3000, "99,9 %"),
            (1, 90000, "0,01 %"),
            (3, 0, "–"),
            (Fraction(1, 8), 1, "12,5 %"),
            (None, 1, "–"),
        ],
    ],
)
def test_a_share_is_written_as_in_printed_reports(part, of, shown):
    assert percent(part, of) == shown


def test_numbers_have_dots_between_thousands():
    assert (number(37103), number(1325), number(0), number(None), number(2.345, 2), number(-4)) == (
        "37.103",
        "1.325",
        "0",
        "–",
        "2,35",
        "−4",
    )
    i18n.set_language("en")
    assert (number(37103), percent(1, 217)) == ("37,103", "0.46 %")


def test_several_things_are_listed_in_one_sentence():
    assert (join_list(["An", "Bình", "Cường"]), join_list(["An"]), join_list([])) == ("An, Bình và Cường", "An", "")


def test_every_text_in_the_code_is_found_by_the_extractor():
    """A text inside an f-string is not, unless it also appears elsewhere."""
    known = {translations._each(message.id)[0] for message in translations.extract_texts()}
    calls = [
        (file, node)
        for folder in ("components", "pages", "db")
        for file in (ROOT / folder).rglob("*.py")
        for node in sources.nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in translations.KEYWORDS
    ]
    texts = [(file, node.args[-1 if node.func.id == "_p" else 0]) for file, node in calls]
    assert len(texts) > 2000
    assert [
        f"{file.name}: {text.value}"
        for file, text in texts
        if isinstance(text, ast.Constant) and text.value not in known
    ] == []


def test_the_catalog_names_exactly_the_places_where_a_text_is_used():
    standing = {(message.id, message.context): message.locations for message in translations.read_catalog("vi")}
    assert [
        message.id
        for message in translations.extract_texts()
        if message.id and sorted(standing[message.id, message.context]) != sorted(_places(message))
    ] == []


def _places(message) -> list[tuple]:
    """Where a text is used, as the catalog says it: each place once, without its line."""
    return [(file, None) for file, _ in dict.fromkeys(message.locations)]


def test_no_screen_shows_untranslated_vietnamese_or_english():
    assert [text for file in _sources() for text in _untranslated(file)] == []


def _sources() -> list[Path]:
    files = [ROOT / "page_script.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "components").rglob("*.py")]
    return [
        file for file in files if str(file.relative_to(ROOT)) not in SPEAKING_OTHERWISE and "files" not in file.parts
    ]


def _untranslated(file: Path):
    """Literal text passed to Streamlit, and Vietnamese in the code outside docstrings."""
    nodes = sources.nodes(file)
    docstrings = {
        ast.get_docstring(node, clean=False)
        for node in nodes
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    for node in nodes:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in SHOWING
            and _is_streamlit(node.func.value)
        ):
            first = node.args[0] if node.args else None
            if (
                isinstance(first, ast.Constant)
                and isinstance(first.value, str)
                and any(char.isalpha() for char in first.value)
                and first.value not in NAMES
            ):
                yield f"{file.name}:{node.lineno} {first.value}"
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value not in docstrings
            and node.value not in NAMES
            and DIACRITICS & set(node.value.lower())
        ):
            yield f"{file.name}:{node.lineno} {node.value}"


def _is_streamlit(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "st") or (
        isinstance(node, ast.Attribute) and _is_streamlit(node.value)
    )


@pytest.mark.parametrize(
    ("value", "shown"), [(52.0, "52"), (51.66, "51,7"), (51.96, "52"), (0.04, "0"), (1013.5, "1.013,5"), (52, "52")]
)
def test_an_average_has_a_decimal_only_if_it_is_not_zero(value, shown):
    with i18n.in_language("vi"):
        assert i18n.short_number(value) == shown


def test_no_number_on_a_screen_is_given_one_decimal_by_hand():
    """Otherwise a zero stands where the decimal says nothing: `short_number` or `percent` decides."""
    by_hand = [
        f"{sources.shown(file)}:{node.lineno}"
        for file in sources.CODE
        for node in sources.nodes(file)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "number"
        and len(node.args) == 2
        and isinstance(node.args[1], ast.Constant)
    ]
    assert by_hand == []
