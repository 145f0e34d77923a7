"""What Streamlit serves under /media:
each file is for the browsers whose pages showed it, and a file that is made on request is for its page alone. Why it
cannot be made is said in the language of that page.
"""

import asyncio
import logging
from functools import wraps
from pathlib import PurePosixPath

from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse, DeferredFileResponsePayload
from streamlit.runtime import backend_operation_handler, get_instance, media_file_manager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components import i18n
from components.refusals import sentences
from components.web import request_limits
from db.errors import Refused

MEDIA_PATH = "/media/"
MOST = 2000  # files remembered before deleted ones are forgotten
_whose: dict[str, set[str]] = {}  # hashes of browsers' cookies, by file
_languages: dict[str, str] = {}  # of the pages that offer files made on request, by file
log = logging.getLogger("register")


def track_owners() -> None:
    """Remember from now on which browser a file was made for; to be called at start-up, before anybody is served."""
    manager = media_file_manager.MediaFileManager
    manager.add, manager.add_deferred = _remembering(manager.add), _remembering_language(manager.add_deferred)
    backend_operation_handler.DeferredFileHandler.handle = _make_for_its_page


def belongs_to(path: str, sid: str) -> bool:
    """Return whether a file was made for this browser."""
    return sid in _whose.get(_name(path), ())


def _remembering(add):
    @wraps(add)
    def adding(*args, **options) -> str:
        url, running = add(*args, **options), get_script_run_ctx()
        if running:
            _remember(url, running.user_info.get("sid"))
        return url

    return adding


def _remembering_language(add):
    @wraps(add)
    def adding(*args, **options) -> str:
        file_id = add(*args, **options)
        if len(_languages) > MOST:
            standing = get_instance().media_file_mgr._deferred_callables
            for name in [name for name in _languages if name not in standing]:
                _languages.pop(name, None)
        _languages[file_id] = i18n.current_language()
        return file_id

    return adding


async def _make_for_its_page(handler, request, session_id: str) -> BackendOperationResponse:
    """Make a file for the page that offers it and answer with its address, or with why there is none: Streamlit's own
    answer would be in English and say nothing about the cause.
    """
    manager, file_id = get_instance().media_file_mgr, request.deferred_file.file_id
    if _page_of(file_id) != session_id:
        return _refused(request, "file_gone")
    try:
        url = await asyncio.to_thread(manager.execute_deferred, file_id)
    except MediaFileStorageError as error:
        if isinstance(error.__cause__, Refused):
            return _refused(request, error.__cause__.code, error.__cause__.values)
        log.exception("a file could not be made")
        return _refused(request, "file_not_made")
    _remember(url, request_limits.browser_of_session(session_id))
    return BackendOperationResponse(request_id=request.request_id, deferred_file=DeferredFileResponsePayload(url=url))


def _refused(request, code: str, values: dict | None = None) -> BackendOperationResponse:
    with i18n.in_language(_languages.get(request.deferred_file.file_id, i18n.DEFAULT)):
        return BackendOperationResponse(request_id=request.request_id, error_msg=sentences.of_code(code, values))


def _page_of(file_id: str) -> str | None:
    """Return the session whose page offers a file that is made on request."""
    offered = get_instance().media_file_mgr._deferred_callables.get(file_id)
    return offered["session_id"] if offered else None


def _remember(url: str, sid: str | None) -> None:
    if len(_whose) > MOST:
        standing = get_instance().media_file_mgr._file_metadata
        for name in [name for name in _whose if name not in standing]:
            _whose.pop(name, None)
    if sid:
        _whose.setdefault(_name(url), set()).add(sid)


def _name(url: str) -> str:
    return PurePosixPath(url).stem
