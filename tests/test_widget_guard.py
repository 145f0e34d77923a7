"""Values that were never offered arrive over the wire: no page fails because of them, nothing of them is kept, and an
unreadable draft opens without them.
"""

from datetime import date

import pytest
from sqlalchemy import event
from streamlit.elements.widgets import file_uploader
from streamlit.elements.widgets.file_uploader import FileUploaderSerde
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, StringArray, UploadedFileInfo
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from components import menu
from components.web import widget_guard
from db.drafts import drafts
from db.drafts.drafts import DraftField
from db.kernel import session
from db.meetings import meetings
from db.meetings.meetings import MeetingRef
from db.models import Attendance, DraftValue, Meeting, Outcome, Unit
from tests.pages import press, shown
from tests.rows import rows

RECORD = "pages/meetings/record.py"
NOVEMBER = {"type": "regular", "period": "202611"}
CHOICES = ("selectbox", "multiselect", "button_group", "radio")
SENT = {
    "string_value": "ab",
    "int_value": 7,
    "double_value": 1e300,
    "bool_value": True,
    "string_array_value": ["ab"],
    "json_value": '"ab"',
}
PAGES = sorted(entry.page for entry in menu.ENTRIES if entry.page != menu.SET_UP)
ENTRY_VIEWS = ("enter", "sheet", "list", "people", "campaigns")
CONTACTS, ASSESSMENTS, ENTRIES, REQUESTS, PAPERS = (
    "pages/contacts/contacts.py",
    "pages/contacts/assessments.py",
    "pages/people/entries.py",
    "pages/contacts/comment_requests.py",
    "pages/figures/papers.py",
)
PETITIONS = "pages/households/petitions.py"
EXPANDED = ("requests_paste", "requests_outside", "papers_notices", "papers_letters")
FORMS = "_action"  # ending of the keys that open a form
VIEWS = [
    *((CONTACTS, who, {"view": "people"}) for who in ("secretary", "commune", "workplace", "district")),
    *((CONTACTS, who, {"view": "reconcile"}) for who in ("commune", "workplace", "district")),
    *((CONTACTS, who, {"view": "notices"}) for who in ("secretary", "commune", "workplace")),
    *((CONTACTS, who, {"view": "summary"}) for who in ("commune", "district")),
    *((ASSESSMENTS, "commune", {"assess_part": part}) for part in ("cells", "confirm")),
    *((ENTRIES, who, {"entries_view": view}) for who in ("secretary", "commune") for view in ENTRY_VIEWS),
    *((REQUESTS, who, {}) for who in ("secretary", "commune", "workplace")),
    *((PAPERS, who, {}) for who in ("secretary", "commune")),
    *((PETITIONS, who, {"petitions_view": "new"}) for who in ("secretary", "commune")),
]
pytestmark = pytest.mark.usefixtures("november")


def send(app, widgets, kind: str, *others: WidgetState) -> None:
    """Send such a value for these widgets, as no browser would, along with the values of the others."""
    states = WidgetStates(widgets=others)
    for widget in widgets:
        state = states.widgets.add(id=widget.id)
        if isinstance(SENT[kind], list):
            state.string_array_value.data.extend(SENT[kind])
        else:
            setattr(state, kind, SENT[kind])
    app._run(states)
    assert not app.exception, (kind, app.exception)


def choices(app) -> list:
    return [widget for name in CHOICES for widget in app.get(name)]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_fails_on_a_value_it_never_offered(world, page):
    entry = next(entry for entry in menu.ENTRIES if entry.page == page)
    viewer = next(
        viewer for viewer in (world.secretary, world.commune, world.admin, world.district) if viewer.role in entry.roles
    )
    app = shown(viewer, f"pages/{page}")
    for kind in SENT if choices(app) else ():
        send(app, choices(app), kind)
    assert "ab" not in {row.value for row in rows(DraftValue)}


@pytest.mark.parametrize(("page", "who", "query"), VIEWS)
def test_no_view_or_open_form_fails_on_a_value_it_never_offered(world, page, who, query):
    cell = next(unit.code for unit in rows(Unit) if unit.id == world.units["dong_bao"])
    app = shown(world.viewers[who], page, **query | {"entries_cell": cell} if page == ENTRIES else query)
    for key in EXPANDED:
        app.session_state[key] = True
    app.run()
    for kind in SENT if choices(app) else ():
        send(app, choices(app), kind)
    forms = [
        (each.key, words) for each in app.get("button_group") if each.key.endswith(FORMS) for words in each.options
    ]
    for key, words in forms:
        form = next(each for each in app.get("button_group") if each.key == key)
        opened = WidgetState(id=form.id, string_array_value=StringArray(data=[words]))
        app._run(WidgetStates(widgets=[opened]))
        inside = [each for each in choices(app) if each.key != key]
        for kind in SENT if inside else ():
            send(app, inside, kind, opened)
    assert "ab" not in {row.value for row in rows(DraftValue)}


@pytest.mark.parametrize("text", ["{", "", "[" * 100_000, "9" * 5000])
def test_unreadable_json_for_any_widget_is_ignored_and_the_page_still_answers(world, text):
    app = shown(world.secretary, RECORD, **NOVEMBER)
    states = [WidgetState(id=each.proto.id, json_value=text) for each in (*app.text_input, *app.checkbox)]
    assert states
    for widget in (*states, *(WidgetState(id=each.id, json_value=text) for each in choices(app))):
        app._run(WidgetStates(widgets=[widget]))
        assert not app.exception, (widget.id, app.exception)
    assert rows(DraftValue) == []


@pytest.mark.parametrize("kind", [kind for kind in SENT if kind != "bool_value"])
def test_only_a_press_presses_a_button_and_only_a_switch_turns_a_toggle(world, kind):
    app = shown(world.secretary, RECORD, **NOVEMBER)
    toggles = {each.key: each.value for each in app.toggle}
    assert toggles
    send(app, [each.proto for each in (*app.button, *app.toggle)], kind)
    assert {each.key: each.value for each in app.toggle} == toggles
    assert rows(Meeting) == []
    assert rows(DraftValue) == []


@pytest.mark.parametrize("page", ["pages/people/arrival.py", RECORD])
def test_a_choice_that_cannot_be_none_keeps_its_value_when_none_is_sent(world, page):
    app = shown(world.secretary, page, **NOVEMBER if page == RECORD else {})
    required = [each for each in app.button_group if each.proto.required]
    before = {each.key: each.value for each in required}
    assert required
    assert None not in before.values()
    states = [WidgetState(id=each.proto.id, string_array_value=StringArray(data=[])) for each in required]
    app._run(WidgetStates(widgets=states))
    assert not app.exception, app.exception
    assert {each.key: each.value for each in app.button_group if each.key in before} == before
    assert rows(DraftValue) == []


@pytest.mark.parametrize("part", ["details", "reasons", "declare"])
def test_the_sheet_accepts_only_what_it_offers(world, part):
    app = shown(world.secretary, RECORD, **NOVEMBER)
    app.text_input(
        key=next(each.key for each in app.text_input if (each.key or "").startswith("record_numbers0"))
    ).set_value("1").run()
    next(each for each in app.button_group if each.key == "record_more").set_value(part).run()
    for kind in SENT:
        send(app, [each for each in choices(app) if each.key != "record_more"], kind)
    assert "ab" not in {row.value for row in rows(DraftValue)}
    sheet = meetings.load(world.secretary, MeetingRef(world.units["dong_bao"], "regular", 202611)).sheet
    assert [line.outcome for line in sheet.lines] == [Outcome.UNKNOWN, Outcome.PRESENT, Outcome.PRESENT]


def test_an_unreadable_draft_is_ignored(world):
    call = MeetingRef(world.units["dong_bao"], "regular", 202611)
    place, who = meetings.load(world.secretary, call).place, f"m{world.members['an']}"
    unfit = {
        ("meeting", name): "ab"
        for name in ("mode", "all", "held_on", "starts_at", "chair", "minutes_dated", "named_x", "score")
    }
    unfit |= {
        (who, "why"): "a",
        (who, "spoke"): "b",
        (who, "called"): "c",
        ("task0", "due"): "d",
        ("meeting", "minute_taker"): "99999",
    }
    drafts.save_values(
        world.secretary,
        place,
        {DraftField(*field): value for field, value in unfit.items()} | {DraftField(who, "outcome"): "absent"},
        {},
    )
    app = shown(world.assistant, RECORD, **NOVEMBER)
    for part in ("details", "reasons", "tasks", "paste"):
        next(each for each in app.button_group if each.key == "record_more").set_value(part).run()
        assert not app.exception, part
    press(app, "Lưu cuộc họp")
    assert [(row.held_on, row.chair_id, row.minute_taker_id) for row in rows(Meeting)] == [
        (date(2026, 11, 3), None, None)
    ]
    assert [row.outcome for row in rows(Attendance)] == [Outcome.UNKNOWN, Outcome.PRESENT, Outcome.PRESENT]


@pytest.fixture
def full():
    """Inside it the database cannot grow, as on a full disk."""
    engine = session.engine()
    if engine.dialect.name != "sqlite":
        pytest.skip("SQLite's own limit")

    def limit(connection):
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA max_page_count = 1")
        cursor.close()

    def fill():
        event.listen(engine, "begin", limit)

    yield fill
    event.remove(engine, "begin", limit)
    session.dispose()


def test_input_that_a_full_disk_does_not_store_is_not_reported_as_saved(world, full):
    app = shown(world.secretary, RECORD, **NOVEMBER)
    box = next(each for each in app.text_input if (each.key or "").startswith("record_numbers0"))
    box.set_value("1").run()
    next(each for each in app.button_group if each.key == "record_more").set_value("details").run()
    agenda = next(each for each in app.text_area)
    full()
    agenda.set_value("Nghị quyết " * 9000).run()
    assert not app.exception, app.exception
    assert any("hiện không ghi được" in each.value for each in app.error)
    kept = next(each.body for each in app.get("html") if 'class="kept"' in each.body)
    assert '<span class="saved">Chưa lưu</span>' in kept
    assert next(each for each in app.text_area).value.startswith("Nghị quyết")


@pytest.mark.parametrize(("name", "taken"), [("mẫu.exe", None), ("mẫu.docx", "mẫu.docx")])
def test_a_file_with_another_ending_than_a_box_takes_is_none(monkeypatch, name, taken):
    uploaded = UploadedFile(UploadedFileRec(file_id="1", name=name, type="", data=b"PK"), FileURLs())
    monkeypatch.setattr(file_uploader, "_get_upload_files", lambda sent: [uploaded] if sent else [])
    read = widget_guard.CheckedDeserializer(
        FileUploaderSerde(False, [".docx"]).deserialize, "file_uploader_state_value"
    )
    file = read(FileUploaderState(uploaded_file_info=[UploadedFileInfo(file_id="1", name=name, size=2)]))
    assert (file and file.name) == taken
