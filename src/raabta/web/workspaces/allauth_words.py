"""Words of allauth's own forms that we show, so that translators meet them."""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Email"),
    _("Email address"),
    _("Password"),
    _("Remember Me"),
    _("Remember me"),
    _("Code"),
    _("Name"),
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Password (again)"),
    _("Authenticator code"),
    _("Authenticator app"),
    _("Passwordless"),
    _("Use your password"),
    _("Use authenticator app or code"),
    _("Use a security key"),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("This account is currently inactive."),
    _("Incorrect password."),
    _("Incorrect code."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("The password reset token was invalid."),
    _("This email address is already associated with this account."),
    _("A user is already registered with this email address."),
    _("Your account has no verified email address."),
    _("Forgot your password?"),
    _("The email address is not assigned to any user account."),
    _("The new value must be different from the current one."),
    _("Be patient, you are sending too many requests."),
    _("Invalid or expired key."),
    _("Invalid login."),
    _("You cannot remove your primary email address."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes "
        "additional requirements such as biometrics or PIN protection."
    ),
)
