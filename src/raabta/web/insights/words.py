"""What the numbers of a campaign report are called and what they mean."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Words:
    """`base` is the number of the delivery that a share is told of; empty for no share."""

    label: Promise
    meaning: Promise
    base: str = "planned"


NUMBERS = {
    "planned": Words(
        pgettext_lazy("people", "Planned"),
        _("Everybody in the audience when the send began, without those held out."),
        base="",
    ),
    "sent": Words(
        pgettext_lazy("people", "Sent"),
        _("People whose mail was handed over, also when it came back."),
    ),
    "delivered": Words(
        pgettext_lazy("people", "Delivered"),
        _("Sent, less what came back as undeliverable."),
        base="sent",
    ),
    "waiting": Words(pgettext_lazy("people", "Still waiting"), _("Planned and not yet sent.")),
    "opened": Words(
        pgettext_lazy("people", "Opened"),
        _(
            "People who opened it. Opens by scanners and privacy proxies are kept apart, and some"
            " mail programs hide opens, so read it as a trend."
        ),
        base="delivered",
    ),
    "clicked": Words(
        pgettext_lazy("people", "Clicked"),
        _("People who followed a link. Links that a scanner followed are kept apart."),
        base="delivered",
    ),
    "machine_opened": Words(
        _("Opened by machines only"),
        _("A scanner or privacy proxy opened it, and no person did as far as we can tell."),
        base="delivered",
    ),
    "machine_clicked": Words(
        _("Clicked by machines only"),
        _("A scanner followed the links, and no person did as far as we can tell."),
        base="delivered",
    ),
    "bounced": Words(
        pgettext_lazy("people", "Bounced"),
        _("The mail came back. Addresses that do not exist are not mailed again."),
        base="sent",
    ),
    "unsubscribed": Words(
        pgettext_lazy("people", "Unsubscribed"),
        _("They took their consent back from this mail."),
        base="delivered",
    ),
    "complained": Words(
        pgettext_lazy("people", "Complained"),
        _("They marked the mail as spam and get no more."),
        base="delivered",
    ),
    "refused": Words(
        _("Refused by rule"),
        _("In the audience, but a contact rule said no at the moment of sending."),
    ),
    "failed": Words(
        pgettext_lazy("people", "Failed"), _("Could not be sent, for example an invalid address.")
    ),
    "cancelled": Words(
        pgettext_lazy("people", "Not sent"), _("Still waiting when the campaign was cancelled.")
    ),
    "unknown": Words(
        pgettext_lazy("people", "Unknown"),
        _("Handed over without an answer: nobody knows whether it left."),
    ),
    "held_out": Words(
        _("Held out"),
        _("Would have got the mail, and was kept back by lot to compare with."),
        base="",
    ),
    "buyers": Words(
        _("People who bought"),
        _("They ordered within the window after their own mail, whatever made them do it."),
    ),
    "mailed": Words(
        _("Mailed"),
        _("Everybody who was to get the mail, whether or not it arrived, without those refused."),
        base="",
    ),
    "mailed_buyers": Words(
        _("Bought, of those mailed"),
        _("Counted from the start of the campaign, like the held-out group."),
    ),
    "held_out_buyers": Words(
        _("Bought, of those held out"),
        _("They ordered without the mail, counted from the start of the campaign."),
    ),
}
STATES = {
    "queued": pgettext_lazy("message", "Waiting"),
    "claimed": pgettext_lazy("message", "Being sent"),
    "handed": pgettext_lazy("message", "Being sent"),
    "sent": pgettext_lazy("message", "Sent"),
    "bounced": pgettext_lazy("message", "Bounced"),
    "failed": pgettext_lazy("message", "Failed"),
    "refused": pgettext_lazy("message", "Refused"),
    "held_out": pgettext_lazy("message", "Held out"),
    "cancelled": pgettext_lazy("message", "Not sent"),
    "unknown": pgettext_lazy("message", "Unknown"),
}
