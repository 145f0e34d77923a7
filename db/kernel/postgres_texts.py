"""Texts on their way to PostgreSQL, which keeps no NUL character in any and refuses even to search for one."""

from typing import Any


def send_without_nul(connection: Any) -> None:
    """Have a driver's connection send texts without their NUL characters."""
    from psycopg.types.string import StrDumperUnknown  # loaded only where the database is PostgreSQL

    class WithoutNul(StrDumperUnknown):
        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\0", ""))

    connection.adapters.register_dumper(str, WithoutNul)
