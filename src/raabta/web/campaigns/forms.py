"""What marketers type about a campaign, parsed to the types that services take."""

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import get_currency_precision
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign, CampaignPolicy
from raabta.campaigns.queries import audiences_of
from raabta.campaigns.services import DraftChanges
from raabta.content.models import Template
from raabta.customers.models import Topic
from raabta.customers.purposes import PURPOSES
from raabta.customers.queries.topics import offered_topics
from raabta.kernel.money import Money, to_minor
from raabta.messaging.models import Sender
from raabta.workspaces.models import Workspace

EMAIL = "email"
MOST_MONEY = Decimal(10) ** 12


class NameForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class AudienceForm(forms.Form):
    """One choice for each audience: not used, in, or out."""

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        super().__init__(data)
        included, excluded = audiences_of(campaign)
        chosen = {one.pk: "in" for one in included} | {one.pk: "out" for one in excluded}
        self.audiences = {
            f"use-{one.pk}": one
            for one in Audience.objects.filter(archived_at=None).order_by("name")
        }
        for name, audience in self.audiences.items():
            self.fields[name] = forms.ChoiceField(
                label=audience.name,
                required=False,
                choices=[
                    ("", pgettext_lazy("audience", "Not used")),
                    ("in", pgettext_lazy("audience", "Gets it")),
                    ("out", pgettext_lazy("audience", "Left out")),
                ],
                widget=forms.RadioSelect,
                initial=chosen.get(audience.pk, ""),
            )

    def rows(self) -> list[tuple[Audience, forms.BoundField]]:
        return [(audience, self[name]) for name, audience in self.audiences.items()]

    def chosen(self, side: str) -> list[Audience]:
        return [one for name, one in self.audiences.items() if self.cleaned_data[name] == side]


class MessageForm(forms.Form):
    template = forms.ModelChoiceField(
        label=gettext_lazy("Template"),
        queryset=Template.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a template"),
    )
    sender = forms.ModelChoiceField(
        label=pgettext_lazy("sender", "From"),
        queryset=Sender.objects.none(),
        required=False,
        empty_label=gettext_lazy("Choose a sender"),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("Purpose"),
        choices=list(PURPOSES.items()),
        help_text=gettext_lazy("People get it only if they agreed to mails of this purpose."),
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"),
        queryset=Topic.objects.none(),
        required=False,
        empty_label=gettext_lazy("No topic"),
        help_text=gettext_lazy("Only for people who chose it; it brings its own purpose."),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        initial = {
            "template": campaign.template_id,
            "sender": campaign.sender_id,
            "purpose": campaign.purpose,
            "topic": campaign.topic_id,
        }
        super().__init__(data, initial=initial)
        self._offer("template", Template.objects.filter(archived_at=None).order_by("name"))
        self._offer("sender", Sender.objects.order_by("name"))
        offered = [row.pk for row in offered_topics(campaign.workspace, EMAIL)]
        offered += [campaign.topic_id] if campaign.topic_id else []
        self._offer("topic", Topic.objects.filter(pk__in=offered).order_by("pk"))

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = rows

    def changes(self) -> DraftChanges:
        given = self.cleaned_data
        return DraftChanges(
            template=given["template"], sender=given["sender"],
            purpose=given["purpose"], topic=given["topic"],
        )  # fmt: skip


class GoalForm(forms.Form):
    """Amounts are typed in major units; the goal counts orders, money or people."""

    metric = forms.ChoiceField(
        label=gettext_lazy("What should grow"),
        required=False,
        choices=[("", gettext_lazy("No goal")), *Campaign.Metric.choices],
    )
    target = forms.DecimalField(
        label=gettext_lazy("Target"), required=False, min_value=0, max_value=MOST_MONEY
    )
    baseline = forms.DecimalField(
        label=gettext_lazy("Without the campaign"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=gettext_lazy("What you would expect anyway."),
    )
    deadline = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    attribution_days = forms.IntegerField(
        label=gettext_lazy("Count orders for how many days"),
        min_value=1,
        max_value=90,
        help_text=gettext_lazy("After each person's own mail."),
    )
    budget = forms.DecimalField(
        label=gettext_lazy("Budget"), required=False, min_value=0, max_value=MOST_MONEY
    )

    def __init__(self, data: Any = None, *, campaign: Campaign) -> None:
        self.currency = campaign.currency
        is_money = campaign.goal_metric == Campaign.Metric.REVENUE
        shown = self._major if is_money else _plain
        initial = {
            "metric": campaign.goal_metric,
            "target": shown(campaign.goal_target),
            "baseline": shown(campaign.goal_baseline),
            "deadline": campaign.goal_deadline_on,
            "attribution_days": campaign.attribution_days,
            "budget": self._major(campaign.budget_minor),
        }
        super().__init__(data, initial=initial)
        self.fields["budget"].help_text = _("In %(currency)s.") % {"currency": self.currency}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("metric") and not given.get("target"):
            self.add_error("target", _("Say how much it should be."))
        return given

    def changes(self) -> DraftChanges:
        given = self.cleaned_data
        is_money = given["metric"] == Campaign.Metric.REVENUE
        kept = self._minor if is_money else _whole
        return DraftChanges(
            goal_metric=given["metric"],
            goal_target=kept(given["target"]) if given["metric"] else None,
            goal_baseline=kept(given["baseline"]) if given["metric"] else None,
            goal_deadline_on=given["deadline"],
            attribution_days=given["attribution_days"],
            budget_minor=self._minor(given["budget"]),
        )

    def _major(self, minor: int | None) -> str:
        return major(minor, self.currency)

    def _minor(self, amount: Decimal | None) -> int | None:
        return None if amount is None else to_minor(amount, self.currency)


class ScheduleForm(forms.Form):
    timing = forms.ChoiceField(
        label=gettext_lazy("When"), choices=Campaign.Timing.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hour = forms.TimeField(
        label=gettext_lazy("Time"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    holdout_percent = forms.IntegerField(
        label=gettext_lazy("Hold out for comparison, per cent"),
        min_value=0,
        max_value=50,
        help_text=gettext_lazy(
            "These people get nothing. What they buy anyway shows what the mail earned."
        ),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, workspace: Workspace) -> None:
        self.zone = ZoneInfo(workspace.time_zone)
        at = campaign.send_at
        if at is not None:
            is_local = campaign.timing == Campaign.Timing.LOCAL
            at = at.astimezone(UTC if is_local else self.zone)
        initial = {
            "timing": campaign.timing,
            "day": at.date() if at else None,
            "hour": at.time() if at else time(9, 0),
            "holdout_percent": campaign.holdout_percent,
        }
        super().__init__(data, initial=initial)
        words = _("For everybody at once: the clock of %(zone)s.")
        self.fields["hour"].help_text = words % {"zone": workspace.time_zone}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("timing") != Campaign.Timing.NOW:
            for name, words in (("day", _("Choose a day.")), ("hour", _("Choose a time."))):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    def changes(self) -> DraftChanges:
        given = self.cleaned_data
        return DraftChanges(
            timing=given["timing"],
            send_at=self._send_at(),
            holdout_percent=given["holdout_percent"],
        )

    def _send_at(self) -> datetime | None:
        given = self.cleaned_data
        if given["timing"] == Campaign.Timing.NOW:
            return None
        zone = UTC if given["timing"] == Campaign.Timing.LOCAL else self.zone
        return datetime.combine(given["day"], given["hour"], tzinfo=zone).astimezone(UTC)


class CostForm(forms.Form):
    label = forms.CharField(label=gettext_lazy("What for"), max_length=120)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), min_value=Decimal("0.001"), max_value=MOST_MONEY
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[
            ("planned", pgettext_lazy("cost", "Planned")),
            ("actual", pgettext_lazy("cost", "Spent")),
        ],
    )
    spent_on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class LearningsForm(forms.Form):
    learnings = forms.CharField(
        label=gettext_lazy("What we learned"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=gettext_lazy("What to repeat and what to leave, for whoever plans the next one."),
    )


class PolicyForm(forms.Form):
    cancel_window_seconds = forms.IntegerField(
        label=gettext_lazy("Seconds to take a launch back"), min_value=0, max_value=3_600
    )
    repeat_days = forms.IntegerField(
        label=gettext_lazy("Warn when the same audience was mailed within so many days"),
        min_value=0,
        max_value=90,
    )

    @classmethod
    def of(cls, policy: CampaignPolicy, data: Any = None) -> "PolicyForm":
        values = {
            "cancel_window_seconds": policy.cancel_window_seconds,
            "repeat_days": policy.repeat_days,
        }
        return cls(data, initial=values)


def major(minor: int | None, currency: str) -> str:
    """Minor units as they are typed, with the places the currency has."""
    if minor is None:
        return ""
    places = get_currency_precision(currency)
    return f"{Money(minor, currency).amount:.{places}f}"


def _plain(value: int | None) -> str:
    return "" if value is None else str(value)


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
