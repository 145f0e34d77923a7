"""What Streamlit serves under /media:
each file is for the browsers whose pages showed it, and a file that is made on request is for its page alone.
"""

from functools import wraps
from pathlib import PurePosixPath

from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import backend_operation_handler, get_instance, media_file_manager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from components.web import request_limits

MEDIA_PATH = "/media/"
MOST = 2000  # files remembered before deleted ones are forgotten
_whose: dict[str, set[str]] = {}  # hashes of browsers' cookies, by file


def track_owners() -> None:
    """Remember from now on which browser a file was made for; to be called at start-up, before anybody is served."""
    media_file_manager.MediaFileManager.add = _remembering(media_file_manager.MediaFileManager.add)
    handler = backend_operation_handler.DeferredFileHandler
    handler.handle = _for_its_page(handler.handle)


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


def _for_its_page(handle):
    @wraps(handle)
    async def handling(self, request, session_id: str):
        if _page_of(request.deferred_file.file_id) != session_id:
            return BackendOperationResponse(request_id=request.request_id, error_msg="There is no such file")
        answer = await handle(self, request, session_id)
        if answer.deferred_file.url:
            _remember(answer.deferred_file.url, request_limits.browser_of_session(session_id))
        return answer

    return handling


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
