import pytest

from raabta.workspaces.policy import GRANTS, PERMISSIONS, Role, may


def test_an_unknown_permission_is_an_error_rather_than_a_no() -> None:
    with pytest.raises(LookupError):
        may(Role.OWNER, "customers.fly")


def test_an_analyst_may_only_look() -> None:
    assert all(p.endswith((".view", ".export")) for p in GRANTS[Role.ANALYST])
    assert GRANTS[Role.OWNER] == PERMISSIONS
