import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from pytest_django import Settings

from raabta.messaging.models import ChannelSetting
from raabta.workspaces import sealing
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.sealing import SealedField, seal, unseal
from raabta.workspaces.services.secrets import rotate_secrets
from tests.house.rows import make

SECOND_FACTORS = [field for field in sealing.sealed_fields if field.model is Authenticator]


def test_the_second_factor_of_a_login_is_sealed_and_rotated(
    owner: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "sealed_fields", SECOND_FACTORS)
    settings.SEAL_KEYS = ["old"]
    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(owner).get_unused_codes()
    kept = Authenticator.objects.get(type="totp")
    assert "JBSWY3DPEHPK3PXP" not in str(kept.data)
    settings.SEAL_KEYS = ["new", "old"]
    assert rotate_secrets().resealed == 2
    settings.SEAL_KEYS = ["new"]
    again = Authenticator.objects.get(type="recovery_codes")
    assert again.wrap().get_unused_codes() == codes


def bound_to(row: ChannelSetting) -> str:
    return f"test:{row.pk}"


@pytest.fixture(autouse=True)
def one_field(monkeypatch: pytest.MonkeyPatch) -> None:
    field = SealedField(ChannelSetting, "sealed_settings", bound_to)
    monkeypatch.setattr(sealing, "sealed_fields", [field])


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
