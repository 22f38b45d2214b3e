import pytest
from pytest_django import Settings

from raabta.messaging.models import ChannelSetting
from raabta.workspaces import sealing
from raabta.workspaces.models import Workspace
from raabta.workspaces.sealing import SealedField, seal, unseal
from raabta.workspaces.services.secrets import rotate_secrets
from tests.house.rows import make


def bound_to(row: ChannelSetting) -> str:
    return f"test:{row.pk}"


@pytest.fixture(autouse=True)
def one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    field = SealedField(ChannelSetting, "sealed_settings", bound_to)
    monkeypatch.setattr("raabta.workspaces.services.secrets.sealed_fields", [field])


def test_rotation_reseals_every_workspace_with_the_newest_key_and_can_be_repeated(
    workspace: Workspace, other_workspace: Workspace, settings: Settings
) -> None:
    settings.SEAL_KEYS = ["old"]
    rows = [make("messaging.ChannelSetting", w) for w in (workspace, other_workspace)]
    for row in rows:
        row.sealed_settings = seal("password", bound_to=bound_to(row))
        ChannelSetting._base_manager.filter(pk=row.pk).update(sealed_settings=row.sealed_settings)
    settings.SEAL_KEYS = ["new", "old"]
    done = rotate_secrets()
    assert (done.resealed, done.current, done.broken) == (2, 0, ())
    settings.SEAL_KEYS = ["new"]
    for row in rows:
        kept = ChannelSetting._base_manager.get(pk=row.pk)
        assert unseal(kept.sealed_settings, bound_to=bound_to(row)) == "password"
    assert rotate_secrets().current == 2


def test_a_secret_that_cannot_be_opened_is_named_and_left(
    workspace: Workspace, settings: Settings
) -> None:
    settings.SEAL_KEYS = ["lost"]
    row = make("messaging.ChannelSetting", workspace)
    sealed = seal("password", bound_to=bound_to(row))
    ChannelSetting._base_manager.filter(pk=row.pk).update(sealed_settings=sealed)
    settings.SEAL_KEYS = ["new"]
    done = rotate_secrets()
    assert done.broken == (f"messaging.ChannelSetting.sealed_settings of {row.pk}",)
    row.refresh_from_db()
    assert row.sealed_settings == sealed
    assert sealing.VERSION == "s1"
