"""States, reasons and engagements in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from raabta.messaging.contact_rule import rules

STATES: dict[str, Promise] = {
    "queued": pgettext_lazy("message state", "Waiting"),
    "claimed": pgettext_lazy("message state", "Being prepared"),
    "handed": pgettext_lazy("message state", "Being handed over"),
    "sent": pgettext_lazy("message state", "Sent"),
    "bounced": pgettext_lazy("message state", "Bounced"),
    "failed": pgettext_lazy("message state", "Failed"),
    "refused": pgettext_lazy("message state", "Not sent"),
    "held_out": pgettext_lazy("message state", "Held out"),
    "cancelled": pgettext_lazy("message state", "Cancelled"),
    "unknown": pgettext_lazy("message state", "Unknown"),
}
TONES = {
    "sent": "success", "bounced": "error", "failed": "error", "refused": "warning",
    "unknown": "warning", "queued": "info", "claimed": "info", "handed": "info",
}  # fmt: skip
REASONS: dict[str, Promise] = {
    "content": _("The mail could not be made"),
    "missing_value": _("A value that the message needs is empty"),
    "refused": _("The receiving server refused it"),
    "later": _("The receiving server said: later"),
    "gave_up": _("The receiving server kept saying: later"),
    "no_answer": _("Handed over, but no answer came"),
    "settled": _("Decided by a colleague"),
    "cancelled": _("Its campaign was cancelled"),
    "erased": _("The person was erased"),
    "merged": _("Another one went to the same person"),
}
ENGAGEMENTS: dict[str, Promise] = {
    "open": pgettext_lazy("engagement", "Opened"),
    "click": pgettext_lazy("engagement", "Clicked"),
    "unsubscribe": pgettext_lazy("engagement", "Unsubscribed"),
    "complaint": pgettext_lazy("engagement", "Called it spam"),
    "bounce": pgettext_lazy("engagement", "Bounced"),
}
SIGNS: dict[str, Promise] = {
    "head": _("asked for the headers only"),
    "prefetch": _("fetched ahead by a program"),
    "trap": _("followed a link that people cannot see"),
    "beside_trap": _("came from where the invisible link was followed"),
    "no_agent": _("did not say which program it is"),
    "privacy_proxy": _("Apple's mail privacy proxy"),
    "scanner_agent": _("a known scanner or program"),
    "too_soon": _("came sooner than anybody can read"),
    "burst": _("followed all links at once"),
}
SUPPRESSED: dict[str, Promise] = {
    "bounce": pgettext_lazy("suppression", "Bounced"),
    "complaint": pgettext_lazy("suppression", "Complaint"),
    "unsubscribe": pgettext_lazy("suppression", "Unsubscribed"),
    "manual": pgettext_lazy("suppression", "Added by hand"),
    "import": pgettext_lazy("suppression", "Imported"),
    "erased": pgettext_lazy("suppression", "Person erased"),
}


def state_word(state: str) -> str:
    return str(STATES.get(state, state))


def state_tone(state: str) -> str:
    return TONES.get(state, "neutral")


def why_not(reason: str) -> str:
    """A reason in words: a contact rule's label, or one of our own."""
    if reason in rules:
        return str(rules[reason].label)
    return str(REASONS.get(reason, reason))


def engagement_word(kind: str) -> str:
    return str(ENGAGEMENTS.get(kind, kind))


def sign_words(signs: list[str]) -> list[str]:
    return [str(SIGNS.get(sign, sign)) for sign in signs]
