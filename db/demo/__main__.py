"""`python -m db.demo` fills an empty database with the demonstration, in the size set by SIZE."""

import os

from db.demo import start
from db.maintenance import terminal


def _main() -> None:
    os.environ.setdefault("REGISTER_DEMO", "1")  # protects the real register, unless DATABASE_URL names a database
    if not start.make_demo():
        terminal.print_sentence("demo_there")


if __name__ == "__main__":
    terminal.run_command(_main)
