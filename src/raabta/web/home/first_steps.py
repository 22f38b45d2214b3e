"""The way from an empty workspace to a first campaign."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from raabta.audiences.models import Audience
from raabta.campaigns.models import Campaign
from raabta.content.models import Template
from raabta.customers.models import Customer
from raabta.web.http import HttpRequest


@dataclass(frozen=True)
class Step:
    label: str | Promise
    text: str | Promise
    url: str
    icon: str
    is_done: bool


def first_steps(request: HttpRequest) -> list[Step]:
    """Those that this person may take, in order."""
    launched = Campaign.objects.exclude(state=Campaign.State.DRAFT)
    every = (
        (
            "customers.import",
            _("Bring your customers"),
            _("Import the list you have: CSV, Excel or JSON."),
            "web:imports:new",
            "upload",
            Customer.objects.filter(deleted_at=None).exists(),
        ),
        (
            "audiences.edit",
            _("Describe an audience"),
            _("Say who should hear from you and see at once how many they are."),
            "web:audiences:new",
            "target",
            Audience.objects.exists(),
        ),
        (
            "content.edit",
            _("Write a message"),
            _("Start from a template in your languages."),
            "web:templates:new",
            "layout-template",
            Template.objects.exists(),
        ),
        (
            "campaigns.launch",
            _("Launch a campaign"),
            _("It goes to the outbox page first, so nothing can go wrong."),
            "web:campaigns:new",
            "rocket",
            launched.exists(),
        ),
    )
    return [
        Step(label, text, _address(url_name), icon, is_done)
        for permission, label, text, url_name, icon, is_done in every
        if request.may(permission)
    ]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
