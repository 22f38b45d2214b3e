"""What people type into the pages about events, parsed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raabta.tracking.models import Source
from raabta.tracking.queries import BadOrigin, origins_of


class OriginsField(forms.CharField):
    """One website a line."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Only from these websites"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
            help_text=_("One a line, such as https://shop.example. Empty: from any."),
        )

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        try:
            return origins_of(str(super().clean(value)).splitlines())
        except BadOrigin as error:
            raise forms.ValidationError(str(error)) from error


class NewSourceForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("For instance the name of the website.")
    )
    kind = forms.ChoiceField(label=_("What sends the events?"), choices=Source.Kind.choices)
    allowed_origins = OriginsField()


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    unplanned = forms.ChoiceField(
        label=_("Events that are not in the plan"), choices=Source.Unplanned.choices
    )
    allowed_origins = OriginsField()
    honours_signals = forms.BooleanField(
        label=_("Do not follow browsers that ask for it"),
        required=False,
        help_text=_("Global Privacy Control and Do Not Track: counted, nothing is kept."),
    )
    sets_machines_apart = forms.BooleanField(
        label=_("Keep crawlers and other machines apart"), required=False
    )

    @classmethod
    def of(cls, source: Source, data: Any) -> "SourceForm":
        return cls(data, initial={name: getattr(source, name) for name in cls.base_fields})


class EventForm(forms.Form):
    owner = forms.CharField(
        label=_("Owner"),
        max_length=100,
        required=False,
        help_text=_("Whom to ask about it."),
    )
    description = forms.CharField(
        label=_("When is it sent, and what does it mean?"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
