"""Sessions whose connection has dropped, kept until their browsers come back.

Those of strangers are kept separately, few per address, so that they push nobody out; a stranger loses at most a name
typed into the form. Streamlit keeps 128 in all, whoever they belong to.
"""

from typing import cast

from streamlit.runtime import memory_session_storage
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.session_manager import SessionInfo

MAX_SESSIONS, MAX_ANONYMOUS_SESSIONS, MAX_ANONYMOUS_SESSIONS_PER_ADDRESS = 1000, 64, 8


class DisconnectedSessions(MemorySessionStorage):
    """A store for dropped sessions, with a small separate one for strangers."""

    def __init__(self, maxsize: int = MAX_SESSIONS, ttl_seconds: int = 600) -> None:
        super().__init__(maxsize, ttl_seconds)
        self.strangers = MemorySessionStorage(MAX_ANONYMOUS_SESSIONS, ttl_seconds)

    def get(self, session_id: str) -> SessionInfo | None:
        return super().get(session_id) or self.strangers.get(session_id)

    def save(self, session_info: SessionInfo) -> None:
        if address := _stranger_address(session_info):
            self._make_room(address)
            self.strangers.save(session_info)
        else:
            super().save(session_info)

    def delete(self, session_id: str) -> None:
        super().delete(session_id) if super().get(session_id) else self.strangers.delete(session_id)

    def list(self) -> list[SessionInfo]:
        return [*super().list(), *self.strangers.list()]

    def _make_room(self, address: str) -> None:
        """Drop the oldest session of an address that has reached its limit; other addresses lose none."""
        theirs = [one.session.id for one in self.strangers.list() if _stranger_address(one) == address]
        if len(theirs) >= MAX_ANONYMOUS_SESSIONS_PER_ADDRESS:
            self.strangers.delete(theirs[0])


def _stranger_address(session_info: SessionInfo) -> str | None:
    """Return the address of a visitor whom the guard does not know, whatever cookie was sent; None for others."""
    return cast(str | None, session_info.session._user_info.get("address"))


def install_session_store() -> None:
    """Have servers keep dropped sessions in this store from now on."""
    memory_session_storage.MemorySessionStorage = DisconnectedSessions
