"""The first visit: a one-time code from the server's terminal opens the set-up page as long as there is no account."""

import secrets

from db.accounts import accounts, signin_attempts
from db.errors import Invalid
from db.models import new_code

_kept: list[str] = []  # the code of this process, if it made one


def issue_code() -> None:
    """Make and print a code if there is no account yet."""
    if accounts.no_account_exists():
        _kept[:] = [new_code()[:8]]
        print(f"\n  Mã thiết lập / Set-up code: {_kept[0]}\n", flush=True)


def require_code(typed: str, address: str) -> None:
    """Raise Invalid for a wrong code, TooManyAttempts after several of them."""
    attempt_id = signin_attempts.record_attempt("set-up code", address)
    if not (_kept and secrets.compare_digest("".join(typed.lower().split()).encode(), _kept[0].encode())):
        raise Invalid("code_wrong")
    signin_attempts.mark_succeeded(attempt_id)
