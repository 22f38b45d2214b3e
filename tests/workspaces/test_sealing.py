import pytest
from pytest_django import Settings

from raabta.workspaces.sealing import SealBroken, is_sealed_with_newest, seal, unseal


def test_a_secret_opens_only_for_the_row_that_holds_it() -> None:
    sealed = seal("smtp-پاس‌ورڈ", bound_to="messaging.channel:7")
    assert "smtp" not in sealed
    assert unseal(sealed, bound_to="messaging.channel:7") == "smtp-پاس‌ورڈ"
    with pytest.raises(SealBroken):
        unseal(sealed, bound_to="messaging.channel:8")


def test_the_same_secret_never_looks_the_same_twice() -> None:
    assert seal("a", bound_to="x") != seal("a", bound_to="x")


@pytest.mark.parametrize("broken", ["", "s1", "plain text", "s1.00000000.AAAA", "s1..", "s2.a.b"])
def test_what_is_not_sealed_is_refused(broken: str) -> None:
    with pytest.raises(SealBroken):
        unseal(broken, bound_to="x")


def test_an_altered_secret_is_refused() -> None:
    sealed = seal("secret", bound_to="x")
    other = "A" if sealed[30] != "A" else "B"
    with pytest.raises(SealBroken):
        unseal(sealed[:30] + other + sealed[31:], bound_to="x")


def test_a_new_key_in_front_seals_while_the_old_one_still_opens(settings: Settings) -> None:
    settings.SEAL_KEYS = ["old"]
    sealed = seal("secret", bound_to="x")
    settings.SEAL_KEYS = ["new", "old"]
    assert unseal(sealed, bound_to="x") == "secret"
    assert not is_sealed_with_newest(sealed)
    assert is_sealed_with_newest(seal("secret", bound_to="x"))
    settings.SEAL_KEYS = ["new"]
    with pytest.raises(SealBroken, match="RAABTA_SEAL_KEY"):
        unseal(sealed, bound_to="x")
