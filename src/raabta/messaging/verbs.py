"""Words of the audit trail for what happens here."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "channel.created": _("set up a channel"),
    "channel.edited": _("changed a channel"),
    "channel.made_default": _("made a channel the default"),
    "channel.deleted": _("deleted a channel"),
    "sender.created": _("added a sender"),
    "sender.edited": _("changed a sender"),
    "sender.made_default": _("made a sender the default"),
    "sender.deleted": _("deleted a sender"),
    "sender.key_made": _("made a signing key"),
    "sender.key_removed": _("removed a signing key"),
    "suppression.added": _("suppressed an address"),
    "suppression.imported": _("imported suppressions"),
    "suppression.removed": _("took an address off the suppression list"),
    "contact_policy.changed": _("changed the contact rules"),
    "consent.asked": _("asked to confirm a consent"),
    "consent.question_cancelled": _("cancelled a consent that waited to be confirmed"),
    "consent_requirement.changed": _("changed which consent a purpose asks for"),
    "message.tested": _("sent a test"),
    "message.settled": _("settled unknown messages"),
    "outbox.emptied": _("emptied the outbox"),
}
