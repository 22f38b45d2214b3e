"""What administrators type into the pages about senders, suppressions and contact rules."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from raabta.customers.purposes import CHANNELS
from raabta.messaging.models import ContactPolicy, Sender
from raabta.messaging.services.policy import Limits
from raabta.messaging.services.senders import SenderFields
from raabta.messaging.services.suppressions import NotSuppressible, parse_entry
from raabta.messaging.suppression_hash import PHONE_CHANNELS

MOST_UPLOAD = 20 * 2**20


class SenderForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    address = forms.EmailField(
        label=_("E-mail address"), help_text=_("Your mail server must be allowed to send as it.")
    )
    reply_to = forms.EmailField(
        label=_("Replies go to"), required=False, help_text=_("Empty: to the same address.")
    )
    bounce_address = forms.EmailField(
        label=_("Bounces go to"),
        required=False,
        help_text=_(
            "A mailbox that takes name+anything@domain: each bounce then names its message."
        ),
    )

    @classmethod
    def of(cls, sender: Sender, data: Any) -> "SenderForm":
        return cls(data, initial={name: getattr(sender, name) for name in cls.base_fields})

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if any(ord(letter) < 32 for letter in name):
            raise forms.ValidationError(_("The name must be one line."))
        return name

    def fields_typed(self) -> SenderFields:
        return SenderFields(**self.cleaned_data)


class PolicyForm(forms.Form):
    most_messages = forms.IntegerField(
        label=_("Most messages to one person"),
        min_value=0,
        max_value=1_000,
        help_text=_("0: no limit. Messages about orders do not count."),
    )
    within_days = forms.IntegerField(
        label=_("Within so many days"),
        min_value=1,
        max_value=365,
        help_text=_("Calendar days where the person lives."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("On the person's own clock. A message that comes due meanwhile waits."),
    )

    @classmethod
    def of(cls, policy: ContactPolicy, data: Any) -> "PolicyForm":
        return cls(data, initial={name: getattr(policy, name) for name in cls.base_fields})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if (given.get("quiet_from") is None) != (given.get("quiet_until") is None):
            self.add_error("quiet_until", _("Quiet hours need both a beginning and an end."))
        return given

    def limits(self) -> Limits:
        return Limits(**self.cleaned_data)


EVERY_PHONE = "phones"
CHANNEL_CHOICES = (
    ("email", CHANNELS["email"]),
    (EVERY_PHONE, _("SMS, WhatsApp and phone calls")),
    *((channel, CHANNELS[channel]) for channel in PHONE_CHANNELS),
)


class ChannelForm(forms.Form):
    """On which channels the values get nothing."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=CHANNEL_CHOICES, initial="email", required=False
    )

    def clean_channel(self) -> str:
        return self.cleaned_data["channel"] or "email"

    def channels(self) -> tuple[str, ...]:
        chosen = self.cleaned_data["channel"]
        return PHONE_CHANNELS if chosen == EVERY_PHONE else (chosen,)


class SuppressionForm(ChannelForm):
    value = forms.CharField(
        label=_("Address, domain or phone number"),
        max_length=254,
        help_text=_("For instance name@example.com, or @example.com for everybody there."),
    )
    evidence = forms.CharField(label=_("Why"), max_length=500, required=False)

    def __init__(self, data: Any, *, country: str) -> None:
        super().__init__(data)
        self.country = country

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "value" in given and "channel" in given:
            try:
                given["entry"] = parse_entry(
                    given["value"], channel=self.channels()[0], country=self.country
                )
            except NotSuppressible:
                self.add_error("value", _("This is no address, domain or number of the channel."))
        return given


class SuppressionFileForm(ChannelForm):
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "Text or CSV: one address, domain, number or SHA-256 hash a line, in the first column."
        ),
    )
    pasted = forms.CharField(
        label=_("Or paste the list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
        max_length=MOST_UPLOAD,
    )

    def clean_file(self) -> list[str]:
        upload = self.cleaned_data["file"]
        if not upload:
            return []
        if upload.size > MOST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        raw: bytes = upload.read()
        if b"\x00" in raw:
            raise forms.ValidationError(_("This is not a text file."))
        return raw.decode("utf-8-sig", "replace").splitlines()

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        given["lines"] = [*given.get("file", []), *given.get("pasted", "").splitlines()]
        if not self.errors and not given["lines"]:
            raise forms.ValidationError(_("Choose a file, or paste a list."))
        return given


class ReturnedForm(forms.Form):
    file = forms.FileField(
        label=_("Returned mail"), help_text=_("One mail as a file (.eml), as it came back.")
    )

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return bytes(upload.read())
