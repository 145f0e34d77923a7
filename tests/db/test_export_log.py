"""Exports are logged with their reason, visible to whoever made them and those they are about."""

import pytest

from components.exporting import export_jobs, export_registry
from components.exporting.export_request import ExportRequest
from components.jobs import worker
from db.access_log import export_log
from db.errors import Invalid, NotAllowed
from db.jobs import jobs
from db.kernel.audience import Audience
from db.kernel.session import writing
from db.models import Batch, Change, ExportRecord, Job, Unit
from tests import months
from tests.rows import rows

REQUEST = ExportRequest("members", reason="report")


def export_now(viewer, request: ExportRequest = REQUEST) -> bytes:
    return export_jobs.make_now(viewer.account_id, viewer.grant_id, request)


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_no_list_is_exported_without_a_reason_from_the_list(world, reason):
    request = ExportRequest("members", reason=reason)
    for deed in (lambda: export_now(world.commune, request), lambda: export_jobs.enqueue(world.commune, request)):
        with pytest.raises(Invalid, match="export_reason_missing"):
            deed()
    assert rows(ExportRecord) == rows(Job) == []


def test_an_immediate_export_and_one_by_the_worker_are_logged_alike(world, november):
    months.fill(world)
    request = ExportRequest("meetings", since=202601, until=202611, reason="meeting")
    export_now(world.commune, request)
    export_jobs.enqueue(world.commune, request)
    assert worker.run_next_job()
    later, first = export_log.list_latest(world.commune)
    assert later._replace(id=first.id, at=first.at) == first
    assert (first.what, first.about_id, first.reason) == ("meetings", world.units["dong_ha"], "meeting")
    assert first.filters == {"since": 202601, "until": 202611, "audience": "own"}
    one, other = rows(ExportRecord)
    assert (one.rows, one.checksum) == (other.rows, other.checksum)
    assert one.rows == first.rows == 22


def test_an_export_is_seen_only_by_its_author_and_the_units_it_is_about(world):
    code = rows(Unit, id=world.units["dong_bao"])[0].code
    export_now(world.district, ExportRequest("members", unit=code, reason="report"))
    export_now(world.secretary)
    seen = {who: [row.who for row in export_log.list_latest(viewer)] for who, viewer in world.viewers.items()}
    both = ["bithu", "huyen"]
    assert seen == {
        "secretary": both, "assistant": both, "commune": both, "district": both, "admin": both,
        "workplace": [], "neighbour": [], "other_commune": [],
    }  # fmt: skip


def test_an_export_is_not_a_change_and_nobody_can_write_a_log_entry_by_hand(world):
    before = len(rows(Batch))
    export_now(world.commune)
    assert (len(rows(Batch)), rows(Change, table_name="export_record")) == (before, [])
    (record,) = rows(ExportRecord)
    for viewer in world.viewers.values():
        with pytest.raises(NotAllowed), writing(viewer, "forge") as session:
            session.add(ExportRecord(**record.model_dump(exclude={"id"})))


def test_older_exports_follow_page_by_page(world, monkeypatch):
    monkeypatch.setattr(export_log, "PAGE", 2)
    for _ in range(3):
        export_now(world.commune)
    first = export_log.list_latest(world.commune)
    (rest,) = export_log.list_latest(world.commune, first[-1].id)
    assert [row.id for row in first] == [rest.id + 2, rest.id + 1]


@pytest.mark.parametrize("who", ["assistant", "district", "admin", "workplace"])
def test_a_list_of_assessments_is_for_nobody_outside_their_audience(world, monkeypatch, who):
    """Neither offered, counted, made at once, requested, nor made by the worker for a job that was queued earlier."""
    viewer, members = world.viewers[who], export_registry.exports_by_key()["members"]
    close = members.__class__(**{**members.__dict__, "key": "close", "audience": Audience.ASSESSMENTS})
    monkeypatch.setattr(export_registry, "exports_by_key", lambda: {"close": close})
    request = ExportRequest("close", reason="report")
    assert export_registry.offered_to(viewer) == {}
    for deed in (
        lambda: export_registry.count_rows(viewer, request),
        lambda: export_registry.build_table(viewer, request),
        lambda: export_now(viewer, request),
        lambda: export_jobs.enqueue(viewer, request),
        lambda: export_jobs.run(viewer, request.to_dict(), "aaaaaaaaaaaa", lambda done, total: None),
        lambda: jobs.enqueue(viewer, "export", request.to_dict(), Audience.ASSESSMENTS),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert rows(ExportRecord) == rows(Job) == []
    assert export_now(world.secretary, request)
