"""Every action on a page in any test is compared with what that page showed."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlmodel import Session
from streamlit.runtime.scriptrunner import get_script_run_ctx

from db.kernel import change_log
from db.kernel.session_context import context_of

COMPARED_WITH_NOTHING = {
    "sign_out_everywhere": "one's own devices, whichever they are: not listed to be chosen from",
}


@contextmanager
def compared() -> Iterator[None]:
    """Context manager in which a page fails that records an action without what it showed (`feedback.saving`)."""
    open_batch = change_log.open_batch

    def open_compared(session: Session) -> int:
        work = context_of(session)
        if get_script_run_ctx(suppress_warning=True) and work.basis is None:
            assert work.action.name in COMPARED_WITH_NOTHING, f"{work.action.name} does not say what its page showed"
        return open_batch(session)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_log, "open_batch", open_compared)
        yield
