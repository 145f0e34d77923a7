"""What a run caches: its own answers, for itself alone, until it saves something."""

import threading

import pytest
from sqlmodel import select

from db.accounts import accounts, own_account, signin
from db.figures import unit_history
from db.history import undo
from db.kernel import run_cache, statements, unit_tree
from db.kernel.scope import SYSTEM
from db.kernel.session import ScopedSession, reading, writing
from db.models import Account, Batch, DraftValue, Setting, Tally, UnitVersion
from db.settings import settings
from db.units import units
from tests import pages
from tests.visiting import token_of


@pytest.fixture(autouse=True)
def _no_run():
    yield
    run_cache.start_run(None)


def _counted(monkeypatch) -> list[str]:
    """Each time the database is asked for the viewer."""
    asked, ask = [], signin._visit
    monkeypatch.setattr(signin, "_visit", lambda session, token: asked.append(token) or ask(session, token))
    return asked


def test_a_run_asks_for_the_viewer_once_and_the_next_run_asks_again(world, monkeypatch):
    app = pages.shown(world.secretary, "pages/meetings/record.py")
    asked = _counted(monkeypatch)
    app.run()
    assert len(asked) == 1
    app.run()
    assert len(asked) == 2


def test_a_signed_out_user_is_out_at_the_next_interaction(world):
    app = pages.shown(world.secretary, "pages/meetings/record.py")
    accounts.sign_out_everywhere(world.admin, world.secretary.account_id)
    app.run()
    assert app.title[0].value != "Ghi cuộc họp"
    assert not app.get("page_link")


def test_typing_asks_for_the_viewer_once_and_the_next_interaction_notices_a_sign_out(world, november, monkeypatch):
    asked = _counted(monkeypatch)
    app = pages.shown(world.secretary, "pages/meetings/record.py", type="regular", period="202611")
    box = next(each for each in app.text_input if each.key.startswith("record_numbers0"))
    asked.clear()
    box.set_value("1 2").run()
    assert len(asked) == 1
    with reading(SYSTEM) as session:
        assert session.exec(select(DraftValue.value)).all()
    accounts.sign_out_everywhere(world.admin, world.secretary.account_id)
    app.run()
    assert not app.get("page_link")


def test_what_an_undo_writes_is_queried_again(world, november):
    settings.set_value(world.secretary, world.secretary.unit_id, "meeting_day", 9, settings.clock.today())
    with reading(SYSTEM) as session:
        chosen = session.exec(select(Batch.id).where(Batch.deed == "choose_setting")).one()
    run_cache.start_run(object())
    assert settings.value_for_viewer(world.secretary, "meeting_day") == 9
    undo.undo(world.secretary, chosen)
    assert settings.value_for_viewer(world.secretary, "meeting_day") != 9


def test_a_run_asks_for_a_unit_by_its_code_once_and_the_next_run_asks_again(world, monkeypatch):
    cell, asked, ask = units.own(world.secretary), [], ScopedSession.exec
    monkeypatch.setattr(ScopedSession, "exec", lambda *args, **options: asked.append(args) or ask(*args, **options))
    for _again in range(2):
        run_cache.start_run(object())
        asked.clear()
        assert units.find_in_reach(world.commune, cell.code) == units.requested(world.commune, cell.code) == cell
        assert len(asked) == 2  # its id, and its name


def test_a_run_reads_the_name_of_a_unit_once_and_again_after_a_change(world, monkeypatch):
    cell, named = world.units["dong_bao"], units.own(world.secretary).name
    sent, ask = [], ScopedSession.exec
    monkeypatch.setattr(ScopedSession, "exec", lambda *args, **options: sent.append(args) or ask(*args, **options))
    run_cache.start_run(object())
    for viewer in (world.secretary, world.commune):
        sent.clear()
        for _again in range(2):
            with reading(viewer) as session:
                found = units.names_on(session, [cell], settings.clock.today())
            assert found == {cell: named}
        assert len(sent) == 1
    with writing(SYSTEM, "test") as session:
        session.exec(select(UnitVersion).where(UnitVersion.unit_id == cell)).one().name = "Chi bộ Tên Mới"
        session.flush()
        assert units.names_on(session, [cell], settings.clock.today()) == {cell: "Chi bộ Tên Mới"}
    with reading(world.secretary) as session:
        assert units.names_on(session, [cell], settings.clock.today()) == {cell: "Chi bộ Tên Mới"}


def test_every_table_a_runs_cache_reads_clears_it_when_written(world, november, monkeypatch):
    met: set[type] = set()
    ask = ScopedSession.exec

    def listening(session, statement, **options):
        met.update(statements.mapped_tables(statement))
        return ask(session, statement, **options)

    token = signin.hash_secret(token_of(world.commune))
    monkeypatch.setattr(ScopedSession, "exec", listening)
    run_cache.start_run(object())
    viewer = signin.viewer_of_token(token)
    units.by_id(viewer)
    units.find_by_code(viewer, units.own(viewer).code)
    settings.value_for_viewer(viewer, "meeting_day")
    with reading(viewer) as session:
        unit_tree.parent_ids(session)
        unit_history.fact_conditions(session, Tally, viewer.unit_id)
    assert {UnitVersion, Account, Setting} <= met
    assert met <= run_cache.TABLES_CACHED


def test_a_revoked_role_is_gone_at_the_next_interaction(world):
    app = pages.shown(world.secretary, "pages/meetings/record.py")
    accounts.end_grant(world.admin, world.secretary.grant_id)
    app.run()
    assert not app.get("page_link")


def test_a_changed_setting_applies_to_the_next_query_of_the_same_run(world, november):
    run_cache.start_run(object())
    before = settings.value_for_viewer(world.secretary, "meeting_day")
    settings.set_value(world.secretary, world.secretary.unit_id, "meeting_day", before + 1, settings.clock.today())
    assert settings.value_for_viewer(world.secretary, "meeting_day") == before + 1


def test_a_language_chosen_in_a_run_is_used_in_it(world):
    token = signin.hash_secret(token_of(world.secretary))
    run_cache.start_run(object())
    assert signin.viewer_of_token(token).language == "vi"
    own_account.set_language(signin.viewer_of_token(token), "en")
    assert signin.viewer_of_token(token).language == "en"


def test_a_runs_cache_is_seen_by_no_other_run_and_no_other_thread():
    seen: list[int] = []

    @run_cache.cached_per_run
    def question() -> int:
        seen.append(1)
        return len(seen)

    run = object()
    run_cache.start_run(run)
    assert (question(), question()) == (1, 1)
    thread = threading.Thread(target=lambda: (run_cache.start_run(run), question()))
    thread.start()
    thread.join()
    assert len(seen) == 2
    run_cache.start_run(object())
    assert question() == 3


def test_outside_a_run_nothing_is_cached_and_no_run_caches_for_long(monkeypatch):
    seen: list[int] = []
    question = run_cache.cached_per_run(lambda: seen.append(1))
    question(), question()
    assert len(seen) == 2
    run_cache.start_run(object())
    question()
    monkeypatch.setattr(run_cache.time, "monotonic", lambda now=run_cache.time.monotonic: now() + run_cache.LONGEST + 1)
    question()
    assert len(seen) == 4
