"""allauth's forms with our words: labels instead of placeholders, and no second help."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "login": _("E-mail"),
    "email": _("E-mail"),
    "password": _("Password"),
    "remember": _("Keep me logged in"),
    "oldpassword": _("Your password until now"),
    "password1": _("New password"),
    "password2": _("New password, again"),
    "code": _("Code"),
    "name": _("Name"),
    "passwordless": _("Log in with it alone, without a password"),
}
HELP: dict[str, Promise] = {
    "password1": _("At least 8 characters, not a common password and not only digits."),
    "passwordless": _("It must then ask for your fingerprint, face or PIN."),
}


class OurWords:
    """Mixed in before a form of allauth."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class LoginForm(OurWords, account.LoginForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(OurWords, account.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(OurWords, account.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(OurWords, account.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(OurWords, account.SetPasswordForm):  # type: ignore[misc]
    pass


class AddEmailForm(OurWords, account.AddEmailForm):  # type: ignore[misc]
    pass


class CodeForm(OurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(OurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditPasskeyForm(OurWords, webauthn.EditWebAuthnForm):  # type: ignore[misc]
    pass
