"""A channel's settings form, drawn from the fields of its class."""

from typing import Any, Literal, get_args, get_origin

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo

from raabta.messaging.channel import Channel
from raabta.messaging.models import ChannelSetting
from raabta.messaging.services.channels import plain_settings
from raabta.messaging.services.outgoing import CannotOpen, open_channel

KEPT = _("Leave it empty to keep the one that is stored.")


class ChannelForm(forms.Form):
    """Name and rate of every channel, then the fields of this kind."""

    name = forms.CharField(label=_("Name"), max_length=80)
    per_second = forms.IntegerField(
        label=_("Most messages a second"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: as fast as the server takes them."),
    )

    def __init__(self, kind: type[Channel], setting: ChannelSetting | None, data: Any) -> None:
        super().__init__(data, initial=initial_of(kind, setting))
        self.kind = kind
        for name, info in kind.model_fields.items():
            self.fields[name] = field_for(kind, info, has_secret=setting is not None)

    @property
    def settings(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.kind.model_fields}

    def add_problems(self, error: ValidationError) -> None:
        """What the channel class itself refuses, beside its fields."""
        for problem in error.errors():
            place = problem["loc"][0] if problem["loc"] else None
            self.add_error(str(place) if place in self.fields else None, problem["msg"])


def initial_of(kind: type[Channel], setting: ChannelSetting | None) -> dict[str, Any]:
    """Stored values; secrets are left out."""
    if setting is None:
        fresh = {
            name: info.default
            for name, info in kind.model_fields.items()
            if not info.is_required() and info.annotation is not SecretStr
        }
        return {"name": kind.label, **fresh}
    try:
        stored = plain_settings(open_channel(setting))
    except CannotOpen:
        stored = {}
    hidden = {n for n, info in kind.model_fields.items() if info.annotation is SecretStr}
    shown = {name: value for name, value in stored.items() if name not in hidden}
    return {"name": setting.name, "per_second": setting.per_second, **shown}


def field_for(kind: type[Channel], info: FieldInfo, *, has_secret: bool) -> forms.Field:
    shared: dict[str, Any] = {
        "label": info.title,
        "required": info.is_required(),
        "help_text": info.description or "",
    }
    if info.annotation is SecretStr:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        text = KEPT if has_secret else shared["help_text"]
        return forms.CharField(**{**shared, "required": False, "widget": widget, "help_text": text})
    if get_origin(info.annotation) is Literal:
        choices = [(value, kind.words.get(value, value)) for value in get_args(info.annotation)]
        return forms.ChoiceField(choices=choices, **shared)
    if info.annotation is bool:
        return forms.BooleanField(**{**shared, "required": False})
    if info.annotation is int:
        limits = {"min_value": limit(info, "ge"), "max_value": limit(info, "le")}
        return forms.IntegerField(**shared, **limits)
    return forms.CharField(max_length=limit(info, "max_length"), **shared)


def limit(info: FieldInfo, name: str) -> Any:
    return next((getattr(rule, name) for rule in info.metadata if hasattr(rule, name)), None)
