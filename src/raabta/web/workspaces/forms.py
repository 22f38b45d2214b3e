"""What people type into the settings pages, parsed."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from raabta.kernel import clock
from raabta.web.workspaces import choices
from raabta.web.workspaces.permission_words import grouped
from raabta.workspaces.models import User, Workspace
from raabta.workspaces.policy import GRANTS, ROLE_LABELS, Role, may
from raabta.workspaces.verbs import VERBS, words_for

NEW_PASSWORD = {"autocomplete": "new-password"}


def blank_or(options: Callable[[], choices.Choices], blank: Any) -> Callable[[], list[Any]]:
    return lambda: [("", blank), *options()]


class WorkspaceForm(forms.Form):
    name = forms.CharField(label=_("Name of the business"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=choices.languages,
        help_text=_("For colleagues and customers who did not choose one."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=choices.zones)
    currency = forms.ChoiceField(label=_("Currency"), choices=choices.currencies)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=blank_or(choices.countries, "—"),
        required=False,
        help_text=_("Phone numbers without a country code are read as numbers of this country."),
    )


class SettingsForm(WorkspaceForm):
    postal_address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Marketing mails must show it in many countries."),
    )

    @classmethod
    def of(cls, workspace: Workspace, data: Any) -> "SettingsForm":
        return cls(data, initial={name: getattr(workspace, name) for name in cls.base_fields})


class NewPassword(forms.Form):
    """A password checked against the rules, with the person's own data in mind."""

    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs=NEW_PASSWORD),
        help_text=_("At least 8 characters, not a common password and not only digits."),
    )

    def person(self) -> User:
        return User(
            email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("name", "")
        )

    def clean(self) -> dict[str, Any]:
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, self.person())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class JoinForm(NewPassword):
    name = forms.CharField(label=_("Your name"), max_length=150)
    field_order = ("name", "password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def person(self) -> User:
        return User(email=self.email, name=self.cleaned_data.get("name", ""))


class SetupForm(WorkspaceForm, NewPassword):
    workspace_name = forms.CharField(label=_("Name of the business"), max_length=150)
    name = forms.CharField(label=_("Your name"), max_length=150)
    email = forms.EmailField(label=_("E-mail"))
    field_order = (
        "workspace_name",
        "language",
        "time_zone",
        "currency",
        "country",
        "name",
        "email",
        "password",
    )


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=150)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=blank_or(choices.languages, _("Like the workspace")),
        required=False,
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=blank_or(choices.zones, _("Like the workspace")),
        required=False,
    )
    theme = forms.ChoiceField(
        label=_("Appearance"),
        choices=[("", _("Like the device")), ("light", _("Light")), ("dark", _("Dark"))],
        required=False,
    )


def roles_for(giver: Role) -> list[tuple[str, Any]]:
    """The roles this person may give to others."""
    hidden = set() if may(giver, "workspace.owners") else {Role.OWNER}
    return [(role.value, ROLE_LABELS[role]) for role in Role if role not in hidden]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, giver: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = roles_for(giver)  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Role:
        return Role(self.cleaned_data["role"])


class InvitationForm(RoleForm):
    email = forms.EmailField(label=_("E-mail"))
    language = forms.ChoiceField(
        label=_("Language"),
        choices=choices.languages,
        help_text=_("Of the invitation and, at first, of the pages your colleague sees."),
    )
    field_order = ("email", "role", "language")


class KeyForm(forms.Form):
    LIVES = (
        ("30", _("30 days")),
        ("90", _("90 days")),
        ("365", _("One year")),
        ("", _("Until it is revoked")),
    )
    name = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        help_text=_("For instance the name of the program that will use it."),
    )
    days = forms.ChoiceField(label=_("Valid for"), choices=LIVES, required=False, initial="365")
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Give it no more than it needs: whoever has the key may do all of this."),
    )

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scopes"].choices = grouped(GRANTS[role])  # type: ignore[attr-defined]

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return clock.now() + timedelta(days=int(days)) if days else None


class AuditFilter(forms.Form):
    """The address of the audit trail: a bad value is treated as none."""

    verb = forms.CharField(required=False)
    q = forms.CharField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        given = self.cleaned_data
        since, until = given.get("since"), given.get("until")
        return {
            "verb": given.get("verb", ""),
            "actor": given.get("q", ""),
            "since": start_of(since) if since else None,
            "until": start_of(until + timedelta(days=1)) if until else None,
        }

    @staticmethod
    def verbs() -> list[tuple[str, str]]:
        return sorted(((verb, words_for(verb)) for verb in VERBS), key=lambda pair: pair[1])


def start_of(day: Any) -> datetime:
    """Midnight of the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


class ArrivalForm(forms.Form):
    file = forms.FileField(
        label=_("Archive"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        help_text=_("The file that “Leave with everything” made."),
    )
    name = forms.CharField(
        label=_("Name of the new workspace"),
        max_length=100,
        required=False,
        help_text=_("Left empty, it keeps the name it had."),
    )
