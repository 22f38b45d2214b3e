"""What a person wants to hear about, by which channel, how often, and until when not."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from raabta.customers.models import Customer
from raabta.customers.purposes import CHANNELS, PURPOSES, label_of
from raabta.customers.services.wishes import FREQUENCIES
from raabta.kernel import clock
from raabta.messaging.queries.preferences import Key, Offer, offers_to, stand_of
from raabta.messaging.services.choices import Choices
from raabta.messaging.zones import zone_of

LONGEST_PAUSE = timedelta(days=730)
OFTEN = {
    7: gettext_lazy("At most one a week"),
    14: gettext_lazy("At most one in two weeks"),
    30: gettext_lazy("At most one a month"),
    90: gettext_lazy("At most one in three months"),
}


@dataclass(frozen=True)
class Group:
    """One purpose on the page, with a box for each channel, and its topics below."""

    label: str
    boxes: list[forms.BoundField]
    topics: list[tuple[str, str, list[forms.BoundField]]]  # name, description, boxes


class PreferencesForm(forms.Form):
    frequency = forms.ChoiceField(label=gettext_lazy("How often"), required=False)
    paused_until = forms.DateField(
        label=gettext_lazy("Take a break until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Messages about your orders still reach you. Empty: no break."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    first_name = forms.CharField(
        label=gettext_lazy("First name"), max_length=150, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    last_name = forms.CharField(
        label=gettext_lazy("Last name"), max_length=150, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, customer: Customer, own: Key | None, data: Any = None) -> None:
        self.customer, self.stand = customer, stand_of(customer)
        self.zone = zone_of(customer.time_zone, customer.country, customer.workspace.time_zone)
        super().__init__(data, initial=self._held())
        self.keys: dict[str, Key] = {}
        self.groups = [self._group(offer) for offer in offers_to(self.stand, own)]
        self._offer_choices()

    @property
    def break_end(self) -> datetime | None:
        """When the break that they asked for is over; None without one."""
        until = self.customer.paused_until
        return until if until and until > clock.now() else None

    def clean_paused_until(self) -> datetime | None:
        """The first moment of the day on their own clock."""
        day = self.cleaned_data["paused_until"]
        if day is None:
            return None
        if self.break_end and day == self.break_end.astimezone(self.zone).date():
            return self.break_end
        today = clock.now().astimezone(self.zone).date()
        if not today < day <= today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Choose a day from tomorrow on, within two years."))
        return datetime.combine(day, time.min, tzinfo=self.zone)

    def choices(self) -> Choices:
        given = self.cleaned_data
        return Choices(
            answers={key: given[name] for name, key in self.keys.items()},
            paused_until=given["paused_until"],
            every_days=int(given["frequency"]) if given["frequency"] else None,
            first_name=given["first_name"].strip(),
            last_name=given["last_name"].strip(),
            language=given["language"],
        )

    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in ("frequency", "paused_until", "language")]

    def names(self) -> list[forms.BoundField]:
        return [self["first_name"], self["last_name"]]

    def _held(self) -> dict[str, Any]:
        person, end = self.customer, self.break_end
        return {
            "frequency": str(person.contact_every_days or ""),
            "paused_until": end.astimezone(self.zone).date() if end else None,
            "language": person.language,
            "first_name": person.first_name,
            "last_name": person.last_name,
        }

    def _group(self, offer: Offer) -> Group:
        language = get_language() or ""
        boxes = [self._box(offer.purpose, channel) for channel in offer.channels]
        topics = [
            (
                topic.name_in(language),
                topic.description_in(language),
                [self._box(topic.ledger_purpose, channel) for channel in channels],
            )
            for topic, channels in offer.topics
        ]
        return Group(label_of(PURPOSES, offer.purpose), boxes, topics)

    def _box(self, purpose: str, channel: str) -> forms.BoundField:
        name = f"{purpose}.{channel}"
        self.fields[name] = forms.BooleanField(
            label=label_of(CHANNELS, channel),
            required=False,
            initial=self.stand.wants(purpose, channel),
        )
        self.keys[name] = (purpose, channel)
        return self[name]

    def _offer_choices(self) -> None:
        held, known = self.customer.contact_every_days, dict(settings.LANGUAGES)
        often: dict[int, Any] = {days: OFTEN[days] for days in FREQUENCIES}
        if held and held not in often:
            often[held] = _("At most one in %(days)s days") % {"days": held}
        self.fields["frequency"].choices = [  # type: ignore[attr-defined]
            ("", _("As often as there is news")),
            *((str(days), words) for days, words in sorted(often.items())),
        ]
        tag = self.customer.language
        own = [] if tag in known else [(tag, tag or "—")]
        self.fields["language"].choices = [*own, *known.items()]  # type: ignore[attr-defined]
