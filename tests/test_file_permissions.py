"""Files of the data folder that belong to another account: the register serves what it can read and says so."""

import pytest

from db.maintenance import file_permissions


def test_a_file_that_belongs_to_another_account_is_reported_and_served(database, capsys):
    database.chmod(0o644)

    def refuse(place, mode):
        raise PermissionError(1, "Operation not permitted")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(database), "chmod", refuse)
        file_permissions.restrict_permissions()
    assert f"{database} thuộc về người dùng khác" in capsys.readouterr().out


def test_a_readable_file_of_its_own_is_withdrawn_from_others(database):
    database.chmod(0o644)
    file_permissions.restrict_permissions()
    assert database.stat().st_mode & 0o077 == 0
