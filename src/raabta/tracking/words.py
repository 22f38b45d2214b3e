"""What became of a call, and why, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OUTCOMES: dict[str, tuple[Promise, str]] = {
    "accepted": (_("Taken"), "success"),
    "refused": (_("Refused"), "error"),
    "machine": (_("Machine"), "warning"),
    "private": (_("Not followed"), "neutral"),
    "blocked": (_("Blocked"), "error"),
    "held": (_("Held"), "info"),
}
REASONS: dict[str, Promise] = {
    "not_json": _("It is not valid JSON."),
    "wrong_type": _("A field has the wrong type, for instance properties that are no object."),
    "unknown_type": _("The type must be identify, track, page, screen, group or alias."),
    "nobody": _("It says nobody: userId or anonymousId is needed."),
    "no_previous": _("An alias needs previousId and userId."),
    "no_group": _("A group call needs groupId."),
    "no_name": _("A track call needs the name of the event."),
    "long_name": _("The name has more than 200 letters."),
    "long_id": _("An id has more than 254 letters."),
    "too_large": _("It is larger than 32 KB."),
    "bad_text": _("It holds a character that cannot be stored."),
    "no_batch": _("A batch needs a list of calls called batch."),
    "empty_batch": _("The batch is empty."),
    "long_batch": _("A batch holds at most 2,500 calls."),
    "failed": _("It could not be worked on; the log of the server tells why."),
    "unplanned": _("The event is not in the plan, and this source takes planned ones only."),
    "blocked": _("Somebody blocked this event in the catalogue."),
    "machine": _("The user agent is that of a crawler, a monitor or a browser without a screen."),
    "email_taken": _("The e-mail address stayed with the person who has it."),
    "phone_taken": _("The phone number stayed with the person who has it."),
    "bad_email": _("The e-mail address is none, so it was left out."),
    "bad_phone": _("The phone number is none, so it was left out."),
    "two_people": _("Both ids belong to people already; a machine does not merge them."),
}


def outcome_words(outcome: str) -> str:
    return str(OUTCOMES[outcome][0]) if outcome in OUTCOMES else outcome


def reason_words(reason: str) -> str:
    return str(REASONS.get(reason, reason))
