"""A file that is made on request and cannot be made: why is said in the language of the page that offers it."""

import asyncio
from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.runtime.media_file_storage import MediaFileStorageError

from components.i18n import in_language
from components.refusals import sentences
from components.web import media_access
from db.errors import Conflict, NotAllowed

CAUSES = {
    "changed_meanwhile": Conflict("changed_meanwhile"),
    "not_allowed": NotAllowed(),
    "file_not_made": FileNotFoundError("/data/results/x"),
}


@pytest.fixture(params=["vi", "en"])
def language(request, monkeypatch) -> str:
    monkeypatch.setitem(media_access._languages, "file", request.param)
    return request.param


def error_after(cause: Exception, monkeypatch: pytest.MonkeyPatch) -> str:
    def execute_deferred(_file_id):
        raise MediaFileStorageError("Callable execution failed") from cause

    manager = SimpleNamespace(
        execute_deferred=execute_deferred, _deferred_callables={"file": {"session_id": "session"}}
    )
    monkeypatch.setattr(media_access, "get_instance", lambda: SimpleNamespace(media_file_mgr=manager))
    request = BackendOperationRequest(request_id="1", session_id="session")
    request.deferred_file.file_id = "file"
    answer = asyncio.run(media_access._make_for_its_page(None, request, "session"))
    assert answer.request_id == "1"
    assert not answer.deferred_file.url
    return answer.error_msg


@pytest.mark.parametrize("code", CAUSES)
def test_why_a_file_cannot_be_made_is_said_in_the_language_of_its_page(language, monkeypatch, code):
    told = error_after(CAUSES[code], monkeypatch)
    with in_language(language):
        assert told == sentences.of_code(code)
