"""What people type into the pages about messages, parsed."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from raabta.kernel import clock
from raabta.messaging.models import Message
from raabta.messaging.services.choices import Choices, is_subscribed

KEEP = "keep"


class PreferencesForm(forms.Form):
    """The public page of one reader."""

    PAUSES = (
        ("", _("No break")),
        ("30", _("For 30 days")),
        ("60", _("For 60 days")),
        ("90", _("For 90 days")),
    )
    wants_marketing = forms.BooleanField(
        label=_("Send me news and offers by e-mail"), required=False
    )
    pause = forms.ChoiceField(
        label=_("Take a break"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Messages about your orders still reach you."),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    first_name = forms.CharField(label=_("First name"), max_length=150, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=150, required=False)
    paused_until: datetime | None = None

    @classmethod
    def of(cls, message: Message, data: Any) -> "PreferencesForm":
        customer = message.customer
        if customer is None:
            raise LookupError(message.token)
        until = customer.paused_until
        paused = until if until and until > clock.now() else None
        form = cls(
            data,
            initial={
                "wants_marketing": is_subscribed(message),
                "pause": KEEP if paused else "",
                "language": customer.language,
                "first_name": customer.first_name,
                "last_name": customer.last_name,
            },
        )
        form.offer(paused, customer.language)
        return form

    def offer(self, paused_until: datetime | None, language: str) -> None:
        """The choices that depend on the person."""
        self.paused_until = paused_until
        pauses = list(self.PAUSES)
        if paused_until:
            pauses.insert(0, (KEEP, _("As it is now")))
        self.fields["pause"].choices = pauses  # type: ignore[attr-defined]
        known = dict(settings.LANGUAGES)
        own = [] if language in known else [(language, language or "—")]
        self.fields["language"].choices = [*own, *known.items()]  # type: ignore[attr-defined]

    def choices(self) -> Choices:
        given = self.cleaned_data
        days = given["pause"]
        until = self.paused_until if days == KEEP else None
        if days.isdigit():
            until = clock.now() + timedelta(days=int(days))
        return Choices(
            wants_marketing=given["wants_marketing"],
            paused_until=until,
            first_name=given["first_name"].strip(),
            last_name=given["last_name"].strip(),
            language=given["language"],
        )
