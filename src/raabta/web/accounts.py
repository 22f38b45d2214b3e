"""How allauth's login pages behave here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils.translation import gettext as _

from raabta.workspaces.models import User
from raabta.workspaces.sealing import seal, sealed_field, unseal

# allauth does not tell whose secret it hands over, so all of them are bound to this one word
SECOND_FACTORS = "mfa"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves: colleagues are invited."""
        return False


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The secrets of authenticator apps and recovery codes are sealed at rest."""

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        return seal(text, bound_to=SECOND_FACTORS)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, bound_to=SECOND_FACTORS)


def seal_second_factors() -> None:
    """Tell rotation where they are."""
    for key in ("secret", "seed"):
        sealed_field(Authenticator, "data", key=key, bound_to=lambda _row: SECOND_FACTORS)
