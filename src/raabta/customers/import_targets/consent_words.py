"""The columns that tell of consent, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raabta.customers.import_target import TargetField
from raabta.customers.purposes import CHANNELS, PURPOSES

CONSENT_ALIASES = {
    ("marketing", "email"): (
        "accepts email marketing",
        "accepts marketing",
        "email marketing consent",
        "email consent",
        "newsletter",
        "opt in",
        "email opt in",
        "subscribed",
    ),
    ("marketing", "sms"): ("accepts sms marketing", "sms consent", "sms marketing consent"),
}
KINDS: dict[str, Promise] = {
    "consent": gettext_lazy("%(purpose)s by %(channel)s"),
    "refusal": gettext_lazy("%(purpose)s by %(channel)s: yes means no"),
    "consent_at": gettext_lazy("%(purpose)s by %(channel)s: when they answered"),
    "agreed_at": gettext_lazy("%(purpose)s by %(channel)s: when they agreed"),
    "withdrew_at": gettext_lazy("%(purpose)s by %(channel)s: when they withdrew"),
}
TIMED = ("email", "sms")  # channels whose answers come with a time in the files of others


def consent_fields() -> list[TargetField]:
    marks = {
        channel: {"purpose": PURPOSES["marketing"], "channel": CHANNELS[channel]}
        for channel in CHANNELS
    }
    yes_or_no = [
        TargetField(
            f"consent:marketing:{channel}",
            str(KINDS["consent"]) % marks[channel],
            CONSENT_ALIASES.get(("marketing", channel), ()),
            group=_("Consent (yes or no)"),
        )
        for channel in CHANNELS
    ]
    further = [
        TargetField(
            f"{kind}:marketing:{channel}",
            str(words) % marks[channel],
            many=kind != "consent_at",
            group=_("Evidence of consent"),
        )
        for channel in CHANNELS
        for kind, words in KINDS.items()
        if kind == "refusal" or (kind != "consent" and channel in TIMED)
    ]
    return [*yes_or_no, *further, *_evidence()]


def _evidence() -> list[TargetField]:
    group = _("Evidence of consent")
    return [
        TargetField("consent_ip", _("IP address of the consent"), many=True, group=group),
        TargetField("consent_note", _("What else is known of the consent"), many=True, group=group),
        TargetField("ledger", _("Consent ledger as JSON"), group=group),
    ]
